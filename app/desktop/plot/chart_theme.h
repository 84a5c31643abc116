#pragma once

#include <QColor>
#include <QFont>
#include <QString>

QT_BEGIN_NAMESPACE
class QAbstractAxis;
class QChart;
class QLegend;
class QPen;
QT_END_NAMESPACE

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

}  // namespace lpstudio
