#include "app/desktop/pages/project/network_picture.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/layer_table.h"

namespace lpstudio {
namespace {

/// The lowest level at which each connection crosses none of those drawn before: the short ones
/// are drawn first, so that a longer one goes around them.
std::vector<int> levelsOf(const std::vector<StripSkip>& skips) {
    std::vector<std::size_t> order(skips.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return skips[a].to - skips[a].from < skips[b].to - skips[b].from;
    });
    std::vector<int> levels(skips.size(), 0);
    std::vector<std::size_t> drawn;
    for (const std::size_t one : order) {
        for (const std::size_t other : drawn)
            if (skips[one].from < skips[other].to && skips[other].from < skips[one].to)
                levels[one] = std::max(levels[one], levels[other] + 1);
        drawn.push_back(one);
    }
    return levels;
}

}  // namespace

int NetworkStrip::layerAt(const QPointF& position) const {
    const auto block = std::find_if(blocks.begin(), blocks.end(),
                                    [&](const QRectF& box) { return box.contains(position); });
    if (block == blocks.end()) return -1;
    const auto [first, last] = layersOfBlock[static_cast<std::size_t>(block - blocks.begin())];
    int nearest = first;
    double least = 1e300;
    for (int layer = first; layer < last; ++layer) {
        const QRectF& tile = tiles[static_cast<std::size_t>(layer)];
        const double away = position.x() < tile.left()    ? tile.left() - position.x()
                            : position.x() > tile.right() ? position.x() - tile.right()
                                                          : 0;
        if (away < least) {
            least = away;
            nearest = layer;
        }
    }
    return nearest;
}

NetworkStrip layoutStrip(const std::vector<StripLayer>& layers, const std::vector<StripSkip>& skips,
                         double available, double zoom, const StripMetrics& metrics) {
    NetworkStrip strip;
    strip.arcLevels = levelsOf(skips);
    const int deepest = strip.arcLevels.empty()
                            ? -1
                            : *std::max_element(strip.arcLevels.begin(), strip.arcLevels.end());
    const double arcs = deepest < 0 ? 0 : metrics.arcRoom + deepest * metrics.arcStep;
    const double top = arcs + 2;
    strip.height = top + metrics.title + metrics.tile + 2 * metrics.blockPadding;
    if (layers.empty()) return strip;

    double sum = 0;
    int blocks = 0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        sum += layers[i].value;
        if (i == 0 || layers[i].block != layers[i - 1].block) ++blocks;
    }
    const auto count = static_cast<double>(layers.size());
    const double frame = 2 * metrics.margin + blocks * 2 * metrics.blockPadding +
                         (blocks - 1) * metrics.blockGap + (count - blocks) * metrics.tileGap;
    const double least = std::max(2.0, metrics.leastTile * std::min(1.0, zoom));
    strip.natural = std::max(available, frame + count * metrics.leastTile);
    const double wanted = zoom * strip.natural;
    // What is left is shared out by the values.
    const double spare = std::max(0.0, wanted - frame - count * least);
    double x = metrics.margin;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const bool begins = i == 0 || layers[i].block != layers[i - 1].block;
        if (begins) {
            if (i > 0) x += metrics.blockPadding + metrics.blockGap;
            strip.blocks.emplace_back(x, top, 0,
                                      metrics.title + metrics.tile + 2 * metrics.blockPadding);
            strip.layersOfBlock.emplace_back(static_cast<int>(i), static_cast<int>(i));
            x += metrics.blockPadding;
        } else {
            x += metrics.tileGap;
        }
        const double share = sum > 0 ? layers[i].value / sum : 1 / count;
        const double width = least + spare * share;
        strip.tiles.emplace_back(x, top + metrics.title + metrics.blockPadding, width,
                                 metrics.tile);
        x += width;
        strip.blocks.back().setRight(x + metrics.blockPadding);
        strip.layersOfBlock.back().second = static_cast<int>(i) + 1;
    }
    strip.width = x + metrics.blockPadding + metrics.margin;
    return strip;
}

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(NetworkPicture)
};

/// Letters, with the dots, under which a cut name tells nothing.
constexpr qsizetype kShortest = 5;

QString kindText(LayerKind kind) {
    return QString::fromUtf8(kindName(kind));
}

QColor colorOf(LayerKind kind, const ChartTheme& theme) {
    return theme.seriesColor(static_cast<int>(kind));
}

