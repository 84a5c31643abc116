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

ComparedFormats formatsOf(const WantedColumn& column, std::size_t layers) {
    if (column.genes) return comparedFormats(*column.genes, column.widths);
    if (column.weights.empty()) return floatFormats(layers);
    return uniformFormats(layers, column.weights, column.activations);
}

/// LP parameters that a search could give such a column: its genes, or fitted uniform LP whose
/// activations follow the search's rule.
std::optional<Candidate> genesOf(const WantedColumn& column, const SearchSession& session) {
    if (column.genes) return column.genes;
    const SearchSpace& space = session.space();
    if (!column.weights.starts_with("lp:")) return std::nullopt;
    const FormatPtr weights = parseFormat(column.weights);
    const std::string rule = "lp:" + std::to_string(activationWidth(weights->bits(), space.widths));
    const auto at = std::find(space.widths.begin(), space.widths.end(), weights->bits());
    if (column.activations != rule || at == space.widths.end() ||
        column.weights != "lp:" + std::to_string(weights->bits()))
        return std::nullopt;
    Candidate genes;
    for (const SearchLayer& layer : space.layers)
        genes.genes.push_back(layer.starts.at(static_cast<std::size_t>(at - space.widths.begin())));
    return genes;
}

/// Fits, runs and compares formats that no search has.
double top1Of(const WantedColumn& column, RunContext& run, const SearchSession& session,
              const std::vector<std::size_t>& images, const std::stop_token& stop,
              const ProgressFunction& progress) {
    const auto network = run.network();
    const auto set = run.evaluation();
    if (column.weights.empty())
        return measureAccuracy(*network, {}, *set, images, 100, stop, progress).top1Percent();
    const ComparedFormats formats = formatsOf(column, network->layers().size());
    LayerMeasures fits(network);
    Assignment assignment;
    for (const Layer& layer : network->layers()) {
        const auto& wanted = formats.layers[static_cast<std::size_t>(layer.index.value)];
        LayerFormats chosen;
        // A family of several members is fitted to what is there; of activations the first serves.
        chosen.weights = fits.bestOf(layer.index, wanted.weights, stop);
        if (!wanted.activations.empty())
            chosen.activations = uniformFormats(1, wanted.activations, {}).layers[0].weights[0];
        assignment.push_back(std::move(chosen));
    }
    const Assignment all = fitted(*network, assignment, &session.calibration());
    const Calibration* bias = session.settings().biasCorrection ? &session.calibration() : nullptr;
    WeightCache cache;
    RunPlan plan = makePlan(*network, all, Rounding::Nearest, cache, bias);
    if (bias != nullptr) {
        const auto calibration =
            normalised(*run.calibration(), session.calibrationImages(), network->card());
        plan = settled(*network, std::move(plan), calibration, stop);
    }
    return measureAccuracy(*network, plan, *set, images, 100, stop, progress).top1Percent();
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

Comparison compareColumns(const std::shared_ptr<const Network>& network, ComparisonTools& tools,
                          const std::vector<WantedColumn>& columns, const std::string& hardware,
                          const std::stop_token& stop, const ProgressFunction& progress) {
    Comparison comparison;
    const auto measures = tools.measures(network);
    std::shared_ptr<const Simulator> simulator;
    try {
        if (!hardware.empty()) simulator = tools.simulator(hardware);
    } catch (const Error& error) {
        comparison.estimateProblem = error.what();
    }
    for (const WantedColumn& column : columns)
        comparison.columns.push_back(compareColumn(*measures,
                                                   formatsOf(column, network->layers().size()),
                                                   simulator.get(), stop, progress));
    return comparison;
}

ColumnMeasurement measureColumn(RunContext& run, const WantedColumn& column,
                                std::optional<CandidateId> stored, const std::stop_token& stop,
                                const ProgressFunction& progress) {
    const auto set = run.evaluation();
    if (!set)
        throw Error(run.record().name +
                    ": the run has no evaluation set; choose one when you start a search");
    const auto network = run.network();
    requireFits(*set, network->card(), network->classes());
    const SearchSession& session = run.session(stop, progress);
    const std::vector<std::size_t> images = run.evaluationImages();
    const auto genes = genesOf(column, session);
    ColumnMeasurement measured;
    measured.top1Percent = genes ? session.measureTop1(*genes, *set, images, stop, progress)
                                 : top1Of(column, run, session, images, stop, progress);
    // A stored candidate has its score.
    if (genes && !stored) measured.contrast = session.evaluate(*genes, stop).contrast;
    if (stored) run.store()->setTop1(run.run(), *stored, measured.top1Percent);
    if (!genes && column.weights.empty())
        run.store()->setFloatTop1(run.run(), measured.top1Percent);
    return measured;
}

LpParameters fitLayer(RunContext& run, ComparisonTools& tools, LayerIndex layer,
                      const std::string& family, const std::stop_token& stop,
                      const ProgressFunction& progress) {
    const FormatPtr wanted = parseFormat(family);
    if (dynamic_cast<const LpFormat*>(wanted.get()) == nullptr)
        throw UsageError(family +
                         ": a candidate has LP formats; give lp:n, lp:n,es,rs or lp:n,es,rs,sf");
    const auto network = run.network();
    const bool stored = network->layers().at(static_cast<std::size_t>(layer.value)).parameters > 0;
    const FormatPtr fitted =
        wanted->isFitted() ? wanted
        : stored           ? tools.measures(network)->bestOf(layer, {wanted}, stop)
                           : run.session(stop, progress).calibration().fitOperand(layer, wanted);
    return lpParameters(*fitted).value();
}

Candidate fitUniform(RunContext& run, ComparisonTools& tools, int width,
                     const std::stop_token& stop, const ProgressFunction& progress) {
    const auto network = run.network();
    const auto measures = tools.measures(network);
    const auto family = std::make_shared<LpFormat>(width);
    Candidate candidate;
    std::size_t done = 0;
    for (const Layer& layer : network->layers()) {
        if (progress) progress({"Fitting layers", done++, network->layers().size()});
        const FormatPtr fitted =
            layer.parameters > 0
                ? measures->bestOf(layer.index, {family}, stop)
                : run.session(stop, progress).calibration().fitOperand(layer.index, family);
        candidate.genes.push_back(lpParameters(*fitted).value());
    }
    return candidate;
}

}  // namespace lpstudio
