#pragma once

#include <QImage>
#include <QObject>
#include <QTimer>
#include <map>
#include <memory>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/report/page_pictures.h"

namespace lpstudio {

/// Images of a report's pages, made when they are asked for and kept while they are wanted: charts
/// are drawn one at a time between events, for Qt Charts lives on the GUI thread; pages are painted
/// on a thread of their own.
class PageImages final : public QObject {
    Q_OBJECT

public:
    explicit PageImages(QObject* parent = nullptr);

    /// Null: none. Images of the pages before stay until their successors are there.
    void setPages(std::shared_ptr<const ReportPages> pages);
    const std::shared_ptr<const ReportPages>& pages() const { return pages_; }
    /// Asks for pages in this order, `width` pixels wide; those not asked for are dropped.
    void want(const std::vector<int>& wanted, int width);
    /// Null if there is none yet; may be of another width, or of the pages before.
    const QImage* image(int page) const;
    /// Something that was asked for is not there yet.
    bool isBusy() const { return !waiting_.empty(); }

Q_SIGNALS:
    void imageReady(int page);
    /// All that was asked for is there.
    void settled();

private:
    struct Kept {
        QImage image;
        std::shared_ptr<const ReportPages> pages;
    };

    void step();
    /// First figure of the page that has no picture yet; -1: none.
    int undrawn(int page) const;
    bool isCurrent(int page) const;
    void take(int page, const std::shared_ptr<const ReportPages>& pages, const QImage& image);

    std::shared_ptr<const ReportPages> pages_;
    std::vector<QByteArray> figures_;  ///< pictures, empty where not drawn yet
    std::map<int, Kept> images_;
    std::vector<int> waiting_;  ///< first in front
    int width_ = 0;
    QTimer next_;
    Job paint_;
};

}  // namespace lpstudio
