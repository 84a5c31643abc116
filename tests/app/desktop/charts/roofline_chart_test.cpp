#include "app/desktop/plot/plot_geometry.h"
#include "tests/app/desktop/charts/hardware_charts.h"

#include <gtest/gtest.h>

// The roofline and its logarithmic axes.

namespace lpstudio::test {
namespace {

TEST(LogTicks, FollowTheRoom) {
    using Values = std::vector<double>;
    EXPECT_EQ(decadeTicks(0, 2, 400, 30), (Values{1, 2, 5, 10, 20, 50, 100}));
    // 2 is 0.301 decades above 1: 100 pixels a decade leave 30.1 between them.
    EXPECT_EQ(decadeTicks(-1, 1, 200, 30.2), (Values{0.1, 1, 10}));
    EXPECT_EQ(decadeTicks(-1, 1, 200, 30.1), (Values{0.1, 0.2, 0.5, 1, 2, 5, 10}));
    EXPECT_EQ(decadeTicks(-6, 6, 120, 25), (Values{1e-6, 1e-3, 1, 1e3, 1e6}));
    EXPECT_EQ(decadeTicks(0.2, 0.8, 300, 30), (Values{2, 5}));
    EXPECT_TRUE(decadeTicks(1, 1, 300, 30).empty());
    EXPECT_TRUE(decadeTicks(0, 1, 0, 30).empty());
    for (const double length : {50.0, 300.0, 2000.0}) {
        const Values ticks = decadeTicks(-7.3, 8.1, length, 40);
        ASSERT_FALSE(ticks.empty());
        for (std::size_t i = 1; i < ticks.size(); ++i)
            EXPECT_GE((std::log10(ticks[i]) - std::log10(ticks[i - 1])) * length / 15.4, 40 - 1e-6);
    }
}

TEST(LogTicks, AcrossLeaveTheLastLabelRoom) {
    // 100 pixels a decade, a label of 40 may reach 6 over the end: nothing within 14 pixels.
    const auto ticks = decadeTicksAcross({0, 2.1}, 210, 40, 6);
    EXPECT_EQ(ticks.back(), 10);
    EXPECT_EQ(decadeTicksAcross({0, 2.2}, 220, 40, 6).back(), 100);
    EXPECT_DOUBLE_EQ(lastTickAcross({10, 20}, 100, 40, 5), 18.5);
    EXPECT_DOUBLE_EQ(lastTickAcross({10, 20}, 100, 40, 50), 20);
    EXPECT_DOUBLE_EQ(lastTickAcross({10, 20}, 3, 40, 5), 10);
    EXPECT_TRUE(decadeTicksAcross({0, 2}, 3, 40, 5).empty());
}

TEST(LogTicks, IntervalHoldsTheValuesWithMargin) {
    const std::array values{1.0, 1000.0, -5.0, 0.0, kNan};
    const AxisInterval interval = logInterval(values, 1, 0.1);
    EXPECT_DOUBLE_EQ(interval.from, -0.3);
    EXPECT_DOUBLE_EQ(interval.to, 3.3);
    const std::array equal{100.0, 100.0};
    const AxisInterval widened = logInterval(equal, 1, 0);
    EXPECT_DOUBLE_EQ(widened.from, 1.5);
    EXPECT_DOUBLE_EQ(widened.to, 2.5);
    const AxisInterval none = logInterval({}, 2, 0.25);
    EXPECT_DOUBLE_EQ(none.from, -0.5);
    EXPECT_DOUBLE_EQ(none.to, 2.5);
}

TEST(RooflineGeometry, RoofsMeetAtTheRidge) {
    const PlotRange range{-1, 3, 9, 12};
    const auto slope = bandwidthRoof(64e9, 256e9, range);
    const auto flat = peakRoof(64e9, 256e9, range);
    ASSERT_TRUE(slope && flat);
    // Enters through the left edge at 0.1 op/B: 6.4 GOPS.
    EXPECT_DOUBLE_EQ(slope->from.x, -1);
    EXPECT_NEAR(slope->from.y, std::log10(6.4e9), 1e-12);
    EXPECT_NEAR(slope->to.x, std::log10(4), 1e-12);
    EXPECT_NEAR(slope->to.y, std::log10(256e9), 1e-12);
    EXPECT_NEAR(flat->from.x, slope->to.x, 1e-12);
    EXPECT_DOUBLE_EQ(flat->from.y, std::log10(256e9));
    EXPECT_DOUBLE_EQ(flat->to.x, 3);
    EXPECT_DOUBLE_EQ(flat->to.y, flat->from.y);
}

TEST(RooflineGeometry, RoofsEndAtTheRange) {
    // Through the lower edge: 10 GOPS are reached at 0.15625 op/B.
    const auto low = bandwidthRoof(64e9, 256e9, {-3, 3, 10, 12});
    ASSERT_TRUE(low);
    EXPECT_NEAR(low->from.x, std::log10(10.0 / 64), 1e-12);
    EXPECT_NEAR(low->from.y, 10, 1e-12);
    // The ridge lies left of the range, or right of it.
    EXPECT_FALSE(bandwidthRoof(64e9, 256e9, {1, 3, 9, 12}));
    EXPECT_DOUBLE_EQ(peakRoof(64e9, 256e9, {1, 3, 9, 12})->from.x, 1);
    EXPECT_FALSE(peakRoof(64e9, 256e9, {-3, 0, 9, 12}));
    EXPECT_DOUBLE_EQ(bandwidthRoof(64e9, 256e9, {-1, 0, 9, 12})->to.x, 0);
    EXPECT_FALSE(peakRoof(64e9, 256e9, {-1, 3, 9, 11}));
    EXPECT_FALSE(bandwidthRoof(0, 256e9, {-1, 3, 9, 12}));
    EXPECT_FALSE(peakRoof(64e9, 0, {-1, 3, 9, 12}));
}

TEST(RooflineGeometry, RangeHoldsPointsAndRidges) {
    const PlotRange range = rooflineRange(roofline());
    const auto holds = [&](double x, double y) {
        return std::log10(x) > range.xFrom && std::log10(x) < range.xTo &&
               std::log10(y) > range.yFrom && std::log10(y) < range.yTo;
    };
    for (const RooflinePoint& point : roofline().points)
        EXPECT_TRUE(holds(point.intensity, point.achieved)) << point.name;
    EXPECT_TRUE(holds(2, 128e9) && holds(4, 256e9));
    // From 2 op/B / 3 to 100 op/B with 7 % beyond each end.
    const double width = std::log10(150);
    EXPECT_NEAR(range.xFrom, std::log10(2.0 / 3) - 0.07 * width, 1e-12);
    EXPECT_NEAR(range.xTo, 2 + 0.07 * width, 1e-12);

    Roofline one;
    one.points = {layer("a", 10, 1e9, 1e9, 1)};
    EXPECT_NEAR(rooflineRange(one).width(), 1.14, 1e-12);
    EXPECT_NEAR((rooflineRange(one).xFrom + rooflineRange(one).xTo) / 2, 1, 1e-12);
    EXPECT_GT(rooflineRange({}).width(), 0);
}

TEST(RooflineGeometry, QuietPlaceAvoidsWhatIsThere) {
    const QRectF area(0, 0, 100, 100);
    const std::array places{QRectF(90, 0, 20, 10), QRectF(10, 10, 20, 10), QRectF(40, 40, 20, 10),
                            QRectF(70, 70, 20, 10)};
    const std::array taken{QRectF(0, 0, 30, 30)};
    const std::array points{QPointF(50, 53)};
    // The first leaves the area, the second meets what is taken, the third covers a point's edge.
    EXPECT_EQ(quietPlace(places, area, taken, points, 4), 3u);
    EXPECT_EQ(quietPlace(places, area, taken, points, 1), 2u);
    EXPECT_EQ(quietPlace(std::span(places).first(3), area, taken, points, 4), 2u);
    EXPECT_EQ(quietPlace(std::span(places).first(2), area, taken, points, 4), std::nullopt);
}

TEST(RooflineChart, PaintsBothKindsOfLayersInBothThemes) {
    for (const ChartTheme& theme : kThemes) {
        RooflineChart chart(theme);
        chart.setRoofline(roofline(), {QStringLiteral("2-bit weights")});
        chart.setSelected(2);
        const QImage whole = picture(&chart);
        const QImage image = plotOf(whole, chart);
        EXPECT_GT(pixelsLike(image, theme.accent), 40);
        EXPECT_GT(pixelsLike(image, waitColor(theme)), 20);
        EXPECT_GT(pixelsLike(image, theme.highlight), 60);  // the plumb line up to the roof
        EXPECT_GT(pixelsLike(image, theme.base), image.width() * image.height() / 2);
        EXPECT_TRUE(everyAxisHasATitle(chart));
        EXPECT_EQ(legendOf(chart), (QStringList{QStringLiteral("compute-bound: 2 layers"),
                                                QStringLiteral("memory-bound: 1 layer")}));
        QStringList titles;
        for (const QAbstractAxis* axis : chart.axes()) titles += axis->titleText();
        EXPECT_TRUE(titles.contains(QStringLiteral("Throughput (GOPS)")));
        EXPECT_TRUE(titles.contains(QStringLiteral("Operations per byte of DRAM traffic (op/B)")));
    }
}

TEST(RooflineChart, FindsTheNearestLayer) {
    RooflineChart chart;
    chart.setRoofline(roofline());
    picture(&chart);
    for (int i = 0; i < 3; ++i) {
        const RooflinePoint& point = chart.roofline().points[static_cast<std::size_t>(i)];
        const QPointF place = placeOf(chart, point.intensity, point.achieved);
        EXPECT_EQ(chart.pointAt(place), i);
        EXPECT_EQ(chart.pointAt(place + QPointF(5, -5)), i);
        EXPECT_EQ(chart.pointAt(place + QPointF(9, 9)), -1);
        EXPECT_EQ(chart.pointAt(place + QPointF(9, 9), 15), i);
    }
}

TEST(RooflineChart, TellsWhereALayerStands) {
    RooflineChart chart;
    chart.setRoofline(roofline());
    EXPECT_EQ(chart.textOf(0),
              QStringLiteral(
                  "conv1\n100\u202Fop/B\n128.0\u202FGOPS of 256.0\u202FGOPS attainable (50 %)\n"
                  "compute-bound"));
    EXPECT_EQ(
        chart.textOf(2),
        QStringLiteral("fc\n1\u202Fop/B\n16.00\u202FGOPS of 64.00\u202FGOPS attainable (25 %)\n"
                       "memory-bound"));
    EXPECT_EQ(chart.textOf(3), QString());
    EXPECT_EQ(chart.textOf(-1), QString());
}

TEST(RooflineChart, LabelsAreInsideAndApart) {
    Roofline many = roofline();
    many.peaks = {256e9, 128e9, 64e9};
    for (int i = 0; i < 60; ++i)
        many.points.push_back(layer("layer" + std::to_string(i), 0.5 * std::pow(1.1, i),
                                    many.peaks[static_cast<std::size_t>(i) % 3], many.bandwidth,
                                    0.3 + 0.01 * i));
    RooflineChart chart;
    chart.setRoofline(many, {QStringLiteral("2-bit weights"), QStringLiteral("4-bit weights"),
                             QStringLiteral("8-bit weights")});
    chart.setSelected(7);
    for (const QSize size : {QSize(900, 500), QSize(600, 340), QSize(320, 220)}) {
        picture(&chart, size);
        const auto& item = itemOf<RooflineItem>(chart);
        const auto labels = item.labels();
        if (size.width() == 900) {
            ASSERT_EQ(labels.size(), 5u);
            EXPECT_EQ(labels[0].text, QStringLiteral("64\u202FGB/s DRAM"));
            EXPECT_EQ(labels[1].text, QStringLiteral("256\u202FGOPS, 2-bit weights"));
            EXPECT_EQ(labels[4].text, QStringLiteral("layer4"));
        }
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const QRectF bounds = outline(labels[i]).boundingRect();
            EXPECT_TRUE(item.area().adjusted(-1, -1, 1, 1).contains(bounds))
                << labels[i].text.toStdString();
            for (std::size_t k = 0; k < i; ++k)
                EXPECT_TRUE(outline(labels[i]).intersected(outline(labels[k])).isEmpty())
                    << labels[i].text.toStdString() << labels[k].text.toStdString();
        }
    }
}

TEST(RooflineChart, TheSlopesLabelRunsAlongIt) {
    RooflineChart chart;
    chart.setRoofline(roofline());
    picture(&chart);
    const auto label = itemOf<RooflineItem>(chart).labels().front();
    const QPointF from = placeOf(chart, 1, 64e9), to = placeOf(chart, 4, 256e9);
    const double slope = std::atan2(to.y() - from.y(), to.x() - from.x()) * 180 / std::numbers::pi;
    // Degrees clockwise; the other way round the text would be upside down.
    EXPECT_NEAR(std::remainder(label.degrees - slope, 360), 0, 1e-6);
    // Its lower left corner is a little above the roof.
    const QPointF corner = label.place.bottomLeft();
    const double roofY =
        from.y() + (corner.x() - from.x()) * (to.y() - from.y()) / (to.x() - from.x());
    EXPECT_LT(corner.y(), roofY);
    EXPECT_GT(corner.y(), roofY - 10);
}

TEST(RooflineChart, LeavesOutLayersWithoutAPlace) {
    Roofline odd = roofline();
    odd.points[0].achieved = 0;
    odd.points[1].intensity = std::numeric_limits<double>::infinity();
    RooflineChart chart;
    chart.setRoofline(odd);
    chart.setSelected(0);
    picture(&chart);
    EXPECT_TRUE(std::isfinite(chart.range().width()) && std::isfinite(chart.range().height()));
    const RooflinePoint& last = odd.points[2];
    EXPECT_EQ(chart.pointAt(placeOf(chart, last.intensity, last.achieved)), 2);
    EXPECT_EQ(chart.pointAt(chart.plotArea().center(), 1000), 2);
    EXPECT_TRUE(chart.textOf(0).startsWith(QStringLiteral("conv1\n")));
}

TEST(RooflineChart, EmptyShowsAxesOnly) {
    for (const ChartTheme& theme : kThemes) {
        RooflineChart chart(theme);
        chart.setRoofline(roofline());
        picture(&chart);
        chart.setRoofline({});
        const QImage image = picture(&chart);
        EXPECT_EQ(pixelsLike(image, theme.accent), 0);
        EXPECT_TRUE(everyAxisHasATitle(chart));
        EXPECT_FALSE(chart.legend()->isVisible());
        EXPECT_EQ(chart.pointAt(chart.plotArea().center(), 1000), -1);
        EXPECT_GT(distinctColors(image), 5);
    }
}

TEST(RooflineChart, OneLayerAndExtremeRangesHaveReadableTicks) {
    Roofline one = roofline();
    one.points.resize(1);
    Roofline wide = roofline();
    wide.points.push_back(layer("tiny", 1e-6, 128e9, wide.bandwidth, 1e-3));
    wide.points.push_back(layer("huge", 1e9, 128e9, wide.bandwidth, 1));
    for (const Roofline& shown : {one, wide}) {
        RooflineChart chart;
        chart.setRoofline(shown);
        picture(&chart, {420, 260});
        for (QAbstractAxis* axis : chart.axes()) {
            auto* category = qobject_cast<QCategoryAxis*>(axis);
            ASSERT_TRUE(category);
            const auto labels = category->categoriesLabels().size();
            EXPECT_GE(labels, 2);
            EXPECT_LE(labels, 10);
        }
    }
}

TEST(RooflineChart, StaysFastWith500Layers) {
    Roofline many = roofline();
    for (int i = 0; i < 500; ++i)
        many.points.push_back(
            layer("l", 0.01 * std::pow(1.03, i), 256e9, many.bandwidth, 0.2 + 0.0015 * i));
    RooflineChart chart;
    chart.setRoofline(many, {QStringLiteral("2-bit weights"), QStringLiteral("4-bit weights")});
    picture(&chart);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 10; ++i) {
        chart.setHovered(i);
        picture(&chart);
    }
    EXPECT_LT(timer.elapsed(), 2000);
}

}  // namespace
}  // namespace lpstudio::test
