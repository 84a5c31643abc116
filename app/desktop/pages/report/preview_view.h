#pragma once

#include <QAbstractScrollArea>
#include <memory>

#include "app/desktop/pages/report/page_images.h"
#include "app/desktop/pages/report/page_stack.h"

namespace lpstudio {

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
