#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <optional>
#include <utility>

namespace lpstudio {

/// Equal pages below each other in a window that scrolls. Pages are measured in points, everything
/// else in pixels; the window's upper left corner is at `scroll` of the whole.
struct PageStack {
    static constexpr double kGap = 16;  ///< around and between pages
    static constexpr double kLeastZoom = 0.25, kMostZoom = 4;
    /// Beyond this a page as wide as a large screen shows a few of its lines only.
    static constexpr double kMostFitting = 2;

    struct Spot {
        int page = 0;
        QPointF point;  ///< on it
    };

    QSizeF page;  ///< size of one, points
    int count = 0;
    double zoom = 1;  ///< pixels per point
    QSizeF window;
    QPointF scroll;

    /// Zoom at which a page is as wide as a window of this width, from `kLeastZoom` to
    /// `kMostFitting`.
    static double fitting(double pageWidth, double windowWidth);

    /// Of all pages with their gaps.
    QSizeF extent() const;
    /// Where a page is in the window; it may be outside. Centred if there is room.
    QRectF rect(int index) const;
    /// First and last page of which something is in the window; empty if there is none.
    std::optional<std::pair<int, int>> visible() const;
    /// The page that takes the most of the window; -1: there are none.
    int current() const;
    /// The page under a point of the window.
    std::optional<Spot> at(const QPointF& point) const;
    /// Scroll that brings a page's point (measured down from its top) to the window's upper edge,
    /// with a gap above, as far as there is something to scroll.
    double scrollTo(int index, double y) const;
    /// The same pages at another zoom, so that what is at `anchor` of the window stays there.
    PageStack zoomed(double to, const QPointF& anchor) const;

private:
    QPointF bounded(const QPointF& scroll) const;
};

}  // namespace lpstudio
