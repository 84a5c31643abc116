#include "app/desktop/charts/heat_map_item.h"

#include <QPainter>
#include <QPen>

namespace lpstudio {

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

}  // namespace lpstudio
