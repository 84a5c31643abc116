#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "app/desktop/charts/distribution_data.h"
#include "app/desktop/charts/lines_chart.h"
#include "app/desktop/jobs/job.h"
#include "app/desktop/widgets/format_table.h"
#include "core/network/network.h"
#include "core/network/weight_comparison.h"
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

/// Word lengths at which formats are compared, in bits.
inline constexpr int kComparedWidths[] = {2, 3, 4, 5, 6, 7, 8};

/// Name of a family of formats for reading; the key itself if it is not known.
QString familyTitle(const std::string& key);

/// What compareFormats() found on a layer, by family (LP first), then width.
std::vector<FormatRow> formatRows(std::span<const FamilyResult> results);
/// Mean over layers.
std::vector<FormatRow> formatRows(std::span<const WeightComparison> layers);

/// SQNR against stored bits, a line a family in the order of the rows.
std::vector<PlotLine> sqnrLines(const std::vector<FormatRow>& rows);
LineAxes sqnrAxes(const std::vector<PlotLine>& lines, const QString& title);

/// Relative accuracy of fitted formats against log2|x| from `from` to `to`. Formats without fixed
/// code points (see hasFixedCodePoints()) are left out.
std::vector<PlotLine> accuracyLines(const std::vector<FormatRow>& rows, double from, double to);
LineAxes accuracyAxes(const std::vector<PlotLine>& lines, const QString& title, double from,
                      double to);

/// Whether a fitted format's values are the same all over a tensor: not so where blocks or channels
/// have scales of their own.
bool hasFixedCodePoints(const Format& format);

}  // namespace lpstudio
