#include "app/desktop/pages/formats/format_comparison.h"

#include <utility>

#include "app/desktop/pages/formats/format_lines.h"
#include "core/network/layout.h"

namespace lpstudio {

FormatComparison::FormatComparison(QObject* parent) : QObject(parent) {}

void FormatComparison::setNetwork(std::shared_ptr<const Network> network) {
    compare_.abandon();
    mean_.abandon();
    results_.clear();
    meanRows_.reset();
    network_ = std::move(network);
}

std::optional<std::vector<FormatRow>> FormatComparison::rows(int layer) const {
    const auto known = results_.find(layer);
    if (known == results_.end()) return std::nullopt;
    return formatRows(known->second);
}

void FormatComparison::compareLayer(int number) {
    const QString name =
        QString::fromStdString(network_->layers()[static_cast<std::size_t>(number)].name);
    const auto known = results_.find(number);
    compare_.launch(tr("Comparing formats on %1").arg(name),
                    [this, number, name, network = network_,
                     results = known == results_.end() ? Results() : known->second](
                        const JobContext& context) -> Job::Delivery {
                        const auto shouldContinue = [&] { return !context.stop.stop_requested(); };
                        const Layer& layer = network->layers()[static_cast<std::size_t>(number)];
                        const auto weights = network->weights(layer.index);
                        auto compared = std::make_shared<ComparedLayer>();
                        compared->table = std::make_shared<const MagnitudeTable>(weights);
                        const DistributionLayer shown{name, weights};
                        compared->distribution = distributionData({&shown, 1}, shouldContinue);
                        compared->results = results;
                        if (results.empty())
                            compared->results = compareFormats(WeightRows(layer, weights).tensor(),
                                                               *compared->table, kComparedWidths,
                                                               false, shouldContinue);
                        return [this, number, compared] {
                            results_[number] = compared->results;
                            Q_EMIT layerCompared(number, *compared);
                        };
                    });
}

void FormatComparison::compareAll() {
    mean_.launch(tr("Comparing formats on all layers"),
                 [this, network = network_](const JobContext& context) -> Job::Delivery {
                     auto layers = compareWeightFormats(*network, kComparedWidths, false,
                                                        context.stop, context.progress);
                     return [this, layers = std::move(layers)] {
                         for (const WeightComparison& layer : layers)
                             results_[layer.layer.value] = layer.results;
                         meanRows_ = formatRows(layers);
                         Q_EMIT allCompared();
                     };
                 });
}

}  // namespace lpstudio
