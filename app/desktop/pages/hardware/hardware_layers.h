#pragma once

#include <QStringList>
#include <QWidget>
#include <utility>
#include <vector>

#include "app/desktop/charts/roofline_chart.h"
#include "app/desktop/pages/hardware/hardware_facts.h"
#include "app/desktop/widgets/chart_view.h"

class QComboBox;

namespace lpstudio {

/// A roofline in a view: a click chooses the layer under the hand, the tooltip tells where it
/// stands.
class RooflineView final : public ChartView {
    Q_OBJECT

public:
    explicit RooflineView(QWidget* parent = nullptr);
    void show(const HardwareOutcome& outcome);
    RooflineChart* roofline() const { return chart_; }

Q_SIGNALS:
    void layerClicked(int layer);

protected:
    void clickAt(const QPointF& place) override;
    bool hoverAt(const QPoint& position, const QPoint& screen) override;
    void leaveEvent(QEvent* event) override;

private:
    int layerAt(const QPoint& position) const;

    RooflineChart* chart_;
};

class DataTable;
class LayerBarsView;
class LayerCostTable;

/// What every layer costs: a table, and bars of one quantity.
class HardwareLayers final : public QWidget {
    Q_OBJECT

public:
    explicit HardwareLayers(QWidget* parent = nullptr);
    void show(const HardwareOutcome& outcome, const QStringList& labels);
    void clear();
    void setLayer(int layer);
    DataTable* table() const { return table_; }

Q_SIGNALS:
    void layerChosen(int layer);

private:
    void showBars();

    QComboBox* quantity_;
    LayerCostTable* layers_;
    DataTable* table_;
    LayerBarsView* bars_;
    SimulationResult result_;
    QStringList labels_;
    int layer_ = -1;
};

}  // namespace lpstudio
