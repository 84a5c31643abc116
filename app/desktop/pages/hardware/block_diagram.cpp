#include "app/desktop/pages/hardware/block_diagram.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "app/desktop/pages/hardware/block_painter.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/widgets/figure_actions.h"
#include "app/desktop/widgets/theme.h"
#include "app/desktop/widgets/zoom_gestures.h"

namespace lpstudio {

BlockDiagram::BlockDiagram(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Block diagram of the accelerator"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    new FigureActions(this, *this, this);
    auto* gestures =
        new ZoomGestures(this, this, *this, [](const QPointF& place) { return place; });
    // They choose a block.
    gestures->setArrowsMove(false);
    connect(gestures, &ZoomGestures::clicked, this, [this](const QPointF& place) {
        const DiagramBlock* block = blockAt(place);
        choose(block != nullptr ? std::optional(block->block) : std::nullopt);
    });
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
    // Laid out for the whole of which a part is seen: letters keep their size, blocks get more.
    if (known_) diagram_ = laidOut(whole().size());
    update();
}

Diagram BlockDiagram::laidOut(const QSizeF& room) const {
    return toScale_ ? floorplanOf(accelerator_, area_, room) : schematicOf(accelerator_, room);
}

void BlockDiagram::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    rebuild();
}

const DiagramBlock* BlockDiagram::blockAt(const QPointF& place) const {
    const QPointF position = place - whole().topLeft();
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

void BlockDiagram::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.save();
    painter.translate(whole().topLeft());
    BlockPainter(Theme::instance().charts(), accelerator_, toScale_, selected_)
        .paint(painter, diagram_);
    painter.restore();
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        QColor focus = Theme::instance().charts().accent;
        focus.setAlphaF(0.5F);
        painter.setPen(QPen(focus, 1, Qt::DotLine));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

QRectF BlockDiagram::whole() const {
    return wholeRect(rect(), window_);
}

void BlockDiagram::setWindow(const PlotRange& window) {
    // Nearer there is only the inside of one block.
    constexpr double kLeast = 0.1;
    PlotRange wanted = window;
    if (window.width() < kLeast || window.height() < kLeast) return;
    wanted = clampedWindow(wanted);
    if (wanted == window_) return;
    window_ = wanted;
    rebuild();
}

void BlockDiagram::zoomAt(double factor, const QPointF& place) {
    setWindow(
        zoomedWindow(window_, factor, place.x() / width(), 1 - place.y() / height(), zoomAxes()));
}

void BlockDiagram::panBy(const QPointF& pixels) {
    setWindow(movedWindow(window_, -pixels.x() / width(), pixels.y() / height()));
}

void BlockDiagram::zoomToRect(const QRectF& part) {
    setWindow(windowOf(window_, part, rect(), zoomAxes()));
}

QString BlockDiagram::figureTitle() const {
    const QString name = QString::fromStdString(accelerator_.name);
    return toScale_ ? tr("%1, areas to scale").arg(name) : tr("%1, block diagram").arg(name);
}

void BlockDiagram::paintFigure(QPainter& painter, const QSizeF& points) {
    // Laid out in the pixels of a screen, in which the gaps and letters of a diagram are given.
    const double scale =
        static_cast<double>(ChartTheme::print().fontPixels) / ChartTheme::light().fontPixels;
    const ChartTheme& theme = ChartTheme::light();
    const QSizeF pixels = points / scale;
    constexpr double kMargin = 8;
    painter.save();
    painter.fillRect(QRectF({}, points), theme.base);
    painter.scale(scale, scale);
    painter.setFont(theme.titleFont());
    painter.setPen(theme.text);
    const double line = QFontMetricsF(theme.titleFont()).height();
    painter.drawText(QRectF(0, kMargin, pixels.width(), line), Qt::AlignCenter, figureTitle());
    painter.translate(kMargin, 2 * kMargin + line);
    const QSizeF room(pixels.width() - 2 * kMargin, pixels.height() - 3 * kMargin - line);
    if (known_)
        BlockPainter(theme, accelerator_, toScale_, selected_).paint(painter, laidOut(room));
    painter.restore();
}

FigureTable BlockDiagram::figureTable() const {
    FigureTable table({tr("Block"), tr("Facts"), tr("Area (mm²)"), tr("Share of the area")});
    if (!known_) return table;
    const Diagram plan = floorplanOf(accelerator_, area_, {1000, 1000});
    for (const DiagramBlock& block : schematicOf(accelerator_, {1000, 1000}).blocks) {
        // A block may be drawn in two pieces.
        const bool again =
            table.rows() > 0 && std::get<QString>(table.cell(table.rows() - 1, 0)) == block.title;
        if (again) continue;
        const auto sized = std::ranges::find(plan.blocks, block.block, &DiagramBlock::block);
        const bool known = sized != plan.blocks.end();
        table.addRow({block.title, block.lines.join(QStringLiteral("; ")),
                      known ? sized->area : std::nan(""), known ? sized->share : std::nan("")});
    }
    return table;
}

}  // namespace lpstudio
