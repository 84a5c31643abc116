// How the search went and what it found.
#include "app/report/report_search.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>

#include "app/desktop/charts/hypervolume_chart.h"
#include "app/desktop/charts/pareto_chart.h"
#include "app/desktop/charts/progress_chart.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/report/report_text.h"
#include "core/search/pareto.h"
#include "core/search/search.h"

namespace lpstudio {
namespace {

constexpr double kProgressHeight = 190, kParetoHeight = 250, kLeastHeight = 150;
/// Rows of the front's table; a long front is thinned to those that matter.
constexpr std::size_t kMostFrontRows = 60;

/// What the score of a candidate is.
QString scoreText(ScoreFunction scoreFunction) {
    switch (scoreFunction) {
        case ScoreFunction::GlobalLocal:
            return reportTr(
                "how far the quantized network's intermediate representations are from the float "
                "network's");
        case ScoreFunction::Global:
            return reportTr(
                "how hard the quantized network's logits are to tell from those of other images");
        case ScoreFunction::Kl:
            return reportTr(
                "the Kullback-Leibler divergence of the quantized network's classes from the float "
                "network's");
        case ScoreFunction::Mse:
            return reportTr(
                "the mean squared error of the quantized network's logits against the float "
                "network's");
    }
    return {};
}

/// Where an axis ends so that a few failures do not squeeze everything else to the ground; infinite
/// where there are none.
double usefulMost(std::vector<double> values) {
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    if (values.empty()) return INFINITY;
    std::sort(values.begin(), values.end());
    const double most = 3 * values[values.size() * 3 / 4];
    return most > 0 && values.back() > 2 * most ? most : INFINITY;
}

/// Position of the candidate after which the best did not change any more, as the search judges.
std::size_t lastGain(const ReportInput& input) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < input.candidates.size(); ++i)
        if (isFitter(input.candidates[i], input.candidates[best], input.targetBits)) best = i;
    return best;
}

/// Share of the final front's box that is dominated after half of the candidates; negative: not
/// known.
double halfWay(const ReportInput& input) {
    for (const auto& at : input.hypervolume)
        if (2 * at.candidates >= static_cast<std::int64_t>(input.candidates.size()))
            return at.hypervolume;
    return -1;
}

/// Whether enough top-1 was measured for a picture.
bool showsTop1(const ReportInput& input) {
    return input.floatTop1Percent >= 0 &&
           std::count_if(input.candidates.begin(), input.candidates.end(),
                         [](const ScoredCandidate& candidate) { return candidate.hasTop1(); }) >= 3;
}

/// Candidates over the mean weight width. Those whose `key` is beyond the useful are left out, and
/// `caption` says so; the highlighted one stays, whatever it is.
void addPareto(DocumentBuilder& document, const ReportInput& input, const char* key,
               const QString& caption) {
    const ReportCandidate& first = input.chosen.front();
    const auto of = [&](const ScoredCandidate& one) {
        return valueOf(one, key, input.floatTop1Percent).value_or(NAN);
    };
    std::vector<double> values;
    for (const ScoredCandidate& one : input.candidates) values.push_back(of(one));
    double most = usefulMost(values);
    if (of(first.scored) > most) most = of(first.scored);
    auto kept = std::make_shared<std::vector<ScoredCandidate>>();
    for (const ScoredCandidate& one : input.candidates)
        if (!(of(one) > most)) kept->push_back(one);

    std::vector<NamedCandidate> marks;
    if (input.uniform8 && !(of(*input.uniform8) > most))
        marks.push_back({reportTr("uniform 8 bit"), *input.uniform8, QStringLiteral("lp")});
    QStringList missing;
    for (const ReportCandidate& candidate : input.chosen) {
        const QString id = QString::number(candidate.scored.id.value);
        if (of(candidate.scored) > most)
            missing << id;
        else if (&candidate != &first)
            marks.push_back({id, candidate.scored, QStringLiteral("lp")});
    }
    QString left;
    if (kept->size() < input.candidates.size()) {
        const ParetoQuantity& quantity = paretoQuantity(key);
        const std::size_t count = input.candidates.size() - kept->size();
        left = reportTr(" Outliers not shown: %1 with a %2 above %3%4.")
                   .arg(count == 1 ? reportTr("1 candidate") : reportTr("%1 candidates").arg(count),
                        quantity.title.toLower(), valueText(quantity, most),
                        missing.isEmpty() ? QString()
                                          : reportTr(", of the reported ones %1")
                                                .arg(missing.join(QStringLiteral(", "))));
    }
    const QString name = first.isBest ? QString() : reportTr("reported");
    document.figure(caption + left,
                    {{[kept, key, name, marks, id = first.scored.id,
                       top1 = input.floatTop1Percent]() -> QChart* {
                          auto* chart = new ParetoChart(ChartTheme::print());
                          chart->setData(paretoData(*kept, "weight-bits", key, top1, id, marks));
                          if (!name.isEmpty()) chart->setBestName(name);
                          return chart;
                      },
                      1.0}},
                    kParetoHeight, kLeastHeight + 30);
}

