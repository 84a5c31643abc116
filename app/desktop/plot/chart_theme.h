#pragma once

#include <QColor>
#include <QFont>
#include <QString>
#include <cstdint>

class QAbstractAxis;
class QChart;
class QLegend;
class QPen;

namespace lpstudio {

/// Colours and type of every chart. One theme object is applied to any chart; data colours mean the
/// same in all of them (Okabe-Ito), whatever the theme.
struct ChartTheme {
    QColor window;        ///< around the charts
    QColor base;          ///< behind the data
    QColor text;          ///< titles, labels
    QColor secondary;     ///< less important text, at least 4.5:1 on `base`
    QColor grid;          ///< `text` at 12 %
    QColor accent;        ///< the one colour of interaction, and of data that has no other
    QColor highlight;     ///< the best, the selected
    int fontPixels = 12;  ///< labels; titles are one larger
    double lineWidth = 1.5;
    bool dark = false;
    bool paper = false;

    static const ChartTheme& light();
    static const ChartTheme& darkTheme();
    /// Light on white with small type, for paper; lengths in points.
    static const ChartTheme& print();
    static const ChartTheme& of(bool dark) { return dark ? darkTheme() : light(); }

    /// Colour of a number format by its spec or family name: `lp:8,...` blue, `int` (and `fixed`)
    /// orange, `adaptivfloat` green, `ant` (and `flint`) vermilion, `posit` purple, `lns` and `pot`
    /// sky blue (white on dark), block formats `mx...` black (yellow on dark), anything else
    /// (float) grey.
    QColor formatColor(const QString& spec) const;
    /// Sequential scale of word lengths 2..8 bits (clamped), light to dark, that prints in grey.
    QColor widthColor(int bits) const;
    /// Colours of things without a meaning of their own (overlaid layers, runs), in turn.
    QColor seriesColor(int index) const;

    QFont labelFont() const;
    QFont titleFont() const;
    QPen linePen(const QColor& color) const;

    /// Background, title, legend and all axes of a chart; call it again after adding axes.
    void apply(QChart& chart) const;
    void apply(QAbstractAxis& axis) const;
    /// Call it again after adding series.
    void apply(QLegend& legend) const;
};

// Colours made of others, and colours with a meaning beyond one chart.

/// The same colour, translucent: `alpha` 0 to 1.
QColor faded(QColor color, double alpha);
/// Between two colours: 0 is the first, 1 the second. Opaque.
QColor mixed(const QColor& from, const QColor& to, double share);

/// What waits for memory: layers below the bandwidth roof, stalled cycles. Beside the accent it
/// can also be told apart in grey.
QColor waitColor(const ChartTheme& theme);
/// "published" blue, "derived" green, "assumed" orange, anything else grey.
QColor sourceTypeColor(const QString& sourceType, const ChartTheme& theme);

/// A premultiplied ARGB pixel times a share of 255, rounded; both pairs of channels at once.
inline std::uint32_t pixelTimes(std::uint32_t pixel, std::uint32_t share) {
    std::uint32_t odd = (pixel & 0x00FF00FFU) * share;
    std::uint32_t even = ((pixel >> 8) & 0x00FF00FFU) * share;
    odd = ((odd + ((odd >> 8) & 0x00FF00FFU) + 0x00800080U) >> 8) & 0x00FF00FFU;
    even = (even + ((even >> 8) & 0x00FF00FFU) + 0x00800080U) & 0xFF00FF00U;
    return odd | even;
}

/// `source` over `target`, both premultiplied.
inline std::uint32_t pixelOver(std::uint32_t source, std::uint32_t target) {
    return source + pixelTimes(target, 255 - (source >> 24));
}

}  // namespace lpstudio
