// What the hardware estimate depends on.

// What an accelerator makes of the candidates.

#include "app/report/report_hardware.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "app/desktop/charts/influence_chart.h"
#include "app/desktop/charts/layer_bars_chart.h"
#include "app/desktop/charts/layer_cost_bars.h"
#include "app/desktop/plot/number_text.h"
#include "app/report/document.h"
#include "app/report/report.h"
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

/// A part of it: which constants the estimate is made of, and what they do to that of `candidate`.
void addConstants(DocumentBuilder& document, const ReportInput& input,
                  const ReportCandidate& candidate) {
    document.part(reportTr("Constants and what is assumed"));
    addInfluences(document, candidate);
    addConstantTable(document, input);
}

/// Layers up to which each has a line of its own in a picture.
constexpr std::size_t kMostLayerLines = 24;
constexpr double kLayersHeight = 215, kLeastLayers = 170;

using Cell = std::function<QString(const ReportEstimate&)>;

QString joulesText(double joules, int digits = 4) {
    return siText(joules, QStringLiteral("J"), digits);
}

QString boundsText(const Interval& interval, QString (*text)(double, int)) {
    if (interval.low == interval.high) return reportTr("no range");
    return text(interval.low, 3) + QStringLiteral(" – ") + text(interval.high, 3);
}

QString secondsText(double seconds, int digits = 4) {
    return siText(seconds, QStringLiteral("s"), digits);
}

/// "1.2 µJ (34 %)".
QString shareText(double part, double total, const QString& amount) {
    return reportTr("%1 (%2)").arg(amount, percentText(total > 0 ? part / total : 0, 2));
}

QString dataflowText(Dataflow dataflow) {
    switch (dataflow) {
        case Dataflow::WeightStationary:
            return reportTr("weight-stationary");
        case Dataflow::OutputStationary:
            return reportTr("output-stationary");
        case Dataflow::InputStationary:
            return reportTr("input-stationary");
    }
    return {};
}

/// A quantity of an estimate, with its bounds where it has any.
struct EstimateRow {
    QString name;
    Cell value, bounds;
    bool bold = false;
};

/// One candidate has its bounds beside it; of several they stand under each.
void addEstimateTable(DocumentBuilder& document, const ReportInput& input, const QString& caption,
                      const QString& what, const std::vector<EstimateRow>& quantities) {
    std::vector<const ReportCandidate*> shown;
    for (const ReportCandidate& candidate : input.chosen)
        if (candidate.estimate) shown.push_back(&candidate);
    const bool single = shown.size() == 1;
    std::vector<DocColumn> columns = {{what, Qt::AlignLeft, 1}};
    for (const ReportCandidate* candidate : shown)
        columns.push_back(
            {reportTr("Candidate %1").arg(candidate->scored.id.value), Qt::AlignRight});
    if (single) columns.push_back({reportTr("Bounds"), Qt::AlignRight});
    std::vector<DocRow> rows;
    for (const EstimateRow& quantity : quantities) {
        DocRow row{{quantity.name}, quantity.bold}, bounds{{reportTr("    bounds")}, false};
        for (const ReportCandidate* candidate : shown) {
            row.cells << quantity.value(*candidate->estimate);
            if (quantity.bounds) bounds.cells << quantity.bounds(*candidate->estimate);
        }
        if (single) row.cells << (quantity.bounds ? bounds.cells.last() : dashText());
        rows.push_back(std::move(row));
        if (!single && quantity.bounds) rows.push_back(std::move(bounds));
    }
    document.table(caption, std::move(columns), std::move(rows));
}

