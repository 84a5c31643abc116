#include "app/desktop/charts/parallel_geometry.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {
namespace {

/// Positions across a line in 2^-16 of a pixel.
constexpr double kFine = 65536;
/// Farther off than this from the image lines are not followed.
constexpr double kFarthest = 1e7;

}  // namespace

std::optional<std::size_t> ParallelMap::axisAt(double px, double radius) const {
    std::optional<std::size_t> best;
    double least = radius;
    for (std::size_t axis = 0; axis < axes; ++axis) {
        const double distance = std::abs(px - x(axis));
        if (distance > least) continue;
        least = distance;
        best = axis;
    }
    return best;
}

AxisSpan spanOf(std::span<const double> values) {
    AxisSpan span{1, -1};
    bool any = false;
    for (const double value : values) {
        if (std::isnan(value)) continue;
        span.from = any ? std::min(span.from, value) : value;
        span.to = any ? std::max(span.to, value) : value;
        any = true;
    }
    if (!any) return {};
    if (span.from == span.to) {
        const double margin = std::max(std::abs(span.from) / 2, 1e-9);
        span.from -= margin;
        span.to += margin;
    }
    return span;
}

std::vector<std::uint32_t> spreadRows(std::size_t count, std::size_t most,
                                      std::span<const std::uint8_t> wanted) {
    std::size_t all = count;
    if (!wanted.empty())
        all = static_cast<std::size_t>(
            std::count(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(count), 1));
    std::vector<std::uint32_t> rows;
    rows.reserve(std::min(all, most));
    std::size_t seen = 0;
    for (std::size_t row = 0; row < count; ++row) {
        if (!wanted.empty() && wanted[row] != 1) continue;
        // The first of each of `most` equal parts.
        if (all <= most || seen * most / all >= rows.size())
            rows.push_back(static_cast<std::uint32_t>(row));
        ++seen;
    }
    return rows;
}

void drawLine(QImage& image, double x0, double y0, double x1, double y1, std::uint32_t color) {
    const bool steep = std::abs(y1 - y0) > std::abs(x1 - x0);
    if (steep) {
        std::swap(x0, y0);
        std::swap(x1, y1);
    }
    if (x0 > x1) {
        std::swap(x0, x1);
        std::swap(y0, y1);
    }
    auto* bits = reinterpret_cast<std::uint32_t*>(image.bits());
    const std::ptrdiff_t pitch = image.bytesPerLine() / 4;
    // Along the line a pixel a step, across it the two it passes between.
    const int along = steep ? image.height() : image.width();
    const auto across = static_cast<std::uint64_t>(steep ? image.width() : image.height());
    const std::ptrdiff_t alongStep = steep ? pitch : 1, acrossStep = steep ? 1 : pitch;
    // Written so that what is not a number is left out.
    if (!(x1 >= 0 && x0 < along && std::abs(x0) < kFarthest && std::abs(x1) < kFarthest &&
          std::abs(y0) < kFarthest && std::abs(y1) < kFarthest))
        return;
    const double slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
    const int first = std::max(0, static_cast<int>(std::lround(x0)));
    const int last = std::min(along - 1, static_cast<int>(std::lround(x1)));
    auto y = static_cast<std::int64_t>((y0 + slope * (first - x0)) * kFine);
    const auto step = static_cast<std::int64_t>(slope * kFine);
    std::uint32_t* target = bits + first * alongStep;
    for (int x = first; x <= last; ++x, y += step, target += alongStep) {
        const std::int64_t row = y >> 16;
        const auto lower = static_cast<std::uint32_t>(y >> 8) & 255U;
        // Below zero becomes very large.
        if (static_cast<std::uint64_t>(row) < across) {
            std::uint32_t& pixel = target[row * acrossStep];
            pixel = pixelOver(pixelTimes(color, 255 - lower), pixel);
        }
        if (lower != 0 && static_cast<std::uint64_t>(row + 1) < across) {
            std::uint32_t& pixel = target[(row + 1) * acrossStep];
            pixel = pixelOver(pixelTimes(color, lower), pixel);
        }
    }
}

AxisBrush::AxisBrush(const ParallelMap& map, const AxisSpan& span, const Limit& limit, double py,
                     double radius)
    : map_(map),
      span_(span),
      least_(limit.least ? std::clamp(span.share(*limit.least), 0.0, 1.0) : 0),
      most_(limit.most ? std::clamp(span.share(*limit.most), 0.0, 1.0) : 1),
      start_(std::clamp(map.share(py), 0.0, 1.0)) {
    if (limit.isEmpty()) return;
    const double toLeast = std::abs(py - map.y(least_)), toMost = std::abs(py - map.y(most_));
    if (std::min(toLeast, toMost) <= radius)
        grip_ = toLeast < toMost ? Grip::Least : Grip::Most;
    else if (start_ > least_ && start_ < most_)
        grip_ = Grip::Whole;
}

Limit AxisBrush::at(double py) const {
    const double now = std::clamp(map_.share(py), 0.0, 1.0);
    double least = least_, most = most_;
    switch (grip_) {
        case Grip::New:
            least = std::min(start_, now);
            most = std::max(start_, now);
            break;
        case Grip::Least:
            least = std::min(now, most_);
            break;
        case Grip::Most:
            most = std::max(now, least_);
            break;
        case Grip::Whole: {
            const double by = std::clamp(now - start_, -least_, 1 - most_);
            least += by;
            most += by;
            break;
        }
    }
    Limit limit;
    if (least > 0) limit.least = span_.value(least);
    if (most < 1) limit.most = span_.value(most);
    return limit;
}

}  // namespace lpstudio
