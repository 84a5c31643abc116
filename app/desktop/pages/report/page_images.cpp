#include "app/desktop/pages/report/page_images.h"

#include <algorithm>

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

}  // namespace lpstudio
