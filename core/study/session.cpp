#include "core/study/session.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/network/accuracy.h"
#include "core/network/bias_correction.h"
#include "core/network/shared_weights.h"
#include "core/number/measures.h"
#include "core/search/informed_start.h"
#include "core/search/nsga2.h"
#include "core/study/settings.h"

namespace lpstudio {
namespace {

/// The locks by layer; throws UsageError if one names no layer.
std::map<std::string, std::string> locksOf(const SearchSettings& settings, const Network& network) {
    std::set<std::string> names;
    for (const Layer& layer : network.layers()) names.insert(layer.name);
    for (const auto& [name, spec] : settings.locks) {
        if (!names.contains(name))
            throw UsageError("locked layer " + name + "=" + spec +
                             ": the model has no such layer; list them with lpstudio-cli model");
        validateLock(name, spec);
    }
    return {settings.locks.begin(), settings.locks.end()};
}

/// What a search may do with one layer: the formats fitted at each width.
SearchLayer makeLayer(const Layer& layer, const Network& network, const SearchSettings& settings,
                      const Calibration& calibration,
                      const std::map<std::string, std::string>& locks) {
    SearchLayer entry{
        layer.name, layer.parameters, layer.inputElements, layer.block, 0, std::nullopt, {}, {}};
    const MagnitudeTable table = layer.isProduct() ? calibration.operand(layer.index)
                                                   : MagnitudeTable(network.weights(layer.index));
    if (table.rms() > 0) entry.center = -std::log2(table.rms());
    const auto fit = [&](const Format& family) { return *lpParameters(*family.fit(table)); };
    for (const int width : settings.widths) {
        entry.starts.push_back(fit(LpFormat(width)));
        entry.startSqnrDb.push_back(
            estimate(LpFormat(entry.starts.back()).quantizer(Rounding::Nearest), table).sqnrDb);
    }
    // Nothing would bound the width of a product that stores nothing.
    if (layer.isProduct() && settings.cost == CostKind::Bits) entry.pinned = fit(LpFormat(8));
    if (const auto lock = locks.find(layer.name); lock != locks.end())
        entry.pinned = fit(*parseFormat(lock->second));
    return entry;
}

SearchSpace makeSpace(const Network& network, const SearchSettings& settings,
                      const Calibration& calibration, int threads, const std::stop_token& stop,
                      const ProgressFunction& progress) {
    SearchSpace space;
    space.widths = settings.widths;
    space.maxExponentSize = settings.maxExponentSize;
    space.maxRegime = settings.maxRegime;
    space.sfRange = settings.sfRange;
    space.otherParameters = network.otherParameters();
    validate(space);
    const auto locks = locksOf(settings, network);
    const std::vector<SharedWeight> shared = sharedWeights(network);
    const std::vector<Layer>& layers = network.layers();
    space.layers.resize(layers.size());
    SharedProgress finished(progress, "fitting formats to each layer", layers.size());
    finished.add(0);
    forEachParallel(
        layers.size(), threads,
        [&](std::size_t i) {
            space.layers[i] = makeLayer(layers[i], network, settings, calibration, locks);
            space.layers[i].sharedWith = shared[i].with;
            finished.add();
        },
        stop);
    return space;
}

double costOf(const HardwareCost& cost, CostKind kind) {
    switch (kind) {
        case CostKind::Energy:
            return cost.energyPicojoules;
        case CostKind::Latency:
            return cost.latencySeconds;
        case CostKind::EnergyDelay:
            return cost.energyPicojoules * cost.latencySeconds;
        case CostKind::Bits:
            break;
    }
    return 0;
}

}  // namespace

void requireGeneForEachLayer(const Candidate& candidate, std::size_t layers) {
    if (candidate.genes.size() != layers)
        throw Error("a stored candidate has the formats of " +
                    std::to_string(candidate.genes.size()) + " layers, the network has " +
                    std::to_string(layers) + "; the project is damaged, restore it from a copy");
}

struct SearchSession::Impl {
    Impl(const Network& net, const ImageSet& set, const SearchSettings& chosen,
         HardwareCostFunction cost, int cores)
        : network(net),
          calibrationSet(set),
          settings(chosen),
          hardware(std::move(cost)),
          threads(threadCount(cores)) {}

