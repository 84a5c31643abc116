#include "app/desktop/pages/hardware/block_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "app/desktop/plot/chart_theme.h"

namespace lpstudio {

QColor BlockPainter::fillOf(DesignBlock block) const {
    // One hue a kind of block: memory, arithmetic, coding, control.
    QColor color = theme_.secondary;
    switch (block) {
        case DesignBlock::WeightBuffer:
        case DesignBlock::InputBuffer:
        case DesignBlock::OutputBuffer:
            color = theme_.seriesColor(2);
            break;
        case DesignBlock::Grid:
        case DesignBlock::Post:
            color = theme_.accent;
            break;
        case DesignBlock::Decoders:
        case DesignBlock::Encoder:
            color = theme_.seriesColor(1);
            break;
        case DesignBlock::Dram:
        case DesignBlock::Control:
            break;
    }
    return faded(color, theme_.dark ? 0.24 : 0.14);
}

void BlockPainter::paintCells(QPainter& painter, const QRectF& rect) const {
    painter.setPen(QPen(faded(theme_.accent, 0.28), 1));
    // Lines closer than this would be a grey field.
    constexpr double kLeast = 7;
    const auto lines = [](int count, double length) {
        return std::max(1, static_cast<int>(std::min<double>(count, length / kLeast)));
    };
    const int columns = lines(accelerator_.columns, rect.width());
    const int rows = lines(accelerator_.rows, rect.height());
    for (int i = 1; i < columns; ++i) {
        const double x = rect.left() + rect.width() * i / columns;
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()));
    }
    for (int i = 1; i < rows; ++i) {
        const double y = rect.top() + rect.height() * i / rows;
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
    }
}

void BlockPainter::paintBlock(QPainter& painter, const DiagramBlock& block, bool text) const {
    const bool chosen = selected_ == block.block;
    const QRectF rect = block.rect.adjusted(0.5, 0.5, -0.5, -0.5);
    painter.fillRect(rect, theme_.base);
    painter.fillRect(rect, fillOf(block.block));
    if (block.block == DesignBlock::Grid && !toScale_) paintCells(painter, rect);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(chosen ? theme_.highlight : theme_.secondary, chosen ? 2.5 : 1));
    painter.drawRect(rect);
    if (!text) return;

    const QFont label = theme_.labelFont();
    QFont title = label;
    title.setBold(true);
    const QFontMetricsF metrics(title);
    const double room = rect.width() - 8;
    const bool strip = block.block == DesignBlock::Decoders || block.block == DesignBlock::Encoder;
    QStringList words{block.title};
    if (strip && !toScale_)
        words = {block.title + QStringLiteral("  ") + block.lines.value(0)};
    else if (metrics.horizontalAdvance(block.title) > room && block.title.contains(u' '))
        words = block.title.split(u' ');
    double longest = 0;
    for (const QString& word : words) longest = std::max(longest, metrics.horizontalAdvance(word));
    const double line = metrics.height();
    if (longest > room || line * static_cast<double>(words.size()) > rect.height() - 2) return;
    const auto fitting = static_cast<qsizetype>((rect.height() - 2) / line) - words.size();
    const QStringList under =
        strip && !toScale_ ? QStringList() : block.lines.mid(0, std::max<qsizetype>(0, fitting));
    double y = rect.center().y() - line * static_cast<double>(words.size() + under.size()) / 2;
    const auto write = [&](const QFont& font, const QColor& color, const QString& what) {
        painter.setFont(font);
        const QRectF place(rect.left() + 4, y, room, line);
        const QString shown = QFontMetricsF(font).elidedText(what, Qt::ElideRight, room);
        if (block.block == DesignBlock::Grid && !toScale_) {
            // Cells must not run through the words.
            const double wide = QFontMetricsF(font).horizontalAdvance(shown) + 8;
            painter.fillRect(QRectF(place.center().x() - wide / 2, y, wide, line),
                             faded(theme_.base, 0.85));
        }
        painter.setPen(color);
        painter.drawText(place, Qt::AlignCenter, shown);
        y += line;
    };
    for (const QString& word : words) write(title, theme_.text, word);
    for (const QString& what : under) write(label, theme_.secondary, what);
}

void BlockPainter::paintArrow(QPainter& painter, const DiagramArrow& arrow) const {
    const QColor color = theme_.secondary;
    QPainterPath path(arrow.points.front());
    for (const QPointF& point : arrow.points) path.lineTo(point);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.5));
    painter.drawPath(path);
    const QPointF head = arrow.points.back();
    const QPointF before = arrow.points[arrow.points.size() - 2];
    const double length = std::hypot(head.x() - before.x(), head.y() - before.y());
    if (length <= 0) return;
    const QPointF along = (head - before) / length;
    const QPointF across(-along.y(), along.x());
    constexpr double kHead = 6;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF{head, head - along * kHead + across * kHead * 0.6,
                                  head - along * kHead - across * kHead * 0.6});
}

void BlockPainter::paint(QPainter& painter, const Diagram& diagram) const {
    for (const DiagramArrow& arrow : diagram.arrows) paintArrow(painter, arrow);
    std::optional<DesignBlock> written;
    for (const DiagramBlock& block : diagram.blocks) {
        paintBlock(painter, block, written != block.block);
        written = block.block;
    }
    // The outline of what is chosen lies above its neighbours.
    for (const DiagramBlock& block : diagram.blocks) {
        if (selected_ != block.block) continue;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme_.highlight, 2.5));
        painter.drawRect(block.rect);
    }
}

}  // namespace lpstudio