void addTotals(DocumentBuilder& document, const ReportInput& input) {
    const auto bounds = [](Interval Uncertainty::*interval, QString (*text)(double, int)) -> Cell {
        return [interval, text](const ReportEstimate& e) {
            return boundsText(e.bounds.*interval, text);
        };
    };
    const std::vector<EstimateRow> rows = {
        {reportTr("Latency per image"), [](const auto& e) { return secondsText(e.result.seconds); },
         bounds(&Uncertainty::latency, secondsText), true},
        {reportTr("Energy per image, chip and DRAM"),
         [](const auto& e) { return joulesText(e.result.totals.energy.total().joules()); },
         bounds(&Uncertainty::energy, joulesText), true},
        {reportTr("Area of the chip"),
         [](const auto& e) { return areaText(e.result.area.total().squareMicrometres()); },
         bounds(&Uncertainty::area, areaText), true},
        {reportTr("Compute area (PEs and decoders)"),
         [](const auto& e) { return areaText(e.result.area.compute().squareMicrometres()); },
         bounds(&Uncertainty::computeArea, areaText)},
        {reportTr("Cycles"),
         [](const auto& e) { return groupedText(e.result.totals.cycles.value); }},
        {reportTr("Stall cycles (DRAM)"),
         [](const auto& e) {
             const Cost& totals = e.result.totals;
             return percentText(totals.cycles.value > 0
                                    ? double(totals.stallCycles.value) / double(totals.cycles.value)
                                    : 0);
         }},
        {reportTr("Utilisation of the grid"),
         [](const auto& e) { return percentText(e.result.totals.utilization()); }},
        {reportTr("DRAM traffic"),
         [](const auto& e) { return bytesText(double(e.result.totals.traffic.dram()) / 8); }},
        {reportTr("Throughput"),
         [](const auto& e) { return shortText(e.result.gops) + reportTr(" GOPS"); }},
        {reportTr("Density, over the compute area"),
         [](const auto& e) { return shortText(e.result.topsPerMm2) + reportTr(" TOPS/mm²"); }},
        {reportTr("Efficiency, chip and DRAM"),
         [](const auto& e) { return shortText(e.result.topsPerW) + reportTr(" TOPS/W"); }}};
    addEstimateTable(document, input,
                     reportTr("Estimated totals at batch 1 with the bounds that the ranges of the "
                              "constants give them; constants are taken as independent, so the "
                              "bounds are the widest there can be."),
                     reportTr("Total"), rows);
}

void addEnergy(DocumentBuilder& document, const ReportInput& input) {
    const auto part = [](const char* name, Femtojoules EnergyParts::*which) -> EstimateRow {
        return {reportTr(name),
                [which](const ReportEstimate& e) {
                    const EnergyParts& parts = e.result.totals.energy;
                    const double joules = (parts.*which).joules();
                    return shareText(joules, parts.total().joules(), joulesText(joules));
                },
                [which](const ReportEstimate& e) {
                    return boundsText({(e.bounds.leastEnergy.*which).joules(), 0,
                                       (e.bounds.mostEnergy.*which).joules()},
                                      joulesText);
                }};
    };
    addEstimateTable(
        document, input, reportTr("Energy by component, with shares."), reportTr("Part"),
        {part("Compute: PEs at work", &EnergyParts::compute),
         part("Decode: words at the edges of the grid", &EnergyParts::decode),
         part("Encode: outputs below the grid", &EnergyParts::encode),
         part("Post-processing: scaling, normalisation, activation", &EnergyParts::post),
         part("SRAM: buffers", &EnergyParts::sram),
         part("DRAM: bits moved, and waiting", &EnergyParts::dram),
         part("Leakage of the buffers", &EnergyParts::leakage),
         {reportTr("Energy per image"),
          [](const auto& e) { return joulesText(e.result.totals.energy.total().joules()); },
          [](const ReportEstimate& e) { return boundsText(e.bounds.energy, joulesText); }, true}});
}

