#include "core/network/weight_comparison.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/base/parallel.h"
#include "core/network/layout.h"

namespace lpstudio {
namespace {

WeightComparison compareLayer(const Network& network, const Layer& layer,
                              std::span<const int> widths, bool perChannel,
                              const std::function<bool()>& shouldContinue) {
    const auto weights = network.weights(layer.index);
    const WeightRows rows(layer, weights);
    const MagnitudeTable table(weights);
    WeightComparison result{layer.index, {}, {}};
    result.results = compareFormats(rows.tensor(), table, widths, perChannel, shouldContinue);
    if (!perChannel) return result;
    const auto whole = compareFormats(rows.tensor(), table, widths, false, shouldContinue);
    for (const FamilyResult& one : result.results) {
        const auto same = std::find_if(whole.begin(), whole.end(), [&](const FamilyResult& other) {
            return other.family == one.family && other.width == one.width;
        });
        result.perTensorSqnrDb.push_back(
            same == whole.end() ? std::numeric_limits<double>::quiet_NaN() : same->sqnrDb);
    }
    return result;
}

class Mean {
public:
    void add(double value) {
        if (std::isnan(value)) return;
        sum_ += value;
        ++count_;
    }
    double value(double none) const { return count_ > 0 ? sum_ / count_ : none; }

private:
    double sum_ = 0;
    int count_ = 0;
};

}  // namespace

std::vector<WeightComparison> compareWeightFormats(const Network& network,
                                                   std::span<const int> widths, bool perChannel,
                                                   const std::stop_token& stop,
                                                   const ProgressFunction& progress, int threads) {
    std::vector<const Layer*> layers;
    for (const Layer& layer : network.layers())
        if (!layer.isProduct()) layers.push_back(&layer);
    std::vector<WeightComparison> results(layers.size());

    SharedProgress done(progress, "comparing formats", layers.size());
    forEachParallel(
        layers.size(), threads,
        [&](std::size_t i) {
            results[i] = compareLayer(network, *layers[i], widths, perChannel,
                                      [&] { return !stop.stop_requested(); });
            done.add();
        },
        stop);
    return results;
}

std::vector<LayerIndex> leftOutOfMeans(std::span<const WeightComparison> comparison) {
    // One layer of three values would make every other one vanish in an infinite mean; left out for
    // the formats that hold it alone, it would put those that cannot above them.
    std::vector<LayerIndex> exact;
    for (const WeightComparison& layer : comparison) {
        bool finite = std::none_of(layer.perTensorSqnrDb.begin(), layer.perTensorSqnrDb.end(),
                                   [](double sqnr) { return std::isinf(sqnr); });
        for (const FamilyResult& result : layer.results)
            finite = finite && std::isfinite(result.sqnrDb);
        if (!finite) exact.push_back(layer.layer);
    }
    if (exact.size() == comparison.size()) exact.clear();
    return exact;
}

std::vector<MeanSqnr> meanOverLayers(std::span<const WeightComparison> comparison) {
    const std::vector<LayerIndex> leftOut = leftOutOfMeans(comparison);
    struct Sums {
        Mean chosen, perTensor;
    };
    std::vector<MeanSqnr> means;
    std::vector<Sums> sums;
    for (const WeightComparison& layer : comparison) {
        if (std::find(leftOut.begin(), leftOut.end(), layer.layer) != leftOut.end()) continue;
        for (std::size_t i = 0; i < layer.results.size(); ++i) {
            const FamilyResult& result = layer.results[i];
            auto at = std::find_if(means.begin(), means.end(), [&](const MeanSqnr& mean) {
                return mean.family == result.family && mean.width == result.width;
            });
            if (at == means.end()) {
                at = means.insert(at, {result.family, result.width, 0, 0});
                sums.emplace_back();
            }
            Sums& sum = sums[static_cast<std::size_t>(at - means.begin())];
            sum.chosen.add(result.sqnrDb);
            if (i < layer.perTensorSqnrDb.size()) sum.perTensor.add(layer.perTensorSqnrDb[i]);
        }
    }
    for (std::size_t i = 0; i < means.size(); ++i) {
        means[i].sqnrDb = sums[i].chosen.value(std::numeric_limits<double>::infinity());
        means[i].perTensorSqnrDb =
            sums[i].perTensor.value(std::numeric_limits<double>::quiet_NaN());
    }
    return means;
}

}  // namespace lpstudio
