#pragma once

#include <QString>
#include <vector>

#include "app/charts/chart_theme.h"
#include "app/charts/distribution_geometry.h"
#include "app/charts/plot_item.h"

namespace lpstudio {

/// Bars on both sides of a base value, painted by hand.
class InfluenceItem final : public PlotItem {
    Q_OBJECT
public:
    struct Row {
        double low = 0, high = 0;
        QString lowText, highText;
        QColor color;
        bool highlighted = false;
    };
    explicit InfluenceItem(QChart* chart) : PlotItem(chart) {}

    void setRows(std::vector<Row> rows, double base);
    const std::vector<Row>& rows() const { return rows_; }
    /// What the value axis shows.
    void setInterval(const AxisInterval& interval);
    void setTheme(const ChartTheme& theme);
    void setHovered(int row);

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    double x(double value) const;
    void paintRow(QPainter& painter, int row) const;

    std::vector<Row> rows_;
    double base_ = 0;
    AxisInterval interval_;
    ChartTheme theme_;
    int hovered_ = -1;
};

}  // namespace lpstudio
