#pragma once

#include <QColor>
#include <vector>

#include "app/desktop/plot/plot_chart.h"

namespace lpstudio {

/// Ticks in a strip low in a plot: where the code points of a format lie.
class RugItem : public PlotItem {
    Q_OBJECT
public:
    explicit RugItem(QChart* chart) : PlotItem(chart) {}

    /// Positions, ascending, in the units of the x axis, which runs from `from` to `to`.
    void setTicks(std::vector<double> positions, double from, double to);
    void setColors(const QColor& tick, const QColor& line);
    /// Lower edge and height of the strip as shares of the plot's height.
    void setStrip(double bottom, double share);

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    std::vector<double> positions_;
    double from_ = 0, to_ = 1, bottom_ = 0, share_ = 0.1;
    QColor tick_, line_;
};

}  // namespace lpstudio
