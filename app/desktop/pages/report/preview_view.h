#pragma once

#include <QAbstractScrollArea>
#include <QImage>
#include <QObject>
#include <QTimer>
#include <map>
#include <memory>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/desktop/pages/report/page_stack.h"
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

/// The pages of a report below each other, as they will be printed. Ctrl and the wheel, + and -
/// zoom, 0 fits the width; a line of the table of contents leads to its section.
class PreviewView final : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit PreviewView(QWidget* parent = nullptr);

    /// The place in the document is kept as far as it is still there. Null: nothing.
    void setPages(const std::shared_ptr<const ReportPages>& pages);
    int pageCount() const;
    /// The page that takes the most of the window, from 0; -1: none.
    int currentPage() const;
    void goToPage(int page, double y = 0);
    /// 0 if there is no figure.
    int firstFigurePage() const;
    double zoom() const { return stack_.zoom; }
    bool fitsWidth() const { return fits_; }
    void setZoom(double zoom);
    void zoomBy(double factor);
    void fitWidth();
    /// Pages in the window are not painted yet.
    bool isBusy() const { return images_.isBusy(); }
    const PageStack& stack() const { return stack_; }
    /// Lines of the table of contents; none without pages.
    std::vector<PageLink> links() const;

Q_SIGNALS:
    /// Current page, number of pages or zoom have changed.
    void viewChanged();
    void settled();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void zoomAt(double zoom, const QPointF& anchor);
    /// Scroll bars and window after the stack has changed; `stack_.scroll` is where to go.
    void layOut();
    void wantImages();
    const PageLink* linkAt(const QPointF& point) const;

    PageImages images_;
    PageStack stack_;
    bool fits_ = true, layingOut_ = false;
};

}  // namespace lpstudio
