#include "app/desktop/jobs/comparison_jobs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/project/runs/manual_candidate.h"
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
              const std::vector<std::size_t>& images, const JobContext& context,
              const ProgressFunction& progress) {
    const auto network = run.network();
    const auto set = run.evaluation();
    if (column.weights.empty())
        return measureAccuracy(*network, {}, *set, images, 100, context.stop, progress)
            .top1Percent();
    const ComparedFormats formats = formatsOf(column, network->layers().size());
    LayerMeasures fits(network);
    Assignment assignment;
    for (const Layer& layer : network->layers()) {
        const auto& wanted = formats.layers[static_cast<std::size_t>(layer.index.value)];
        LayerFormats chosen;
        // A family of several members is fitted to what is there; of activations the first serves.
        chosen.weights = fits.bestOf(layer.index, wanted.weights, context.stop);
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
        plan = settled(*network, std::move(plan), calibration, context.stop);
    }
    return measureAccuracy(*network, plan, *set, images, 100, context.stop, progress).top1Percent();
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

void ComparisonJob::start(std::shared_ptr<RunContext> run, std::shared_ptr<ComparisonTools> tools,
                          std::vector<WantedColumn> columns, const std::string& hardware) {
    launch(tr("Comparing"),
           [this, run = std::move(run), tools = std::move(tools), columns = std::move(columns),
            hardware](const JobContext& context) -> Delivery {
               const auto network = run->network();
               const auto measures = tools->measures(network);
               std::shared_ptr<const Simulator> simulator;
               QString problem;
               try {
                   if (!hardware.empty()) simulator = tools->simulator(hardware);
               } catch (const Error& error) {
                   problem = QString::fromUtf8(error.what());
               }
               std::vector<ComparedColumn> found;
               for (const WantedColumn& column : columns)
                   found.push_back(compareColumn(*measures,
                                                 formatsOf(column, network->layers().size()),
                                                 simulator.get(), context.stop, context.progress));
               return [this, found = std::move(found), network, problem] {
                   Q_EMIT ready(found, network);
                   if (!problem.isEmpty()) Q_EMIT estimatesFailed(problem);
               };
           });
}

void MeasureColumnsJob::start(std::vector<Request> requests) {
    launch(tr("Measuring top-1"),
           [this, requests = std::move(requests)](const JobContext& context) -> Delivery {
               for (std::size_t i = 0; i < requests.size(); ++i) {
                   const Request& request = requests[i];
                   RunContext& run = *request.run;
                   const auto set = run.evaluation();
                   if (!set)
                       throw Error(run.record().name +
                                   ": the run has no evaluation set; choose one when you start a "
                                   "search");
                   const auto network = run.network();
                   requireFits(*set, network->card(), network->classes());
                   const SearchSession& session = run.session(context.stop, context.progress);
                   const std::vector<std::size_t> images = run.evaluationImages();
                   const std::string what = "Top-1 of " + request.name.toStdString();
                   const ProgressFunction progress = [&](const Progress& at) {
                       context.progress({what, at.done, at.total});
                   };
                   const auto genes = genesOf(request.column, session);
                   const double percent =
                       genes ? session.measureTop1(*genes, *set, images, context.stop, progress)
                             : top1Of(request.column, run, session, images, context, progress);
                   // A stored candidate has its score.
                   const double contrast = genes && !request.stored
                                               ? session.evaluate(*genes, context.stop).contrast
                                               : std::nan("");
                   if (request.stored) run.store()->setTop1(run.run(), *request.stored, percent);
                   if (!genes && request.column.weights.empty())
                       run.store()->setFloatTop1(run.run(), percent);
                   context.post([this, i, percent, contrast] {
                       Q_EMIT measured(static_cast<int>(i), percent, contrast);
                   });
               }
               return {};
           });
}

void SaveCandidateJob::start(std::shared_ptr<RunContext> base, const Candidate& candidate,
                             const QString& name, double top1Percent) {
    const QString runName = base->record().kind == RunKind::Manual
                                ? QString::fromStdString(base->record().name)
                                : tr("%1, manual").arg(QString::fromStdString(base->record().name));
    launch(tr("Scoring the candidate"),
           [this, base = std::move(base), candidate, name, top1Percent,
            runName](const JobContext& context) -> Delivery {
               const SearchSession& session = base->session(context.stop, context.progress);
               ScoredCandidate scored = scoreManualCandidate(
                   *base->network(), session, settingsFromJsonText(base->record().settings),
                   candidate, context.stop);
               scored.top1Percent = top1Percent;
               const auto [run, id] = base->store()->addManualCandidate(
                   base->run(), scored, name.toStdString(), runName.toStdString());
               return [this, run = run, id = id] { Q_EMIT saved(run, id); };
           });
}

void FitGenesJob::startLayer(std::shared_ptr<RunContext> run,
                             std::shared_ptr<ComparisonTools> tools, int layer,
                             const std::string& family) {
    launch(tr("Fitting a layer"),
           [this, run = std::move(run), tools = std::move(tools), layer,
            family](const JobContext& context) -> Delivery {
               const FormatPtr wanted = parseFormat(family);
               if (dynamic_cast<const LpFormat*>(wanted.get()) == nullptr)
                   throw UsageError(family +
                                    ": a candidate has LP formats; give lp:n, lp:n,es,rs or "
                                    "lp:n,es,rs,sf");
               const auto network = run->network();
               const LayerIndex index(layer);
               const bool stored =
                   network->layers().at(static_cast<std::size_t>(layer)).parameters > 0;
               const FormatPtr fitted =
                   wanted->isFitted() ? wanted
                   : stored ? tools->measures(network)->bestOf(index, {wanted}, context.stop)
                            : run->session(context.stop, context.progress)
                                  .calibration()
                                  .fitOperand(index, wanted);
               const LpParameters parameters = lpParameters(*fitted).value();
               return [this, layer, parameters] { Q_EMIT layerFitted(layer, parameters); };
           });
}

void FitGenesJob::startUniform(std::shared_ptr<RunContext> run,
                               std::shared_ptr<ComparisonTools> tools, int width) {
    launch(tr("Fitting all layers at %1 bit").arg(width),
           [this, run = std::move(run), tools = std::move(tools),
            width](const JobContext& context) -> Delivery {
               const auto network = run->network();
               const auto measures = tools->measures(network);
               const auto family = std::make_shared<LpFormat>(width);
               Candidate candidate;
               std::size_t done = 0;
               for (const Layer& layer : network->layers()) {
                   context.progress({"Fitting layers", done++, network->layers().size()});
                   const FormatPtr fitted =
                       layer.parameters > 0 ? measures->bestOf(layer.index, {family}, context.stop)
                                            : run->session(context.stop, context.progress)
                                                  .calibration()
                                                  .fitOperand(layer.index, family);
                   candidate.genes.push_back(lpParameters(*fitted).value());
               }
               return [this, id = run->run(), width, candidate] {
                   Q_EMIT uniformFitted(id, width, candidate);
               };
           });
}

}  // namespace lpstudio