    void prepare(const std::stop_token& stop, const ProgressFunction& progress);
    /// On `runThreads` threads.
    Evaluation evaluate(const Candidate& candidate, const Origin& origin,
                        const std::stop_token& stop, int runThreads) const;
    HardwareCost hardwareOf(const Candidate& candidate) const;
    SearchControl withWorkers(SearchControl control) const;
    /// Of each of so many workers.
    int threadsOfWorker(int workers) const { return std::max(1, threads / workers); }
    Assignment alone(const Sensitivity& sensitivity) const;
    /// For any images.
    RunPlan plan(const Assignment& assignment, const std::stop_token& stop = {}) const {
        return settled(network,
                       makePlan(network, assignment, Rounding::Nearest, scorer->weights(),
                                settings.biasCorrection ? calibration.get() : nullptr),
                       images, stop);
    }
    double top1(const Assignment& assignment, const ImageSet& set,
                std::span<const std::size_t> chosen, const std::stop_token& stop,
                const ProgressFunction& progress) const;
    std::vector<Candidate> seeds(SearchSession& session, const SearchControl& control,
                                 const ProgressFunction& progress) const;

    const Network& network;
    const ImageSet& calibrationSet;
    SearchSettings settings;
    HardwareCostFunction hardware;
    std::vector<std::size_t> chosenImages;
    std::vector<float> images;  ///< normalised
    std::unique_ptr<Calibration> calibration;
    SearchSpace space;
    std::unique_ptr<Scorer> scorer;
    std::vector<LayerIndex> blockBegins;  ///< first layer of each block
    int threads;                          ///< cores that may be used
    HardwareCost uniformCost;

    /// Scores the candidates of a search on its workers.
    class WorkerScoring final : public Evaluator {
    public:
        /// `runThreads`: of each worker.
        WorkerScoring(const Impl& session, int runThreads)
            : session_(session), runThreads_(runThreads) {}
        Evaluation evaluate(const Candidate& candidate, const Origin& origin,
                            std::stop_token stop) override {
            return session_.evaluate(candidate, origin, stop, runThreads_);
        }

