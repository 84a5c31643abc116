#pragma once

#include <QColor>
#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <cstdint>
#include <optional>
#include <vector>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/plot_chart.h"
#include "core/base/ids.h"

QT_BEGIN_NAMESPACE
class QCategoryAxis;
QT_END_NAMESPACE

namespace lpstudio {

/// The population of a search as a matrix of widths.
struct WidthMap {
    struct Row {
        CandidateId id;
        double fitness = 0;
        std::vector<std::uint8_t> widths;  ///< bits, one a layer
    };
    QString title;
    QStringList layers;     ///< names of the columns
    std::vector<Row> rows;  ///< the best first
};

/// A place in the matrix.
struct HeatMapCell {
    int row = 0, column = 0;
    friend bool operator==(const HeatMapCell&, const HeatMapCell&) = default;
};

/// A matrix of equal cells that fills a rectangle, the first row at the top.
struct HeatMapGeometry {
    QRectF whole;  ///< of all cells, in pixels
    int rows = 0, columns = 0;

    /// The cell at a place; empty outside.
    std::optional<HeatMapCell> cellAt(const QPointF& place) const;
    QRectF rectOf(const HeatMapCell& cell) const;
    QRectF rowRect(int row) const;
    QRectF columnRect(int column) const;
    /// Pixels between the cells: a thin line where there is room, none where cells are tiny.
    double gap() const;
};

/// The cell beside another, `down` and `right` further, kept inside the matrix; from nothing the
/// first. Empty in an empty matrix.
std::optional<HeatMapCell> movedCell(std::optional<HeatMapCell> from, int down, int right, int rows,
                                     int columns);

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
    int row_ = -1, column_ = -1;
    std::optional<HeatMapCell> hovered_;
};

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
