#include "app/report/report_weights.h"

#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/network/layout.h"
#include "core/network/weight_comparison.h"

namespace lpstudio {
namespace {

constexpr int kComparedForReport[] = {3, 4, 5, 6, 7, 8};

/// Means over layers in dB.
class SqnrMeans {
public:
    void add(double sqnrDb, std::int64_t weights) {
        if (std::isnan(sqnrDb)) return;
        sum_ += sqnrDb;
        ++layers_;
        weightedSum_ += sqnrDb * static_cast<double>(weights);
        weights_ += static_cast<double>(weights);
    }
    double mean() const { return layers_ > 0 ? sum_ / layers_ : NAN; }
    double weighted() const { return weights_ > 0 ? weightedSum_ / weights_ : NAN; }

private:
    double sum_ = 0, weightedSum_ = 0, weights_ = 0;
    int layers_ = 0;
};

struct Shown {
    std::size_t layer;
    std::string reason;
    double bitShare;
};

/// By turns the most bits and the least SQNR, no layer twice.
std::vector<Shown> shownLayers(const std::vector<Layer>& layers, const Assignment& assignment,
                               const std::vector<Measures>& measures, std::size_t count) {
    const auto bitsOf = [&](std::size_t i) {
        return static_cast<double>(layers[i].parameters) * assignment[i].weights->storageBits();
    };
    std::vector<std::size_t> rest;
    double all = 0;
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (measures[i].elements > 0) {
            rest.push_back(i);
            all += bitsOf(i);
        }
    std::vector<Shown> shown;
    while (!rest.empty() && shown.size() < count) {
        const bool byBits = shown.size() % 2 == 0;
        const auto found =
            byBits ? std::max_element(rest.begin(), rest.end(),
                                      [&](auto a, auto b) { return bitsOf(a) < bitsOf(b); })
                   : std::min_element(rest.begin(), rest.end(), [&](auto a, auto b) {
                         return measures[a].sqnrDb < measures[b].sqnrDb;
                     });
        std::string reason = "%1 % of the model's weight bits";
        if (!byBits) {
            const bool first = shown.size() == 1;
            reason =
                std::string(first ? "least SQNR of all layers" : "next least SQNR") + ", " + reason;
        } else {
            reason += shown.empty() ? ", the most of all layers" : ", the next most";
        }
        shown.push_back({*found, reason, bitsOf(*found) / all});
        rest.erase(found);
    }
    return shown;
}

}  // namespace

void measureWeights(ReportCandidate& candidate, const Network& network,
                    const Assignment& assignment, std::size_t shown, const std::stop_token& stop,
                    const ProgressFunction& progress) {
    const std::vector<Layer>& layers = network.layers();
    std::vector<Measures> measures(layers.size());
    SqnrMeans means;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (stop.stop_requested()) throw Cancelled();
        if (progress) progress({"measuring weights", i, layers.size()});
        const FormatPtr& format = assignment[i].weights;
        if (layers[i].parameters == 0 || !format) continue;
        const WeightRows rows(layers[i], network.weights(layers[i].index));
        measures[i] = format->tensorQuantizer(Rounding::Nearest)->measure(rows.tensor());
        candidate.layers[i].sqnrDb = measures[i].sqnrDb;
        // A layer that loses nothing has no place in the means.
        if (std::isfinite(measures[i].sqnrDb)) means.add(measures[i].sqnrDb, layers[i].parameters);
    }
    candidate.meanSqnrDb = means.mean();
    candidate.weightedSqnrDb = means.weighted();
    const auto shouldContinue = [&] { return !stop.stop_requested(); };
    for (const Shown& one : shownLayers(layers, assignment, measures, shown)) {
        const Layer& layer = layers[one.layer];
        const DistributionLayer weights{QString::fromStdString(layer.name),
                                        network.weights(layer.index)};
        candidate.distributions.push_back({layer.name, one.reason, one.bitShare,
                                           distributionData({&weights, 1}, shouldContinue),
                                           assignment[one.layer].weights, measures[one.layer]});
    }
}

std::vector<ReportFormat> compareFormatsForReport(const Network& network,
                                                  const std::stop_token& stop,
                                                  const ProgressFunction& progress) {
    const std::vector<WeightComparison> comparison =
        compareWeightFormats(network, kComparedForReport, false, stop, progress);
    std::map<std::pair<std::string, int>, SqnrMeans> means;
    std::map<std::pair<std::string, int>, double> stored;
    // The same layers for all formats.
    const std::vector<LayerIndex> leftOut = leftOutOfMeans(comparison);
    for (const WeightComparison& layer : comparison) {
        if (std::find(leftOut.begin(), leftOut.end(), layer.layer) != leftOut.end()) continue;
        const std::int64_t weights =
            network.layers()[static_cast<std::size_t>(layer.layer.value)].parameters;
        for (const FamilyResult& result : layer.results) {
            means[{result.family, result.width}].add(result.sqnrDb, weights);
            stored[{result.family, result.width}] = result.format->storageBits();
        }
    }
    std::vector<ReportFormat> formats;
    for (const FormatFamily& family : formatFamilies())
        for (const int width : kComparedForReport) {
            const auto at = means.find({family.key, width});
            if (at != means.end())
                formats.push_back({family.key, family.title, width, stored[at->first],
                                   at->second.mean(), at->second.weighted()});
        }
    return formats;
}

}  // namespace lpstudio
