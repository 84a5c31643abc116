#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "app/desktop/charts/distribution_data.h"
#include "app/desktop/jobs/job.h"
#include "app/desktop/widgets/format_table.h"
#include "core/network/network.h"
#include "core/number/family_comparison.h"
#include "core/number/magnitude_table.h"

namespace lpstudio {

/// A layer's weights and what the formats make of them.
struct ComparedLayer {
    std::vector<FamilyResult> results;
    std::shared_ptr<const MagnitudeTable> table;
    DistributionData distribution;
};

/// Compares formats on the weights of a network, one layer or all of them, on worker threads;
/// remembers what it has found.
class FormatComparison final : public QObject {
    Q_OBJECT

public:
    explicit FormatComparison(QObject* parent = nullptr);

    /// Drops what is known and stops work.
    void setNetwork(std::shared_ptr<const Network> network);
    /// A layer that has weights.
    void compareLayer(int layer);
    void compareAll();

    /// Nullopt until the layer has been compared.
    std::optional<std::vector<FormatRow>> rows(int layer) const;
    /// Mean over layers; nullopt until all have been compared.
    const std::optional<std::vector<FormatRow>>& meanRows() const { return meanRows_; }

    Job& layerJob() { return compare_; }
    Job& meanJob() { return mean_; }
    bool isBusy() const { return compare_.isRunning() || mean_.isRunning(); }

Q_SIGNALS:
    void layerCompared(int layer, const lpstudio::ComparedLayer& compared);
    void allCompared();

private:
    using Results = std::vector<FamilyResult>;

    std::shared_ptr<const Network> network_;
    Job compare_, mean_;
    std::map<int, Results> results_;  ///< by layer
    std::optional<std::vector<FormatRow>> meanRows_;
};

}  // namespace lpstudio
