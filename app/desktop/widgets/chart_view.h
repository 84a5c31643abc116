#pragma once

#include <QChartView>
#include <QWidget>

#include "app/desktop/charts/distribution_data.h"
#include "app/desktop/charts/layer_bars_chart.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/widgets/theme.h"

class QButtonGroup;

namespace lpstudio {

/// Whether a distribution's x axis shows values or log2 of their magnitude.
class ScaleChoice final : public QWidget {
    Q_OBJECT

public:
    explicit ScaleChoice(QWidget* parent = nullptr);
    /// What the values are: "weight", "activation".
    void setQuantity(const QString& quantity);
    /// As the user does.
    void choose(DistributionScale scale);

Q_SIGNALS:
    void chosen(lpstudio::DistributionScale scale);

private:
    QButtonGroup* buttons_;
};

class FigureActions;
class ZoomGestures;

/// Shows a chart and keeps it in the program's theme. Zooms and moves it (see ZoomGestures), copies
/// and exports it (see FigureActions).
class ChartView : public QChartView {
    Q_OBJECT

public:
    explicit ChartView(PlotChart* chart, QWidget* parent = nullptr);

    PlotChart* plot() const { return plot_; }
    /// Keeps a chart in the program's theme, whatever view it is in.
    template <class Themed>
    static void follow(Themed* themed) {
        themed->setTheme(Theme::instance().charts());
        QObject::connect(&Theme::instance(), &Theme::changed, themed,
                         [themed] { themed->setTheme(Theme::instance().charts()); });
    }
    /// The horizontal windows of charts with one x axis go together.
    static void linkHorizontally(PlotChart* a, PlotChart* b);

protected:
    /// A click that is no drag, in the chart's coordinates.
    virtual void clickAt(const QPointF&) {}
    /// The mouse moves, or rests, at a place of the view and of the screen. False: the view has
    /// nothing to tell by itself, Qt does what it does for any.
    virtual bool hoverAt(const QPoint& /*position*/, const QPoint& /*screen*/) { return false; }
    void mouseMoveEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    PlotChart* plot_;
    FigureActions* actions_;
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
    void clickAt(const QPointF& place) override;
    bool hoverAt(const QPoint& position, const QPoint& screen) override;

private:
    LayerBarsChart* chart_;
};

}  // namespace lpstudio
