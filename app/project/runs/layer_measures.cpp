#include "app/project/runs/layer_measures.h"

#include <limits>

#include "core/base/error.h"
#include "core/network/layout.h"
#include "core/number/measures.h"

namespace lpstudio {

LayerMeasures::LayerMeasures(std::shared_ptr<const Network> network)
    : network_(std::move(network)) {}

const MagnitudeTable& LayerMeasures::table(LayerIndex layer) {
    auto known = tables_.find(layer.value);
    if (known == tables_.end())
        known = tables_.emplace(layer.value, MagnitudeTable(network_->weights(layer))).first;
    return known->second;
}

double LayerMeasures::sqnrDb(LayerIndex layer, const FormatPtr& format) {
    const Layer& of = network_->layers().at(static_cast<std::size_t>(layer.value));
    if (of.parameters == 0) return std::numeric_limits<double>::quiet_NaN();
    const std::lock_guard lock(mutex_);
    const Key key{layer.value, format->spec()};
    if (const auto known = sqnr_.find(key); known != sqnr_.end()) return known->second;
    const WeightRows rows(of, network_->weights(layer));
    return sqnr_[key] = format->tensorQuantizer(Rounding::Nearest)->measure(rows.tensor()).sqnrDb;
}

FormatPtr LayerMeasures::bestOf(LayerIndex layer, const std::vector<FormatPtr>& members,
                                const std::stop_token& stop) {
    if (network_->layers().at(static_cast<std::size_t>(layer.value)).parameters == 0)
        return members.front();
    Key key{layer.value, {}};
    for (const FormatPtr& member : members) key.second += member->spec() + " ";
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = fitted_.find(key); known != fitted_.end()) return known->second;
    }
    FormatPtr best;
    double bestSqnr = 0;
    for (const FormatPtr& member : members) {
        if (stop.stop_requested()) throw Cancelled();
        const FormatPtr fitted = [&] {
            const std::lock_guard lock(mutex_);
            return member->fit(table(layer));
        }();
        const double sqnr = members.size() > 1 ? sqnrDb(layer, fitted) : 0;
        if (!best || sqnr > bestSqnr) {
            best = fitted;
            bestSqnr = sqnr;
        }
    }
    const std::lock_guard lock(mutex_);
    fitted_[key] = best;
    return best;
}

}  // namespace lpstudio
