#include "app/windows/hardware/block_diagram.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "app/windows/frame/theme.h"

namespace lpstudio {

BlockDiagram::BlockDiagram(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Block diagram of the accelerator"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void BlockDiagram::setDesign(const Accelerator& accelerator, const AreaParts& area) {
    accelerator_ = accelerator;
    area_ = area;
    known_ = true;
    rebuild();
}

void BlockDiagram::setToScale(bool toScale) {
    toScale_ = toScale;
    rebuild();
}

void BlockDiagram::setSelected(std::optional<DesignBlock> block) {
    selected_ = block;
    update();
}

void BlockDiagram::choose(std::optional<DesignBlock> block) {
    if (block == selected_) return;
    setSelected(block);
    Q_EMIT blockChosen(block);
}

void BlockDiagram::rebuild() {
    if (known_)
        diagram_ = toScale_ ? floorplanOf(accelerator_, area_, QSizeF(size()))
                            : schematicOf(accelerator_, QSizeF(size()));
    update();
}

void BlockDiagram::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    rebuild();
}

const DiagramBlock* BlockDiagram::blockAt(const QPointF& position) const {
    // Slivers are easier to hit: the smallest block near the place counts.
    const DiagramBlock* best = nullptr;
    for (const DiagramBlock& block : diagram_.blocks) {
        const double slack = std::min(block.rect.width(), block.rect.height()) < 8 ? 4 : 0;
        if (!block.rect.adjusted(-slack, -slack, slack, slack).contains(position)) continue;
        const auto area = [](const QRectF& rect) { return rect.width() * rect.height(); };
        if (best == nullptr || area(block.rect) < area(best->rect)) best = &block;
    }
    return best;
}

void BlockDiagram::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const DiagramBlock* block = blockAt(event->position());
    choose(block != nullptr ? std::optional(block->block) : std::nullopt);
}

void BlockDiagram::keyPressEvent(QKeyEvent* event) {
    const bool forward = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    const bool back = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    if (event->key() == Qt::Key_Escape && selected_) {
        choose({});
        return;
    }
    if ((!forward && !back) || diagram_.blocks.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    // A block may be drawn in two pieces.
    std::vector<DesignBlock> order;
    for (const DiagramBlock& block : diagram_.blocks)
        if (std::ranges::find(order, block.block) == order.end()) order.push_back(block.block);
    const auto count = static_cast<std::ptrdiff_t>(order.size());
    const auto found =
        selected_ ? std::ranges::find(order, *selected_) - order.begin() : std::ptrdiff_t{-1};
    const std::ptrdiff_t next = found < 0 || found >= count
                                    ? (forward ? 0 : count - 1)
                                    : (found + (forward ? 1 : count - 1)) % count;
    choose(order[static_cast<std::size_t>(next)]);
}

bool BlockDiagram::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const DiagramBlock* block = blockAt(help->pos());
        if (block != nullptr)
            QToolTip::showText(help->globalPos(), block->title + u'\n' + block->lines.join(u'\n'),
                               this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

QColor BlockDiagram::fillOf(DesignBlock block) const {
    const ChartTheme& theme = Theme::instance().charts();
    // One hue a kind of block: memory, arithmetic, coding, control.
    QColor color = theme.secondary;
    switch (block) {
        case DesignBlock::WeightBuffer:
        case DesignBlock::InputBuffer:
        case DesignBlock::OutputBuffer:
            color = theme.seriesColor(2);
            break;
        case DesignBlock::Grid:
        case DesignBlock::Post:
            color = theme.accent;
            break;
        case DesignBlock::Decoders:
        case DesignBlock::Encoder:
            color = theme.seriesColor(1);
            break;
        case DesignBlock::Dram:
        case DesignBlock::Control:
            break;
    }
    color.setAlphaF(theme.dark ? 0.24F : 0.14F);
    return color;
}

void BlockDiagram::paintCells(QPainter& painter, const QRectF& rect) const {
    const ChartTheme& theme = Theme::instance().charts();
    QColor line = theme.accent;
    line.setAlphaF(0.28F);
    painter.setPen(QPen(line, 1));
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

void BlockDiagram::paintBlock(QPainter& painter, const DiagramBlock& block, bool text) const {
    const ChartTheme& theme = Theme::instance().charts();
    const bool chosen = selected_ == block.block;
    const QRectF rect = block.rect.adjusted(0.5, 0.5, -0.5, -0.5);
    painter.fillRect(rect, theme.base);
    painter.fillRect(rect, fillOf(block.block));
    if (block.block == DesignBlock::Grid && !toScale_) paintCells(painter, rect);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(chosen ? theme.highlight : theme.secondary, chosen ? 2.5 : 1));
    painter.drawRect(rect);
    if (!text) return;

    const QFont label = theme.labelFont();
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
            QColor behind = theme.base;
            behind.setAlphaF(0.85F);
            painter.fillRect(QRectF(place.center().x() - wide / 2, y, wide, line), behind);
        }
        painter.setPen(color);
        painter.drawText(place, Qt::AlignCenter, shown);
        y += line;
    };
    for (const QString& word : words) write(title, theme.text, word);
    for (const QString& what : under) write(label, theme.secondary, what);
}

void BlockDiagram::paintArrow(QPainter& painter, const DiagramArrow& arrow) const {
    const QColor color = Theme::instance().charts().secondary;
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

void BlockDiagram::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const DiagramArrow& arrow : diagram_.arrows) paintArrow(painter, arrow);
    std::optional<DesignBlock> written;
    for (const DiagramBlock& block : diagram_.blocks) {
        paintBlock(painter, block, written != block.block);
        written = block.block;
    }
    // The outline of what is chosen lies above its neighbours.
    for (const DiagramBlock& block : diagram_.blocks) {
        if (selected_ != block.block) continue;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Theme::instance().charts().highlight, 2.5));
        painter.drawRect(block.rect);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        QColor focus = Theme::instance().charts().accent;
        focus.setAlphaF(0.5F);
        painter.setPen(QPen(focus, 1, Qt::DotLine));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

}  // namespace lpstudio
