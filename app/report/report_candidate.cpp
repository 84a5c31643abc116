// One candidate, layer by layer.
#include "app/report/report_candidate.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "app/desktop/charts/distribution_chart.h"
#include "app/desktop/charts/layer_bars_chart.h"
#include "app/desktop/charts/octave_chart.h"
#include "app/desktop/plot/number_text.h"
#include "app/report/report_text.h"
#include "core/number/lp.h"

namespace lpstudio {
namespace {

/// Number of layers up to which each has a line of its own in the picture of the widths.
constexpr std::size_t kMostLines = 45;
constexpr double kDistributionHeight = 300, kLeastDistribution = 265;

void addWidths(DocumentBuilder& document, const ReportCandidate& candidate) {
    LayerBars bars;
    bars.title = reportTr("Weight width per layer, candidate %1").arg(candidate.scored.id.value);
    bars.valueTitle = reportTr("Weight width");
    bars.unit = reportTr("bit");
    bars.prefixes = false;
    bars.axisTo = 8;
    const auto& genes = candidate.scored.candidate.genes;
    for (std::size_t i = 0; i < candidate.layers.size() && i < genes.size(); ++i)
        bars.bars.push_back(
            {reportString(candidate.layers[i].name), double(genes[i].n), genes[i].n});
    const bool lines = bars.bars.size() <= kMostLines;
    const double height =
        lines ? std::max(110.0, 11.3 * static_cast<double>(bars.bars.size()) + 68) : 210;
    const QString caption =
        lines ? reportTr(
                    "Where candidate %1 spends its bits, in order of execution from top to "
                    "bottom.")
              : reportTr(
                    "Where candidate %1 spends its bits, in order of execution from left to "
                    "right.");
    document.figure(caption.arg(candidate.scored.id.value),
                    {{[bars, lines]() -> QChart* {
                          auto* chart = new LayerBarsChart(lines ? Qt::Horizontal : Qt::Vertical,
                                                           smallPrint());
                          chart->setBars(bars);
                          return chart;
                      },
                      1.0}},
                    height, lines ? std::max(100.0, 0.8 * height) : 160);
}

QString parameterText(const LpParameters& lp, int which) {
    switch (which) {
        case 0:
            return QString::number(lp.n);
        case 1:
            return QString::number(lp.es);
        case 2:
            return QString::number(lp.rs);
        default:
            return signedText(lp.sf, 3);
    }
}

void addLayers(DocumentBuilder& document, const ReportCandidate& candidate) {
    const std::vector<DocColumn> columns = {
        {reportTr("#"), Qt::AlignRight},         {reportTr("Layer"), Qt::AlignLeft, 1},
        {reportTr("Kind"), Qt::AlignLeft},       {reportTr("Weights"), Qt::AlignRight},
        {reportTr("MACs"), Qt::AlignRight},      {reportTr("n"), Qt::AlignRight},
        {reportTr("es"), Qt::AlignRight},        {reportTr("rs"), Qt::AlignRight},
        {reportTr("sf"), Qt::AlignRight},        {reportTr("SQNR\n(dB)"), Qt::AlignRight},
        {reportTr("Activations"), Qt::AlignLeft}};
    std::vector<DocRow> rows;
    int index = 0;
    bool pinned = false;
    for (const ReportLayer& layer : candidate.layers) {
        DocRow row;
        row.cells << QString::number(index++)
                  << reportString(layer.name) + (layer.pinned ? QStringLiteral(" *") : QString())
                  << reportString(layer.kind)
                  << (layer.parameters > 0 ? groupedText(layer.parameters) : dashText())
                  << groupedText(layer.macs);
        pinned = pinned || layer.pinned;
        const bool quantized = !layer.weights.empty() && layer.weights != "float";
        const auto lp = quantized ? lpParameters(*parseFormat(layer.weights)) : std::nullopt;
        for (int which = 0; which < 4; ++which) {
            if (lp)
                row.cells << parameterText(*lp, which);
            else if (which < 3)
                row.cells << dashText();
            else
                row.cells << (quantized ? shortSpec(reportString(layer.weights))
                                        : reportTr("float"));
        }
        row.cells << (std::isnan(layer.sqnrDb) ? dashText() : shortText(layer.sqnrDb, 3))
                  << (layer.activations.empty() ? reportTr("float")
                                                : shortSpec(reportString(layer.activations)));
        rows.push_back(row);
    }
    document.table(
        reportTr("Parameters of every layer: LP<n, es, rs, sf> has words of n bits, an exponent "
                 "field of es bits, regimes of at most rs bits, and values divided by 2^sf.%1")
            .arg(pinned ? reportTr(" A layer marked * was locked, by the user or by rule, and not "
                                   "changed by the search.")
                        : QString()),
        columns, std::move(rows), 1);
}

void addDistribution(DocumentBuilder& document, const ReportDistribution& shown) {
    // Shared: the figure is drawn twice at most, and the histograms are not small.
    const auto data = std::make_shared<const DistributionData>(shown.weights);
    const QString format = shown.format ? shortSpec(reportString(shown.format->spec())) : QString();
    document.figure(
        reportTr("Weights of %1 (%2). Above: their histogram, the values that %3 can represent as "
                 "ticks under it, and as a line how accurately it represents a value in the worst "
                 "case. Below: the share of the weights in each octave against the precision that "
                 "the format has there.")
            .arg(reportString(shown.layer),
                 reportString(shown.reason).arg(shortText(100 * shown.bitShare, 3)), format),
        {{[data, format = shown.format]() -> QChart* {
              auto* chart = new DistributionChart(smallPrint());
              chart->setData(*data);
              chart->setFormat(format);
              return chart;
          },
          1.1},
         {[data, format = shown.format]() -> QChart* {
              auto* chart = new OctaveChart(smallPrint());
              chart->setData(*data);
              if (format)
                  chart->setFormat(format, std::make_shared<const Quantizer>(
                                               format->quantizer(Rounding::Nearest)));
              return chart;
          },
          1.0}},
        kDistributionHeight, kLeastDistribution);
}

void addCoverage(DocumentBuilder& document, const ReportCandidate& candidate) {
    std::vector<DocRow> rows;
    for (const ReportDistribution& shown : candidate.distributions) {
        const Measures& m = shown.measures;
        rows.push_back(
            {{reportString(shown.layer), shortSpec(reportString(shown.format->spec())),
              shortText(m.sqnrDb, 3), percentText(m.zeroedShare), percentText(m.saturatedShare),
              reportTr("%1 of %2").arg(m.codesUsed).arg((1 << shown.format->bits()) - 1),
              shortText(m.entropyBits, 3)},
             false});
    }
    document.table(reportTr("How the formats cover these layers: share of the weights that became "
                            "0, share beyond the largest value, codes in use (without NaR), and "
                            "the entropy of the codes."),
                   {{reportTr("Layer"), Qt::AlignLeft, 1},
                    {reportTr("Format"), Qt::AlignLeft},
                    {reportTr("SQNR (dB)"), Qt::AlignRight},
                    {reportTr("Zeroed"), Qt::AlignRight},
                    {reportTr("Saturated"), Qt::AlignRight},
                    {reportTr("Codes used"), Qt::AlignRight},
                    {reportTr("Entropy (bit)"), Qt::AlignRight}},
                   std::move(rows));
}

}  // namespace

void addCandidate(DocumentBuilder& document, const ReportInput& input,
                  const ReportCandidate& candidate) {
    document.section(candidateName(candidate));
    const ScoredCandidate& scored = candidate.scored;
    std::vector<std::pair<QString, QString>> facts = {
        {reportTr("Score"), quantityText(scored, "contrast")},
        {reportTr("Cost (uniform 8 bit = 1)"), quantityText(scored, "compression")},
        {reportTr("Fitness"), quantityText(scored, "fitness")},
        {reportTr("Top-1 accuracy"), scored.hasTop1()
                                         ? top1Text(input, scored.top1Percent) + reportTr(" %")
                                         : reportTr("not measured")},
        {reportTr("Mean weight width"), quantityText(scored, "weight-bits")},
        {reportTr("Mean activation width"), quantityText(scored, "activation-bits")},
        {reportTr("Model size"), quantityText(scored, "model-size")},
        {reportTr("Origin"),
         input.isManual ? reportTr("manual")
         : scored.origin.pass == 0
             ? reportTr("initial population")
             : reportTr("pass %1, block %2").arg(scored.origin.pass).arg(scored.origin.block)}};
    document.facts(std::move(facts), 2);
    if (candidate.layers.empty()) return;
    if (input.chosen.size() == 1)
        document.part(reportTr("Layers"));
    else
        document.part(reportTr("Layers, candidate %1").arg(candidate.scored.id.value));
    addWidths(document, candidate);
    addLayers(document, candidate);
    if (candidate.distributions.empty()) return;
    document.part(input.chosen.size() == 1
                      ? reportTr("Distributions and LP coverage")
                      : reportTr("Distributions, candidate %1").arg(candidate.scored.id.value));
    addCoverage(document, candidate);
    for (const ReportDistribution& shown : candidate.distributions)
        addDistribution(document, shown);
}

}  // namespace lpstudio
