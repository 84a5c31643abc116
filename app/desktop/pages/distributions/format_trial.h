#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "app/desktop/jobs/job.h"
#include "core/number/lp.h"
#include "core/number/magnitude_table.h"

namespace lpstudio {

class DistributionChart;
class FormatPanel;

/// What a format is tried on.
struct TrialTensor {
    std::string name;                   ///< for errors
    std::shared_ptr<const void> owner;  ///< keeps the values alive
    std::span<const float> values;
    std::shared_ptr<const MagnitudeTable> table;  ///< of the values
};

/// Joins the panel in which the user tunes an LP to the chart of the tensor: every move shows
/// the code points and an estimate at once, on this thread, in time that does not depend on the
/// tensor's size; the exact figures follow from a worker when the hand rests.
class FormatTrial final : public QObject {
    Q_OBJECT

public:
    FormatTrial(FormatPanel& panel, DistributionChart& chart, QObject* parent = nullptr);

    /// Another tensor. `fitted`: an LP fitted to it; `take`: that becomes the panel's.
    void setTensor(TrialTensor tensor, const LpParameters& fitted, bool take);
    /// No tensor: no ticks, no read-outs.
    void clear();
    /// Exact figures are on their way.
    bool isBusy() const;
    /// The search for es, rs and sf, which takes seconds for wide words.
    Job& fitJob() { return fit_; }

Q_SIGNALS:
    /// What the chart has just been given; null: none.
    void tried(const lpstudio::FormatPtr& format,
               const std::shared_ptr<const lpstudio::Quantizer>& quantizer);
    void problem(const QString& message);

private:
    void show();
    void measureExactly();
    void fit(int n);

    FormatPanel& panel_;
    DistributionChart& chart_;
    std::optional<TrialTensor> tensor_;
    QTimer rest_;
    Job measure_, fit_;
    LpParameters marked_;  ///< whose sf is fitted to n, es and rs of the panel, or was
    bool again_ = false;   ///< the hand has moved on since the running measurement began
};

}  // namespace lpstudio
