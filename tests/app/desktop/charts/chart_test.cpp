#include <gtest/gtest.h>

#include <QChartView>
#include <QScopeGuard>
#include <QTest>
#include <QValueAxis>
#include <algorithm>
#include <climits>
#include <cmath>

#include "app/desktop/charts/distribution_chart.h"
#include "app/desktop/charts/layer_bars_chart.h"
#include "app/desktop/charts/lines_chart.h"
#include "app/desktop/charts/octave_chart.h"
#include "app/desktop/plot/family_style.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_alignment.h"
#include "core/base/error.h"
#include "core/number/family_comparison.h"
#include "core/number/format.h"
#include "core/number/lp.h"
#include "tests/app/desktop/charts/chart_pictures.h"
#include "tests/app/desktop/events.h"

namespace lpstudio::test {
namespace {

TEST(ChartTheme, KeepsTextReadable) {
    const auto luminance = [](const QColor& color) {
        const auto linear = [](double c) {
            return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
               0.0722 * linear(color.blueF());
    };
    const auto contrast = [&](const QColor& a, const QColor& b) {
        const double la = luminance(a), lb = luminance(b);
        return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
    };
    for (const ChartTheme* theme :
         {&ChartTheme::light(), &ChartTheme::darkTheme(), &ChartTheme::print()}) {
        EXPECT_GE(contrast(theme->text, theme->base), 4.5);
        EXPECT_GE(contrast(theme->secondary, theme->base), 4.5);
        EXPECT_GE(contrast(theme->accent, theme->base), 4.5);
        // Widths are told apart without colour: each is darker than the one before.
        for (int bits = 3; bits <= 8; ++bits)
            EXPECT_LT(luminance(theme->widthColor(bits)), luminance(theme->widthColor(bits - 1)));
    }
    const ChartTheme& theme = ChartTheme::light();
    EXPECT_EQ(theme.formatColor("lp:8,2,3,0.5"), QColor(0x0072B2));
    EXPECT_EQ(theme.formatColor("int:4"), QColor(0xE69F00));
    EXPECT_EQ(theme.formatColor("adaptivfloat:8,3"), QColor(0x009E73));
    EXPECT_EQ(theme.formatColor("ant:4"), QColor(0xD55E00));
    EXPECT_EQ(theme.formatColor("posit:8,1"), QColor(0xCC79A7));
}

TEST(DistributionChart, ShowsLayersAndFormat) {
    std::vector<float> values;
    for (int i = -500; i <= 500; ++i) values.push_back(static_cast<float>(i) * 1e-3f);
    DistributionChart chart;
    EXPECT_FALSE(picture(&chart).isNull());  // empty
    chart.setLayers({{"conv1", values}});
    chart.setFormat(parseFormat("lp:4,1,3,2"));
    EXPECT_TRUE(everyAxisHasATitle(chart));
    EXPECT_GT(pixelsLike(picture(&chart), ChartTheme::light().accent), 50);
    chart.setScale(DistributionScale::Log2);
    EXPECT_TRUE(everyAxisHasATitle(chart));
    EXPECT_GT(pixelsLike(picture(&chart), ChartTheme::light().accent), 50);
    chart.setFormat(nullptr);
    EXPECT_EQ(pixelsLike(picture(&chart), ChartTheme::light().accent), 0);
    chart.setFormat(parseFormat("lp:4"));  // not fitted: nothing to show
    EXPECT_EQ(pixelsLike(picture(&chart), ChartTheme::light().accent), 0);
    chart.setTheme(ChartTheme::darkTheme());
    EXPECT_GT(pixelsLike(picture(&chart), ChartTheme::darkTheme().base), 10000);
    const std::vector<float> zeros(10, 0.0f), nothing;
    for (const auto scale : {DistributionScale::Linear, DistributionScale::Log2}) {
        chart.setScale(scale);
        chart.setLayers({{"zeros", zeros}});
        EXPECT_FALSE(picture(&chart).isNull());
        chart.setLayers({{"nothing", nothing}});
        EXPECT_FALSE(picture(&chart).isNull());
    }
}

TEST(DistributionChart, ShowsTwoFormatsInTheirColours) {
    std::vector<float> values;
    for (int i = -500; i <= 500; ++i) values.push_back(static_cast<float>(i) * 1e-3f);
    DistributionChart chart;
    chart.setLayers({{"conv1", values}});
    chart.setAccuracyVisible(false);
    chart.setFormats({parseFormat("lp:4,1,3,2"), parseFormat("int:4@0.07")});
    const QColor lp = ChartTheme::light().accent, integer = chart.formatColor(1);
    EXPECT_EQ(integer, ChartTheme::light().formatColor("int"));
    const QImage both = picture(&chart);
    EXPECT_GT(pixelsLike(both, lp), 50);
    EXPECT_GT(pixelsLike(both, integer), 50);
    // The strips lie above each other, the first on top.
    const QRectF plot = chart.plotArea();
    const auto rows = [&](const QColor& color) {
        std::pair<int, int> range{INT_MAX, 0};
        for (int y = static_cast<int>(plot.top()); y < static_cast<int>(plot.bottom()); ++y)
            for (int x = 0; x < both.width(); ++x)
                if (both.pixelColor(x, y).rgb() == color.rgb())
                    range = {std::min(range.first, y), y};
        return range;
    };
    EXPECT_LT(rows(lp).second, rows(integer).first);
    chart.setFormats({parseFormat("lp:4,1,3,2"), parseFormat("lp:8,2,3,2")});
    EXPECT_NE(chart.formatColor(0), chart.formatColor(1)) << "kin are told apart";
    chart.setFormats({nullptr, parseFormat("int:4@0.07")});
    EXPECT_EQ(pixelsLike(picture(&chart), lp), 0);
    chart.setFormat(parseFormat("lp:4,1,3,2"));
    EXPECT_EQ(pixelsLike(picture(&chart), integer), 0);
}

TEST(DistributionChart, MovingAFormatKeepsSeriesAndAxes) {
    std::vector<float> values;
    for (int i = -500; i <= 500; ++i) values.push_back(static_cast<float>(i) * 1e-3f);
    DistributionChart chart;
    chart.setLayers({{"conv1", values}});
    chart.setFormat(parseFormat("lp:8,2,3,2"));
    const auto series = chart.series();
    const auto axes = chart.axes();
    int ranges = 0;
    for (QAbstractAxis* axis : axes)
        if (auto* values_ = qobject_cast<QValueAxis*>(axis))
            QObject::connect(values_, &QValueAxis::rangeChanged, [&] { ++ranges; });
    for (int step = 0; step < 20; ++step)
        chart.setFormat(std::make_shared<LpFormat>(LpParameters{8, 2, 3, 2 + 0.01 * step}));
    EXPECT_EQ(chart.series(), series);
    EXPECT_EQ(chart.axes(), axes);
    EXPECT_EQ(ranges, 0);
}

class OctaveChartTest : public testing::Test {
protected:
    OctaveChartTest() {
        for (int i = -512; i < 512; ++i) values.push_back(static_cast<float>(i) / 1024);
        const std::vector<DistributionLayer> layers{{"conv1", values}};
        data = distributionData(layers);
    }
    void give(const char* spec) {
        const FormatPtr format = parseFormat(spec);
        chart.setFormat(format,
                        std::make_shared<const Quantizer>(format->quantizer(Rounding::Nearest)));
    }

    std::vector<float> values;
    DistributionData data;
    OctaveChart chart;
};

TEST_F(OctaveChartTest, ShowsSharesAndPrecision) {
    const QColor blue = ChartTheme::light().accent;
    EXPECT_FALSE(picture(&chart).isNull());
    EXPECT_TRUE(chart.title().contains(QStringLiteral("in each octave")));
    chart.setData(data);
    EXPECT_TRUE(everyAxisHasATitle(chart));
    EXPECT_EQ(pixelsLike(picture(&chart), blue), 0);
    give("lp:8,0,7,1");
    EXPECT_GT(pixelsLike(picture(&chart), blue), 50);
    chart.setScale(DistributionScale::Log2);
    EXPECT_GT(pixelsLike(picture(&chart), blue), 50);
    // Of 1,024 values 128 or so lie on either side of 0 between 1/8 and 1/4; LP<8,0,7,1> is
    // LP<8,0,7,0> halved.
    EXPECT_EQ(chart.textOf({-3, false}),
              QStringLiteral("|weight| from 0.125 to 0.25, log2 from -3 to -2\n"
                             "conv1: 25 % of its weights\n"
                             "lp:8,0,7,1: 16 code points, 4 bit"));
    chart.setScale(DistributionScale::Linear);
    EXPECT_TRUE(chart.textOf({-3, true}).contains(QStringLiteral("12.5 %")));
    EXPECT_TRUE(chart.textOf({90, false}).contains(QStringLiteral("no code points")));
    chart.setFormat(nullptr, nullptr);
    EXPECT_EQ(pixelsLike(picture(&chart), blue), 0);
    EXPECT_TRUE(chart.steps().isEmpty());
    chart.setTheme(ChartTheme::darkTheme());
    EXPECT_GT(pixelsLike(picture(&chart), ChartTheme::darkTheme().base), 10000);
    const std::vector<float> zeros(10, 0.0f), nothing;
    const std::vector<DistributionLayer> odd{{"zeros", zeros}, {"nothing", nothing}};
    chart.setData(distributionData(odd));
    EXPECT_FALSE(picture(&chart).isNull());
    chart.setData({});
    EXPECT_FALSE(picture(&chart).isNull());
}

TEST_F(OctaveChartTest, MovingTheFormatKeepsSeriesAndAxes) {
    chart.setData(data);
    give("lp:8,2,3,2");
    const auto series = chart.series();
    int ranges = 0;
    for (QAbstractAxis* axis : chart.axes())
        if (auto* one = qobject_cast<QValueAxis*>(axis))
            QObject::connect(one, &QValueAxis::rangeChanged, [&] { ++ranges; });
    const auto before = chart.steps();
    give("lp:8,2,3,2.5");
    EXPECT_NE(chart.steps(), before);
    EXPECT_EQ(chart.series(), series);
    EXPECT_EQ(ranges, 0);
}

TEST_F(OctaveChartTest, ReadsOutTheOctaveUnderTheMouse) {
    chart.setData(data);
    chart.setScale(DistributionScale::Log2);
    give("lp:8,0,7,1");
    QChartView view;
    view.setChart(&chart);
    view.resize(700, 300);
    view.show();
    finishEvents();
    const OctaveBand* band = nullptr;
    for (const QGraphicsItem* item : chart.childItems())
        if (const auto* found = dynamic_cast<const OctaveBand*>(item)) band = found;
    // The view would delete what is a member here.
    const auto release = qScopeGuard([&] { view.setChart(new QChart); });
    ASSERT_NE(band, nullptr);
    EXPECT_EQ(band->toolTip(), QString());
    const QPointF at = chart.mapToPosition(QPointF(-2.5, 10), chart.series().front());
    QTest::mouseMove(view.viewport(), view.mapFromScene(chart.mapToScene(at)));
    EXPECT_TRUE(band->toolTip().contains(QStringLiteral("log2 from -3 to -2")))
        << band->toolTip().toStdString();
    QTest::mouseMove(view.viewport(), QPoint(2, 2));
    EXPECT_EQ(band->toolTip(), QString());
}

TEST_F(OctaveChartTest, SharesTheAxisOfTheDistribution) {
    DistributionChart above;
    above.setData(data);
    chart.setData(data);
    give("lp:8,2,3,2");
    QGraphicsScene scene;
    scene.addItem(&above);
    scene.addItem(&chart);
    PlotAlignment alignment({&above, &chart});
    for (const auto scale : {DistributionScale::Log2, DistributionScale::Linear}) {
        above.setScale(scale);
        chart.setScale(scale);
        above.resize(900, 500);
        chart.resize(900, 300);
        finishEvents();
        EXPECT_NEAR(above.plotArea().left(), chart.plotArea().left(), 1);
        EXPECT_NEAR(above.plotArea().right(), chart.plotArea().right(), 1);
        const auto range = [](const QChart& of) {
            const auto* axis = qobject_cast<QValueAxis*>(of.axes(Qt::Horizontal).front());
            return std::pair(axis->min(), axis->max());
        };
        EXPECT_EQ(range(above), range(chart));
    }
    // Names at the side take what they are given; the charts must come to rest all the same.
    const std::vector<DistributionLayer> layers(6, {"layer3.0.conv2.with.a.long.name", values});
    const DistributionData several = distributionData(layers);
    int changes = 0;
    for (const QChart* one : {static_cast<QChart*>(&above), static_cast<QChart*>(&chart)})
        QObject::connect(one, &QChart::plotAreaChanged, [&] { ++changes; });
    for (const int width : {900, 640, 1400}) {
        above.setData(several);
        chart.setData(several);
        give("lp:8,2,3,2");
        above.resize(width, 500);
        chart.resize(width, 300);
        finishEvents();
        EXPECT_NEAR(above.plotArea().left(), chart.plotArea().left(), 1.5) << width;
        EXPECT_NEAR(above.plotArea().right(), chart.plotArea().right(), 1.5) << width;
    }
    EXPECT_LT(changes, 200);
    scene.removeItem(&above);
    scene.removeItem(&chart);
}

TEST(FamilyStyle, VariantsDifferFromTheFamily) {
    for (const FormatFamily& family : formatFamilies()) {
        const QString key = QString::fromStdString(family.key);
        const FamilyStyle own = familyStyle(key, ChartTheme::light());
        std::vector<Qt::PenStyle> dashes{own.dash};
        for (const int variant : {1, 2, 3}) {
            const FamilyStyle other = familyStyle(key, ChartTheme::light(), variant);
            EXPECT_EQ(other.color, own.color);
            EXPECT_EQ(std::count(dashes.begin(), dashes.end(), other.dash), 0) << family.key;
            dashes.push_back(other.dash);
        }
    }
}

TEST(FamilyStyle, TellsAllFamiliesApart) {
    for (const ChartTheme* theme : {&ChartTheme::light(), &ChartTheme::darkTheme()}) {
        const auto& families = formatFamilies();
        for (std::size_t a = 0; a < families.size(); ++a) {
            const FamilyStyle one = familyStyle(QString::fromStdString(families[a].key), *theme);
            EXPECT_EQ(one.color, theme->formatColor(QString::fromStdString(families[a].key)));
            for (std::size_t b = 0; b < a; ++b) {
                const FamilyStyle other =
                    familyStyle(QString::fromStdString(families[b].key), *theme);
                if (one.color != other.color) {
                    const auto apart = std::hypot(one.color.red() - other.color.red(),
                                                  one.color.green() - other.color.green(),
                                                  one.color.blue() - other.color.blue());
                    EXPECT_GT(apart, 60) << families[a].key << ' ' << families[b].key;
                }
                const bool sameShape = one.shape == other.shape && one.filled == other.filled;
                EXPECT_FALSE(one.color == other.color && (one.dash == other.dash || sameShape))
                    << families[a].key << ' ' << families[b].key;
            }
        }
        EXPECT_EQ(familyStyle("mxfp4", *theme).color, theme->formatColor("mxfp"));
    }
}

TEST(LinesChart, BringsOutOneFamily) {
    LinesChart chart;
    const PlotLine lp{"lp", "Logarithmic Posit", {{{2, 5}, {4, 20}, {8, 40}}}, true, {}};
    const PlotLine integer{"int", "Integer", {{{2, 4}, {4, 18}, {8, 39}}}, true, {}};
    const LineAxes axes{"SQNR", "Bits", "SQNR (dB)", {1.8, 8.2, 4, 40}, 6};
    EXPECT_FALSE(picture(&chart).isNull());
    chart.setLines({lp, integer}, axes);
    EXPECT_TRUE(everyAxisHasATitle(chart));
    const QColor blue = ChartTheme::light().accent, orange = QColor(0xE69F00);
    EXPECT_GT(pixelsLike(picture(&chart), blue), 20);
    EXPECT_GT(pixelsLike(picture(&chart), orange), 20);
    EXPECT_LT(chart.plotArea().right(), 700) << "room for the labels";
    chart.setHighlighted("lp");
    EXPECT_GT(pixelsLike(picture(&chart), blue), 20);
    EXPECT_EQ(pixelsLike(picture(&chart), orange), 0);
    chart.setHighlighted({});
    EXPECT_GT(pixelsLike(picture(&chart), orange), 20);
    chart.setTheme(ChartTheme::darkTheme());
    EXPECT_GT(pixelsLike(picture(&chart), ChartTheme::darkTheme().accent), 20);
    chart.setLines({}, axes);
    EXPECT_EQ(pixelsLike(picture(&chart), ChartTheme::darkTheme().accent), 0);
}

TEST(LayerBarsChart, FindsTheLayerUnderAPosition) {
    for (const Qt::Orientation orientation : {Qt::Horizontal, Qt::Vertical}) {
        LayerBarsChart chart(orientation);
        LayerBars bars;
        bars.title = "Parameters per layer";
        bars.valueTitle = "Parameters";
        for (int i = 0; i < 10; ++i)
            bars.bars.push_back({QStringLiteral("layer%1").arg(i / 2), 1000.0 * i, 2 + i % 7});
        chart.setBars(bars);
        EXPECT_TRUE(everyAxisHasATitle(chart));
        picture(&chart);
        const QRectF plot = chart.plotArea();
        for (int i = 0; i < 10; ++i) {
            const double share = (i + 0.5) / 10;
            const QPointF place =
                orientation == Qt::Vertical
                    ? QPointF(plot.left() + share * plot.width(), plot.center().y())
                    : QPointF(plot.center().x(), plot.top() + share * plot.height());
            EXPECT_EQ(chart.layerAt(place), i);
        }
        EXPECT_EQ(chart.layerAt(QPointF(-5, -5)), -1);
        EXPECT_EQ(chart.textOf(5), QStringLiteral("layer2: ") + groupedText(5000));
        EXPECT_EQ(chart.textOf(77), QString());
        chart.setBars({});
        EXPECT_FALSE(picture(&chart).isNull());
    }
}

TEST(ShortSpec, CutsRealNumbersOnly) {
    EXPECT_EQ(shortSpec("lp:8,0,7,3.91232644063454"), QStringLiteral("lp:8,0,7,3.912"));
    EXPECT_EQ(shortSpec("lp:8,0,7,-0.5"), QStringLiteral("lp:8,0,7,-0.5"));
    EXPECT_EQ(shortSpec("int:4@1.23456789e-05"), QStringLiteral("int:4@1.235e-05"));
    EXPECT_EQ(shortSpec("lp:16,5,15"), QStringLiteral("lp:16,5,15"));
}

}  // namespace
}  // namespace lpstudio::test
