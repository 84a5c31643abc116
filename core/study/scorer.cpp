#include "core/study/scorer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/lru_cache.h"
#include "core/base/parallel.h"
#include "core/network/batches.h"

namespace lpstudio {
namespace {

/// The state of a run at a resume point, for all images.
struct Kept {
    std::vector<Checkpoint> batches;
    Similarities similarities;
    OutputShifts shifts = {};  ///< of the layers before it

    std::size_t bytes() const {
        std::size_t sum = similarities.bytes();
        for (const auto& shift : shifts) sum += shift.size() * sizeof(float);
        for (const Checkpoint& checkpoint : batches) sum += checkpoint.bytes();
        return sum;
    }
};

std::string specOf(const FormatPtr& format) {
    return format ? format->spec() : std::string("-");
}

/// Logits with 0 in place of -infinity, by which a network rules classes out: nothing is like an
/// infinite vector.
std::vector<double> comparable(std::vector<double> logits) {
    std::replace(logits.begin(), logits.end(), -std::numeric_limits<double>::infinity(), 0.0);
    return logits;
}

/// The layer whose output is the logits, which are a part of their own.
std::optional<LayerIndex> logitsLayer(const Network& network) {
    const Layer& last = network.layers().back();
    if (!last.isProduct() && last.outputShape == std::vector<std::int64_t>{network.classes()})
        return last.index;
    return std::nullopt;
}

/// Pools the outputs of convolutions and linear layers and hands them to `take(part, values)`,
/// where layers have parts; notes what bias correction adds.
template <class Take>
class PoolingObserver final : public RunObserver {
public:
    PoolingObserver(const std::vector<Layer>& layers, const std::vector<int>& partOfLayer,
                    Pooling pooling, std::size_t images, OutputShifts* shifts, Take take)
        : layers_(layers),
          partOfLayer_(partOfLayer),
          pooling_(pooling),
          images_(images),
          shifts_(shifts),
          take_(std::move(take)) {}

    bool wantsOutputs() const override {
        return std::any_of(partOfLayer_.begin(), partOfLayer_.end(),
                           [](int part) { return part >= 0; });
    }
    void onShift(LayerIndex layer, std::span<const float> shift) override {
        if (shifts_ != nullptr)
            shifts_->at(static_cast<std::size_t>(layer.value)).assign(shift.begin(), shift.end());
    }
    void onOutput(LayerIndex index, const TensorView& output) override {
        const auto layer = static_cast<std::size_t>(index.value);
        if (partOfLayer_[layer] < 0) return;
        take_(static_cast<std::size_t>(partOfLayer_[layer]),
              pool(output, layers_[layer].kind, images_, pooling_));
    }

private:
    const std::vector<Layer>& layers_;
    const std::vector<int>& partOfLayer_;
    Pooling pooling_;
    std::size_t images_;
    OutputShifts* shifts_;
    Take take_;
};

}  // namespace

struct Scorer::Impl {
    Impl(const Network& net, std::span<const float> normalised, const ScorerSettings& chosen,
         const Calibration* correction)
        : network(net),
          pixels(normalised),
          settings(chosen),
          biasCorrection(correction),
          cache(chosen.cacheMebibytes),
          runs(chosen.reuse ? chosen.cacheMebibytes << 20 : 0) {}

    const Network& network;
    std::span<const float> pixels;
    ScorerSettings settings;
    const Calibration* biasCorrection;
    WeightCache cache;
    LruCache<Kept> runs;  ///< by what came before the resume point
    std::size_t images = 0, perImage = 0;
    std::vector<int> partOfLayer;  ///< -1: not pooled
    std::size_t logitsPart = 0;
    Representation representation{0};  ///< of the float run
    std::vector<double> logits;        ///< of the float run
    mutable std::mutex statisticsMutex;
    ReuseStatistics statistics;