/// Of the front, `all` candidates long, those that the table has room for.
std::vector<std::size_t> listedOfFront(const ReportInput& input, std::size_t& all) {
    std::vector<std::size_t> front = paretoFront(input.candidates);
    all = front.size();
    if (all <= kMostFrontRows) return front;
    const auto isChosen = [&](std::size_t at) {
        return std::any_of(input.chosen.begin(), input.chosen.end(), [&](const auto& candidate) {
            return candidate.scored.id == input.candidates[at].id;
        });
    };
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < all; ++i)
        if (i * kMostFrontRows / all != (i + 1) * kMostFrontRows / all || isChosen(front[i]))
            rows.push_back(front[i]);
    return rows;
}

}  // namespace

void addSearch(DocumentBuilder& document, const ReportInput& input) {
    document.section(reportTr(sectionTitle(ReportSection::Search)));
    const std::size_t count = input.candidates.size(), last = lastGain(input);
    QString text =
        (last + 1 == count
             ? reportTr(
                   "%1 scored %2 candidates. The best was the last of them, so a longer search "
                   "may find a better one.")
             : reportTr("%1 scored %2 candidates. The best was number %3 in the order of scoring; "
                        "none of the later %4 improved on it."))
            .arg(reportString(input.algorithm), groupedText(static_cast<std::int64_t>(count)))
            .replace(QStringLiteral("%3"), groupedText(static_cast<std::int64_t>(last) + 1))
            .replace(QStringLiteral("%4"),
                     groupedText(static_cast<std::int64_t>(count - last) - 1));
    if (input.state == "limited")
        text += reportTr(
            " The run ended at its limit of candidates or time; a longer run might have found "
            "better candidates.");
    else if (input.state != "finished")
        text += reportTr(" The run is %1; a complete run might have found better candidates.")
                    .arg(reportString(input.state));
    const double half = halfWay(input);
    if (half >= 0)
        text += reportTr(
                    " After half of the candidates the front had reached %1 % of its final "
                    "hypervolume (in score and cost).")
                    .arg(fixedText(input.hypervolume.back().hypervolume > 0
                                       ? 100 * half / input.hypervolume.back().hypervolume
                                       : 0,
                                   0));
    document.paragraph(text);
    std::vector<ScoredCandidate> shown = input.candidates;
    std::vector<double> fitness;
    fitness.reserve(shown.size());
    for (const ScoredCandidate& one : shown) fitness.push_back(one.fitness);
    const double most = usefulMost(fitness);
    QString caption = reportTr(
        "Fitness over the candidates in the order in which they were scored: score times "
        "cost to the power of lambda");
    if (input.targetBits > 0)
        caption += reportTr("; the best counts only candidates at or under the target of %1 bits")
                       .arg(briefText(input.targetBits));
    if (std::isfinite(most)) {
        caption += reportTr("; fitness above %1 counts as %1 in the mean").arg(shortText(most, 3));
        for (ScoredCandidate& one : shown) one.fitness = std::min(one.fitness, most);
    }
    const auto candidates = std::make_shared<const std::vector<ScoredCandidate>>(std::move(shown));
    document.figure(caption + QLatin1Char('.'),
                    {{[candidates, target = input.targetBits]() -> QChart* {
                          auto* chart = new ProgressChart(smallPrint());
                          chart->setCandidates(*candidates, 20, target);
                          return chart;
                      },
                      1.0}},
                    kProgressHeight, kLeastHeight);
    if (input.hypervolume.size() < 2) return;
    std::vector<PlotPoint> points;
    for (const auto& at : input.hypervolume)
        points.push_back({static_cast<double>(at.candidates), at.hypervolume});
    document.figure(reportTr("Hypervolume of the front: the share of the box around the final "
                             "front, in score and cost, that the candidates so far dominate. Where "
                             "the line is flat, more candidates gained nothing."),
                    {{[points]() -> QChart* {
                          auto* chart = new HypervolumeChart(smallPrint());
                          chart->setHypervolume(points);
                          return chart;
                      },
                      1.0}},
                    kProgressHeight, kLeastHeight - 10);
}

