#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/desktop/plot/chart_theme.h"
#include "app/report/report.h"
#include "core/network/accuracy.h"

namespace lpstudio {

// Words, numbers and type of the report.

/// ChartTheme::print() in smaller type, so that names and titles of axes fit a low picture.
ChartTheme smallPrint();

QString reportTr(const char* text);
/// Names come from files: control characters have no glyph and no place in XML.
QString reportString(std::string_view text);
/// With a real minus sign.
QString signedText(double value, int decimals);
inline QString dashText() {
    return QStringLiteral("–");
}
/// "Candidate 17", "Candidate 17 (best)".
QString candidateName(const ReportCandidate& candidate);
/// Of the candidate's quantity as on an axis of the Pareto chart; a dash where it is not known.
QString quantityText(const std::optional<ScoredCandidate>& candidate, const char* key);
/// "43 % less" than the baseline; empty where one of them is not known.
QString changeText(const ScoredCandidate& candidate, const std::optional<ScoredCandidate>& baseline,
                   const char* key);

/// Right answers behind a percentage of the accuracy images; nullopt where that is not a whole
/// number of them, or their number not known.
std::optional<std::size_t> correctImages(const ReportInput& input, double percent);
/// Nullopt likewise, and where `percent` is negative.
std::optional<PercentInterval> intervalOf(const ReportInput& input, double percent);
/// "91.20 (90.6 – 91.8)".
QString top1Text(const ReportInput& input, double percent);

}  // namespace lpstudio
