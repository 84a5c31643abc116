#include "app/desktop/charts/heat_map_chart.h"

#include <QCategoryAxis>
#include <QFontMetricsF>
#include <QLegend>
#include <QPainter>
#include <QPen>
#include <QScatterSeries>
#include <algorithm>
#include <cmath>
#include <set>

#include "app/desktop/plot/axes.h"

namespace lpstudio {
namespace {

/// Cells at least so large have a line of the ground between them.
constexpr double kGapFrom = 6;

QCategoryAxis* makeAxis(const QString& title) {
    auto* axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis->setGridLineVisible(false);
    axis->setTruncateLabels(false);
    axis->setTitleText(title);
    return axis;
}

}  // namespace

std::optional<HeatMapCell> HeatMapGeometry::cellAt(const QPointF& place) const {
    if (rows <= 0 || columns <= 0 || !(whole.width() > 0) || !(whole.height() > 0))
        return std::nullopt;
    const double x = (place.x() - whole.left()) / whole.width() * columns;
    const double y = (place.y() - whole.top()) / whole.height() * rows;
    if (!(x >= 0 && y >= 0 && x <= columns && y <= rows)) return std::nullopt;
    return HeatMapCell{std::min(static_cast<int>(y), rows - 1),
                       std::min(static_cast<int>(x), columns - 1)};
}

QRectF HeatMapGeometry::rectOf(const HeatMapCell& cell) const {
    const double width = whole.width() / std::max(1, columns);
    const double height = whole.height() / std::max(1, rows);
    return {whole.left() + cell.column * width, whole.top() + cell.row * height, width, height};
}

QRectF HeatMapGeometry::rowRect(int row) const {
    const QRectF first = rectOf({row, 0});
    return {whole.left(), first.top(), whole.width(), first.height()};
}

QRectF HeatMapGeometry::columnRect(int column) const {
    const QRectF first = rectOf({0, column});
    return {first.left(), whole.top(), first.width(), whole.height()};
}

double HeatMapGeometry::gap() const {
    const QRectF cell = rectOf({0, 0});
    return std::min(cell.width(), cell.height()) >= kGapFrom ? 1 : 0;
}

std::optional<HeatMapCell> movedCell(std::optional<HeatMapCell> from, int down, int right, int rows,
                                     int columns) {
    if (rows <= 0 || columns <= 0) return std::nullopt;
    if (!from) return HeatMapCell{};
    return HeatMapCell{std::clamp(from->row + down, 0, rows - 1),
                       std::clamp(from->column + right, 0, columns - 1)};
}

void HeatMapItem::setMap(const WidthMap& map, const ChartTheme& theme) {
    theme_ = theme;
    image_ = QImage(static_cast<int>(map.layers.size()), static_cast<int>(map.rows.size()),
                    QImage::Format_ARGB32);
    image_.fill(Qt::transparent);
    for (int row = 0; row < image_.height(); ++row) {
        const auto& widths = map.rows[static_cast<std::size_t>(row)].widths;
        const int columns = std::min(image_.width(), static_cast<int>(widths.size()));
        for (int column = 0; column < columns; ++column)
            image_.setPixelColor(column, row,
                                 theme_.widthColor(widths[static_cast<std::size_t>(column)]));
    }
    hovered_.reset();
    update();
}

void HeatMapItem::setSelected(int row, int column) {
    row_ = row;
    column_ = column;
    update();
}

void HeatMapItem::setHovered(std::optional<HeatMapCell> cell) {
    if (cell == hovered_) return;
    hovered_ = cell;
    update();
}

HeatMapGeometry HeatMapItem::geometry() const {
    return {whole(), image_.height(), image_.width()};
}

void HeatMapItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const HeatMapGeometry cells = geometry();
    if (area().isEmpty() || image_.isNull()) return;
    painter->save();
    painter->setClipRect(area().adjusted(-2, -2, 2, 2));
    painter->setRenderHint(QPainter::Antialiasing, false);
    const double gap = cells.gap();
    if (gap > 0) {
        for (int row = 0; row < cells.rows; ++row) {
            if (!cells.rowRect(row).intersects(area())) continue;
            for (int column = 0; column < cells.columns; ++column)
                painter->fillRect(cells.rectOf({row, column}).adjusted(0, 0, -gap, -gap),
                                  image_.pixelColor(column, row));
        }
    } else {
        painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter->drawImage(cells.whole, image_);
    }
    painter->setBrush(Qt::NoBrush);
    if (hovered_) {
        painter->setPen(QPen(theme_.text, 1));
        painter->drawRect(cells.rectOf(*hovered_).adjusted(0, 0, -gap, -gap));
    }
    // The frame is told from every colour of the scale by its inner line.
    const auto frame = [&](const QRectF& rect) {
        painter->setPen(QPen(theme_.base, 3));
        painter->drawRect(rect);
        painter->setPen(QPen(theme_.highlight, 1.5));
        painter->drawRect(rect);
    };
    if (column_ >= 0 && column_ < cells.columns) frame(cells.columnRect(column_));
    if (row_ >= 0 && row_ < cells.rows) frame(cells.rowRect(row_));
    painter->restore();
}

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