/// Text colour on a filled tile.
QColor inkOn(const QColor& fill) {
    const float luminance =
        0.2126F * fill.redF() + 0.7152F * fill.greenF() + 0.0722F * fill.blueF();
    return luminance > 0.45F ? QColor(0x10, 0x14, 0x18) : QColor(Qt::white);
}

}  // namespace

void NetworkPicture::setNetwork(std::shared_ptr<const Network> network) {
    network_ = std::move(network);
    skips_.clear();
    labels_ = network_ ? layerLabels(network_->layers()) : QStringList();
    if (!network_) return;
    // The block's name stands over its tiles.
    for (std::size_t i = 0; i < network_->layers().size(); ++i) {
        const Layer& layer = network_->layers()[i];
        if (layer.name.starts_with(layer.blockName + "."))
            labels_[static_cast<qsizetype>(i)] =
                QString::fromStdString(layer.name.substr(layer.blockName.size() + 1));
    }
}

NetworkStrip NetworkPicture::layout(double available, double zoom) const {
    std::vector<StripLayer> layers;
    if (network_)
        for (const Layer& layer : network_->layers())
            layers.push_back(
                {static_cast<double>(macs_ ? layer.macs : layer.parameters), layer.block});
    std::vector<StripSkip> skips;
    skips.reserve(skips_.size());
    for (const Skip& skip : skips_) skips.push_back({skip.from, skip.to});
    return layoutStrip(layers, skips, available, zoom);
}

QString NetworkPicture::blockText(int block) const {
    if (!network_) return {};
    const auto& layers = network_->layers();
    const auto first = std::find_if(layers.begin(), layers.end(),
                                    [block](const Layer& one) { return one.block == block; });
    if (first == layers.end()) return {};
    QString text = QString::fromStdString(first->blockName);
    const auto skip = std::find_if(skips_.begin(), skips_.end(), [&](const Skip& one) {
        return layers[static_cast<std::size_t>(one.to)].block == block;
    });
    if (skip != skips_.end())
        text += QStringLiteral(" · ") +
                (skip->projected ? Texts::tr("residual, projected") : Texts::tr("residual"));
    return text;
}

QString NetworkPicture::textOf(int layer) const {
    if (!network_ || layer < 0 || layer >= static_cast<int>(network_->layers().size())) return {};
    const Layer& one = network_->layers()[static_cast<std::size_t>(layer)];
    const auto share = [](std::int64_t part, std::int64_t whole) {
        return percentText(whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0);
    };
    std::int64_t parameters = 0;
    for (const Layer& other : network_->layers()) parameters += other.parameters;
    const QStringList lines{
        Texts::tr("%1 (%2)").arg(QString::fromStdString(one.name), kindText(one.kind)),
        Texts::tr("Weights: %1").arg(shapeText(one.weightShape)),
        Texts::tr("Output: %1").arg(shapeText(one.outputShape)),
        Texts::tr("Parameters: %1 (%2)")
            .arg(countText(one.parameters), share(one.parameters, parameters)),
        Texts::tr("MACs: %1 (%2)").arg(countText(one.macs), share(one.macs, network_->macs())),
        Texts::tr("Block: %1").arg(blockText(one.block))};
    return lines.join(u'\n');
}

void NetworkPicture::paint(QPainter& painter, const ChartTheme& theme, const NetworkStrip& strip,
                           double from, double to, const Marks& marks) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.labelFont());
    if (network_) {
        paintLegend(painter, theme);
        painter.translate(-from, kLegend);
        paintBlocks(painter, theme, strip, from, to);
        paintTiles(painter, theme, strip, from, to, marks.hovered);
        if (marks.selected >= 0 && marks.selected < static_cast<int>(strip.tiles.size())) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme.highlight, marks.focused ? 3 : 2));
            painter.drawRoundedRect(
                strip.tiles[static_cast<std::size_t>(marks.selected)].adjusted(-1, -1, 1, 1), 3, 3);
        }
        paintArcs(painter, theme, strip);
    }
    painter.restore();
}

