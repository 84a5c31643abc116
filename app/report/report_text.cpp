#include "app/report/report_text.h"

#include <QCoreApplication>
#include <cmath>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/plot/number_text.h"

namespace lpstudio {

ChartTheme smallPrint() {
    ChartTheme theme = ChartTheme::print();
    theme.fontPixels = 7;
    return theme;
}

QString reportTr(const char* text) {
    return QCoreApplication::translate("lpstudio", text);
}

QString reportString(std::string_view text) {
    QString clean = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    for (QChar& c : clean)
        if ((c < QLatin1Char(' ') && c != QLatin1Char('\n')) || c == QChar(0x7f) ||
            c == QChar(0xfffe) || c == QChar(0xffff))
            c = QChar(0xfffd);
    return clean;
}

QString signedText(double value, int decimals) {
    return fixedText(value, decimals).replace(QLatin1Char('-'), QChar(0x2212));
}

QString candidateName(const ReportCandidate& candidate) {
    return (candidate.isBest ? reportTr("Candidate %1 (best)") : reportTr("Candidate %1"))
        .arg(candidate.scored.id.value);
}

QString quantityText(const std::optional<ScoredCandidate>& candidate, const char* key) {
    if (!candidate) return dashText();
    const auto value = valueOf(*candidate, key, -1);
    return value ? valueText(paretoQuantity(key), *value) : dashText();
}

QString changeText(const ScoredCandidate& candidate, const std::optional<ScoredCandidate>& baseline,
                   const char* key) {
    if (!baseline) return {};
    const auto value = valueOf(candidate, key, -1), base = valueOf(*baseline, key, -1);
    if (!value || !base || *base == 0) return {};
    const double difference = 100 * (*value - *base) / *base;
    if (std::abs(difference) < 0.05) return reportTr("equal");
    const QString amount = fixedText(std::abs(difference), std::abs(difference) < 10 ? 1 : 0);
    return difference < 0 ? reportTr("%1 % less").arg(amount) : reportTr("%1 % more").arg(amount);
}

std::optional<std::size_t> correctImages(const ReportInput& input, double percent) {
    if (percent < 0 || !input.accuracyImages || *input.accuracyImages == 0) return std::nullopt;
    const double right = percent / 100 * static_cast<double>(*input.accuracyImages);
    const double whole = std::round(right);
    // The percentage was computed from whole numbers: another set must be behind it.
    if (std::abs(right - whole) > 1e-6 * std::max(1.0, whole)) return std::nullopt;
    return static_cast<std::size_t>(whole);
}

std::optional<PercentInterval> intervalOf(const ReportInput& input, double percent) {
    const auto correct = correctImages(input, percent);
    if (!correct || *correct > *input.accuracyImages) return std::nullopt;
    return wilsonInterval95(*correct, *input.accuracyImages);
}

QString top1Text(const ReportInput& input, double percent) {
    if (percent < 0) return reportTr("not measured");
    const QString value = fixedText(percent, 2);
    const auto interval = intervalOf(input, percent);
    return interval ? reportTr("%1 (%2 – %3)")
                          .arg(value, fixedText(interval->low, 1), fixedText(interval->high, 1))
                    : value;
}

}  // namespace lpstudio