void addArea(DocumentBuilder& document, const ReportInput& input) {
    // The same for every candidate.
    const auto estimated = std::find_if(input.chosen.begin(), input.chosen.end(),
                                        [](const auto& candidate) { return candidate.estimate; });
    const ReportEstimate& estimate = *estimated->estimate;
    std::vector<DocRow> areas;
    const double total = estimate.result.area.total().squareMicrometres();
    const auto area = [&](const char* name, MilliSquareMicrometres AreaParts::*part) {
        const auto of = [part](const AreaParts& parts) {
            return (parts.*part).squareMicrometres();
        };
        const double amount = of(estimate.result.area);
        areas.push_back(
            {{reportTr(name), areaText(amount), percentText(amount / total, 2),
              boundsText({of(estimate.bounds.leastArea), amount, of(estimate.bounds.mostArea)},
                         areaText)},
             false});
    };
    area("Processing elements", &AreaParts::pe);
    area("Decoders", &AreaParts::decoders);
    area("Encoders", &AreaParts::encoder);
    area("Post-processing unit", &AreaParts::post);
    area("SRAM buffers", &AreaParts::sram);
    areas.push_back({{reportTr("Chip"), areaText(total), percentText(1, 2),
                      boundsText(estimate.bounds.area, areaText)},
                     true});
    document.table(reportTr("Area by component; it does not depend on the candidate."),
                   {{reportTr("Part"), Qt::AlignLeft, 1},
                    {reportTr("Area"), Qt::AlignRight},
                    {reportTr("Share"), Qt::AlignRight},
                    {reportTr("Bounds"), Qt::AlignRight}},
                   std::move(areas));
}

void addBars(DocumentBuilder& document, const ReportCandidate& candidate) {
    const SimulationResult& result = candidate.estimate->result;
    QStringList names;
    for (const LayerResult& layer : result.layers) names << reportString(layer.name);
    LayerBars energy = layerCostBars(LayerQuantity::Energy, result, names);
    LayerBars cycles = layerCostBars(LayerQuantity::CycleCount, result, names);
    energy.title = reportTr("Energy per layer, candidate %1").arg(candidate.scored.id.value);
    cycles.title = reportTr("Cycles per layer, candidate %1").arg(candidate.scored.id.value);
    const auto make = [](const LayerBars& bars) -> MakeChart {
        return [bars]() -> QChart* {
            auto* chart = new LayerBarsChart(
                bars.bars.size() <= kMostLayerLines ? Qt::Horizontal : Qt::Vertical, smallPrint());
            chart->setBars(bars);
            return chart;
        };
    };
    const std::size_t count = energy.bars.size();
    const bool lines = count <= kMostLayerLines;
    const double height = lines ? 11.3 * static_cast<double>(count) + 68 : kLayersHeight;
    const double least = lines ? 0.72 * height : kLeastLayers;
    document.figure(reportTr("Energy of each layer of candidate %1, in order of execution.")
                        .arg(candidate.scored.id.value),
                    {{make(energy), 1.0}}, height, least);
    document.figure(reportTr("Cycles of each layer of candidate %1, in order of execution.")
                        .arg(candidate.scored.id.value),
                    {{make(cycles), 1.0}}, height, least);
}

}  // namespace

void addHardware(DocumentBuilder& document, const ReportInput& input) {
    document.section(reportTr(sectionTitle(ReportSection::Hardware)));
    const auto estimated = std::find_if(input.chosen.begin(), input.chosen.end(),
                                        [](const auto& candidate) { return candidate.estimate; });
    if (!input.accelerator || estimated == input.chosen.end()) {
        document.paragraph(
            input.hardwareProblem.empty()
                ? reportTr("No accelerator was chosen.")
                : reportTr("There is no estimate: %1").arg(reportString(input.hardwareProblem)));
        return;
    }
    const Accelerator& accelerator = *input.accelerator;
    document.paragraph(
        reportTr("Estimated by LP Studio's model of %1: %2 A grid of %3 × %4 PEs, %5. "
                 "These are estimates from the constants below, not measurements.")
            .arg(reportString(input.hardware),
                 reportString(accelerator.summary) +
                     (accelerator.summary.ends_with('.') || accelerator.summary.empty()
                          ? QString()
                          : QStringLiteral(".")),
                 QString::number(accelerator.rows), QString::number(accelerator.columns),
                 dataflowText(accelerator.dataflow)));
    if (input.hardware != input.runHardware)
        document.paragraph(reportTr("The search itself used %1: energy and latency in the "
                                    "other sections are of that one.")
                               .arg(reportString(input.runHardware)));
    document.part(reportTr("Totals and breakdown"));
    addTotals(document, input);
    addEnergy(document, input);
    addArea(document, input);
    document.part(reportTr("Layers on the accelerator"));
    for (const ReportCandidate& candidate : input.chosen)
        if (candidate.estimate) addBars(document, candidate);
    addConstants(document, input, *estimated);
}

}  // namespace lpstudio