void NetworkPicture::paintLegend(QPainter& painter, const ChartTheme& theme) const {
    const QFontMetricsF metrics(painter.font());
    double x = 8;
    const auto add = [&](const QString& text) {
        const double width = metrics.horizontalAdvance(text) + 2;
        painter.setPen(theme.text);
        painter.drawText(QRectF(x, 0, width, kLegend), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += width + 14;
    };
    std::vector<LayerKind> kinds;
    for (const Layer& layer : network_->layers())
        if (std::find(kinds.begin(), kinds.end(), layer.kind) == kinds.end())
            kinds.push_back(layer.kind);
    std::sort(kinds.begin(), kinds.end());
    for (const LayerKind kind : kinds) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colorOf(kind, theme));
        painter.drawRoundedRect(QRectF(x, kLegend / 2.0 - 5, 10, 10), 2, 2);
        x += 15;
        add(kindText(kind));
    }
    if (skips_.empty()) return;
    painter.setPen(QPen(theme.secondary, 1.5));
    painter.drawLine(QPointF(x, kLegend / 2.0), QPointF(x + 16, kLegend / 2.0));
    x += 21;
    add(Texts::tr("skip connection"));
}

void NetworkPicture::paintBlocks(QPainter& painter, const ChartTheme& theme,
                                 const NetworkStrip& strip, double from, double to) const {
    const QFontMetricsF metrics(painter.font());
    for (std::size_t block = 0; block < strip.blocks.size(); ++block) {
        const QRectF& box = strip.blocks[block];
        if (box.right() < from || box.left() > to) continue;
        QColor fill = theme.text;
        fill.setAlphaF(0.035F);
        painter.setPen(QPen(theme.grid, 1));
        painter.setBrush(fill);
        painter.drawRoundedRect(box, 4, 4);
        // A name whose beginning is out of sight moves along as far as the block reaches.
        const double left = std::clamp(from, box.left(), box.right()) + 5;
        const double room = box.right() - left - 4;
        if (room < 18) continue;
        painter.setPen(theme.text);
        QString text = blockText(static_cast<int>(block));
        // That the block is residual is seen by its arc, too.
        if (metrics.horizontalAdvance(text) > room)
            text = text.section(QStringLiteral(" · "), 0, 0);
        text = metrics.elidedText(text, Qt::ElideRight, room);
        if (text.size() < kShortest) continue;
        painter.drawText(QRectF(left, box.top(), room, 20), Qt::AlignLeft | Qt::AlignVCenter, text);
    }
}

void NetworkPicture::paintTiles(QPainter& painter, const ChartTheme& theme,
                                const NetworkStrip& strip, double from, double to,
                                int hovered) const {
    const QFontMetricsF metrics(painter.font());
    for (std::size_t i = 0; i < strip.tiles.size(); ++i) {
        const QRectF& tile = strip.tiles[i];
        if (tile.right() < from || tile.left() > to) continue;
        const QColor color = colorOf(network_->layers()[i].kind, theme);
        painter.setPen(Qt::NoPen);
        painter.setBrush(static_cast<int>(i) == hovered ? color.lighter(115) : color);
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
            painter.drawText(turned, Qt::AlignCenter,
                             metrics.elidedText(label, Qt::ElideMiddle, tile.height() - 6));
            painter.restore();
        }
    }
}

void NetworkPicture::paintArcs(QPainter& painter, const ChartTheme& theme,
                               const NetworkStrip& strip) const {
    const StripMetrics metrics;
    for (std::size_t i = 0; i < skips_.size(); ++i) {
        const Skip& skip = skips_[i];
        const double top = strip.blocks.front().top();
        const double left =
            skip.from < 0 ? 2 : strip.tiles[static_cast<std::size_t>(skip.from)].right() - 3;
        const double right = strip.tiles[static_cast<std::size_t>(skip.to)].right() - 6;
        const double y = top - 6 - strip.arcLevels[i] * metrics.arcStep;
        QPainterPath path(QPointF(left, top));
        path.cubicTo(QPointF(left, y), QPointF(left, y), QPointF(std::min(left + 8, right), y));
        path.lineTo(QPointF(std::max(right - 8, left), y));
        path.cubicTo(QPointF(right, y), QPointF(right, y), QPointF(right, top));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.secondary, 1.5, skip.projected ? Qt::DashLine : Qt::SolidLine));
        painter.drawPath(path);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.secondary);
        painter.drawPolygon(QPolygonF{QPointF(right - 3, top - 4), QPointF(right + 3, top - 4),
                                      QPointF(right, top)});
    }
}

}  // namespace lpstudio
