// What was found, and how sure it is.
#include "app/report/report_result.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/plot/number_text.h"
#include "app/report/report_text.h"

namespace lpstudio {
namespace {

QString sizeSentence(const ReportInput& input, const ScoredCandidate& scored) {
    const QString change = changeText(scored, input.uniform8, "model-size");
    if (change.isEmpty() || change == reportTr("equal")) return {};
    const QString amount = change.section(QLatin1Char(' '), 0, -2);
    return (change.endsWith(reportTr("less"))
                ? reportTr(", which makes the model %1 smaller than uniform 8\u2011bit LP")
                : reportTr(", which makes the model %1 larger than uniform 8\u2011bit LP"))
        .arg(amount);
}

QString accuracySentence(const ReportInput& input, const ScoredCandidate& scored) {
    if (!scored.hasTop1()) return reportTr(". Its top-1 accuracy was not measured");
    QString text = reportTr(". Its top-1 accuracy is %1 %").arg(fixedText(scored.top1Percent, 2));
    if (input.floatTop1Percent < 0) return text;
    const double loss = input.floatTop1Percent - scored.top1Percent;
    const QString points = fixedText(std::abs(loss), 2);
    if (std::abs(loss) <= 0.005) return text + reportTr(", the float network's");
    return text + (loss > 0 ? reportTr(", %1 percentage points below the float network's")
                            : reportTr(", %1 percentage points above the float network's"))
                      .arg(points);
}

QString overlapText(const ReportInput& input, double percent) {
    const auto reference = intervalOf(input, input.floatTop1Percent);
    const auto interval = intervalOf(input, percent);
    if (!reference || !interval) return dashText();
    return interval->overlaps(*reference) ? reportTr("yes") : reportTr("no");
}

DocRow accuracyRow(const ReportInput& input, const QString& name, double percent, bool isFloat) {
    const auto interval = intervalOf(input, percent);
    const auto correct = correctImages(input, percent);
    QString difference = dashText();
    if (!isFloat && percent >= 0 && input.floatTop1Percent >= 0) {
        const double points = percent - input.floatTop1Percent;
        difference = (points > 0 ? QStringLiteral("+") : QString()) + signedText(points, 2);
    }
    return {{name, percent >= 0 ? fixedText(percent, 2) : reportTr("not measured"),
             interval ? reportTr("%1 – %2").arg(fixedText(interval->low, 2),
                                                fixedText(interval->high, 2))
                      : dashText(),
             correct ? groupedText(static_cast<std::int64_t>(*correct)) : dashText(), difference,
             isFloat ? dashText() : overlapText(input, percent)},
            false};
}

}  // namespace

void addResult(DocumentBuilder& document, const ReportInput& input) {
    document.section(reportTr(sectionTitle(ReportSection::Result)));
    for (const ReportCandidate& candidate : input.chosen) {
        const ScoredCandidate& scored = candidate.scored;
        document.paragraph(reportTr("%1 stores a weight in %2 on average%3%4.")
                               .arg(candidateName(candidate),
                                    valueText(paretoQuantity("weight-bits"), scored.meanWeightBits),
                                    sizeSentence(input, scored), accuracySentence(input, scored)));
    }
    const bool uniform = input.uniform8.has_value(), single = input.chosen.size() == 1;
    std::vector<DocColumn> columns = {{QString(), Qt::AlignLeft, 1},
                                      {reportTr("Float"), Qt::AlignRight}};
    if (uniform) columns.push_back({reportTr("Uniform 8 bit"), Qt::AlignRight});
    for (const ReportCandidate& candidate : input.chosen)
        columns.push_back(
            {(candidate.isBest ? reportTr("Candidate %1\n(best)") : reportTr("Candidate %1"))
                 .arg(candidate.scored.id.value),
             Qt::AlignRight});
    if (uniform && single) columns.push_back({reportTr("vs. 8 bit"), Qt::AlignRight});
    std::vector<DocRow> rows;
    const auto add = [&](const QString& name, const QString& floating, const QString& base,
                         const std::function<QString(const ScoredCandidate&)>& value,
                         const QString& against) {
        DocRow row{{name, floating}, rows.empty()};
        if (uniform) row.cells.append(base);
        for (const ReportCandidate& candidate : input.chosen)
            row.cells.append(value(candidate.scored));
        if (uniform && single) row.cells.append(against.isEmpty() ? dashText() : against);
        rows.push_back(row);
    };
    QString difference;
    const ScoredCandidate& first = input.chosen.front().scored;
    if (uniform && input.uniform8->hasTop1() && first.hasTop1()) {
        const double points = first.top1Percent - input.uniform8->top1Percent;
        difference = reportTr("%1%2 points")
                         .arg(points > 0 ? QStringLiteral("+") : QString(), signedText(points, 2));
    }
    const auto percent = [](double value) {
        return value >= 0 ? fixedText(value, 2) : reportTr("not measured");
    };
    add(
        reportTr("Top-1 accuracy (%)"), percent(input.floatTop1Percent),
        percent(uniform ? input.uniform8->top1Percent : -1),
        [&](const ScoredCandidate& scored) { return percent(scored.top1Percent); }, difference);
    const auto addQuantity = [&](const char* key, const QString& floating, bool withChange = true) {
        if (!valueOf(first, key, -1)) return;
        add(
            paretoQuantity(key).title, floating, quantityText(input.uniform8, key),
            [&](const ScoredCandidate& scored) { return quantityText(scored, key); },
            withChange ? changeText(first, input.uniform8, key) : QString());
    };
    addQuantity("weight-bits", reportTr("32 bit"));
    addQuantity("activation-bits", reportTr("32 bit"));
    addQuantity("model-size", valueText(paretoQuantity("model-size"),
                                        4.0 * static_cast<double>(input.parameters)));
    addQuantity("energy", dashText());
    addQuantity("latency", dashText());
    // These have no scale on which a share would mean something.
    addQuantity("compression", dashText(), false);
    addQuantity("contrast", dashText(), false);
    addQuantity("fitness", dashText(), false);
    document.table(single ? reportTr("The reported candidate and its baselines.")
                          : reportTr("The reported candidates side by side with their "
                                     "baselines."),
                   columns, rows);
}

void addAccuracy(DocumentBuilder& document, const ReportInput& input) {
    document.section(reportTr(sectionTitle(ReportSection::Accuracy)));
    const bool measured =
        input.floatTop1Percent >= 0 ||
        std::any_of(input.chosen.begin(), input.chosen.end(),
                    [](const ReportCandidate& candidate) { return candidate.scored.hasTop1(); });
    if (!measured) {
        document.paragraph(
            input.evaluation
                ? reportTr("Top-1 accuracy was not measured. The desktop measures it on the Pareto "
                           "page, the command line at the end of a search.")
                : reportTr("The run has no evaluation set, so accuracy was not measured; a "
                           "candidate has only its score against the float network."));
        return;
    }
    if (input.accuracyImages) {
        document.paragraph(
            reportTr(
                "Top-1 was measured on %1 images: those of the evaluation set that were not "
                "used for calibration. The bounds are Wilson's score interval at 95 %: they "
                "cover the random choice of the images, not a shift of the data. Intervals "
                "that do not overlap show a difference; intervals that overlap do not rule one "
                "out. All networks saw the same images, so a paired test (McNemar's) could "
                "resolve smaller differences, but it needs the prediction for every image, "
                "which the project does not store.")
                .arg(groupedText(static_cast<std::int64_t>(*input.accuracyImages))));
    } else {
        document.paragraph(reportTr("There are no confidence intervals because the number of "
                                    "images behind the percentages is not known: %1")
                               .arg(reportString(input.accuracyProblem)));
    }
    std::vector<DocRow> rows;
    rows.push_back(accuracyRow(input, reportTr("Float"), input.floatTop1Percent, true));
    if (input.uniform8)
        rows.push_back(
            accuracyRow(input, reportTr("Uniform 8 bit"), input.uniform8->top1Percent, false));
    for (const ReportCandidate& candidate : input.chosen)
        rows.push_back(
            accuracyRow(input, candidateName(candidate), candidate.scored.top1Percent, false));
    document.table(reportTr("Top-1 accuracy with 95 % confidence intervals."),
                   {{reportTr("Network"), Qt::AlignLeft, 1},
                    {reportTr("Top-1 (%)"), Qt::AlignRight},
                    {reportTr("95 % interval"), Qt::AlignRight},
                    {reportTr("Correct"), Qt::AlignRight},
                    {reportTr("vs. float\n(points)"), Qt::AlignRight},
                    {reportTr("Overlaps\nfloat's"), Qt::AlignRight}},
                   rows);
}

}  // namespace lpstudio
