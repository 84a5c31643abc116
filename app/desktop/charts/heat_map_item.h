#pragma once

#include <QColor>
#include <QImage>
#include <optional>

#include "app/desktop/charts/heat_map_geometry.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_item.h"

namespace lpstudio {

/// Paints a matrix of widths: cell by cell where cells can be seen, as one picture where there are
/// more of them than pixels.
class HeatMapItem final : public PlotItem {
    Q_OBJECT
public:
    explicit HeatMapItem(QChart* chart) : PlotItem(chart) {}

    void setMap(const WidthMap& map, const ChartTheme& theme);
    /// Rows and columns that are framed; -1: none.
    void setSelected(int row, int column);
    void setHovered(std::optional<HeatMapCell> cell);
    HeatMapGeometry geometry() const;

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    QImage image_;  ///< a pixel a cell
    ChartTheme theme_;
    int row_ = -1, column_ = -1;
    std::optional<HeatMapCell> hovered_;
};

}  // namespace lpstudio
