#include "app/desktop/plot/plot_item.h"

#include <QChart>

#include "app/desktop/plot/plot_chart.h"

namespace lpstudio {

namespace {

/// Above grid, axes and series of Qt Charts, whose z values are small.
constexpr double kAboveSeries = 100;
/// Labels and outlines may reach a little beyond the plot area.
constexpr double kMargin = 8;

}  // namespace

PlotItem::PlotItem(QChart* chart)
    : QGraphicsObject(chart),
      plot_(qobject_cast<const PlotChart*>(chart)),
      area_(chart->plotArea()) {
    setZValue(kAboveSeries);
    setAcceptedMouseButtons(Qt::NoButton);
    connect(chart, &QChart::plotAreaChanged, this, [this](const QRectF& area) {
        prepareGeometryChange();
        area_ = area;
        Q_EMIT areaChanged();
    });
}

QRectF PlotItem::whole() const {
    return plot_ != nullptr ? wholeRect(area_, plot_->window()) : area_;
}

QRectF PlotItem::boundingRect() const {
    return area_.adjusted(-kMargin, -kMargin, kMargin, kMargin);
}

}  // namespace lpstudio