void addFront(DocumentBuilder& document, const ReportInput& input) {
    document.section(reportTr(sectionTitle(ReportSection::Front)));
    addPareto(document, input, "contrast",
              reportTr("The scored candidates: %1, against the mean width of a weight. The line "
                       "joins the candidates that no other one beats in both.")
                  .arg(scoreText(input.scoreFunction)));
    if (showsTop1(input))
        addPareto(
            document, input, "top1-loss",
            reportTr("Loss of top-1 accuracy of the candidates whose accuracy was measured on "
                     "the evaluation images."));
    std::size_t all = 0;
    const std::vector<std::size_t> front = listedOfFront(input, all);
    const bool hardware = std::any_of(front.begin(), front.end(), [&](std::size_t at) {
        return input.candidates[at].hardware.energyPicojoules > 0;
    });
    std::vector<DocColumn> columns;
    for (const char* title :
         {"No.", "Score", "Cost", "Fitness", "Weights\n(bit)", "Activations\n(bit)", "Model\nsize"})
        columns.push_back({reportTr(title), Qt::AlignRight});
    if (hardware) {
        columns.push_back({reportTr("Energy"), Qt::AlignRight});
        columns.push_back({reportTr("Latency"), Qt::AlignRight});
    }
    columns.push_back({reportTr("Top-1\n(%)"), Qt::AlignRight});
    std::vector<DocRow> rows;
    for (const std::size_t at : front) {
        const ScoredCandidate& one = input.candidates[at];
        DocRow row;
        row.bold =
            std::any_of(input.chosen.begin(), input.chosen.end(),
                        [&](const ReportCandidate& chosen) { return chosen.scored.id == one.id; });
        row.cells << QString::number(one.id.value) << quantityText(one, "contrast")
                  << quantityText(one, "compression") << quantityText(one, "fitness")
                  << shortText(one.meanWeightBits) << shortText(one.meanActivationBits)
                  << quantityText(one, "model-size");
        if (hardware) row.cells << quantityText(one, "energy") << quantityText(one, "latency");
        row.cells << (one.hasTop1() ? fixedText(one.top1Percent, 2) : dashText());
        rows.push_back(std::move(row));
    }
    const QString caption =
        rows.size() < all
            ? reportTr(
                  "%1 of the %2 candidates of the front in score and cost (uniform 8 bit "
                  "costs 1), evenly spread; the reported ones in bold.")
                  .arg(rows.size())
                  .arg(all)
            : reportTr(
                  "The front in score and cost (uniform 8 bit costs 1); the reported "
                  "candidates, as far as they are on it, in bold.");
    document.table(caption, std::move(columns), std::move(rows));
}

}  // namespace lpstudio
