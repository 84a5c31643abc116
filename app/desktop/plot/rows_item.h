#pragma once

#include <QPen>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/plot/plot_item.h"

namespace lpstudio {

/// Rows of equal height over a common axis, painted with QPainter, with an upright line that all
/// refer to. What a row looks like is left to do.
class RowsItem : public PlotItem {
    Q_OBJECT
public:
    using PlotItem::PlotItem;

    /// What the value axis shows.
    void setInterval(const AxisInterval& interval);
    void setTheme(const ChartTheme& theme);
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
    ChartTheme theme_;
    double line_ = 0;
    int hovered_ = -1;
};

}  // namespace lpstudio
