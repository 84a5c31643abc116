#include "app/windows/project/network_view.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "app/tables/number_text.h"
#include "app/windows/frame/layer_labels.h"
#include "app/windows/frame/theme.h"

namespace lpstudio {
namespace {

constexpr double kLeastZoom = 0.02, kMostZoom = 40;
constexpr int kLegend = 22;

QString kindText(LayerKind kind) {
    return QString::fromUtf8(kindName(kind));
}

/// Text colour on a filled tile.
QColor inkOn(const QColor& fill) {
    const double luminance = 0.2126 * fill.redF() + 0.7152 * fill.greenF() + 0.0722 * fill.blueF();
    return luminance > 0.45 ? QColor(0x10, 0x14, 0x18) : QColor(Qt::white);
}

}  // namespace

NetworkView::NetworkView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("The network as blocks"));
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setMouseTracking(true);
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, viewport(),
            qOverload<>(&QWidget::update));
}

void NetworkView::setNetwork(std::shared_ptr<const Network> network) {
    if (network == network_) return;
    network_ = std::move(network);
    skips_.clear();
    labels_ = network_ ? layerLabels(network_->layers()) : QStringList();
    zoom_ = 1;
    selected_ = hovered_ = -1;
    relayout();
    horizontalScrollBar()->setValue(0);
}

void NetworkView::setByMacs(bool macs) {
    macs_ = macs;
    relayout();
}

void NetworkView::setSkips(std::vector<Skip> skips) {
    skips_ = std::move(skips);
    relayout();
}

void NetworkView::setZoom(double zoom) {
    zoom_ = std::clamp(zoom, kLeastZoom, kMostZoom);
    relayout();
}

void NetworkView::relayout() {
    std::vector<StripLayer> layers;
    if (network_)
        for (const Layer& layer : network_->layers())
            layers.push_back(
                {static_cast<double>(macs_ ? layer.macs : layer.parameters), layer.block});
    std::vector<StripSkip> skips;
    for (const Skip& skip : skips_) skips.push_back({skip.from, skip.to});
    strip_ = layoutStrip(layers, skips, viewport()->width(), zoom_);
    setVisible(!layers.empty());
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
    return {600, kLegend + static_cast<int>(std::ceil(strip_.height)) +
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
        setAccessibleDescription(textOf(layer));
    }
    viewport()->update();
}

QString NetworkView::blockText(int block) const {
    if (!network_ || block < 0 || block >= static_cast<int>(strip_.blocks.size())) return {};
    const auto [first, last] = strip_.layersOfBlock[static_cast<std::size_t>(block)];
    QString text =
        QString::fromStdString(network_->layers()[static_cast<std::size_t>(first)].blockName);
    const auto ends = [&, begin = first, end = last](const Skip& skip) {
        return skip.to >= begin && skip.to < end;
    };
    const auto skip = std::find_if(skips_.begin(), skips_.end(), ends);
    if (skip != skips_.end())
        text +=
            QStringLiteral(" · ") + (skip->projected ? tr("residual, projected") : tr("residual"));
    return text;
}

QString NetworkView::textOf(int layer) const {
    if (!network_ || layer < 0 || layer >= static_cast<int>(network_->layers().size())) return {};
    const Layer& one = network_->layers()[static_cast<std::size_t>(layer)];
    const auto block = std::find_if(
        strip_.layersOfBlock.begin(), strip_.layersOfBlock.end(),
        [layer](const auto& range) { return layer >= range.first && layer < range.second; });
    const auto share = [](std::int64_t part, std::int64_t whole) {
        return percentText(whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0);
    };
    std::int64_t parameters = 0;
    for (const Layer& other : network_->layers()) parameters += other.parameters;
    QStringList lines{
        tr("%1 (%2)").arg(QString::fromStdString(one.name), kindText(one.kind)),
        tr("Weights: %1").arg(shapeText(one.weightShape)),
        tr("Output: %1").arg(shapeText(one.outputShape)),
        tr("Parameters: %1 (%2)").arg(countText(one.parameters), share(one.parameters, parameters)),
        tr("MACs: %1 (%2)").arg(countText(one.macs), share(one.macs, network_->macs()))};
    if (block != strip_.layersOfBlock.end())
        lines << tr("Block: %1")
                     .arg(blockText(static_cast<int>(block - strip_.layersOfBlock.begin())));
    return lines.join(u'\n');
}

int NetworkView::layerAt(const QPoint& position) const {
    return strip_.layerAt(
        QPointF(position.x() + horizontalScrollBar()->value(), position.y() - kLegend));
}

void NetworkView::choose(int layer) {
    if (!network_) return;
    layer = std::clamp(layer, 0, static_cast<int>(network_->layers().size()) - 1);
    setSelected(layer);
    Q_EMIT layerChosen(layer);
}

void NetworkView::zoomAt(double factor, double x) {
    const double before = strip_.width;
    const double at = (horizontalScrollBar()->value() + x) / std::max(1.0, before);
    setZoom(zoom_ * factor);
    // What is under the pointer stays there.
    horizontalScrollBar()->setValue(static_cast<int>(at * strip_.width - x));
}

std::vector<LayerKind> NetworkView::kinds() const {
    std::vector<LayerKind> found;
    if (network_)
        for (const Layer& layer : network_->layers())
            if (std::find(found.begin(), found.end(), layer.kind) == found.end())
                found.push_back(layer.kind);
    std::sort(found.begin(), found.end());
    return found;
}

