#include "app/report/report_figures.h"

#include <QChart>
#include <QCoreApplication>
#include <QEvent>
#include <QGraphicsScene>
#include <algorithm>

#include "app/charts/distribution_chart.h"
#include "app/charts/layer_bars_chart.h"
#include "app/charts/pareto_chart.h"
#include "app/charts/progress_chart.h"
#include "app/charts/spec_text.h"
#include "core/error.h"

namespace lpstudio {
namespace {

const ChartTheme& theme() {
    return ChartTheme::print();
}

/// Paints a chart as vectors; its units are points. Takes the chart.
void figure(PageWriter& page, QChart* chart, double height, const QString& caption) {
    QGraphicsScene scene;
    scene.addItem(chart);
    const QRectF source(0, 0, page.width(), height);
    scene.setSceneRect(source);
    chart->resize(source.size());
    // Labels chosen for the new size ask for another layout, which would wait for the event loop.
    for (int round = 0; round < 3; ++round)
        QCoreApplication::sendPostedEvents(chart, QEvent::LayoutRequest);
    page.figure(height, caption, [&](QPainter& painter, const QRectF& place) {
        scene.render(&painter, place, source);
    });
}

/// Three figures with their captions and a heading fill a page.
double figureHeight(const PageWriter& page) {
    return (page.height() - 40) / 3 - 40;
}

/// A line for each layer, as far as a page reaches.
double barsHeight(const PageWriter& page, const ReportInput& input) {
    return std::clamp(11.3 * static_cast<double>(input.layers.size()) + 68, 140.0,
                      page.height() - 100);
}

QString number(double value, int digits = 4) {
    return QString::number(value, 'g', digits);
}

/// Whether enough top-1 was measured for a picture.
bool showsTop1(const ReportInput& input) {
    return input.floatTop1Percent >= 0 &&
           std::count_if(input.candidates.begin(), input.candidates.end(),
                         [](const ScoredCandidate& candidate) { return candidate.hasTop1(); }) >= 3;
}

/// Of the figures of the search, two or three of them.
double searchHeight(const PageWriter& page, const ReportInput& input) {
    return (showsTop1(input) ? 1 : 1.35) * figureHeight(page);
}

/// What the score of a candidate is.
QString scoreText(Objective objective) {
    switch (objective) {
        case Objective::GlobalLocal:
            return QObject::tr(
                "how far the quantized network's intermediate representations are from the float "
                "network's");
        case Objective::Global:
            return QObject::tr(
                "how hard the quantized network's logits are to tell from those of other images");
        case Objective::Kl:
            return QObject::tr(
                "the Kullback-Leibler divergence of the quantized network's classes from the float "
                "network's");
        case Objective::Mse:
            return QObject::tr(
                "the mean squared error of the quantized network's logits against the float "
                "network's");
    }
    return {};
}

void writePareto(PageWriter& page, const ReportInput& input, int& figures) {
    std::vector<NamedCandidate> marks;
    if (input.uniform8)
        marks.push_back({QObject::tr("uniform 8 bit"), *input.uniform8, QStringLiteral("lp")});
    const auto draw = [&](const char* y, const QString& caption) {
        auto* chart = new ParetoChart(theme());
        chart->setData(paretoData(input.candidates, "weight-bits", y, input.floatTop1Percent,
                                  input.chosen, marks));
        if (!input.chosenIsBest) chart->setBestName(QObject::tr("reported"));
        figure(page, chart, searchHeight(page, input),
               QObject::tr("Figure %1. %2").arg(QString::number(++figures), caption));
    };
    draw("contrast",
         QObject::tr("All scored candidates: %1, against the mean width of a weight. The line "
                     "joins the candidates that no other one beats in both.")
             .arg(scoreText(input.objective)));
    if (showsTop1(input))
        draw("top1-loss",
             QObject::tr("Loss of top-1 accuracy of the candidates whose accuracy was measured on "
                         "the evaluation images."));
}

void writeBits(PageWriter& page, const ReportInput& input, int& figures) {
    ChartTheme small = theme();
    small.fontPixels = 7;
    LayerBars bars;
    bars.title = QObject::tr("Weight width per layer, candidate %1").arg(input.chosen.value);
    bars.valueTitle = QObject::tr("Weight width");
    bars.unit = QObject::tr("bit");
    bars.prefixes = false;
    bars.axisTo = 8;
    const auto& genes = chosenCandidate(input).candidate.genes;
    for (std::size_t i = 0; i < input.layers.size() && i < genes.size(); ++i)
        bars.bars.push_back(
            {QString::fromStdString(input.layers[i].name), double(genes[i].n), genes[i].n});
    auto* chart = new LayerBarsChart(Qt::Horizontal, small);
    chart->setBars(std::move(bars));
    figure(page, chart, barsHeight(page, input),
           QObject::tr("Figure %1. Where the reported candidate spends its bits, in order of "
                       "execution from top to bottom.")
               .arg(++figures));
}

void writeDistributions(PageWriter& page, const ReportInput& input, int& figures) {
    // All on the page of the bars if they stay readable there.
    constexpr double kReadable = 140, kCaption = 42;
    const auto count = static_cast<double>(input.distributions.size());
    const double fitting = page.room() / std::max(1.0, count) - kCaption;
    const double height =
        fitting >= kReadable ? std::min(fitting, figureHeight(page)) : figureHeight(page);
    for (const ReportDistribution& shown : input.distributions) {
        auto* chart = new DistributionChart(theme());
        chart->setLayers({{QString::fromStdString(shown.layer), shown.weights}});
        chart->setFormat(shown.format);
        const QString format =
            shown.format ? shortSpec(QString::fromStdString(shown.format->spec())) : QString();
        figure(page, chart, height,
               format.isEmpty()
                   ? QObject::tr("Figure %1. Weights of %2.")
                         .arg(QString::number(++figures), QString::fromStdString(shown.layer))
                   : QObject::tr("Figure %1. Weights of %2, the values that %3 can represent "
                                 "(ticks under the histogram), and how accurately it represents a "
                                 "value in the worst case of each quarter octave (line).")
                         .arg(QString::number(++figures), QString::fromStdString(shown.layer),
                              format));
    }
}

}  // namespace

const ScoredCandidate& chosenCandidate(const ReportInput& input) {
    const auto found = std::find_if(
        input.candidates.begin(), input.candidates.end(),
        [&](const ScoredCandidate& candidate) { return candidate.id == input.chosen; });
    if (found == input.candidates.end())
        throw Error("run \"" + input.run + "\" has no candidate " +
                    std::to_string(input.chosen.value) + "; choose one of its candidates");
    return *found;
}

void writeFigures(PageWriter& page, const ReportInput& input) {
    int figures = 0;
    page.need(searchHeight(page, input) + 80);
    page.heading(QObject::tr("The search"));
    writePareto(page, input, figures);
    auto* progress = new ProgressChart(theme());
    progress->setCandidates(input.candidates, 20, input.targetBits);
    figure(page, progress, searchHeight(page, input),
           QObject::tr("Figure %1. Fitness over the candidates in the order in which they were "
                       "scored: score times cost to the power of lambda%2.")
               .arg(QString::number(++figures),
                    input.targetBits > 0 ? QObject::tr("; the best counts only candidates at or "
                                                       "under the target of %1 bits")
                                               .arg(number(input.targetBits))
                                         : QString()));
    page.need(barsHeight(page, input) + 80);
    page.heading(QObject::tr("The reported candidate"));
    writeBits(page, input, figures);
    writeDistributions(page, input, figures);
}

}  // namespace lpstudio
