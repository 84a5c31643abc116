#pragma once

#include <QStringList>
#include <QWidget>

#include "app/desktop/pages/hardware/hardware_facts.h"
#include "hw/uncertainty.h"

namespace lpstudio {

class DataTable;
class LayerBarsView;
class PartTable;
class TotalsTable;

/// Totals of a simulation, and what spends the energy and takes the area. Where there is room, the
/// energy and the cycles of each layer stand beside them.
class HardwareOverview final : public QWidget {
    Q_OBJECT

public:
    explicit HardwareOverview(QWidget* parent = nullptr);
    void show(const HardwareOutcome& outcome, const QStringList& labels);
    /// They take longer and come later.
    void showBounds(const HardwareOutcome& outcome, const Uncertainty& bounds);
    void clear();
    void setLayer(int layer);
    DataTable* table() const { return totalsTable_; }

Q_SIGNALS:
    void layerChosen(int layer);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeTables();
    void showTables(const HardwareOutcome& outcome, const Uncertainty* bounds);
    void showCharts(const SimulationResult& result, const QStringList& labels);

    TotalsTable* totals_;
    PartTable *energy_, *area_;
    DataTable *totalsTable_, *energyTable_, *areaTable_;
    LayerBarsView *energyBars_, *cycleBars_;
    QWidget* charts_;
};

}  // namespace lpstudio
