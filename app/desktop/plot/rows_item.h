#pragma once

#include <QPen>
#include <QRectF>
#include <span>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

/// The part of a row that its bar takes, inside a plot area with `count` equal rows from the top.
QRectF rowBar(const QRectF& area, int row, int count);
/// The row at a height in the area's coordinates, -1 above, below, or without rows.
int rowAtHeight(const QRectF& area, double y, int count);

/// [from, to] widened so that on an axis of `length` pixels `before` and `after` pixels stay free
/// at the ends. If they would take more than half of the axis they get nothing.
AxisInterval withRoom(const AxisInterval& interval, double length, double before, double after);

/// Whether bars of these values call for a logarithmic axis: all positive, the greatest more than
/// 20 times the least.
bool callsForLog(std::span<const double> values);

/// Rows of equal height over a common axis, painted with QPainter, with an upright line that all
/// refer to. What a row looks like is left to do.
class RowsItem : public PlotItem {
    Q_OBJECT
public:
    using PlotItem::PlotItem;

    /// What the value axis shows.
    void setInterval(const AxisInterval& interval);
    void setHovered(int row);

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    virtual int rowCount() const = 0;
    virtual void paintRow(QPainter& painter, int row) const = 0;
    virtual QPen linePen() const = 0;

    /// For other rows than before. `line`: where the upright line stands.
    void forgetRows(double line);
    double x(double value) const;
    bool isHovered(int row) const { return row == hovered_; }
    /// The whole row, under its bar; over its full width, also while the chart is zoomed.
    QRectF band(int row) const;
    const ChartTheme& theme() const { return theme_; }
    double line() const { return line_; }

private:
    AxisInterval interval_;
    double line_ = 0;
    int hovered_ = -1;
};

}  // namespace lpstudio
