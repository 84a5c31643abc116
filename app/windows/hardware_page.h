#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "app/jobs/job.h"
#include "app/windows/page.h"
#include "core/search/session.h"
#include "hw/simulate.h"

class QComboBox;
class QLabel;
class QTabWidget;

namespace lpstudio {

class ConstantTable;
class DataTable;
class FactsPanel;
class LayerBarsView;
class LayerCostTable;
class PartTable;

/// What the chosen candidate, or a uniform width, costs on an accelerator: totals, parts, layers,
/// and the constants behind the figures.
class HardwarePage final : public Page {
    Q_OBJECT

public:
    HardwarePage(Workbench& workbench, QAction* importAction);

    QString subtitle() const override { return summary_; }
    bool choosesModel() const override { return true; }
    bool choosesRun() const override { return true; }
    DataTable* table() const override;
    bool isBusy() const override;
    QStringList views() const override { return {QStringLiteral("constants")}; }
    void showView(const QString& view) override;

    QComboBox* subjectBox() const { return subject_; }
    const FactsPanel* totals() const { return totals_; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeTotals();
    void refresh();
    void refreshSubjects();
    void simulateNow();
    void show(const SimulationResult& result, const Accelerator& accelerator,
              std::vector<std::pair<int, int>> bits);
    void showBars();
    std::optional<std::vector<LayerBits>> chosenBits() const;

    QAction* import_;
    QComboBox *hardware_, *subject_, *quantity_;
    FactsPanel* totals_;
    PartTable *energy_, *area_;
    DataTable *energyTable_, *areaTable_;
    LayerCostTable* layers_;
    DataTable* layerTable_;
    ConstantTable* constants_;
    DataTable* constantTable_;
    LayerBarsView* bars_;
    QTabWidget* tabs_;
    SimulationResult result_;
    QString summary_;
    Job job_;
    bool stale_ = true, subjectChosen_ = false;
};

}  // namespace lpstudio
