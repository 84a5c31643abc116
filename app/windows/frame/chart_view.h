#pragma once

#include <QChartView>

#include "app/charts/layer_bars_chart.h"
#include "app/windows/frame/theme.h"

namespace lpstudio {

/// Shows a chart that has setTheme() in a view and keeps it in the program's theme.
class ChartView : public QChartView {
    Q_OBJECT

public:
    template <class Chart>
    explicit ChartView(Chart* chart, QWidget* parent = nullptr) : QChartView(parent) {
        setUp(chart);
        follow(chart);
    }

    /// Keeps a chart in the program's theme, whatever view it is in.
    template <class Themed>
    static void follow(Themed* themed) {
        themed->setTheme(Theme::instance().charts());
        QObject::connect(&Theme::instance(), &Theme::changed, themed,
                         [themed] { themed->setTheme(Theme::instance().charts()); });
    }
    /// Gives a view the action that copies its picture (Ctrl+Shift+C).
    static void addCopyAction(QChartView* view);

private:
    void setUp(QChart* chart);
};

/// Bars of layers in a view: a click chooses a layer, the tooltip tells its value.
class LayerBarsView final : public ChartView {
    Q_OBJECT

public:
    explicit LayerBarsView(Qt::Orientation orientation, QWidget* parent = nullptr);
    LayerBarsChart* bars() const { return chart_; }
    /// Hides itself while there is nothing to show.
    void setBars(LayerBars bars);

Q_SIGNALS:
    void layerClicked(int layer);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    int layerAt(const QPoint& position) const;

    LayerBarsChart* chart_;
};

}  // namespace lpstudio
