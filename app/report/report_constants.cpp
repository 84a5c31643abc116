// What the hardware estimate depends on.
#include "app/report/report_constants.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/charts/influence_chart.h"
#include "app/desktop/plot/number_text.h"
#include "app/report/report_text.h"
#include "hw/constants.h"

namespace lpstudio {
namespace {

constexpr std::size_t kMostInfluences = 12;

void addInfluences(DocumentBuilder& document, const ReportCandidate& candidate) {
    Influences shown;
    shown.title = reportTr("Energy over the range of each constant alone");
    shown.valueTitle = reportTr("Energy");
    shown.unit = QStringLiteral("J");
    shown.base = candidate.estimate->bounds.energy.value;
    for (const Influence& influence : candidate.estimate->bounds.influences) {
        if (influence.energy.low >= influence.energy.high) continue;
        if (shown.bars.size() == kMostInfluences) break;
        shown.bars.push_back({reportString(influence.key), influence.energy.low,
                              influence.energy.high,
                              reportString(sourceTypeName(influence.sourceType)), false});
    }
    if (shown.bars.empty()) return;
    const double height = 15.0 * static_cast<double>(shown.bars.size()) + 75;
    document.figure(reportTr("What the energy of candidate %1 depends on: each constant alone is "
                             "set to the ends of its range, the greatest influence first.")
                        .arg(candidate.scored.id.value),
                    {{[shown]() -> QChart* {
                          auto* chart = new InfluenceChart(ChartTheme::print());
                          chart->setInfluences(shown);
                          return chart;
                      },
                      1.0}},
                    height, 0.75 * height);
}

QString unitText(const std::string& unit) {
    if (unit == "1") return {};
    return QStringLiteral(" ") +
           reportString(unit).replace(QStringLiteral("um2"), QStringLiteral("µm²"));
}

void addConstantTable(DocumentBuilder& document, const ReportInput& input) {
    std::vector<DocRow> rows;
    std::vector<Constant> constants = input.accelerator->constants;
    std::stable_sort(constants.begin(), constants.end(), [](const Constant& a, const Constant& b) {
        return a.sourceType > b.sourceType;
    });
    int assumed = 0;
    for (const Constant& constant : constants) {
        const ConstantRule* rule = findConstantRule(constant.key);
        QString name = reportString(constant.key);
        if (rule != nullptr) name = reportString(rule->meaning) + QLatin1Char('\n') + name;
        if (constant.sourceType == SourceType::Assumed) ++assumed;
        const bool hertz = constant.unit == "Hz";
        const auto number = [](double value) {
            return value >= 1e4 ? groupedText(std::llround(value)) : briefText(value);
        };
        rows.push_back(
            {{name,
              hertz ? siText(constant.value, QStringLiteral("Hz"))
                    : number(constant.value) + unitText(constant.unit),
              constant.low < constant.high
                  ? number(constant.low) + QStringLiteral(" – ") + number(constant.high)
                  : dashText(),
              reportString(constant.node), reportString(sourceTypeName(constant.sourceType)),
              reportString(constant.source)},
             false});
    }
    const QString caption =
        reportTr(
            "The constants of %1: %2 of %3 are assumed and listed first; the bounds come from "
            "the ranges.")
            .arg(reportString(input.hardware), QString::number(assumed),
                 QString::number(rows.size()));
    document.table(caption,
                   {{reportTr("Constant"), Qt::AlignLeft, 1},
                    {reportTr("Value"), Qt::AlignRight},
                    {reportTr("Range"), Qt::AlignRight},
                    {reportTr("Node"), Qt::AlignLeft},
                    {reportTr("Source type"), Qt::AlignLeft},
                    {reportTr("Source"), Qt::AlignLeft, 1.7}},
                   std::move(rows));
}

}  // namespace

void addConstants(DocumentBuilder& document, const ReportInput& input,
                  const ReportCandidate& candidate) {
    document.part(reportTr("Constants and what is assumed"));
    addInfluences(document, candidate);
    addConstantTable(document, input);
}

}  // namespace lpstudio
