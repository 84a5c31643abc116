#include "app/desktop/plot/chart_theme.h"

#include <QAbstractAxis>
#include <QBrush>
#include <QChart>
#include <QFontDatabase>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLegendMarker>
#include <QMargins>
#include <QPen>
#include <algorithm>
#include <cmath>
#include <iterator>

namespace lpstudio {
namespace {

// Okabe and Ito, "Color Universal Design", 2008.
constexpr QRgb kBlue = 0xFF0072B2, kOrange = 0xFFE69F00, kGreen = 0xFF009E73,
               kVermilion = 0xFFD55E00, kPurple = 0xFFCC79A7, kSkyBlue = 0xFF56B4E9,
               kYellow = 0xFFF0E442;
// A middle grey is what green and purple look like without the red or the green cones: darker than
// they are on a light ground, lighter on a dark one.
constexpr QRgb kDarkGrey = 0xFF505050, kLightGrey = 0xFFBCBCBC;

ChartTheme makeLight() {
    ChartTheme theme;
    theme.window = QColor(0xFAFAFA);
    theme.base = QColor(0xFFFFFF);
    theme.text = QColor(0x1B1B1B);
    theme.secondary = QColor(0x5C5C5C);
    theme.grid = faded(theme.text, 0.12);
    theme.accent = QColor(kBlue);
    theme.highlight = QColor(kVermilion);
    return theme;
}

ChartTheme makeDark() {
    ChartTheme theme;
    theme.window = QColor(0x1E1F22);
    theme.base = QColor(0x26282B);
    theme.text = QColor(0xE6E6E6);
    theme.secondary = QColor(0xA8ABB0);
    theme.grid = faded(theme.text, 0.12);
    // Okabe-Ito's blue is too dark for lines and text on a dark ground: lightened to 4.5:1.
    theme.accent = QColor(0x4DA3DB);
    theme.highlight = QColor(0xF2843C);
    theme.dark = true;
    return theme;
}

ChartTheme makePrint() {
    ChartTheme theme = makeLight();
    theme.window = theme.base;
    theme.fontPixels = 8;
    theme.lineWidth = 0.9;
    theme.paper = true;
    return theme;
}

}  // namespace

const ChartTheme& ChartTheme::light() {
    static const ChartTheme theme = makeLight();
    return theme;
}

const ChartTheme& ChartTheme::darkTheme() {
    static const ChartTheme theme = makeDark();
    return theme;
}

const ChartTheme& ChartTheme::print() {
    static const ChartTheme theme = makePrint();
    return theme;
}

QColor ChartTheme::formatColor(const QString& spec) const {
    const QString family = spec.section(QLatin1Char(':'), 0, 0).toLower();
    if (family == QLatin1String("lp")) return accent;
    if (family == QLatin1String("int")) return QColor(kOrange);
    if (family == QLatin1String("adaptivfloat")) return QColor(kGreen);
    if (family == QLatin1String("ant") || family == QLatin1String("flint"))
        return dark ? highlight : QColor(kVermilion);
    if (family == QLatin1String("posit")) return QColor(kPurple);
    // Kin share a colour: fixed point is an integer, the powers of two are logarithmic numbers.
    if (family == QLatin1String("fixed")) return QColor(kOrange);
    // On a dark ground sky blue is the accent's double.
    if (family == QLatin1String("lns") || family == QLatin1String("pot"))
        return dark ? text : QColor(kSkyBlue);
    if (family.startsWith(QLatin1String("mx"))) return dark ? QColor(kYellow) : text;
    return QColor(dark ? kLightGrey : kDarkGrey);
}

QColor ChartTheme::widthColor(int bits) const {
    // Cut from viridis (van der Walt, Smith 2015): luminance falls evenly, so order survives in
    // grey. The second step is a little nearer to the third than there, or it would be the first
    // one's double without the red cones.
    static constexpr QRgb kScale[] = {0xFFDDE318, 0xFF89D548, 0xFF56C667, 0xFF1FA187,
                                      0xFF287D8E, 0xFF375B8D, 0xFF47378A};
    const int index = std::clamp(bits, 2, 8) - 2;
    return QColor(kScale[index]);
}

QColor ChartTheme::seriesColor(int index) const {
    // On a dark ground sky blue would be taken for the accent.
    const QColor colors[] = {accent,
                             QColor(kOrange),
                             QColor(kGreen),
                             QColor(kPurple),
                             QColor(dark ? kYellow : kSkyBlue),
                             text,
                             QColor(dark ? kLightGrey : kDarkGrey)};
    return colors[static_cast<std::size_t>(std::max(0, index)) % std::size(colors)];
}

QFont ChartTheme::labelFont() const {
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    // Pixels, because a chart is also drawn on devices of other resolutions, scaled as a whole.
    font.setPixelSize(fontPixels);
    // Widths rounded to whole pixels are right on the screen only.
    if (paper) font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

QFont ChartTheme::titleFont() const {
    QFont font = labelFont();
    font.setPixelSize(fontPixels + 1);
    font.setBold(true);
    return font;
}

QPen ChartTheme::linePen(const QColor& color) const {
    QPen pen(color, lineWidth);
    pen.setJoinStyle(Qt::RoundJoin);
    pen.setCapStyle(Qt::RoundCap);
    return pen;
}

void ChartTheme::apply(QAbstractAxis& axis) const {
    axis.setLabelsFont(labelFont());
    axis.setLabelsColor(secondary);
    axis.setTitleFont(labelFont());
    axis.setTitleBrush(QBrush(text));
    axis.setGridLinePen(QPen(grid, lineWidth > 1 ? 1 : 0.5));
    axis.setLinePen(QPen(faded(text, 0.4), lineWidth > 1 ? 1 : 0.5));
}

void ChartTheme::apply(QLegend& legend) const {
    legend.setFont(labelFont());
    legend.setLabelColor(text);
    legend.setBackgroundVisible(false);
    legend.setMarkerShape(QLegend::MarkerShapeRectangle);
    legend.setShowToolTips(false);
    legend.setContentsMargins(0, 0, 0, 0);
    legend.layout()->setContentsMargins(0, 0, 0, 0);
    for (QLegendMarker* marker : legend.markers()) marker->setPen(QPen(marker->brush().color()));
}

void ChartTheme::apply(QChart& chart) const {
    chart.setBackgroundBrush(QBrush(base));
    chart.setBackgroundPen(Qt::NoPen);
    chart.setBackgroundRoundness(0);
    chart.setPlotAreaBackgroundVisible(false);
    chart.setDropShadowEnabled(false);
    chart.setTitleFont(titleFont());
    chart.setTitleBrush(QBrush(text));
    const int margin = fontPixels / 2;
    chart.setMargins({margin, margin, margin, margin});
    chart.layout()->setContentsMargins(0, 0, 0, 0);
    apply(*chart.legend());
    for (QAbstractAxis* axis : chart.axes()) apply(*axis);
}

QColor faded(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

QColor mixed(const QColor& from, const QColor& to, double share) {
    const auto channel = [&](int a, int b) {
        return static_cast<int>(std::lround(a + (b - a) * share));
    };
    return {channel(from.red(), to.red()), channel(from.green(), to.green()),
            channel(from.blue(), to.blue())};
}

QColor waitColor(const ChartTheme& theme) {
    return theme.seriesColor(1);
}

QColor sourceTypeColor(const QString& sourceType, const ChartTheme& theme) {
    if (sourceType == QLatin1String("published")) return theme.accent;
    if (sourceType == QLatin1String("derived")) return theme.seriesColor(2);
    if (sourceType == QLatin1String("assumed")) return theme.seriesColor(1);
    return theme.seriesColor(6);
}

}  // namespace lpstudio
