#include "app/project/runs/run_comparison.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/network/accuracy.h"
#include "core/network/bias_correction.h"
#include "core/number/lp.h"

namespace lpstudio {
namespace {

/// LP parameters that a search could give such a column: its genes, or fitted uniform LP whose
/// activations follow the search's rule.
std::optional<Candidate> genesOf(const ColumnFormats& column, const RunFormats& formats,
                                 const std::vector<int>& widths) {
    if (column.genes) return column.genes;
    if (!column.weights.starts_with("lp:")) return std::nullopt;
    const int bits = parseFormat(column.weights)->bits();
    const std::string rule = "lp:" + std::to_string(activationWidth(bits, widths));
    if (column.activations != rule || column.weights != "lp:" + std::to_string(bits))
        return std::nullopt;
    return formats.leastError(bits);
}

/// What runs of formats do that no search has; they are fitted to the calibration images.
RunPlan planOfUniform(const ColumnFormats& column, RunContext& run, const std::stop_token& stop,
                      const ProgressFunction& progress) {
    if (column.weights.empty()) return {};
    const auto network = run.network();
    const SearchSession& session = run.session(stop, progress);
    const FormatChoice choice = choicesOf(column, 1).front();
    // A family of several members is fitted to the weights; of activations the first serves.
    LayerMeasures fits(network);
    const FormatPtr activations =
        column.activations.empty()
            ? nullptr
            : choicesOf({{}, {}, column.activations, {}}, 1).front().weights.front();
    Assignment assignment;
    for (const Layer& layer : network->layers()) {
        LayerFormats chosen;
        chosen.weights = fits.bestOf(layer.index, choice.weights, stop);
        chosen.activations = activations;
        assignment.push_back(std::move(chosen));
    }
    const Assignment all = fitted(*network, assignment, &session.calibration());
    const Calibration* bias = session.settings().biasCorrection ? &session.calibration() : nullptr;
    WeightCache cache;
    RunPlan plan = makePlan(*network, all, Rounding::Nearest, cache, bias);
    if (bias == nullptr) return plan;
    const auto calibration =
        normalised(*run.calibration(), session.calibrationImages(), network->card());
    return settled(*network, std::move(plan), calibration, stop);
}

/// Of a candidate that is not stored. Only bias correction asks for the calibration images.
RunPlan planOfGenes(const Candidate& genes, RunContext& run, const std::stop_token& stop,
                    const ProgressFunction& progress) {
    if (run.settings().biasCorrection) return run.session(stop, progress).plan(genes);
    WeightCache cache;
    return makePlan(*run.network(), run.formats(stop, progress).assignment(genes),
                    Rounding::Nearest, cache);
}

}  // namespace

std::shared_ptr<LayerMeasures> ComparisonTools::measures(
    const std::shared_ptr<const Network>& network) {
    const std::lock_guard lock(mutex_);
    if (!measures_ || &measures_->network() != network.get())
        measures_ = std::make_shared<LayerMeasures>(network);
    return measures_;
}

std::shared_ptr<const Simulator> ComparisonTools::simulator(const std::string& hardware) {
    const Accelerator accelerator = loadAccelerator(hardware);
    const std::lock_guard lock(mutex_);
    if (!simulator_ || simulator_->accelerator() != accelerator)
        simulator_ = std::make_shared<const Simulator>(accelerator, SimulationOptions{.batch = 1});
    return simulator_;
}

ColumnScores measureScores(RunContext& run, const ColumnFormats& formats,
                           std::optional<CandidateId> stored, const std::stop_token& stop,
                           const ProgressFunction& progress) {
    const auto set = run.evaluation();
    if (!set)
        throw Error(run.record().name +
                    ": the run has no evaluation set; choose one when you start a search");
    const auto network = run.network();
    requireFits(*set, network->card(), network->classes());
    const auto genes = genesOf(formats, run.formats(stop, progress), run.settings().widths);
    const std::vector<std::size_t> images = run.evaluationImages();
    const RunPlan plan = stored
                             ? run.plan(run.store()->candidate(run.run(), *stored), stop, progress)
                         : genes ? planOfGenes(*genes, run, stop, progress)
                                 : planOfUniform(formats, run, stop, progress);
    ColumnScores scores;
    scores.top1Percent =
        measureAccuracy(*network, plan, *set, images, 100, stop, progress).top1Percent();
    // A stored candidate has its score.
    if (genes && !stored)
        scores.contrast = run.session(stop, progress).evaluate(*genes, stop).contrast;
    if (stored) run.store()->setTop1(run.run(), *stored, scores.top1Percent);
    if (!genes && formats.weights.empty()) run.store()->setFloatTop1(run.run(), scores.top1Percent);
    return scores;
}

LpParameters fitLayer(RunContext& run, ComparisonTools& tools, LayerIndex layer,
                      const std::string& family, const std::stop_token& stop,
                      const ProgressFunction& progress) {
    const FormatPtr wanted = parseFormat(family);
    if (dynamic_cast<const LpFormat*>(wanted.get()) == nullptr)
        throw UsageError(family +
                         ": a candidate has LP formats; give lp:n, lp:n,es,rs or lp:n,es,rs,sf");
    if (wanted->isFitted()) return lpParameters(*wanted).value();
    const auto network = run.network();
    if (network->layers().at(static_cast<std::size_t>(layer.value)).parameters > 0)
        return lpParameters(*tools.measures(network)->bestOf(layer, {wanted}, stop)).value();
    // A product's second operand is known by its calibration; the usual fits are stored.
    if (family == LpFormat(wanted->bits()).spec())
        if (const auto known = run.formats(stop, progress).leastError(layer, wanted->bits()))
            return *known;
    return lpParameters(*run.session(stop, progress).calibration().fitOperand(layer, wanted))
        .value();
}

Candidate fitUniform(RunContext& run, ComparisonTools& tools, int width,
                     const std::stop_token& stop, const ProgressFunction& progress) {
    if (const auto known = run.formats(stop, progress).leastError(width)) return *known;
    const std::string family = LpFormat(width).spec();
    Candidate candidate;
    const std::size_t layers = run.network()->layers().size();
    for (std::size_t layer = 0; layer < layers; ++layer) {
        if (progress) progress({"Fitting layers", layer, layers});
        candidate.genes.push_back(
            fitLayer(run, tools, LayerIndex(static_cast<int>(layer)), family, stop, progress));
    }
    return candidate;
}

}  // namespace lpstudio
