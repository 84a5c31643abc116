#pragma once

#include <QString>
#include <vector>

#include "app/charts/chart_theme.h"
#include "app/charts/distribution_geometry.h"
#include "app/charts/plot_item.h"

namespace lpstudio {

/// Bars of a comparison with whiskers and numbers at their ends, painted by hand.
class ComparisonItem final : public PlotItem {
    Q_OBJECT
public:
    /// Places on the axis.
    struct Row {
        double value = 0;
        double low = 0, high = 0;  ///< equal: no whisker
        QString text;
        bool hasValue = true;
        bool reference = false;
    };
    explicit ComparisonItem(QChart* chart) : PlotItem(chart) {}

    /// Bars start at 0, whether that is a value or the logarithm of 1. `line`: where the reference
    /// line stands.
    void setRows(std::vector<Row> rows, double line);
    const std::vector<Row>& rows() const { return rows_; }
    void setInterval(const AxisInterval& interval);
    void setTheme(const ChartTheme& theme);
    void setHovered(int row);
    /// Whether the row's number stands left of its bar.
    bool isLeftward(const Row& row) const { return row.value < 0; }

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    double x(double value) const;
    void paintRow(QPainter& painter, int row) const;
    void paintWhisker(QPainter& painter, const Row& row, const QRectF& bar) const;

    std::vector<Row> rows_;
    double line_ = 1;
    AxisInterval interval_;
    ChartTheme theme_;
    int hovered_ = -1;
};

}  // namespace lpstudio