    bool local() const { return settings.scoreFunction == ScoreFunction::GlobalLocal; }
    bool contrastive() const { return local() || settings.scoreFunction == ScoreFunction::Global; }
    void prepare(const std::stop_token& stop, const ProgressFunction& progress);
    template <class Begin, class Take>
    std::vector<double> execute(const RunPlan& plan, const std::stop_token& stop, int threads,
                                OutputShifts* shifts, const Begin& begin, const Take& take) const;
    double score(const Assignment& assignment, LayerIndex changing, const std::stop_token& stop,
                 int threads, OutputShifts* wantedShifts);
    double objective(const Similarities& similarities, const std::vector<double>& quantized) const;
    std::vector<std::string> keys(const Assignment& assignment) const;
    void count(std::optional<LayerIndex> from);
};

/// Runs all images in batches and returns the logits. `begin(batch, options)` may say where a batch
/// is taken up; `take(part, values, batch)` gets the parts of its representations in ascending
/// order. Both are called for several batches at once.
template <class Begin, class Take>
std::vector<double> Scorer::Impl::execute(const RunPlan& plan, const std::stop_token& stop,
                                          int threads, OutputShifts* shifts, const Begin& begin,
                                          const Take& take) const {
    const auto classes = static_cast<std::size_t>(network.classes());
    std::vector<double> result(images * classes);
    forEachBatch(network, {images, settings.batch, threads, stop}, [&](const Batch& batch) {
        PoolingObserver observer(network.layers(), partOfLayer, settings.pooling, batch.size,
                                 shifts, [&](std::size_t part, const std::vector<double>& values) {
                                     take(part, values, batch);
                                 });
        RunOptions options;
        if (local() || biasCorrection != nullptr) options.observer = &observer;
        begin(batch, options);
        const std::vector<double> own = network.run(
            pixels.subspan(batch.first * perImage, batch.size * perImage), plan, options);
        take(logitsPart, comparable(own), batch);
        std::copy(own.begin(), own.end(),
                  result.begin() + static_cast<std::ptrdiff_t>(batch.first * classes));
    });
    return result;
}

void Scorer::Impl::prepare(const std::stop_token& stop, const ProgressFunction& progress) {
    const ModelCard& card = network.card();
    perImage = static_cast<std::size_t>(card.channels) * static_cast<std::size_t>(card.height) *
               static_cast<std::size_t>(card.width);
    images = pixels.size() / perImage;
    // The channels' means are those of all images.
    if (biasCorrection != nullptr) settings.batch = std::max<std::size_t>(1, images);
    const auto last = logitsLayer(network);
    int parts = 0;
    for (const Layer& layer : network.layers())
        partOfLayer.push_back(!local() || layer.isProduct() || layer.index == last ? -1 : parts++);
    logitsPart = static_cast<std::size_t>(parts);
    representation = Representation(images);
    std::mutex mutex;  // of the representation, which grows as parts come
    SharedProgress finished(progress, "running the float network", images);
    finished.add(0);
    logits = execute(
        {}, stop, settings.threads, nullptr, [](auto&&...) {},
        [&](std::size_t part, const std::vector<double>& values, const Batch& batch) {
            const std::scoped_lock lock(mutex);
            representation.set(part, values, batch.first, batch.size);
            if (part == logitsPart) finished.add(batch.size);  // the last of a batch
        });
}

/// What came before each resume point.
std::vector<std::string> Scorer::Impl::keys(const Assignment& assignment) const {
    std::vector<std::string> result;
    std::string key;
    std::size_t layer = 0;
    for (const LayerIndex point : network.resumePoints()) {
        for (; layer < static_cast<std::size_t>(point.value); ++layer)
            key += specOf(assignment[layer].weights) + "/" + specOf(assignment[layer].activations) +
                   ";";
        result.push_back(key);
    }
    return result;
}

double Scorer::Impl::score(const Assignment& assignment, LayerIndex changing,
                           const std::stop_token& stop, int threads, OutputShifts* wantedShifts) {
    const std::vector<LayerIndex>& points = network.resumePoints();
    std::vector<std::string> keyOf;
    std::shared_ptr<const Kept> from;
    std::size_t at = 0;  ///< resume point behind the last layer that is re-used
    if (settings.reuse) {
        keyOf = keys(assignment);
        for (at = points.size(); at > 0; --at)
            if ((from = runs.find(keyOf[at - 1]))) break;
    }
    const std::size_t batches = (images + settings.batch - 1) / settings.batch;
    // Worth keeping: where the next runs begin to differ, and where those after them will.
    std::vector<std::pair<std::size_t, std::shared_ptr<Kept>>> keeping;
    if (settings.reuse) {
        const auto next = static_cast<std::size_t>(
            std::upper_bound(points.begin(), points.end(), changing) - points.begin());
        for (std::size_t i = next > 0 ? next - 1 : 0; i < std::min(next + 1, points.size()); ++i)
            if (i >= at && !runs.contains(keyOf[i]))
                keeping.emplace_back(
                    i, std::make_shared<Kept>(
                           Kept{std::vector<Checkpoint>(batches), Similarities(representation)}));
    }

    // Each batch has rows of its own in the similarities.
    Similarities similarities = from ? from->similarities : Similarities(representation);
    // Of bias correction, which runs all images in one batch.
    OutputShifts shifts;
    if (biasCorrection != nullptr)
        shifts = from ? from->shifts : OutputShifts(network.layers().size());
    std::mutex mutex;  // of what is kept
    std::size_t held = 0;
    const RunPlan plan = makePlan(network, assignment, Rounding::Nearest, cache, biasCorrection);
    const auto begin = [&](const Batch& batch, RunOptions& options) {
        if (from) options.from = &from->batches[batch.index];
        if (keeping.empty()) return;
        options.keep = [&, batch](const Checkpoint& checkpoint) {
            const std::scoped_lock lock(mutex);
            for (auto& [point, kept] : keeping) {
                if (points[point] != checkpoint.layer() || !kept) continue;
                held += checkpoint.bytes();
                // More than fits would only push itself out.
                if (held > runs.limit()) {
                    kept = nullptr;
                    continue;
                }
                kept->batches[batch.index] = checkpoint;
                kept->similarities.copyImages(similarities, batch.first, batch.size);
                kept->shifts = shifts;
            }
        };
    };
    const std::vector<double> result =
        execute(plan, stop, threads, &shifts, begin,
                [&](std::size_t part, const std::vector<double>& values, const Batch& batch) {
                    if (contrastive()) similarities.add(part, values, batch.first, batch.size);
                });
    for (auto& [point, kept] : keeping) {
        if (!kept) continue;
        const std::size_t bytes = kept->bytes();
        runs.insert(keyOf[point], std::move(kept), bytes);
    }
    count(from ? std::optional(points[at - 1]) : std::nullopt);
    if (wantedShifts != nullptr) *wantedShifts = std::move(shifts);

    const double value = objective(similarities, result);
    if (!std::isfinite(value))
        throw Error(network.file().string() + ": the objective " +
                    scoreFunctionName(settings.scoreFunction) + " is " +
                    (std::isnan(value) ? "not a number" : "infinite") +
                    " for a candidate, although its logits are not; choose another --objective, or "
                    "give the layers more bits");
    return value;
}

double Scorer::Impl::objective(const Similarities& similarities,
                               const std::vector<double>& quantized) const {
    switch (settings.scoreFunction) {
        case ScoreFunction::GlobalLocal:
        case ScoreFunction::Global:
            return similarities.contrast(settings.temperature);
        case ScoreFunction::Kl:
            return klDivergence(quantized, logits, static_cast<std::size_t>(network.classes()));
        case ScoreFunction::Mse:
            return meanSquaredError(quantized, logits);
    }
    return 0;
}

void Scorer::Impl::count(std::optional<LayerIndex> from) {
    std::int64_t executed = 0, whole = 0;
    for (const Layer& layer : network.layers()) {
        whole += layer.macs;
        if (!from || !(layer.index < *from)) executed += layer.macs;
    }
    const std::scoped_lock lock(statisticsMutex);
    ++statistics.runs;
    if (from) ++statistics.resumed;
    statistics.macs += executed * static_cast<std::int64_t>(images);
    statistics.macsOfWholeRuns += whole * static_cast<std::int64_t>(images);
}

Scorer::Scorer(const Network& network, std::span<const float> images,
               const ScorerSettings& settings, const Calibration* biasCorrection,
               const std::stop_token& stop, const ProgressFunction& progress)
    : impl_(std::make_unique<Impl>(network, images, settings, biasCorrection)) {
    impl_->prepare(stop, progress);
}
Scorer::~Scorer() = default;

double Scorer::score(const Assignment& assignment, LayerIndex changing, const std::stop_token& stop,
                     int threads, OutputShifts* shifts) {
    return impl_->score(assignment, changing, stop, threads, shifts);
}

std::size_t Scorer::images() const {
    return impl_->images;
}
WeightCache& Scorer::weights() {
    return impl_->cache;
}

ReuseStatistics Scorer::statistics() const {
    const std::scoped_lock lock(impl_->statisticsMutex);
    ReuseStatistics result = impl_->statistics;
    result.bytes = impl_->runs.bytes();
    return result;
}

}  // namespace lpstudio
