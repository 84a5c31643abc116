#pragma once

#include <QGraphicsObject>
#include <QRectF>

QT_BEGIN_NAMESPACE
class QChart;
QT_END_NAMESPACE

namespace lpstudio {

class PlotChart;

/// Something of ours that is painted inside the axes of a chart. It belongs to the chart, fills its
/// plot area and follows it.
class PlotItem : public QGraphicsObject {
    Q_OBJECT
public:
    explicit PlotItem(QChart* chart);

    QRectF boundingRect() const override;
    const QRectF& area() const { return area_; }
    /// Where everything would lie of which `area` shows the chart's window: the same unless the
    /// chart is zoomed.
    QRectF whole() const;

Q_SIGNALS:
    void areaChanged();

private:
    const PlotChart* plot_;  ///< null in a chart without a window
    QRectF area_;
};

}  // namespace lpstudio
