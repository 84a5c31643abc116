#include "app/desktop/pages/project/network_view.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "app/desktop/widgets/figure_actions.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

constexpr double kLeastZoom = 0.02, kMostZoom = 40;

}  // namespace

NetworkView::NetworkView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("The network as blocks"));
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setMouseTracking(true);
    new FigureActions(this, *this, nullptr);
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, viewport(),
            qOverload<>(&QWidget::update));
}

void NetworkView::setNetwork(std::shared_ptr<const Network> network) {
    if (network == picture_.network()) return;
    picture_.setNetwork(std::move(network));
    zoom_ = 1;
    selected_ = hovered_ = -1;
    relayout();
    horizontalScrollBar()->setValue(0);
}

void NetworkView::setByMacs(bool macs) {
    picture_.setByMacs(macs);
    relayout();
}

void NetworkView::setSkips(std::vector<Skip> skips) {
    picture_.setSkips(std::move(skips));
    relayout();
}

void NetworkView::setZoom(double zoom) {
    zoom_ = std::clamp(zoom, kLeastZoom, kMostZoom);
    relayout();
}

void NetworkView::relayout() {
    strip_ = picture_.layout(viewport()->width(), zoom_);
    setVisible(!strip_.tiles.empty());
    QScrollBar* bar = horizontalScrollBar();
    bar->setPageStep(viewport()->width());
    bar->setSingleStep(40);
    bar->setRange(0,
                  std::max(0, static_cast<int>(std::lround(strip_.width)) - viewport()->width()));
    updateGeometry();
    viewport()->update();
}

QSize NetworkView::sizeHint() const {
    // The scroll bar has its place always: it must not move what is below when it comes.
    return {600, NetworkPicture::kLegend + static_cast<int>(std::ceil(strip_.height)) +
                     horizontalScrollBar()->sizeHint().height()};
}

QSize NetworkView::minimumSizeHint() const {
    return {240, sizeHint().height()};
}

void NetworkView::setSelected(int layer) {
    selected_ = layer;
    if (layer >= 0 && layer < static_cast<int>(strip_.tiles.size())) {
        const QRectF& tile = strip_.tiles[static_cast<std::size_t>(layer)];
        QScrollBar* bar = horizontalScrollBar();
        const int left = static_cast<int>(tile.left()) - 16;
        const int right = static_cast<int>(tile.right()) + 16 - viewport()->width();
        if (bar->value() > left)
            bar->setValue(left);
        else if (bar->value() < right)
            bar->setValue(std::min(left, right));
        setAccessibleDescription(picture_.textOf(layer));
    }
    viewport()->update();
}

int NetworkView::layerAt(const QPoint& position) const {
    return strip_.layerAt(QPointF(position.x() + horizontalScrollBar()->value(),
                                  position.y() - NetworkPicture::kLegend));
}

void NetworkView::choose(int layer) {
    if (strip_.tiles.empty()) return;
    layer = std::clamp(layer, 0, static_cast<int>(strip_.tiles.size()) - 1);
    setSelected(layer);
    Q_EMIT layerChosen(layer);
}

void NetworkView::zoomAt(double factor, double x) {
    const double at = (horizontalScrollBar()->value() + x) / std::max(1.0, strip_.width);
    setZoom(zoom_ * factor);
    // What is under the pointer stays there.
    horizontalScrollBar()->setValue(static_cast<int>(at * strip_.width - x));
}

bool NetworkView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int layer = layerAt(help->pos());
        if (layer >= 0)
            QToolTip::showText(help->globalPos(), picture_.textOf(layer), this);
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::Leave && hovered_ >= 0) {
        hovered_ = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void NetworkView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

void NetworkView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const int layer = layerAt(event->pos()); layer >= 0) choose(layer);
}

void NetworkView::mouseMoveEvent(QMouseEvent* event) {
    const int layer = layerAt(event->pos());
    if (layer == hovered_) return;
    hovered_ = layer;
    viewport()->update();
}

void NetworkView::wheelEvent(QWheelEvent* event) {
    const int turn =
        event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
    if (event->modifiers() & Qt::ControlModifier)
        zoomAt(std::pow(1.2, turn / 120.0), event->position().x());
    else
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - turn);
    event->accept();
}

void NetworkView::keyPressEvent(QKeyEvent* event) {
    const double middle = viewport()->width() / 2.0;
    switch (event->key()) {
        case Qt::Key_Left:
            choose(selected_ - 1);
            return;
        case Qt::Key_Right:
            choose(selected_ + 1);
            return;
        case Qt::Key_Home:
            choose(0);
            return;
        case Qt::Key_End:
            choose(static_cast<int>(strip_.tiles.size()) - 1);
            return;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoomAt(1.5, middle);
            return;
        case Qt::Key_Minus:
            zoomAt(1 / 1.5, middle);
            return;
        case Qt::Key_0:
            setZoom(1);
            return;
        case Qt::Key_F:
            setZoom(viewport()->width() / std::max(1.0, strip_.natural));
            return;
        default:
            QAbstractScrollArea::keyPressEvent(event);
    }
}

void NetworkView::paintEvent(QPaintEvent* event) {
    const ChartTheme& theme = Theme::instance().charts();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), theme.base);
    const double from = horizontalScrollBar()->value();
    picture_.paint(painter, theme, strip_, from, from + viewport()->width(),
                   {selected_, hovered_, hasFocus()});
}

QString NetworkView::figureTitle() const {
    const QString name =
        picture_.network() ? QString::fromStdString(picture_.network()->name()) : QString();
    return picture_.byMacs() ? tr("%1: MACs of the layers").arg(name)
                             : tr("%1: parameters of the layers").arg(name);
}

QSizeF NetworkView::figureSize() const {
    // The whole network, not only what is in sight.
    return {std::max<double>(viewport()->width(), strip_.width),
            NetworkPicture::kLegend + strip_.height + 32};
}

void NetworkView::paintFigure(QPainter& painter, const QSizeF& points) {
    // Laid out in the pixels of a screen, in which gaps and letters are given.
    const double scale =
        static_cast<double>(ChartTheme::print().fontPixels) / ChartTheme::light().fontPixels;
    const ChartTheme& theme = ChartTheme::light();
    painter.save();
    painter.fillRect(QRectF({}, points), theme.base);
    painter.scale(scale, scale);
    const double width = points.width() / scale;
    painter.setFont(theme.titleFont());
    painter.setPen(theme.text);
    const double line = QFontMetricsF(theme.titleFont()).height();
    painter.drawText(QRectF(0, 4, width, line), Qt::AlignCenter, figureTitle());
    painter.translate(0, line + 8);
    NetworkStrip strip = picture_.layout(width, 1);
    if (strip.width > width) strip = picture_.layout(width, width / strip.width);
    // So many layers that none may be narrower: the drawing is.
    if (strip.width > width) painter.scale(width / strip.width, width / strip.width);
    picture_.paint(painter, theme, strip, 0, strip.width, {});
    painter.restore();
}

FigureTable NetworkView::figureTable() const {
    FigureTable table({tr("Block"), tr("Layer"), tr("Kind"), tr("Parameters"), tr("MACs")});
    if (picture_.network())
        for (const Layer& layer : picture_.network()->layers())
            table.addRow({picture_.blockText(layer.block), QString::fromStdString(layer.name),
                          QString::fromUtf8(kindName(layer.kind)),
                          static_cast<qint64>(layer.parameters), static_cast<qint64>(layer.macs)});
    return table;
}

}  // namespace lpstudio