    private:
        const Impl& session_;
        int runThreads_;
    };
};

void SearchSession::Impl::prepare(const std::stop_token& stop, const ProgressFunction& progress) {
    requireFits(calibrationSet, network.card(), network.classes());
    locksOf(settings, network);  // a mistake is told before the work
    chosenImages = stratifiedSample(calibrationSet, settings.images, settings.common.seed);
    images = normalised(calibrationSet, chosenImages, network.card());
    calibration = std::make_unique<Calibration>(network, images, stop, progress, threads);
    space = makeSpace(network, settings, *calibration, threads, stop, progress);
    scorer = std::make_unique<Scorer>(
        network, images,
        ScorerSettings{settings.scoreFunction, settings.pooling, settings.temperature,
                       settings.batch, settings.cacheMebibytes, settings.reuse, threads},
        settings.biasCorrection ? calibration.get() : nullptr, stop, progress);
    for (const Layer& layer : network.layers())
        if (static_cast<std::size_t>(layer.block) == blockBegins.size())
            blockBegins.push_back(layer.index);
    if (settings.cost != CostKind::Bits) {
        if (!hardware)
            throw UsageError("cost: energy, latency and edp need an accelerator; give --hardware");
        Candidate uniform;
        for (std::size_t i = 0; i < space.layers.size(); ++i) uniform.genes.push_back({8, 0, 2, 0});
        uniformCost = hardwareOf(uniform);
    }
}

HardwareCost SearchSession::Impl::hardwareOf(const Candidate& candidate) const {
    if (!hardware) return {};
    std::vector<LayerBits> bits;
    for (const LpParameters& gene : candidate.genes)
        bits.push_back({gene.n, activationWidth(gene.n, space.widths)});
    return hardware(bits);
}

Evaluation SearchSession::Impl::evaluate(const Candidate& candidate, const Origin& origin,
                                         const std::stop_token& stop, int runThreads) const {
    const Assignment formats = assignmentOf(network, candidate, space.widths, *calibration);
    Evaluation evaluation;
    const auto shifts = settings.biasCorrection ? std::make_shared<OutputShifts>() : nullptr;
    evaluation.contrast =
        scorer->score(formats, blockBegins.at(static_cast<std::size_t>(origin.block)), stop,
                      runThreads, shifts.get());
    evaluation.outputShifts = shifts;
    evaluation.hardware = hardwareOf(candidate);
    evaluation.compression = compressionOf(settings.cost, meanWeightBits(space, candidate),
                                           evaluation.hardware, uniformCost);
    return evaluation;
}

double compressionOf(CostKind kind, double meanWeightBits, const HardwareCost& cost,
                     const HardwareCost& uniform8) {
    return kind == CostKind::Bits ? meanWeightBits / 8
                                  : costOf(cost, kind) / costOf(uniform8, kind);
}

Assignment assignmentOf(const Network& network, const Candidate& candidate,
                        const std::vector<int>& widths, const Calibration& calibration) {
    requireGeneForEachLayer(candidate, network.layers().size());
    Assignment assignment;
    for (const Layer& layer : network.layers()) {
        const LpParameters& gene = candidate.genes.at(static_cast<std::size_t>(layer.index.value));
        const auto family = std::make_shared<LpFormat>(activationWidth(gene.n, widths));
        assignment.push_back(
            {std::make_shared<LpFormat>(gene), calibration.fitInput(layer.index, family)});
    }
    return assignment;
}

SearchSession::SearchSession(const Network& network, const ImageSet& calibration,
                             const SearchSettings& settings, HardwareCostFunction hardware,
                             const std::stop_token& stop, const ProgressFunction& progress,
                             int threads) {
    validate(settings);
    impl_ = std::make_unique<Impl>(network, calibration, settings, std::move(hardware), threads);
    impl_->prepare(stop, progress);
}
SearchSession::~SearchSession() = default;

const SearchSpace& SearchSession::space() const {
    return impl_->space;
}
const SearchSettings& SearchSession::settings() const {
    return impl_->settings;
}
const std::vector<std::size_t>& SearchSession::calibrationImages() const {
    return impl_->chosenImages;
}
const Calibration& SearchSession::calibration() const {
    return *impl_->calibration;
}

SearchControl SearchSession::Impl::withWorkers(SearchControl control) const {
    if (control.workers <= 0) control.workers = threads;
    return control;
}

/// One layer quantized, the rest in full precision.
Assignment SearchSession::Impl::alone(const Sensitivity& s) const {
    Assignment assignment(space.layers.size());
    const auto activations = std::make_shared<LpFormat>(activationWidth(s.width, space.widths));
    assignment[static_cast<std::size_t>(s.layer.value)] = {
        std::make_shared<LpFormat>(s.parameters), calibration->fitInput(s.layer, activations)};
    return assignment;
}

std::vector<Candidate> SearchSession::Impl::seeds(SearchSession& session,
                                                  const SearchControl& control,
                                                  const ProgressFunction& progress) const {
    if (settings.start == StartKind::Random) return {};
    // A resumed search has its first population: no need to find out again where it came from.
    std::map<CandidateId, const Candidate*> first;
    for (const ScoredCandidate& known : control.restored)
        if (known.id.value > 0 && known.id.value < settings.common.population)
            first[known.id] = &known.candidate;
    if (first.size() + 1 == static_cast<std::size_t>(settings.common.population)) {
        std::vector<Candidate> seeds;
        seeds.reserve(first.size());
        for (const auto& [id, candidate] : first) seeds.push_back(*candidate);
        return seeds;
    }
    std::vector<LayerDamage> damages(space.layers.size());
    const double floatScore = session.floatScore();
    for (const Sensitivity& s : session.sensitivities(false, control, progress))
        damages[static_cast<std::size_t>(s.layer.value)].byWidth.push_back(s.score - floatScore);
    return informedStart(space, damages, floatScore, settings.common.lambda,
                         settings.common.targetBits,
                         static_cast<std::size_t>(settings.common.population) / 2);
}

SearchResult SearchSession::run(SearchObserver& observer, const SearchControl& given,
                                const ProgressFunction& progress) {
    for (const ScoredCandidate& known : given.restored)
        requireGeneForEachLayer(known.candidate, impl_->space.layers.size());
    const SearchControl control = impl_->withWorkers(given);
    const std::vector<Candidate> seeds = impl_->seeds(*this, control, progress);
    const SearchSettings& s = impl_->settings;
    Impl::WorkerScoring scoring(*impl_, impl_->threadsOfWorker(control.workers));
    if (s.algorithm == Algorithm::Nsga2)
        return runNsga2(impl_->space, s.common, s.nsga2, scoring, observer, control, seeds);
    return runLpq(impl_->space, s.common, s.lpq, scoring, observer, control, seeds);
}

std::vector<Sensitivity> SearchSession::sensitivities(bool pinnedToo, const SearchControl& given,
                                                      const ProgressFunction& progress) {
    const SearchControl control = impl_->withWorkers(given);
    const SearchSpace& space = impl_->space;
    std::vector<Sensitivity> result;
    for (std::size_t layer = 0; layer < space.layers.size(); ++layer)
        for (std::size_t w = 0; w < space.widths.size(); ++w)
            if (pinnedToo || !space.layers[layer].pinned)
                result.push_back({LayerIndex(static_cast<int>(layer)), space.widths[w],
                                  space.layers[layer].starts[w], 0,
                                  space.layers[layer].startSqnrDb[w]});
    const int runThreads = impl_->threadsOfWorker(control.workers);
    SharedProgress done(progress, "measuring each layer's sensitivity", result.size());
    forEachParallel(
        result.size(), control.workers,
        [&](std::size_t i) {
            Sensitivity& s = result[i];
            if (control.gate != nullptr) control.gate->wait(control.stop);
            s.score = impl_->scorer->score(impl_->alone(s), s.layer, control.stop, runThreads);
            done.add();
        },
        control.stop);
    return result;
}

double SearchSession::floatScore() const {
    return impl_->scorer->score(Assignment(impl_->space.layers.size()), LayerIndex(0), {},
                                impl_->threads);
}

Evaluation SearchSession::evaluate(const Candidate& candidate, const std::stop_token& stop) const {
    return impl_->evaluate(candidate, {}, stop, impl_->threads);
}

ReuseStatistics SearchSession::reuse() const {
    return impl_->scorer->statistics();
}

Assignment SearchSession::assignment(const Candidate& candidate) const {
    return assignmentOf(impl_->network, candidate, impl_->space.widths, *impl_->calibration);
}

RunPlan SearchSession::plan(const Candidate& candidate) const {
    return impl_->plan(assignment(candidate));
}

double SearchSession::Impl::top1(const Assignment& assignment, const ImageSet& set,
                                 std::span<const std::size_t> chosen, const std::stop_token& stop,
                                 const ProgressFunction& progress) const {
    return measureAccuracy(network, plan(assignment, stop), set, chosen, 100, stop, progress,
                           threads)
        .top1Percent();
}

double SearchSession::measureTop1(const Candidate& candidate, const ImageSet& set,
                                  std::span<const std::size_t> images, const std::stop_token& stop,
                                  const ProgressFunction& progress) const {
    return impl_->top1(assignment(candidate), set, images, stop, progress);
}

double SearchSession::measureTop1(const Sensitivity& sensitivity, const ImageSet& set,
                                  std::span<const std::size_t> images,
                                  const std::stop_token& stop) const {
    return impl_->top1(impl_->alone(sensitivity), set, images, stop, {});
}

}  // namespace lpstudio