QColor NetworkView::colorOf(LayerKind kind) const {
    return Theme::instance().charts().seriesColor(static_cast<int>(kind));
}

bool NetworkView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int layer = layerAt(help->pos());
        if (layer >= 0)
            QToolTip::showText(help->globalPos(), textOf(layer), this);
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
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.labelFont());
    paintLegend(painter);
    painter.translate(-horizontalScrollBar()->value(), kLegend);
    paintTiles(painter);
    paintArcs(painter);
}

void NetworkView::paintLegend(QPainter& painter) const {
    const ChartTheme& theme = Theme::instance().charts();
    const QFontMetrics metrics(painter.font());
    int x = 8;
    const auto add = [&](const QString& text) {
        painter.setPen(theme.text);
        painter.drawText(QRect(x, 0, metrics.horizontalAdvance(text) + 2, kLegend),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
        x += metrics.horizontalAdvance(text) + 16;
    };
    for (const LayerKind kind : kinds()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colorOf(kind));
        painter.drawRoundedRect(QRectF(x, kLegend / 2.0 - 5, 10, 10), 2, 2);
        x += 15;
        add(kindText(kind));
    }
    if (!skips_.empty()) {
        painter.setPen(QPen(theme.secondary, 1.5));
        painter.drawLine(QPointF(x, kLegend / 2.0), QPointF(x + 16, kLegend / 2.0));
        x += 21;
        add(tr("added past the layers"));
    }
}

void NetworkView::paintTiles(QPainter& painter) const {
    const ChartTheme& theme = Theme::instance().charts();
    const QFontMetrics metrics(painter.font());
    const double from = horizontalScrollBar()->value(), to = from + viewport()->width();
    for (std::size_t block = 0; block < strip_.blocks.size(); ++block) {
        const QRectF& box = strip_.blocks[block];
        if (box.right() < from || box.left() > to) continue;
        painter.setPen(QPen(theme.grid, 1));
        QColor fill = theme.text;
        fill.setAlphaF(0.035F);
        painter.setBrush(fill);
        painter.drawRoundedRect(box, 4, 4);
        // A name whose beginning is out of sight moves along as far as the block reaches.
        const double left = std::clamp(from, box.left(), box.right()) + 5;
        const double room = box.right() - left - 4;
        if (room >= 18) {
            painter.setPen(theme.text);
            painter.drawText(QRectF(left, box.top(), room, 20), Qt::AlignLeft | Qt::AlignVCenter,
                             metrics.elidedText(blockText(static_cast<int>(block)), Qt::ElideRight,
                                                static_cast<int>(room)));
        }
    }
    for (std::size_t i = 0; i < strip_.tiles.size(); ++i) {
        const QRectF& tile = strip_.tiles[i];
        if (tile.right() < from || tile.left() > to) continue;
        const QColor color = colorOf(network_->layers()[i].kind);
        painter.setPen(Qt::NoPen);
        painter.setBrush(static_cast<int>(i) == hovered_ ? color.lighter(115) : color);
        painter.drawRoundedRect(tile, 2, 2);
        const QString& label = labels_[static_cast<qsizetype>(i)];
        painter.setPen(inkOn(color));
        if (tile.width() >= metrics.horizontalAdvance(label) + 8) {
            painter.drawText(tile, Qt::AlignCenter, label);
        } else if (tile.width() >= metrics.height()) {
            painter.save();
            painter.translate(tile.center());
            painter.rotate(-90);
            const QRectF turned(-tile.height() / 2, -tile.width() / 2, tile.height(), tile.width());
            painter.drawText(
                turned, Qt::AlignCenter,
                metrics.elidedText(label, Qt::ElideMiddle, static_cast<int>(tile.height()) - 6));
            painter.restore();
        }
    }
    if (selected_ >= 0 && selected_ < static_cast<int>(strip_.tiles.size())) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.highlight, hasFocus() ? 3 : 2));
        painter.drawRoundedRect(
            strip_.tiles[static_cast<std::size_t>(selected_)].adjusted(-1, -1, 1, 1), 3, 3);
    }
}

void NetworkView::paintArcs(QPainter& painter) const {
    const ChartTheme& theme = Theme::instance().charts();
    const StripMetrics metrics;
    painter.setBrush(Qt::NoBrush);
    for (std::size_t i = 0; i < skips_.size(); ++i) {
        const Skip& skip = skips_[i];
        const QRectF& end = strip_.tiles[static_cast<std::size_t>(skip.to)];
        const double top = strip_.blocks.front().top();
        const double left =
            skip.from < 0 ? 2 : strip_.tiles[static_cast<std::size_t>(skip.from)].right() - 3;
        const double right = end.right() - 6;
        const double y = top - 6 - strip_.arcLevels[i] * metrics.arcStep;
        QPainterPath path(QPointF(left, top));
        path.cubicTo(QPointF(left, y), QPointF(left, y), QPointF(std::min(left + 8, right), y));
        path.lineTo(QPointF(std::max(right - 8, left), y));
        path.cubicTo(QPointF(right, y), QPointF(right, y), QPointF(right, top));
        painter.setPen(QPen(theme.secondary, 1.5, skip.projected ? Qt::DashLine : Qt::SolidLine));
        painter.drawPath(path);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.secondary);
        painter.drawPolygon(QPolygonF{QPointF(right - 3, top - 4), QPointF(right + 3, top - 4),
                                      QPointF(right, top)});
        painter.setBrush(Qt::NoBrush);
    }
}

}  // namespace lpstudio
