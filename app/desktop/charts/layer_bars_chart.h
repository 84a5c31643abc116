#pragma once

#include <QColor>
#include <QString>
#include <vector>

#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
class QValueAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// Bars inside a chart's plot area, one for each unit of the layer axis.
class BarsItem : public PlotItem {
    Q_OBJECT
public:
    struct Bar {
        double share = 0;  ///< of the value axis
        QColor color;
        double part = 0;  ///< of the value axis, the far end of the bar
        QColor partColor;
    };

    BarsItem(QChart* chart, Qt::Orientation orientation)
        : PlotItem(chart), orientation_(orientation) {}

    void setBars(std::vector<Bar> bars);
    void setSelected(int bar, const QColor& outline);
    /// The bar in whose row or column the position (chart coordinates) lies; -1: none.
    int barAt(const QPointF& position) const;

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    QRectF rectOf(std::size_t bar) const;
    QRectF partOf(std::size_t bar) const;

    Qt::Orientation orientation_;
    std::vector<Bar> bars_;
    int selected_ = -1;
    QColor outline_;
};

/// One layer's bar.
struct LayerBar {
    QString layer;
    double value = 0;
    int width = 0;    ///< bits, gives the colour; 0: the accent colour
    double part = 0;  ///< of the value: drawn at the bar's end in a second colour
};

/// What a chart of bars shows: bits, parameters, MACs, cycles, energy per layer.
struct LayerBars {
    QString title;       ///< "Weight bits per layer"
    QString valueTitle;  ///< "Weights"
    QString unit;        ///< "bit"; large values get an SI prefix before it
    std::vector<LayerBar> bars;
    bool prefixes = true;  ///< whether the unit takes SI prefixes
    double axisTo = 0;     ///< the axis goes at least this far, in the unit
    /// What the parts of the bars and the rest are called, "stall" and "compute"; without a name
    /// of the part the bars are whole.
    QString partTitle, restTitle;
};

/// One bar a layer. Horizontal: layers from top to bottom, names at the left. Vertical: from left
/// to right, names turned. Where not every name fits, every second, third, ... one is shown.
class LayerBarsChart : public PlotChart {
    Q_OBJECT
public:
    explicit LayerBarsChart(Qt::Orientation orientation = Qt::Vertical,
                            const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                            QGraphicsItem* parent = nullptr);

    void setBars(LayerBars bars);
    /// Marks one layer; -1: none.
    void setSelected(int layer);
    /// Position of the bar at a place in chart coordinates, -1 if there is none.
    int layerAt(const QPointF& position) const;
    /// Layer name and value with unit, and those of both parts, for a tooltip.
    QString textOf(int layer) const;

    FigureTable figureTable() const override;
    /// Bars start at zero, so they are zoomed along the layers only.
    Qt::Orientations zoomAxes() const override {
        return orientation_ == Qt::Vertical ? Qt::Horizontal : Qt::Vertical;
    }

protected:
    void showTheme() override;
    void showWindow() override;

private:
    void showBars();
    void showLegend();
    void rebuildLabels();
    AxisInterval shownLayers() const;
    double roomForLabels() const;

    Qt::Orientation orientation_;
    LayerBars bars_;
    int selected_ = -1;
    double factor_ = 1;  ///< of the SI prefix
    int labelStep_ = 0;
    double labelRoom_ = 0;
    QCategoryAxis* layerAxis_ = nullptr;
    QValueAxis* valueAxis_ = nullptr;
    BarsItem* item_ = nullptr;
};

}  // namespace lpstudio
