#pragma once

#include <QString>
#include <vector>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

/// Grid, labels and titles of two linear axes, painted here: those of Qt Charts lay every label
/// out as a document whenever the range changes, which takes longer than painting 100,000 points.
class PlotAxesItem : public PlotItem {
    Q_OBJECT
public:
    struct Axis {
        QString title;
        double factor = 1;  ///< labels are values divided by it
        int ticks = 6;      ///< about how many
    };

    explicit PlotAxesItem(QChart* chart) : PlotItem(chart) {}

    void setAxes(const Axis& x, const Axis& y);
    /// Pixels that labels and titles need left of the plot area and below it.
    double leftRoom() const;
    double bottomRoom() const;

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintHorizontal(QPainter& painter) const;
    void paintVertical(QPainter& painter) const;

    Axis x_, y_;
};

/// Positions of the ticks of an axis in data units, with their labels.
struct PlotTick {
    double value = 0;
    QString label;
};
std::vector<PlotTick> plotTicks(double from, double to, double factor, int ticks);

}  // namespace lpstudio
