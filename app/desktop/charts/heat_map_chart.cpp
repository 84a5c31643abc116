#include "app/desktop/charts/heat_map_chart.h"

#include <QCategoryAxis>
#include <QFontMetricsF>
#include <QLegend>
#include <QScatterSeries>
#include <algorithm>
#include <set>

#include "app/desktop/charts/heat_map_item.h"
#include "app/desktop/plot/row_names.h"

namespace lpstudio {
namespace {

QCategoryAxis* makeAxis(const QString& title) {
    auto* axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis->setGridLineVisible(false);
    axis->setTruncateLabels(false);
    axis->setTitleText(title);
    return axis;
}

}  // namespace

HeatMapChart::HeatMapChart(const lpstudio::ChartTheme& theme, QGraphicsItem* parent)
    : PlotChart(parent),
      layerAxis_(makeAxis(tr("Layer"))),
      rowAxis_(makeAxis(tr("Candidate (best first)"))),
      item_(new HeatMapItem(this)) {
    layerAxis_->setLabelsAngle(-90);
    addAxis(layerAxis_, Qt::AlignBottom);
    addAxis(rowAxis_, Qt::AlignLeft);
    legend()->setAlignment(Qt::AlignBottom);
    connect(item_, &PlotItem::areaChanged, this, &HeatMapChart::showNames);
    setTheme(theme);
}

void HeatMapChart::showTheme() {
    layerStep_ = rowStep_ = 0;
    showMap();
}

void HeatMapChart::setMap(WidthMap map) {
    if (map.layers != map_.layers || map.rows.empty()) forgetWindow();
    map_ = std::move(map);
    showMap();
}

void HeatMapChart::showMap() {
    setTitle(map_.title.toHtmlEscaped());
    item_->setMap(map_, theme_);
    showLegend();
    showNames();
    setSelected(candidate_, layer_);
}

void HeatMapChart::showLegend() {
    std::set<int> widths;
    for (const WidthMap::Row& row : map_.rows) widths.insert(row.widths.begin(), row.widths.end());
    QStringList names, shown;
    for (const int width : widths) names << tr("%1 bit").arg(width);
    for (const auto* one : series()) shown << one->name();
    if (names == shown) return;
    // The cells are painted by an item of ours; empty series give the legend its entries.
    removeAllSeries();
    for (const int width : widths) {
        auto* one = new QScatterSeries;
        one->setName(tr("%1 bit").arg(width));
        one->setColor(theme_.widthColor(width));
        one->setBorderColor(Qt::transparent);
        addSeries(one);
    }
    legend()->setVisible(!widths.empty());
    theme_.apply(*legend());
}

double HeatMapChart::roomForLayers() const {
    const QFont font = theme_.labelFont();
    const double lines = legend()->isVisible() ? 4.5 : 2.5;
    return roomForRowNames(size().height() - lines * QFontMetricsF(font).height(), font);
}

void HeatMapChart::showNames() {
    const QFont font = theme_.labelFont();
    const QRectF whole = item_->whole();
    QStringList rows;
    rows.reserve(static_cast<qsizetype>(map_.rows.size()));
    for (const WidthMap::Row& row : map_.rows) rows << QString::number(row.id.value);
    const int layerStep = rowNameStep(static_cast<int>(map_.layers.size()), whole.width(), font);
    const int rowStep = rowNameStep(static_cast<int>(rows.size()), whole.height(), font);
    const double layerRoom = roomForLayers(), candidateRoom = roomForRowNames(size().width(), font);
    // New labels move the plot area, which comes back here.
    if (layerStep != layerStep_ || layerRoom != layerRoom_ || map_.layers != shownLayers_) {
        layerStep_ = layerStep;
        layerRoom_ = layerRoom;
        shownLayers_ = map_.layers;
        setRowNames(*layerAxis_, map_.layers, font, layerRoom, false, layerStep,
                    {window().xFrom, window().xTo});
    }
    if (rowStep != rowStep_ || candidateRoom != candidateRoom_ || rows != shownRows_) {
        rowStep_ = rowStep;
        candidateRoom_ = candidateRoom;
        shownRows_ = rows;
        setRowNames(*rowAxis_, rows, font, candidateRoom, true, rowStep,
                    {window().yFrom, window().yTo});
    }
}

void HeatMapChart::showWindow() {
    layerStep_ = rowStep_ = 0;
    showNames();
    item_->update();
}

void HeatMapChart::setSelected(std::optional<CandidateId> candidate, int layer) {
    candidate_ = candidate;
    layer_ = layer;
    item_->setSelected(candidate ? rowOf(*candidate) : -1, layer);
}

void HeatMapChart::setHovered(std::optional<HeatMapCell> cell) {
    item_->setHovered(cell);
}

std::optional<HeatMapCell> HeatMapChart::cellAt(const QPointF& place) const {
    if (!item_->area().contains(place)) return std::nullopt;
    return item_->geometry().cellAt(place);
}

int HeatMapChart::rowOf(CandidateId candidate) const {
    const auto row = std::ranges::find(map_.rows, candidate, &WidthMap::Row::id);
    return row == map_.rows.end() ? -1 : static_cast<int>(row - map_.rows.begin());
}

FigureTable HeatMapChart::figureTable() const {
    QStringList header{tr("Candidate"), tr("Fitness")};
    for (const QString& layer : map_.layers) header << tr("%1 (bit)").arg(layer);
    FigureTable table(header);
    for (const WidthMap::Row& row : map_.rows) {
        std::vector<FigureTable::Cell> cells{static_cast<qint64>(row.id.value), row.fitness};
        for (qsizetype i = 0; i < map_.layers.size(); ++i)
            cells.emplace_back(static_cast<std::size_t>(i) < row.widths.size()
                                   ? FigureTable::Cell(static_cast<qint64>(
                                         row.widths[static_cast<std::size_t>(i)]))
                                   : FigureTable::Cell(QString()));
        table.addRow(std::move(cells));
    }
    return table;
}

}  // namespace lpstudio
