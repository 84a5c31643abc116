#include "app/desktop/pages/report/preview_view.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "app/desktop/widgets/theme.h"
#include "app/report/chart_scene.h"

namespace lpstudio {

PageImages::PageImages(QObject* parent) : QObject(parent) {
    next_.setSingleShot(true);
    next_.setInterval(0);
    connect(&next_, &QTimer::timeout, this, &PageImages::step);
}

void PageImages::setPages(std::shared_ptr<const ReportPages> pages) {
    paint_.abandon();
    pages_ = std::move(pages);
    waiting_.clear();
    figures_.assign(pages_ ? pages_->figures.size() : 0, QByteArray());
    const int count = pages_ ? pages_->count() : 0;
    std::erase_if(images_, [&](const auto& kept) { return kept.first >= count; });
}

void PageImages::want(const std::vector<int>& wanted, int width) {
    width_ = width;
    std::erase_if(images_, [&](const auto& kept) {
        return std::find(wanted.begin(), wanted.end(), kept.first) == wanted.end();
    });
    waiting_.clear();
    for (const int page : wanted)
        if (!isCurrent(page)) waiting_.push_back(page);
    if (!waiting_.empty() && !paint_.isRunning()) next_.start();
}

const QImage* PageImages::image(int page) const {
    const auto found = images_.find(page);
    return found == images_.end() ? nullptr : &found->second.image;
}

bool PageImages::isCurrent(int page) const {
    const auto found = images_.find(page);
    return found != images_.end() && found->second.pages == pages_ &&
           found->second.image.width() == width_;
}

int PageImages::undrawn(int page) const {
    for (std::size_t i = 0; i < figures_.size(); ++i)
        if (pages_->figures[i].page == page && figures_[i].isEmpty()) return static_cast<int>(i);
    return -1;
}

void PageImages::step() {
    if (!pages_ || paint_.isRunning()) return;
    std::erase_if(waiting_, [this](int page) { return isCurrent(page); });
    if (waiting_.empty()) {
        Q_EMIT settled();
        return;
    }
    const int page = waiting_.front();
    if (const int figure = undrawn(page); figure >= 0) {
        const auto at = static_cast<std::size_t>(figure);
        const PlacedFigure& placed = pages_->figures[at];
        figures_[at] = figurePicture(placed.figure, placed.place.size());
        next_.start();
        return;
    }
    paint_.launch(tr("Rendering the preview"),
                  [this, page, pages = pages_, figures = figures_,
                   width = width_](const JobContext&) -> Job::Delivery {
                      const QImage image = pageImage(*pages, page, figures, width);
                      return [this, page, pages, image] { take(page, pages, image); };
                  });
}

void PageImages::take(int page, const std::shared_ptr<const ReportPages>& pages,
                      const QImage& image) {
    images_[page] = {image, pages};
    next_.start();
    Q_EMIT imageReady(page);
}

namespace {

constexpr double kStep = 1.25;
constexpr int kLine = 48;  ///< pixels of an arrow key

}  // namespace

PreviewView::PreviewView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Pages of the report"));
    setMinimumSize(320, 240);
    // A bar that comes and goes would change the width that pages are fitted to.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setMouseTracking(true);
    verticalScrollBar()->setSingleStep(kLine);
    horizontalScrollBar()->setSingleStep(kLine);
    connect(&images_, &PageImages::imageReady, viewport(), qOverload<>(&QWidget::update));
    connect(&images_, &PageImages::settled, this, &PreviewView::settled);
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void PreviewView::setPages(const std::shared_ptr<const ReportPages>& pages) {
    images_.setPages(pages);
    stack_.page = pages ? pages->size : QSizeF();
    stack_.count = pages ? pages->count() : 0;
    layOut();
}

int PreviewView::pageCount() const {
    return stack_.count;
}

int PreviewView::currentPage() const {
    return stack_.current();
}

void PreviewView::goToPage(int page, double y) {
    verticalScrollBar()->setValue(qRound(stack_.scrollTo(page, y)));
}

int PreviewView::firstFigurePage() const {
    const auto& pages = images_.pages();
    return pages && !pages->figures.empty() ? pages->figures.front().page : 0;
}

void PreviewView::setZoom(double zoom) {
    fits_ = false;
    zoomAt(zoom, {stack_.window.width() / 2, 0});
}

void PreviewView::zoomBy(double factor) {
    setZoom(stack_.zoom * factor);
}

void PreviewView::fitWidth() {
    fits_ = true;
    layOut();
}

void PreviewView::zoomAt(double zoom, const QPointF& anchor) {
    stack_ = stack_.zoomed(zoom, anchor);
    layOut();
}

void PreviewView::layOut() {
    stack_.window = viewport()->size();
    if (fits_ && stack_.count > 0)
        stack_ =
            stack_.zoomed(PageStack::fitting(stack_.page.width(), stack_.window.width()), {0, 0});
    const QPointF scroll = stack_.scroll;
    layingOut_ = true;
    const QSizeF extent = stack_.extent();
    horizontalScrollBar()->setPageStep(viewport()->width());
    verticalScrollBar()->setPageStep(viewport()->height());
    horizontalScrollBar()->setRange(
        0, fits_ ? 0 : std::max(0, static_cast<int>(extent.width()) - viewport()->width()));
    verticalScrollBar()->setRange(
        0, std::max(0, static_cast<int>(std::ceil(extent.height())) - viewport()->height()));
    horizontalScrollBar()->setValue(qRound(scroll.x()));
    verticalScrollBar()->setValue(qRound(scroll.y()));
    layingOut_ = false;
    scrollContentsBy(0, 0);
}

void PreviewView::scrollContentsBy(int /*dx*/, int /*dy*/) {
    if (layingOut_) return;
    stack_.scroll = QPointF(horizontalScrollBar()->value(), verticalScrollBar()->value());
    viewport()->update();
    wantImages();
    Q_EMIT viewChanged();
}

void PreviewView::wantImages() {
    const auto shown = stack_.visible();
    std::vector<int> wanted;
    if (shown && isVisible()) {
        for (int i = shown->first; i <= shown->second; ++i) wanted.push_back(i);
        // The next ones, so that scrolling finds them ready.
        if (shown->second + 1 < stack_.count) wanted.push_back(shown->second + 1);
        if (shown->first > 0) wanted.push_back(shown->first - 1);
    }
    images_.want(wanted, qRound(stack_.page.width() * stack_.zoom * devicePixelRatioF()));
}

void PreviewView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(viewport());
    const ChartTheme& theme = Theme::instance().charts();
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Midlight));
    const auto shown = stack_.visible();
    if (!shown) return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (int i = shown->first; i <= shown->second; ++i) {
        // On whole pixels, so that an image of the right size is not resampled.
        const QRectF place = stack_.rect(i);
        const QRect rect(place.topLeft().toPoint(), place.size().toSize());
        painter.fillRect(rect, Qt::white);
        if (const QImage* image = images_.image(i)) painter.drawImage(rect, *image);
        painter.setPen(QPen(theme.dark ? theme.window : palette().color(QPalette::Mid), 1));
        painter.drawRect(rect.adjusted(-1, -1, 0, 0));
    }
}

