#include "app/desktop/pages/pareto/pareto_baselines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "app/desktop/session/desktop_session.h"
#include "app/project/runs/network_workload.h"
#include "core/network/accuracy.h"
#include "core/network/shared_weights.h"
#include "core/search/search_space.h"

namespace lpstudio {
namespace {

struct OtherFormat {
    const char *label, *spec, *hardware;
    int bits;
};
/// Each on the design of resources/hardware that was made for it.
constexpr std::array<OtherFormat, 5> kOtherFormats = {
    {{"int 8", "int:8", "int8-8x8", 8},
     {"AdaptivFloat 8", "adaptivfloat:8,3", "adaptivfloat-8x8", 8},
     {"posit 8", "posit:8,2", "posit-248-8x8", 8},
     {"ANT 4", "ant:4", "ant-8x8", 4},
     {"int 4", "int:4", "bitfusion-8x8", 4}}};

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// What is known of a network without running it.
ScoredCandidate figuresOf(const Network& network, int weightBits, int activationBits,
                          const std::string& hardware) {
    ScoredCandidate figures;
    figures.id = CandidateId(-1);
    figures.contrast = figures.compression = figures.fitness = kUnknown;
    figures.meanWeightBits = weightBits;
    figures.meanActivationBits = activationBits;
    double bytes = 4.0 * static_cast<double>(network.otherParameters());
    const std::vector<SharedWeight> shared = sharedWeights(network);
    for (const Layer& layer : network.layers())
        if (shared[static_cast<std::size_t>(layer.index.value)].with < 0)
            bytes += std::ceil(weightBits * static_cast<double>(layer.parameters) / 8);
    figures.modelBytes = bytes;
    if (!hardware.empty())
        figures.hardware = hardwareCost(network, hardware)(
            std::vector<LayerBits>(network.layers().size(), LayerBits{weightBits, activationBits}));
    return figures;
}

/// The least-error parameters of a width.
Candidate uniform(const SearchSpace& space, int width) {
    Candidate candidate;
    for (const SearchLayer& layer : space.layers) {
        const auto at = std::find(space.widths.begin(), space.widths.end(), width);
        candidate.genes.push_back(
            layer.starts.at(static_cast<std::size_t>(at - space.widths.begin())));
    }
    return candidate;
}

/// Runs the network in the formats of the baselines and tells of all after each.
void measureBaselines(RunContext& run, Baselines list,
                      const std::function<void(const Baselines&)>& tell, const JobContext& job) {
    const auto network = run.network();
    const SearchSettings settings = settingsFromJsonText(run.record().settings);
    const SearchSession& session = run.session(job.stop, job.progress);
    const auto evaluation = run.evaluation();
    if (evaluation) requireFits(*evaluation, network->card(), network->classes());
    const std::vector<std::size_t> images = run.evaluationImages();
    WeightCache cache(64);
    for (std::size_t i = 0; i < list.size(); ++i) {
        Baseline& one = list[i];
        ScoredCandidate& figures = one.figures;
        const ProgressFunction progress =
            [&, what = one.label + ", " + std::to_string(i + 1) + " of " +
                       std::to_string(list.size())](const Progress& at) {
                job.progress({what, at.done, at.total});
            };
        if (!one.isOtherFormat) {
            const Candidate candidate =
                uniform(session.space(), static_cast<int>(figures.meanWeightBits));
            const Evaluation scored = session.evaluate(candidate, job.stop);
            figures.contrast = scored.contrast;
            // The accelerator behind another cost than bits may be gone.
            if (settings.cost == CostKind::Bits) {
                figures.compression = scored.compression;
                figures.fitness =
                    fitness(scored.contrast, scored.compression, settings.common.lambda);
            }
            if (evaluation)
                figures.top1Percent =
                    session.measureTop1(candidate, *evaluation, images, job.stop, progress);
        } else if (evaluation) {
            const FormatPtr format = parseFormat(one.spec);
            const Assignment assignment =
                fitted(*network, Assignment(network->layers().size(), {format, format}),
                       &session.calibration());
            figures.top1Percent =
                measureAccuracy(*network, makePlan(*network, assignment, Rounding::Nearest, cache),
                                *evaluation, images, 100, job.stop, progress)
                    .top1Percent();
        }
        tell(list);
    }
}

/// Uniform LP widths on the run's accelerator, and baseline formats, each on the design made for it
/// (no energy, latency or area if the run has no accelerator). Quick; throws Error.
Baselines uniformBaselines(RunContext& run) {
    const auto network = run.network();
    const SearchSettings settings = settingsFromJsonText(run.record().settings);
    Baselines list;
    for (const int width : {8, 6, 4, 3}) {
        if (std::find(settings.widths.begin(), settings.widths.end(), width) ==
            settings.widths.end())
            continue;
        const std::string bits = std::to_string(width);
        list.push_back({"LP " + bits, "lp:" + bits, false,
                        figuresOf(*network, width, activationWidth(width, settings.widths),
                                  settings.hardware)});
    }
    for (const OtherFormat& baseline : kOtherFormats)
        list.push_back({baseline.label, baseline.spec, true,
                        figuresOf(*network, baseline.bits, baseline.bits,
                                  settings.hardware.empty() ? std::string() : baseline.hardware)});
    return list;
}

}  // namespace

ParetoBaselines::ParetoBaselines(Session& session, QObject* parent)
    : QObject(parent), session_(session) {
    connect(&session_, &Session::projectChanged, this, [this] {
        estimating_.abandon();
        measuring_.abandon();
        known_.clear();
    });
    // An estimate that nobody asked for may fail in silence: the model's page says why.
    connect(&measuring_, &Job::failed, &session_.messages(), &Messages::problem);
}

void ParetoBaselines::estimate() {
    const Selection& selection = session_.selection();
    if (!selection.runContext() || !selection.run() || measuring_.isRunning() ||
        known_.contains(*selection.run()))
        return;
    estimating_.launch(
        tr("Estimating baselines"),
        [run = selection.runContext()](const JobContext&) { return uniformBaselines(*run); },
        [this, run = *selection.run()](const Baselines& list) { take(run, list); });
}

void ParetoBaselines::measure() {
    const auto& run = session_.selection().runContext();
    if (!run) return;
    measuring_.launch(tr("Measuring baselines"),
                      [this, run](const JobContext& context) -> Job::Delivery {
                          measureBaselines(
                              *run, uniformBaselines(*run),
                              [&](const Baselines& list) {
                                  context.post([this, run, list] { take(run->run(), list); });
                              },
                              context);
                          return {};
                      });
}

void ParetoBaselines::take(RunId run, const Baselines& baselines) {
    known_[run] = baselines;
    Q_EMIT changed();
}

std::vector<ParetoMark> ParetoBaselines::marks(const CandidateColumns& columns,
                                               const ParetoChoice& choice, bool uniform,
                                               bool otherFormats) const {
    std::vector<ParetoMark> marks;
    const CandidateColumns::Run& run = columns.runs.front();
    const auto found = known_.find(run.id);
    if (found == known_.end() || choice.x == "number" || choice.y == "number") return marks;
    for (const Baseline& one : found->second) {
        if (!(one.isOtherFormat ? otherFormats : uniform)) continue;
        const NamedCandidate named{QString::fromStdString(one.label), one.figures,
                                   QString::fromStdString(one.spec)};
        if (const auto mark = markOf(named, choice, run.facts)) marks.push_back(*mark);
    }
    return marks;
}

}  // namespace lpstudio
