#include "app/desktop/pages/hardware/block_geometry.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/translate.h"
#include "core/base/units.h"

namespace lpstudio {
namespace {

using enum DesignBlock;

QString titleOf(DesignBlock block) {
    // The only name too long for its block.
    if (block == Post) return tr("PPU");
    const std::string_view name = blockName(block);
    QString title = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    title[0] = title[0].toUpper();
    return title;
}

/// Sizes of buffers are powers of two: 8 KiB, not 8.000 KiB.
QString sizeText(std::int64_t bytes) {
    constexpr std::int64_t kKibi = 1024, kMebi = kKibi * kKibi;
    if (bytes % kMebi == 0) return tr("%1 MiB").arg(bytes / kMebi);
    if (bytes % kKibi == 0) return tr("%1 KiB").arg(bytes / kKibi);
    return bytes < kKibi ? tr("%1 B").arg(bytes) : bytesText(static_cast<double>(bytes));
}

QStringList bufferLines(const Buffer& buffer) {
    return {sizeText(buffer.bytes),
            tr("%1 × %2").arg(buffer.banks).arg(sizeText(buffer.bankBytes))};
}

QString widthsText(const std::vector<int>& widths) {
    QStringList list;
    for (const int width : widths) list << QString::number(width);
    return list.join(u'/');
}

QStringList linesOf(const Accelerator& a, DesignBlock block) {
    const auto count = [&a](const char* key) { return static_cast<qint64>(a.value(key)); };
    switch (block) {
        case Dram:
            return {tr("%1 bit/cycle").arg(count("dram.bandwidth")),
                    tr("%1 pJ/bit").arg(shortText(a.value("dram.read")))};
        case Control: {
            const QString dataflow =
                a.dataflow == Dataflow::WeightStationary   ? tr("weight-stationary")
                : a.dataflow == Dataflow::OutputStationary ? tr("output-stationary")
                                                           : tr("input-stationary");
            return {siText(a.value("clock.frequency"), QStringLiteral("Hz"), 3), dataflow};
        }
        case WeightBuffer:
            return bufferLines(a.weights);
        case InputBuffer:
            return bufferLines(a.inputs);
        case OutputBuffer:
            return bufferLines(a.outputs);
        case Grid:
            return {tr("%1 × %2").arg(a.rows).arg(a.columns),
                    tr("%1-bit weights").arg(widthsText(a.weightModes)),
                    a.peKind == PeKind::Packed ? tr("packed in a PE") : tr("PEs ganged")};
        case Decoders:
            return {QString::number(count("decoder.count"))};
        case Encoder:
            return {QString::number(count("encoder.count"))};
        case Post:
            return {tr("%1 lanes").arg(count("post.lanes"))};
    }
    return {};
}

DiagramBlock blockAt(const Accelerator& a, DesignBlock block, const QRectF& rect) {
    return {block, rect, titleOf(block), linesOf(a, block), 0, 0};
}

/// Splits `rect` among values in descending order, so that rectangles come as near to squares as a
/// row-wise division allows.
std::vector<QRectF> squarified(std::span<const double> values, QRectF rect) {
    std::vector<QRectF> result;
    double left = std::accumulate(values.begin(), values.end(), 0.0);
    std::size_t next = 0;
    while (next < values.size()) {
        const double side = std::min(rect.width(), rect.height());
        const double scale = rect.width() * rect.height() / left;
        // As many as make the row's worst ratio better.
        double row = 0, worst = INFINITY;
        std::size_t end = next;
        while (end < values.size()) {
            const double sum = row + values[end];
            const double thickness = sum * scale / side;
            const auto ratio = [&](double value) {
                const double length = value * scale / thickness;
                return std::max(length / thickness, thickness / length);
            };
            const double worse = std::max(ratio(values[next]), ratio(values[end]));
            if (worse > worst) break;
            worst = worse;
            row = sum;
            ++end;
        }
        const double thickness = row * scale / side;
        const bool upright = rect.width() >= rect.height();
        double at = 0;
        for (; next < end; ++next) {
            const double length = values[next] * scale / thickness;
            result.push_back(upright ? QRectF(rect.left(), rect.top() + at, thickness, length)
                                     : QRectF(rect.left() + at, rect.top(), length, thickness));
            at += length;
        }
        if (upright)
            rect.setLeft(rect.left() + thickness);
        else
            rect.setTop(rect.top() + thickness);
        left -= row;
    }
    return result;
}

}  // namespace

Diagram schematicOf(const Accelerator& a, const QSizeF& size) {
    constexpr double kGap = 26;     ///< holds an arrow
    constexpr double kStrip = 34;   ///< decoders and encoder
    constexpr double kWords = 116;  ///< holds "weight-stationary", the longest line of the control
    const double width = size.width() - 2, height = size.height() - 2;
    const double dram = std::max(94.0, 0.17 * width);
    const double left = dram + kGap;
    const double top = std::max(54.0, 0.17 * height), bottom = top;
    const bool decoders = a.value("decoder.count") > 0, encoder = a.value("encoder.count") > 0;
    const double edge = decoders ? kStrip : 0, under = encoder ? kStrip * 0.8 : 0;
    const double side = std::max({88.0, 0.24 * width, kWords - edge});
    const QRectF grid(QPointF(left + side + kGap + edge, top + kGap + edge),
                      QPointF(width, height - bottom - kGap - under));

    Diagram diagram;
    const auto add = [&](DesignBlock block, const QRectF& rect) {
        diagram.blocks.push_back(blockAt(a, block, rect.translated(1, 1)));
    };
    const QRectF memory(0, 0, dram, height), control(left, 0, side + edge, top);
    const QRectF weights(QPointF(grid.left(), 0), QPointF(width, top));
    const QRectF inputs(QPointF(left, grid.top()), QPointF(left + side, grid.bottom()));
    const double split = grid.left() + grid.width() * 0.3;
    const QRectF outputs(QPointF(left, height - bottom), QPointF(split, height));
    const QRectF post(QPointF(split + kGap, height - bottom), QPointF(width, height));
    const double down = grid.left() + grid.width() * 0.15;
    add(Dram, memory);
    add(Control, control);
    add(WeightBuffer, weights);
    add(InputBuffer, inputs);
    // Both strips of decoders are one block: the upper one first, it carries the text.
    if (decoders) {
        add(Decoders, QRectF(grid.left(), grid.top() - edge, grid.width(), edge));
        add(Decoders, QRectF(grid.left() - edge, grid.top(), edge, grid.height()));
    }
    add(Grid, grid);
    if (encoder) add(Encoder, QRectF(grid.left(), grid.bottom(), grid.width(), under));
    add(OutputBuffer, outputs);
    add(Post, post);

    const auto arrow = [&](std::vector<QPointF> points) {
        for (QPointF& point : points) point += QPointF(1, 1);
        diagram.arrows.push_back({std::move(points)});
    };
    const double lane = (top + grid.top() - edge) / 2;
    arrow({{dram, lane},
           {weights.center().x() - weights.width() / 4, lane},
           {weights.center().x() - weights.width() / 4, weights.bottom()}});
    arrow({{weights.center().x(), weights.bottom()}, {weights.center().x(), grid.top() - edge}});
    arrow({{dram, inputs.center().y()}, {inputs.left(), inputs.center().y()}});
    arrow({{inputs.right(), grid.center().y()}, {grid.left() - edge, grid.center().y()}});
    arrow({{down, grid.bottom() + under}, {down, outputs.top()}});
    arrow({{outputs.right(), outputs.center().y() - 6}, {post.left(), outputs.center().y() - 6}});
    arrow({{post.left(), outputs.center().y() + 6}, {outputs.right(), outputs.center().y() + 6}});
    arrow({{outputs.left(), outputs.center().y()}, {dram, outputs.center().y()}});
    return diagram;
}

Diagram floorplanOf(const Accelerator& a, const AreaParts& area, const QSizeF& size) {
    const auto banks = [&a](const char* key, const Buffer& buffer) {
        return static_cast<double>(buffer.banks) * a.value(key);
    };
    struct Share {
        DesignBlock block;
        double area;  ///< um^2
    };
    std::vector<Share> shares{{WeightBuffer, banks("sram.weights.area", a.weights)},
                              {InputBuffer, banks("sram.inputs.area", a.inputs)},
                              {OutputBuffer, banks("sram.outputs.area", a.outputs)},
                              {Grid, area.pe.squareMicrometres()},
                              {Decoders, area.decoders.squareMicrometres()},
                              {Encoder, area.encoder.squareMicrometres()},
                              {Post, area.post.squareMicrometres()}};
    const auto squareMillimetres = [](const Share& share) {
        return SquareMicrometres(share.area).squareMillimetres();
    };
    std::erase_if(shares, [](const Share& share) { return share.area <= 0; });
    std::ranges::stable_sort(shares, std::greater<>(), &Share::area);
    std::vector<double> values;
    values.reserve(shares.size());
    for (const Share& share : shares) values.push_back(share.area);
    const double all = std::accumulate(values.begin(), values.end(), 0.0);
    const std::vector<QRectF> rects =
        squarified(values, QRectF(1, 1, size.width() - 2, size.height() - 2));
    Diagram diagram;
    for (std::size_t i = 0; i < rects.size(); ++i)
        diagram.blocks.push_back({shares[i].block,
                                  rects[i],
                                  titleOf(shares[i].block),
                                  {shortText(squareMillimetres(shares[i])) + QStringLiteral(" mm²"),
                                   percentText(shares[i].area / all)},
                                  squareMillimetres(shares[i]),
                                  shares[i].area / all});
    return diagram;
}

}  // namespace lpstudio
