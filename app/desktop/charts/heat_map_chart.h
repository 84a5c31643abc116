#pragma once

#include <QStringList>
#include <optional>

#include "app/desktop/charts/heat_map_geometry.h"
#include "app/desktop/plot/plot_chart.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
QT_END_NAMESPACE

namespace lpstudio {

class HeatMapItem;

/// The population of a search: a row a candidate, the best at the top, a column a layer, the colour
/// is the width of the layer's weights (the scale of widths, which keeps its order in grey).
class HeatMapChart final : public PlotChart {
    Q_OBJECT
public:
    explicit HeatMapChart(const lpstudio::ChartTheme& theme = lpstudio::ChartTheme::light(),
                          QGraphicsItem* parent = nullptr);

    void setMap(WidthMap map);
    const WidthMap& map() const { return map_; }
    /// Frames a candidate's row and a layer's column; empty, -1: none.
    void setSelected(std::optional<CandidateId> candidate, int layer);
    void setHovered(std::optional<HeatMapCell> cell);
    /// The cell at a place in chart coordinates.
    std::optional<HeatMapCell> cellAt(const QPointF& place) const;
    /// The row of a candidate, -1 if it is not in the population.
    int rowOf(CandidateId candidate) const;

    FigureTable figureTable() const override;

protected:
    void showTheme() override;
    void showWindow() override;

private:
    void showMap();
    void showNames();
    void showLegend();
    double roomForLayers() const;

    WidthMap map_;
    std::optional<CandidateId> candidate_;
    int layer_ = -1;
    QStringList shownRows_, shownLayers_;
    double layerRoom_ = 0, candidateRoom_ = 0;
    int layerStep_ = 0, rowStep_ = 0;
    QCategoryAxis* layerAxis_;
    QCategoryAxis* rowAxis_;
    HeatMapItem* item_;
};

}  // namespace lpstudio
