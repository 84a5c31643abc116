#include "core/search/session.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/error.h"
#include "core/model/accuracy.h"

namespace lpstudio {
namespace {

/// Pools the outputs of convolutions and linear layers into representations while the network runs.
class PoolingObserver final : public RunObserver {
public:
    PoolingObserver(const Network& network, Pooling pooling, Representation& target)
        : layers_(network.layers()), pooling_(pooling), target_(target) {
        // The logits are appended by the caller, once; the layer that makes them is left out here.
        const Layer& last = layers_.back();
        if (!last.isProduct() && last.outputShape == std::vector<std::int64_t>{network.classes()})
            skipped_ = last.index;
    }

    void beginBatch(std::size_t firstImage, std::size_t images) {
        firstImage_ = firstImage;
        images_ = images;
    }
    bool wantsOutputs() const override { return true; }
    void onOutput(LayerIndex index, const TensorView& output) override {
        const Layer& layer = layers_[static_cast<std::size_t>(index.value)];
        if (layer.isProduct() || index == skipped_) return;
        target_.append(pool(output, layer.kind, images_, pooling_), firstImage_, images_);
    }

private:
    const std::vector<Layer>& layers_;
    Pooling pooling_;
    Representation& target_;
    LayerIndex skipped_{-1};
    std::size_t firstImage_ = 0, images_ = 0;
};

/// What a run of all calibration images leaves behind.
struct Outcome {
    Representation representation;
    std::vector<double> logits;
};

SearchSpace makeSpace(const Network& network, const SearchSettings& settings,
                      const Calibration& calibration) {
    SearchSpace space;
    space.widths = settings.widths;
    space.maxExponentSize = settings.maxExponentSize;
    space.maxRegime = settings.maxRegime;
    space.sfRange = settings.sfRange;
    space.otherParameters = network.otherParameters();
    validate(space);
    std::map<std::string, std::string> pins(settings.pins.begin(), settings.pins.end());
    for (const Layer& layer : network.layers()) {
        SearchLayer entry{
            layer.name, layer.parameters, layer.inputElements, layer.block, 0, std::nullopt, {}};
        const MagnitudeTable table = layer.isProduct()
                                         ? calibration.operand(layer.index)
                                         : MagnitudeTable(network.weights(layer.index));
        if (table.rms() > 0) entry.center = -std::log2(table.rms());
        const auto fit = [&](const Format& family) { return *lpParameters(*family.fit(table)); };
        entry.start = fit(LpFormat(space.largestWidth()));
        // Nothing would bound the width of a product that stores nothing.
        if (layer.isProduct() && settings.cost == CostKind::Bits) entry.pinned = fit(LpFormat(8));
        if (const auto pin = pins.find(layer.name); pin != pins.end()) {
            const FormatPtr format = parseFormat(pin->second);
            if (dynamic_cast<const LpFormat*>(format.get()) == nullptr || format->bits() > 8)
                throw UsageError("pin " + layer.name + "=" + pin->second +
                                 ": a search pins LP formats of 2 to 8 bits; give lp:n, lp:n,es,rs "
                                 "or lp:n,es,rs,sf");
            entry.pinned = fit(*format);
            pins.erase(pin);
        }
        space.layers.push_back(std::move(entry));
    }
    if (!pins.empty())
        throw UsageError("pin " + pins.begin()->first + "=" + pins.begin()->second +
                         ": the model has no such layer; list them with lpstudio-cli model");
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

struct SearchSession::Impl final : Evaluator {
    Impl(const Network& net, const ImageSet& set, const SearchSettings& chosen,
         HardwareCostFunction cost)
        : network(net),
          calibrationSet(set),
          settings(chosen),
          hardware(std::move(cost)),
          cache(chosen.cacheMebibytes),
          reference{Representation(0), {}} {}

    void prepare(const std::stop_token& stop, const ProgressFunction& progress);
    Outcome execute(const RunPlan& plan, const std::stop_token& stop) const;
    double contrast(const Outcome& outcome) const;
    Evaluation evaluate(const Candidate& candidate, std::stop_token stop) override;
    HardwareCost hardwareOf(const Candidate& candidate) const;

    const Network& network;
    const ImageSet& calibrationSet;
    SearchSettings settings;
    HardwareCostFunction hardware;
    mutable WeightCache cache;
    std::vector<std::size_t> chosenImages;
    std::vector<float> images;  ///< normalised
    std::unique_ptr<Calibration> calibration;
    SearchSpace space;
    Outcome reference;
    HardwareCost uniformCost;
};

void SearchSession::Impl::prepare(const std::stop_token& stop, const ProgressFunction& progress) {
    requireFits(calibrationSet, network.card(), network.classes());
    chosenImages = stratifiedSample(calibrationSet, settings.images, settings.lpq.seed);
    images = normalised(calibrationSet, chosenImages, network.card());
    calibration = std::make_unique<Calibration>(network, images, stop, progress);
    space = makeSpace(network, settings, *calibration);
    reference = execute({}, stop);
    if (settings.cost != CostKind::Bits) {
        if (!hardware)
            throw UsageError("cost: energy, latency and edp need an accelerator; give --hardware");
        Candidate uniform;
        for (std::size_t i = 0; i < space.layers.size(); ++i) uniform.genes.push_back({8, 0, 2, 0});
        uniformCost = hardwareOf(uniform);
    }
}

Outcome SearchSession::Impl::execute(const RunPlan& plan, const std::stop_token& stop) const {
    Outcome outcome{Representation(chosenImages.size()), {}};
    PoolingObserver observer(network, settings.pooling, outcome.representation);
    const std::size_t perImage = images.size() / chosenImages.size();
    const bool local = settings.objective == Objective::GlobalLocal;
    for (std::size_t begin = 0; begin < chosenImages.size(); begin += settings.batch) {
        if (stop.stop_requested()) throw Cancelled();
        const std::size_t count = std::min(settings.batch, chosenImages.size() - begin);
        observer.beginBatch(begin, count);
        const auto logits =
            network.run(std::span(images).subspan(begin * perImage, count * perImage), plan,
                        local ? &observer : nullptr);
        outcome.representation.append(logits, begin, count);
        outcome.logits.insert(outcome.logits.end(), logits.begin(), logits.end());
    }
    outcome.representation.normalise();
    return outcome;
}

double SearchSession::Impl::contrast(const Outcome& outcome) const {
    switch (settings.objective) {
        case Objective::GlobalLocal:
        case Objective::Global:
            return contrastiveLoss(outcome.representation, reference.representation,
                                   settings.temperature);
        case Objective::Kl:
            return klDivergence(outcome.logits, reference.logits,
                                static_cast<std::size_t>(network.classes()));
        case Objective::Mse:
            return meanSquaredError(outcome.logits, reference.logits);
    }
    return 0;
}

HardwareCost SearchSession::Impl::hardwareOf(const Candidate& candidate) const {
    if (!hardware) return {};
    std::vector<LayerBits> bits;
    for (const LpParameters& gene : candidate.genes)
        bits.push_back({gene.n, activationWidth(gene.n, space.widths)});
    return hardware(bits);
}

Evaluation SearchSession::Impl::evaluate(const Candidate& candidate, std::stop_token stop) {
    const Assignment formats = assignmentOf(network, candidate, space.widths, *calibration);
    Evaluation evaluation;
    evaluation.contrast =
        contrast(execute(makePlan(network, formats, Rounding::Nearest, cache), stop));
    evaluation.hardware = hardwareOf(candidate);
    evaluation.compression =
        settings.cost == CostKind::Bits
            ? meanWeightBits(space, candidate) / 8
            : costOf(evaluation.hardware, settings.cost) / costOf(uniformCost, settings.cost);
    return evaluation;
}

Assignment assignmentOf(const Network& network, const Candidate& candidate,
                        const std::vector<int>& widths, const Calibration& calibration) {
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
                             const std::stop_token& stop, const ProgressFunction& progress) {
    validate(settings);
    impl_ = std::make_unique<Impl>(network, calibration, settings, std::move(hardware));
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

SearchResult SearchSession::run(SearchObserver& observer, std::stop_token stop) {
    return runLpq(impl_->space, impl_->settings.lpq, *impl_, observer, std::move(stop));
}

Evaluation SearchSession::evaluate(const Candidate& candidate, std::stop_token stop) {
    return impl_->evaluate(candidate, std::move(stop));
}

Assignment SearchSession::assignment(const Candidate& candidate) const {
    return assignmentOf(impl_->network, candidate, impl_->space.widths, *impl_->calibration);
}

double SearchSession::measureTop1(const Candidate& candidate, const ImageSet& set,
                                  std::span<const std::size_t> images, const std::stop_token& stop,
                                  const ProgressFunction& progress) const {
    const RunPlan plan =
        makePlan(impl_->network, assignment(candidate), Rounding::Nearest, impl_->cache);
    return measureAccuracy(impl_->network, plan, set, images, 100, stop, progress).top1Percent();
}

}  // namespace lpstudio
