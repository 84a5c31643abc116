#include "tests/app/desktop/charts/hardware_charts.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_geometry.h"

#include <gtest/gtest.h>

// The other charts of the hardware page: influences, stacked bars, comparison.

namespace lpstudio::test {
namespace {

Influences influences() {
    return {QStringLiteral("Effect on the energy"),
            QStringLiteral("Energy per image"),
            QStringLiteral("J"),
            0.010,
            {{QStringLiteral("dram.read"), 0.008, 0.014, QStringLiteral("published"), false},
             {QStringLiteral("sram.access"), 0.0095, 0.011, QStringLiteral("derived"), true},
             {QStringLiteral("pe.energy"), 0.0099, 0.0102, QStringLiteral("assumed"), false}}};
}

QPointF middleOfRow(const QRectF& area, int row, int count) {
    return {area.center().x(), area.top() + (row + 0.5) / count * area.height()};
}

TEST(RowsGeometry, BarsAndHitsAgree) {
    const QRectF area(100, 50, 300, 120);
    for (int row = 0; row < 4; ++row) {
        const QRectF bar = rowBar(area, row, 4);
        EXPECT_DOUBLE_EQ(bar.center().y(), 50 + 30 * (row + 0.5));
        EXPECT_DOUBLE_EQ(bar.height(), 0.64 * 30);
        EXPECT_EQ(rowAtHeight(area, bar.top(), 4), row);
        EXPECT_EQ(rowAtHeight(area, bar.bottom(), 4), row);
    }
    EXPECT_EQ(rowBar({0, 0, 10, 900}, 0, 1).height(), 28);
    EXPECT_EQ(rowAtHeight(area, 49, 4), -1);
    EXPECT_EQ(rowAtHeight(area, 171, 4), -1);
    EXPECT_EQ(rowAtHeight(area, 170, 4), 3);
    EXPECT_EQ(rowAtHeight(area, 60, 0), -1);
}

TEST(RowsGeometry, RoomIsKeptInPixels) {
    const AxisInterval wide = withRoom({10, 20}, 500, 60, 40);
    const double perPixel = wide.width() / 500;
    EXPECT_NEAR((10 - wide.from) / perPixel, 60, 1e-9);
    EXPECT_NEAR((wide.to - 20) / perPixel, 40, 1e-9);
    EXPECT_EQ(withRoom({10, 20}, 150, 60, 40).width(), 10);
    EXPECT_EQ(withRoom({10, 20}, 0, 0, 0).width(), 10);
}

TEST(RowsGeometry, LogarithmicBeyondTwentyTimes) {
    EXPECT_FALSE(callsForLog(std::array{1.0, 20.0}));
    EXPECT_TRUE(callsForLog(std::array{1.0, 20.1}));
    EXPECT_FALSE(callsForLog(std::array{0.0, 20.1}));
    EXPECT_FALSE(callsForLog({}));
}

TEST(SiText, HasUnitAndPrefix) {
    EXPECT_EQ(siText(0.012345, QStringLiteral("J")), QStringLiteral("12.35\u202FmJ"));
    EXPECT_EQ(siBriefText(64e9, QStringLiteral("B/s")), QStringLiteral("64\u202FGB/s"));
    EXPECT_EQ(measureText(123.44, QStringLiteral("mm²"), false), QStringLiteral("123.4\u202Fmm²"));
    EXPECT_EQ(siText(12, {}), QStringLiteral("12"));
}

TEST(InfluenceChart, PaintsTwoTonesByStandingInBothThemes) {
    for (const ChartTheme& theme : kThemes) {
        InfluenceChart chart(theme);
        chart.setInfluences(influences());
        const QImage whole = picture(&chart);
        const QImage image = plotOf(whole, chart);
        for (const char* sourceType : {"published", "derived", "assumed"}) {
            const QColor color = sourceTypeColor(QString::fromLatin1(sourceType), theme);
            EXPECT_GT(pixelsLike(image, color), 50) << sourceType;
            EXPECT_GT(pixelsLike(image, mixed(theme.base, color, 0.5)), 20) << sourceType;
        }
        EXPECT_GT(pixelsLike(image, theme.highlight), 50);
        EXPECT_TRUE(everyAxisHasATitle(chart));
        EXPECT_EQ(legendOf(chart),
                  (QStringList{QStringLiteral("published"), QStringLiteral("derived"),
                               QStringLiteral("assumed")}));
        EXPECT_TRUE(chart.title().contains(QStringLiteral("10.00\u202FmJ as specified")));
    }
}

TEST(InfluenceChart, NumbersHaveRoomAtBothEnds) {
    InfluenceChart chart;
    chart.setInfluences(influences());
    picture(&chart);
    const auto& item = itemOf<InfluenceItem>(chart);
    EXPECT_EQ(item.rows()[0].lowText, QStringLiteral("8.00"));
    EXPECT_EQ(item.rows()[0].highText, QStringLiteral("14.00"));
    const QFontMetricsF metrics(ChartTheme::light().labelFont());
    const double perPixel = chart.interval().width() / item.area().width();
    EXPECT_GE((0.008 - chart.interval().from) / perPixel, metrics.horizontalAdvance("8.00") + 5);
    EXPECT_GE((chart.interval().to - 0.014) / perPixel, metrics.horizontalAdvance("14.00") + 5);
    // Not painted over each other: what a longer axis shows differs from a shorter one's.
    EXPECT_LT((0.008 - chart.interval().from) / perPixel, 60);
}

TEST(InfluenceChart, FindsRowsAndTellsThem) {
    InfluenceChart chart;
    chart.setInfluences(influences());
    picture(&chart);
    const QRectF area = chart.plotArea();
    for (int row = 0; row < 3; ++row) {
        const QPointF middle = middleOfRow(area, row, 3);
        EXPECT_EQ(chart.rowAt(middle), row);
        EXPECT_EQ(chart.rowAt({area.left() - 20, middle.y()}), row);  // the name
    }
    EXPECT_EQ(chart.rowAt({area.center().x(), area.bottom() + 5}), -1);
    EXPECT_EQ(chart.rowAt({area.right() + 5, area.center().y()}), -1);
    EXPECT_EQ(
        chart.textOf(0),
        QStringLiteral(
            "dram.read\nEnergy per image: 8.000\u202FmJ (−20.0 %) to 14.00\u202FmJ (+40.0 %)\n"
            "published"));
    EXPECT_EQ(chart.textOf(3), QString());
}

TEST(InfluenceChart, NamesAreShownOnceEachAndElided) {
    Influences long14 = influences();
    long14.bars.clear();
    for (int i = 0; i < 14; ++i)
        long14.bars.push_back({QStringLiteral("a.very.long.name.that.does.not.fit.beside.the.bars."
                                              "of.a.chart.of.this.width.and.goes.on.and.on"),
                               0.009, 0.011, QStringLiteral("derived"), false});
    InfluenceChart chart;
    chart.setInfluences(long14);
    picture(&chart, {900, 500});
    for (QAbstractAxis* axis : chart.axes())
        if (auto* names = qobject_cast<QCategoryAxis*>(axis)) {
            ASSERT_EQ(names->categoriesLabels().size(), 14);
            const QFontMetricsF metrics(ChartTheme::light().labelFont());
            for (const QString& label : names->categoriesLabels()) {
                EXPECT_TRUE(label.contains(QChar(0x2026)));
                EXPECT_LE(metrics.horizontalAdvance(label), 0.4 * 900);
            }
        }
}

TEST(InfluenceChart, DegenerateDataIsShown) {
    InfluenceChart empty;
    empty.setInfluences({QStringLiteral("Title"), QStringLiteral("Energy"), QStringLiteral("J")});
    EXPECT_EQ(pixelsLike(picture(&empty), ChartTheme::light().accent), 0);
    EXPECT_TRUE(everyAxisHasATitle(empty));
    EXPECT_EQ(empty.rowAt(empty.plotArea().center()), -1);
    EXPECT_FALSE(empty.legend()->isVisible());

    Influences equal = influences();
    for (InfluenceBar& bar : equal.bars) bar.low = bar.high = equal.base;
    InfluenceChart flat;
    flat.setInfluences(equal);
    picture(&flat);
    EXPECT_GT(flat.interval().width(), 0);
    EXPECT_LT(flat.interval().width(), 0.01 * equal.base);
    // The ends in the wrong order are the same bar.
    Influences swapped = influences();
    std::swap(swapped.bars[0].low, swapped.bars[0].high);
    flat.setInfluences(swapped);
    EXPECT_EQ(flat.influences().bars[0].low, 0.008);
}

LayerBars stacked() {
    LayerBars bars{QStringLiteral("Cycles per layer"), QStringLiteral("Cycles"), {}, {}};
    bars.bars = {{QStringLiteral("conv1"), 4000, 0, 1000},
                 {QStringLiteral("conv2"), 2000, 0, 0},
                 {QStringLiteral("fc"), 3000, 0, 3000}};
    bars.partTitle = QStringLiteral("stall");
    bars.restTitle = QStringLiteral("compute");
    return bars;
}

TEST(LayerBarsChart, StacksAPartOnTop) {
    for (const ChartTheme& theme : kThemes)
        for (const Qt::Orientation orientation : {Qt::Vertical, Qt::Horizontal}) {
            LayerBarsChart chart(orientation, theme);
            chart.setBars(stacked());
            const QImage image = picture(&chart);
            const int rest = pixelsLike(image, theme.accent);
            const int part = pixelsLike(image, waitColor(theme));
            // 5000 cycles compute, 4000 stall; the legend has as much of both.
            EXPECT_NEAR(static_cast<double>(part) / rest, 0.8, 0.04);
            EXPECT_EQ(legendOf(chart),
                      (QStringList{QStringLiteral("compute"), QStringLiteral("stall")}));
            // The part is at the far end.
            const QRectF area = chart.plotArea();
            const bool vertical = orientation == Qt::Vertical;
            const auto colorAt = [&](double share) {
                return image.pixelColor((vertical ? QPointF(area.left() + area.width() / 6,
                                                            area.bottom() - share * area.height())
                                                  : QPointF(area.left() + share * area.width(),
                                                            area.top() + area.height() / 6))
                                            .toPoint());
            };
            EXPECT_EQ(colorAt(0.05), theme.accent);
            EXPECT_EQ(colorAt(0.65), theme.accent);
            EXPECT_EQ(colorAt(0.77), waitColor(theme));
            EXPECT_EQ(chart.textOf(0),
                      QStringLiteral("conv1: %1\ncompute: %2\nstall: %3")
                          .arg(groupedText(4000), groupedText(3000), groupedText(1000)));
        }
}

TEST(LayerBarsChart, IsWholeWithoutANameOfThePart) {
    LayerBars bars = stacked();
    bars.partTitle.clear();
    LayerBarsChart chart;
    chart.setBars(bars);
    const QImage image = picture(&chart);
    EXPECT_EQ(pixelsLike(image, waitColor(ChartTheme::light())), 0);
    EXPECT_FALSE(chart.legend()->isVisible());
    EXPECT_EQ(chart.textOf(0), QStringLiteral("conv1: ") + groupedText(4000));
    // A part larger than the whole ends with it, inside the axes.
    bars = stacked();
    bars.bars[1].part = 1e9;
    chart.setBars(bars);
    const QImage large = picture(&chart);
    const QRectF area = chart.plotArea();
    const auto colorAt = [&](double y) {
        return large.pixelColor(QPointF(area.center().x() + 3, y).toPoint());
    };
    EXPECT_EQ(colorAt(area.top() + 5), ChartTheme::light().base);
    EXPECT_EQ(colorAt(area.bottom() - 5), waitColor(ChartTheme::light()));
    EXPECT_NE(colorAt(area.bottom() + 6), waitColor(ChartTheme::light()));
}

TEST(HardwareColors, PartsDifferInGreyWhereTheyArePrinted) {
    const auto grey = [](const QColor& color) { return qGray(color.rgb()); };
    for (const ChartTheme& theme : {ChartTheme::light(), ChartTheme::print()})
        EXPECT_GT(grey(waitColor(theme)) - grey(theme.accent), 60);
    for (const ChartTheme& theme : kThemes) {
        EXPECT_GT(std::abs(grey(waitColor(theme)) - grey(theme.base)), 60);
        EXPECT_NE(waitColor(theme), theme.highlight);
    }
}

Comparison comparison() {
    return {QStringLiteral("Energy per image"),
            QStringLiteral("Energy"),
            QStringLiteral("J"),
            {{QStringLiteral("INT8"), 0.010, AxisInterval{0.008, 0.015}},
             {QStringLiteral("LPA"), 0.0024, {}},
             {QStringLiteral("ANT"), 0.030, AxisInterval{0.025, 0.032}}},
            0};
}

TEST(ComparisonChart, PaintsReferenceAndOthersInBothThemes) {
    for (const ChartTheme& theme : kThemes) {
        ComparisonChart chart(theme);
        chart.setComparison(comparison());
        const QImage image = picture(&chart);
        EXPECT_GT(pixelsLike(image, theme.accent), 1000);
        EXPECT_GT(pixelsLike(image, theme.highlight), 500);
        EXPECT_TRUE(everyAxisHasATitle(chart));
        QStringList titles;
        for (const QAbstractAxis* axis : chart.axes()) titles += axis->titleText();
        EXPECT_TRUE(titles.contains(QStringLiteral("Energy (multiple of INT8)")));
    }
}

TEST(ComparisonChart, RelatesToTheReference) {
    ComparisonChart chart;
    chart.setComparison(comparison());
    picture(&chart);
    EXPECT_FALSE(chart.isLogarithmic());
    EXPECT_DOUBLE_EQ(*chart.multipleOf(0), 1);
    EXPECT_DOUBLE_EQ(*chart.multipleOf(1), 0.24);
    EXPECT_DOUBLE_EQ(*chart.multipleOf(2), 3);
    EXPECT_EQ(chart.multipleOf(3), std::nullopt);
    const auto& rows = itemOf<ComparisonItem>(chart).rows();
    EXPECT_EQ(rows[1].text, QStringLiteral("0.24×"));
    EXPECT_DOUBLE_EQ(rows[0].low, 0.8);
    EXPECT_DOUBLE_EQ(rows[2].high, 3.2);
    EXPECT_EQ(rows[1].low, rows[1].high);
    EXPECT_EQ(chart.interval().from, 0);
    EXPECT_GT(chart.interval().to, 3.2);
    EXPECT_EQ(chart.textOf(1), QStringLiteral("LPA\n2.400\u202FmJ\n0.24× INT8"));
    EXPECT_EQ(
        chart.textOf(0),
        QStringLiteral("INT8\n10.00\u202FmJ (8.000\u202FmJ to 15.00\u202FmJ)\nthe reference"));
    for (int row = 0; row < 3; ++row)
        EXPECT_EQ(chart.rowAt(middleOfRow(chart.plotArea(), row, 3)), row);
    EXPECT_EQ(chart.rowAt({10, chart.plotArea().bottom() + 4}), -1);
}

TEST(ComparisonChart, LogarithmicBarsStartAtTheReference) {
    Comparison wide = comparison();
    wide.rows.push_back({QStringLiteral("float"), 0.1, AxisInterval{0.05, 0.2}});
    wide.rows.push_back({QStringLiteral("unknown"), kNan, {}});
    ComparisonChart chart;
    chart.setComparison(wide);
    const QImage image = picture(&chart);
    EXPECT_TRUE(chart.isLogarithmic());
    const auto& item = itemOf<ComparisonItem>(chart);
    EXPECT_DOUBLE_EQ(item.rows()[3].value, 1);
    EXPECT_DOUBLE_EQ(item.rows()[1].value, std::log10(0.24));
    EXPECT_TRUE(item.isLeftward(item.rows()[1]));
    EXPECT_FALSE(item.rows()[4].hasValue);
    EXPECT_EQ(chart.textOf(4), QStringLiteral("unknown\nnot known"));
    const QRectF area = chart.plotArea();
    const auto colorAt = [&](double multiple, int row) {
        const double share =
            (std::log10(multiple) - chart.interval().from) / chart.interval().width();
        const QRectF bar = rowBar(area, row, 5);
        // Above the whisker in the middle.
        return image.pixelColor(
            QPointF(area.left() + share * area.width(), bar.top() + 3).toPoint());
    };
    const ChartTheme& theme = ChartTheme::light();
    EXPECT_EQ(colorAt(0.4, 1), theme.accent);
    EXPECT_NE(colorAt(1.4, 1), theme.accent);
    EXPECT_EQ(colorAt(5, 3), theme.accent);
    EXPECT_NE(colorAt(0.5, 3), theme.accent);
    // Numbers and whiskers fit on both sides.
    EXPECT_LT(chart.interval().from, std::log10(0.24));
    EXPECT_GT(chart.interval().to, std::log10(20));
}

TEST(ComparisonChart, WithoutAReferenceItIsEmpty) {
    Comparison without = comparison();
    for (const int reference : {-1, 3}) {
        without.reference = reference;
        ComparisonChart chart;
        chart.setComparison(without);
        EXPECT_EQ(pixelsLike(picture(&chart), ChartTheme::light().accent), 0);
        EXPECT_EQ(chart.rowAt(chart.plotArea().center()), -1);
        EXPECT_TRUE(everyAxisHasATitle(chart));
    }
    without.reference = 0;
    without.rows[0].value = 0;
    ComparisonChart chart;
    chart.setComparison(without);
    EXPECT_EQ(pixelsLike(picture(&chart), ChartTheme::light().accent), 0);

    Comparison one = comparison();
    one.rows.resize(1);
    chart.setComparison(one);
    EXPECT_GT(pixelsLike(picture(&chart), ChartTheme::light().highlight), 500);
}

TEST(ComparisonChart, TicksAreFewHoweverWideTheRange) {
    for (const double factor : {1.5, 19.0, 1e3, 1e12}) {
        Comparison wide = comparison();
        wide.rows[2].value = factor * wide.rows[0].value;
        wide.rows[2].bounds.reset();
        ComparisonChart chart;
        chart.setComparison(wide);
        picture(&chart, {420, 260});
        for (QAbstractAxis* axis : chart.axes(Qt::Horizontal)) {
            const auto labels = qobject_cast<QCategoryAxis*>(axis)->categoriesLabels().size();
            EXPECT_GE(labels, 2) << factor;
            EXPECT_LE(labels, 10) << factor;
        }
    }
}

}  // namespace
}  // namespace lpstudio::test
