#include <gtest/gtest.h>

#include <QCategoryAxis>
#include <QElapsedTimer>
#include <QFontMetricsF>
#include <QLegend>
#include <QLegendMarker>
#include <QPolygonF>
#include <QTransform>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>
#include <stdexcept>

#include "app/charts/comparison_chart.h"
#include "app/charts/comparison_item.h"
#include "app/charts/hardware_colors.h"
#include "app/charts/influence_chart.h"
#include "app/charts/influence_item.h"
#include "app/charts/layer_bars_chart.h"
#include "app/charts/log_ticks.h"
#include "app/charts/roofline_chart.h"
#include "app/charts/roofline_geometry.h"
#include "app/charts/roofline_item.h"
#include "app/charts/rows_geometry.h"
#include "app/charts/si_text.h"
#include "tests/app/charts/chart_pictures.h"

// The charts of the hardware page: roofline, influences, stacked bars, comparison.

namespace lpstudio::test {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const std::array<ChartTheme, 2> kThemes{ChartTheme::light(), ChartTheme::darkTheme()};

RooflinePoint layer(const std::string& name, double intensity, double peak, double bandwidth,
                    double share) {
    RooflinePoint point{name, intensity, 0, std::min(peak, intensity * bandwidth), peak};
    point.achieved = share * point.attainable;
    point.memoryBound = point.attainable < peak;
    return point;
}

/// 64 GB/s, 256 and 128 GOPS: the bandwidth roof meets them at 4 and 2 op/B.
Roofline roofline() {
    constexpr double kBandwidth = 64e9;
    Roofline result{kBandwidth, {256e9, 128e9}, {}};
    result.points = {layer("conv1", 100, 256e9, kBandwidth, 0.5),
                     layer("conv2", 40, 128e9, kBandwidth, 0.9),
                     layer("fc", 1, 128e9, kBandwidth, 0.25)};
    return result;
}

template <class Item, class Chart>
const Item& itemOf(const Chart& chart) {
    for (QGraphicsItem* child : chart.childItems())
        if (const auto* item = dynamic_cast<const Item*>(child)) return *item;
    throw std::logic_error("the chart lacks its item");
}

QPointF placeOf(const RooflineChart& chart, double intensity, double throughput) {
    const QRectF area = chart.plotArea();
    const PlotMap map{chart.range(), area.left(), area.top(), area.width(), area.height()};
    return {map.x(std::log10(intensity)), map.y(std::log10(throughput))};
}

/// A chart's picture inside its axes: without legend and titles.
QImage plotOf(const QImage& image, const QChart& chart) {
    return image.copy(chart.plotArea().toAlignedRect());
}

int distinctColors(const QImage& image) {
    std::set<QRgb> colors;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) colors.insert(image.pixel(x, y));
    return static_cast<int>(colors.size());
}

QStringList legendOf(const QChart& chart) {
    QStringList names;
    for (const QLegendMarker* marker : chart.legend()->markers()) names += marker->label();
    return names;
}

/// What a label covers, turned.
QPolygonF outline(const RooflineItem::Label& label) {
    QTransform turn;
    const QPointF corner = label.place.bottomLeft();
    turn.translate(corner.x(), corner.y());
    turn.rotate(label.degrees);
    turn.translate(-corner.x(), -corner.y());
    return turn.map(QPolygonF(label.place));
}

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
        EXPECT_EQ(legendOf(chart), (QStringList{QStringLiteral("limited by the grid: 2 layers"),
                                                QStringLiteral("waits for memory: 1 layer")}));
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
              QStringLiteral("conv1\n100 op/B\n128 GOPS of 256 GOPS attainable (50 %)\n"
                             "limited by the grid"));
    EXPECT_EQ(chart.textOf(2), QStringLiteral("fc\n1 op/B\n16 GOPS of 64 GOPS attainable (25 %)\n"
                                              "waits for memory"));
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
            EXPECT_EQ(labels[0].text, QStringLiteral("64 GB/s DRAM"));
            EXPECT_EQ(labels[1].text, QStringLiteral("256 GOPS, 2-bit weights"));
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

Influences influences() {
    return {QStringLiteral("What the energy hangs on"),
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
    EXPECT_EQ(siText(0.012345, QStringLiteral("J")), QStringLiteral("12.35 mJ"));
    EXPECT_EQ(siText(64e9, QStringLiteral("B/s")), QStringLiteral("64 GB/s"));
    EXPECT_EQ(siText(1234.4, QStringLiteral("mm²"), false), QStringLiteral("1234 mm²"));
    EXPECT_EQ(siText(12, {}), QStringLiteral("12"));
}

TEST(InfluenceChart, PaintsTwoTonesByStandingInBothThemes) {
    for (const ChartTheme& theme : kThemes) {
        InfluenceChart chart(theme);
        chart.setInfluences(influences());
        const QImage whole = picture(&chart);
        const QImage image = plotOf(whole, chart);
        for (const char* standing : {"published", "derived", "assumed"}) {
            const QColor color = standingColor(QString::fromLatin1(standing), theme);
            EXPECT_GT(pixelsLike(image, color), 50) << standing;
            EXPECT_GT(pixelsLike(image, toned(color, 0.5, theme)), 20) << standing;
        }
        EXPECT_GT(pixelsLike(image, theme.highlight), 50);
        EXPECT_TRUE(everyAxisHasATitle(chart));
        EXPECT_EQ(legendOf(chart),
                  (QStringList{QStringLiteral("published"), QStringLiteral("derived"),
                               QStringLiteral("assumed")}));
        EXPECT_TRUE(chart.title().contains(QStringLiteral("10 mJ as described")));
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
    EXPECT_EQ(chart.textOf(0),
              QStringLiteral("dram.read\nEnergy per image: 8 mJ (−20 %) to 14 mJ (+40 %)\n"
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
            EXPECT_EQ(chart.textOf(0), QStringLiteral("conv1: 4 k\ncompute: 3 k\nstall: 1 k"));
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
    EXPECT_EQ(chart.textOf(0), QStringLiteral("conv1: 4 k"));
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
    EXPECT_EQ(chart.textOf(1), QStringLiteral("LPA\n2.4 mJ\n0.24× INT8"));
    EXPECT_EQ(chart.textOf(0), QStringLiteral("INT8\n10 mJ (8 mJ to 15 mJ)\nthe reference"));
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
