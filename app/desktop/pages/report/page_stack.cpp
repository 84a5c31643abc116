#include "app/desktop/pages/report/page_stack.h"

#include <algorithm>
#include <cmath>

namespace lpstudio {

double PageStack::fitting(double pageWidth, double windowWidth) {
    if (pageWidth <= 0) return 1;
    return std::clamp((windowWidth - 2 * kGap) / pageWidth, kLeastZoom, kMostFitting);
}

QSizeF PageStack::extent() const {
    if (count == 0) return {0, 0};
    return {page.width() * zoom + 2 * kGap, count * (page.height() * zoom + kGap) + kGap};
}

QRectF PageStack::rect(int index) const {
    const double width = page.width() * zoom, height = page.height() * zoom;
    const double left = std::max(0.0, (window.width() - extent().width()) / 2) + kGap;
    return {left - scroll.x(), kGap + index * (height + kGap) - scroll.y(), width, height};
}

std::optional<std::pair<int, int>> PageStack::visible() const {
    const double step = page.height() * zoom + kGap;
    if (count == 0 || step <= kGap) return std::nullopt;
    // Page i reaches from kGap + i step to (i + 1) step.
    const int first = std::max(0, static_cast<int>(std::floor(scroll.y() / step)));
    const int last = std::min(
        count - 1, static_cast<int>(std::ceil((scroll.y() + window.height() - kGap) / step)) - 1);
    return first <= last ? std::optional(std::pair(first, last)) : std::nullopt;
}

int PageStack::current() const {
    const auto shown = visible();
    if (!shown) return count > 0 ? 0 : -1;
    int best = shown->first;
    double most = -1;
    for (int i = shown->first; i <= shown->second; ++i) {
        const QRectF part = rect(i).intersected(QRectF(QPointF(0, 0), window));
        if (part.height() > most) {
            most = part.height();
            best = i;
        }
    }
    return best;
}

std::optional<PageStack::Spot> PageStack::at(const QPointF& point) const {
    const auto shown = visible();
    if (!shown) return std::nullopt;
    for (int i = shown->first; i <= shown->second; ++i)
        if (const QRectF place = rect(i); place.contains(point))
            return Spot{i, (point - place.topLeft()) / zoom};
    return std::nullopt;
}

double PageStack::scrollTo(int index, double y) const {
    const double step = page.height() * zoom + kGap;
    return bounded({scroll.x(), index * step + y * zoom}).y();
}

PageStack PageStack::zoomed(double to, const QPointF& anchor) const {
    PageStack result = *this;
    result.zoom = std::clamp(to, kLeastZoom, kMostZoom);
    if (count == 0) return result;
    // The gaps do not grow, so the anchor is found by its page.
    const double step = page.height() * zoom + kGap;
    const int index = std::clamp(static_cast<int>((anchor.y() + scroll.y()) / step), 0, count - 1);
    const QPointF point = (anchor - rect(index).topLeft()) / zoom;
    result.scroll = {0, 0};
    result.scroll = result.bounded(result.rect(index).topLeft() + point * result.zoom - anchor);
    return result;
}

QPointF PageStack::bounded(const QPointF& wanted) const {
    return {std::clamp(wanted.x(), 0.0, std::max(0.0, extent().width() - window.width())),
            std::clamp(wanted.y(), 0.0, std::max(0.0, extent().height() - window.height()))};
}

}  // namespace lpstudio
