#pragma once

#include <memory>
#include <optional>

#include "app/jobs/job.h"
#include "app/windows/page.h"
#include "core/number/format.h"
#include "core/number/lp.h"

class QButtonGroup;
class QCheckBox;

namespace lpstudio {

class DataTable;
class DistributionChart;
class FormatPanel;
class LayerTable;
class MagnitudeTable;

/// The weights of the chosen layer as a histogram, with the code points and the relative accuracy
/// of a Logarithmic Posit that is turned by hand.
class DistributionsPage final : public Page {
    Q_OBJECT

public:
    DistributionsPage(Workbench& workbench, QAction* importAction);

    QString subtitle() const override;
    bool choosesModel() const override { return true; }
    DataTable* table() const override { return table_; }
    bool isBusy() const override;

    FormatPanel* formatPanel() const { return panel_; }

private:
    void showNetwork();
    void showLayer();
    void showCandidate();
    /// Of the layer's weights, at the width `n`; `take`: the parameters become the current ones.
    void fit(int n, bool take);
    void showFormat();
    void measureFormat();

    QAction* import_;
    LayerTable* layers_;
    DataTable* table_;
    DistributionChart* chart_;
    FormatPanel* panel_;
    QButtonGroup* axis_;
    QCheckBox* accuracy_;
    Job fit_, measure_;
    bool measureAgain_ = false;
    /// Of the shown layer, made by the first fit.
    std::shared_ptr<MagnitudeTable> magnitudes_;
};

}  // namespace lpstudio
