#include "hw/resize.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "core/base/error.h"
#include "core/base/text.h"

namespace lpstudio {
namespace {

constexpr int kMostRows = 1024;

/// What there is one of stays one of; what there is none of stays none.
void scale(Accelerator& accelerator, std::string_view key, double factor) {
    constexpr std::string_view kScaled = "scaled with the grid; before: ";
    for (Constant& constant : accelerator.constants) {
        if (constant.key != key || constant.value == 0) continue;
        if (!constant.source.starts_with(kScaled)) {
            constant.source =
                std::string(kScaled) + shortestText(constant.value) + ", " + constant.source;
        }
        if (constant.sourceType == SourceType::Published) constant.sourceType = SourceType::Derived;
        constant.value = std::max(1.0, std::round(constant.value * factor));
        constant.low = std::min(constant.value, std::round(constant.low * factor));
        constant.high = std::max(constant.value, std::round(constant.high * factor));
    }
}

double edges(int rows, int columns) {
    return static_cast<double>(rows) + columns;
}

/// The grid of most PEs for which fits() holds; fits() must hold for fewer columns if it holds for
/// more.
Accelerator largest(const Accelerator& design, const std::function<bool(int, int)>& fits,
                    const std::string& limit) {
    const int step = design.peKind == PeKind::Ganged ? 2 : 1;
    const double ratio = static_cast<double>(design.columns) / design.rows;
    using Rank = std::tuple<std::int64_t, double>;
    std::optional<std::pair<Rank, std::pair<int, int>>> best;
    for (int rows = step; rows <= kMostRows; rows += step) {
        const int most = std::min(kMostRows, static_cast<int>(2 * ratio * rows)) / step * step;
        const int least = std::max(step, static_cast<int>(std::ceil(ratio * rows / 2)));
        int columns = most;
        while (columns >= least && !fits(rows, columns)) columns -= step;
        if (columns < least) continue;
        const double skew = std::abs(std::log2(static_cast<double>(columns) / rows / ratio));
        const Rank rank{std::int64_t{rows} * columns, -skew};
        if (!best || rank > best->first) best = {rank, {rows, columns}};
    }
    if (!best) {
        throw UsageError("hardware \"" + design.name + "\": not even its smallest grid fits " +
                         limit + "; give more");
    }
    return withGrid(design, best->second.first, best->second.second);
}

}  // namespace

Accelerator withGrid(Accelerator accelerator, int rows, int columns) {
    const std::string grid = std::to_string(rows) + " x " + std::to_string(columns);
    if (rows < 1 || columns < 1 || rows > kMostRows || columns > kMostRows) {
        throw UsageError("grid " + grid + " is out of range; give 1..1024 rows and columns");
    }
    if (accelerator.peKind == PeKind::Ganged && (rows % 2 != 0 || columns % 2 != 0)) {
        throw UsageError("grid " + grid + " cannot gang 2 x 2 PEs; give even rows and columns");
    }
    if (rows == accelerator.rows && columns == accelerator.columns) return accelerator;
    scale(accelerator, "decoder.count",
          edges(rows, columns) / edges(accelerator.rows, accelerator.columns));
    for (const std::string_view key : {"encoder.count", "post.lanes"}) {
        scale(accelerator, key, static_cast<double>(columns) / accelerator.columns);
    }
    accelerator.rows = rows;
    accelerator.columns = columns;
    accelerator.name += " (" + grid + ")";
    return accelerator;
}

Accelerator withComputeArea(const Accelerator& accelerator, double squareMicrometres) {
    const double pe = accelerator.value("pe.area");
    const double decoder = accelerator.value("decoder.area") * accelerator.value("decoder.count") /
                           edges(accelerator.rows, accelerator.columns);
    return largest(
        accelerator,
        [&](int rows, int columns) {
            return pe * rows * columns + decoder * edges(rows, columns) <= squareMicrometres;
        },
        shortestText(squareMicrometres) + " um2 of compute area");
}

Accelerator withPeCount(const Accelerator& accelerator, std::int64_t count) {
    return largest(
        accelerator,
        [count](int rows, int columns) { return std::int64_t{rows} * columns <= count; },
        std::to_string(count) + " PEs");
}

}  // namespace lpstudio
