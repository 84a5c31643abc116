#include "app/desktop/pages/pareto/pareto_baselines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "app/desktop/session/desktop_session.h"
#include "app/project/runs/network_workload.h"
#include "core/network/accuracy.h"
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
    for (const Layer& layer : network.layers())
        bytes += std::ceil(weightBits * static_cast<double>(layer.parameters) / 8);
    figures.modelBytes = bytes;
    if (!hardware.empty())
        figures.hardware = hardwareCost(network, hardware)(
            std::vector<LayerBits>(network.layers().size(), LayerBits{weightBits, activationBits}));
    return figures;
}

/// Runs the network in the formats of baselines.
class Measurement {
public:
    Measurement(RunContext& run, const JobContext& job)
        : job_(job), network_(run.network()), calibration_(run.calibration()) {
        SearchSettings settings = settingsFromJsonText(run.record().settings);
        costIsBits_ = settings.cost == CostKind::Bits;
        lambda_ = settings.common.lambda;
        settings.cost = CostKind::Bits;
        session_ = std::make_unique<SearchSession>(*network_, *calibration_, settings,
                                                   HardwareCostFunction{}, job.stop, job.progress);
        evaluation_ = run.evaluation();
        if (!evaluation_) return;
        requireFits(*evaluation_, network_->card(), network_->classes());
        images_ = run.evaluationImages();
    }

    void measure(Baseline& baseline, const std::string& what) {
        const ProgressFunction progress = [&](const Progress& at) {
            job_.progress({what, at.done, at.total});
        };
        if (!baseline.isOtherFormat) {
            const Candidate candidate = uniform(static_cast<int>(baseline.figures.meanWeightBits));
            const Evaluation evaluation = session_->evaluate(candidate, job_.stop);
            baseline.figures.contrast = evaluation.contrast;
            // Another cost than bits would need the accelerator of the search.
            if (costIsBits_) {
                baseline.figures.compression = evaluation.compression;
                baseline.figures.fitness =
                    fitness(evaluation.contrast, evaluation.compression, lambda_);
            }
            if (evaluation_)
                baseline.figures.top1Percent =
                    session_->measureTop1(candidate, *evaluation_, images_, job_.stop, progress);
            return;
        }
        if (!evaluation_) return;
        const FormatPtr format = parseFormat(baseline.spec);
        const Assignment assignment =
            fitted(*network_, Assignment(network_->layers().size(), {format, format}),
                   &session_->calibration());
        WeightCache cache(64);
        baseline.figures.top1Percent =
            measureAccuracy(*network_, makePlan(*network_, assignment, Rounding::Nearest, cache),
                            *evaluation_, images_, 100, job_.stop, progress)
                .top1Percent();
    }

private:
    /// The least-error parameters of a width.
    Candidate uniform(int width) const {
        const SearchSpace& space = session_->space();
        Candidate candidate;
        for (const SearchLayer& layer : space.layers) {
            const auto at = std::find(space.widths.begin(), space.widths.end(), width);
            candidate.genes.push_back(
                layer.starts.at(static_cast<std::size_t>(at - space.widths.begin())));
        }
        return candidate;
    }

    const JobContext& job_;
    std::shared_ptr<const Network> network_;
    std::shared_ptr<const ImageSet> calibration_, evaluation_;
    std::vector<std::size_t> images_;
    std::unique_ptr<SearchSession> session_;
    bool costIsBits_ = true;
    double lambda_ = 0;
};

}  // namespace

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

void BaselineJob::start(std::shared_ptr<RunContext> run) {
    launch(tr("Estimating baselines"), [this, run = std::move(run)](const JobContext&) -> Delivery {
        Baselines list = uniformBaselines(*run);
        return [this, id = run->run(), list = std::move(list)] { Q_EMIT ready(id, list); };
    });
}

void BaselineJob::measure(std::shared_ptr<RunContext> run) {
    launch(tr("Measuring baselines"),
           [this, run = std::move(run)](const JobContext& context) -> Delivery {
               Baselines list = uniformBaselines(*run);
               Measurement measurement(*run, context);
               for (std::size_t i = 0; i < list.size(); ++i) {
                   measurement.measure(list[i], list[i].label + ", " + std::to_string(i + 1) +
                                                    " of " + std::to_string(list.size()));
                   context.post([this, id = run->run(), list] { Q_EMIT ready(id, list); });
               }
               return {};
           });
}

ParetoBaselines::ParetoBaselines(Session& session, QObject* parent)
    : QObject(parent), session_(session) {
    connect(&session_, &Session::projectChanged, this, [this] {
        estimating_.abandon();
        measuring_.abandon();
        known_.clear();
    });
    // An estimate that nobody asked for may fail in silence: the model's page says why.
    connect(&estimating_, &BaselineJob::ready, this, &ParetoBaselines::take);
    connect(&measuring_, &BaselineJob::ready, this, &ParetoBaselines::take);
    connect(&measuring_, &Job::failed, &session_.messages(), &Messages::problem);
}

void ParetoBaselines::estimate() {
    const Selection& selection = session_.selection();
    if (!selection.runContext() || !selection.run() || measuring_.isRunning() ||
        known_.contains(*selection.run()))
        return;
    estimating_.start(selection.runContext());
}

void ParetoBaselines::measure() {
    if (const auto& run = session_.selection().runContext()) measuring_.measure(run);
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
