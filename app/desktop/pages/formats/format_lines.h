#pragma once

#include <span>
#include <vector>

#include "app/desktop/charts/lines_chart.h"
#include "app/desktop/widgets/format_table.h"
#include "core/network/weight_comparison.h"

namespace lpstudio {

/// Word lengths at which formats are compared, in bits.
inline constexpr int kComparedWidths[] = {2, 3, 4, 5, 6, 7, 8};

/// Name of a family of formats for reading; the key itself if it is not known.
QString familyTitle(const std::string& key);

/// What compareFormats() found on a layer, by family (LP first), then width.
std::vector<FormatRow> formatRows(std::span<const FamilyResult> results);
/// Mean over layers.
std::vector<FormatRow> formatRows(std::span<const WeightComparison> layers);

/// SQNR against stored bits, a line a family in the order of the rows.
std::vector<PlotLine> sqnrLines(const std::vector<FormatRow>& rows);
LineAxes sqnrAxes(const std::vector<PlotLine>& lines, const QString& title);

/// Relative accuracy of fitted formats against log2|x| from `from` to `to`. Formats without fixed
/// code points (see hasFixedCodePoints()) are left out.
std::vector<PlotLine> accuracyLines(const std::vector<FormatRow>& rows, double from, double to);
LineAxes accuracyAxes(const std::vector<PlotLine>& lines, const QString& title, double from,
                      double to);

/// Whether a fitted format's values are the same all over a tensor: not so where blocks or channels
/// have scales of their own.
bool hasFixedCodePoints(const Format& format);

}  // namespace lpstudio