void PreviewView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

void PreviewView::showEvent(QShowEvent* event) {
    QAbstractScrollArea::showEvent(event);
    wantImages();
}

void PreviewView::wheelEvent(QWheelEvent* event) {
    if (!(event->modifiers() & Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    fits_ = false;
    zoomAt(stack_.zoom * std::pow(kStep, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void PreviewView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomBy(kStep);
        case Qt::Key_Minus:
            return zoomBy(1 / kStep);
        case Qt::Key_0:
            return fitWidth();
        case Qt::Key_Home:
            return verticalScrollBar()->setValue(0);
        case Qt::Key_End:
            return verticalScrollBar()->setValue(verticalScrollBar()->maximum());
        default:
            QAbstractScrollArea::keyPressEvent(event);
    }
}

std::vector<PageLink> PreviewView::links() const {
    return images_.pages() ? images_.pages()->links : std::vector<PageLink>();
}

const PageLink* PreviewView::linkAt(const QPointF& point) const {
    const auto spot = stack_.at(point);
    if (!spot || !images_.pages()) return nullptr;
    for (const PageLink& link : images_.pages()->links)
        if (link.page == spot->page && link.place.contains(spot->point)) return &link;
    return nullptr;
}

void PreviewView::mouseMoveEvent(QMouseEvent* event) {
    const PageLink* link = linkAt(event->position());
    viewport()->setCursor(link != nullptr ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->setToolTip(link != nullptr ? tr("Go to \"%1\"").arg(link->text) : QString());
}

void PreviewView::mousePressEvent(QMouseEvent* event) {
    const PageLink* link = event->button() == Qt::LeftButton ? linkAt(event->position()) : nullptr;
    if (link != nullptr) goToPage(link->toPage, std::max(0.0, link->toY - PageStack::kGap));
}

}  // namespace lpstudio
