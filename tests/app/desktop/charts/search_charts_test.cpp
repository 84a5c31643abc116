#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QTest>
#include <QValueAxis>
#include <algorithm>
#include <climits>
#include <cmath>

#include "app/desktop/charts/cloud_raster.h"
#include "app/desktop/charts/hypervolume_chart.h"
#include "app/desktop/charts/pareto_view.h"
#include "app/desktop/charts/progress_chart.h"
#include "app/desktop/plot/plot_geometry.h"
#include "core/base/error.h"
#include "tests/app/desktop/charts/chart_pictures.h"
#include "tests/app/desktop/events.h"

// The charts of a search: Pareto, progress, growth of the front.

namespace lpstudio::test {
namespace {

TEST(ParetoData, LeavesOutWhatIsNotKnown) {
    std::vector<ScoredCandidate> scored = candidates(3);
    scored[1].top1Percent = 90;
    scored[1].hardware.energyPicojoules = 5e6;
    const ParetoData data =
        paretoData(scored, "energy", "top1-loss", 92, CandidateId(1), {{"u", scored[1], "int"}});
    ASSERT_EQ(data.points.size(), 1u);
    EXPECT_EQ(data.unknown, 2u);
    EXPECT_DOUBLE_EQ(data.points[0].x, 5e-6);
    EXPECT_DOUBLE_EQ(data.points[0].y, 2);
    EXPECT_EQ(data.marks.size(), 1u);
    EXPECT_EQ(data.best, CandidateId(1));
    EXPECT_EQ(valueText(data.x, 5e-6), QStringLiteral("5.000\u202FµJ"));
    EXPECT_FALSE(paretoData(scored, "energy", "contrast", 92, CandidateId(0)).best);
    for (const ParetoQuantity& quantity : paretoQuantities()) {
        EXPECT_NO_THROW(valueOf(scored[1], quantity.key, 92));
        EXPECT_EQ(paretoQuantity(quantity.key).title, quantity.title);
    }
    EXPECT_THROW(paretoData(scored, "colour", "energy", 92), UsageError);
}

TEST(ParetoView, ReportsTheClickedCandidate) {
    ParetoView view;
    view.resize(800, 500);
    view.setData(paretoData(candidates(200), "weight-bits", "contrast", -1));
    view.show();
    finishEvents();
    EXPECT_TRUE(everyAxisHasATitle(*view.paretoChart()));
    std::optional<CandidateId> clicked, added;
    QObject::connect(&view, &ParetoView::pointClicked, [&](CandidateId id) { clicked = id; });
    QObject::connect(&view, &ParetoView::pointAdded, [&](CandidateId id) { added = id; });
    ParetoChart& chart = *view.paretoChart();
    const ParetoPoint point = chart.data().points[42];
    const auto placeOf = [&](const ParetoPoint& p) {
        const QRectF plot = chart.plotArea();
        const PlotMap map{chart.range(), plot.left(), plot.top(), plot.width(), plot.height()};
        return view.mapFromScene(chart.mapToScene(QPointF(map.x(p.x), map.y(p.y))));
    };
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, placeOf(point));
    ASSERT_TRUE(clicked);
    // Another point may lie within the same pixel.
    EXPECT_LT(std::abs(chart.data().points[static_cast<std::size_t>(clicked->value)].x - point.x),
              0.02);
    EXPECT_EQ(chart.selected(), clicked);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ControlModifier, placeOf(point));
    EXPECT_EQ(added, clicked);

    const PlotRange whole = chart.range();
    QTest::keyClick(&view, Qt::Key_Plus);
    EXPECT_LT(chart.range().width(), whole.width());
    QTest::keyClick(&view, Qt::Key_Right);
    const PlotRange moved = chart.range();
    view.setData(paretoData(candidates(210), "weight-bits", "contrast", -1));
    EXPECT_EQ(chart.range(), moved);  // the user's view is kept
    QTest::keyClick(&view, Qt::Key_0);
    EXPECT_GT(chart.range().width(), moved.width());
    for (int i = 0; i < 300; ++i) QTest::keyClick(&view, Qt::Key_Plus);
    for (int i = 0; i < 300; ++i) QTest::keyClick(&view, Qt::Key_Minus);
    EXPECT_FALSE(view.grab().isNull());
}

TEST(ParetoChart, ShowsWhatIsFarOutAtTheSecondTime) {
    ParetoView view;
    view.resize(800, 500);
    auto scored = candidates(200);
    scored[7].contrast = 5000;
    view.setData(paretoData(scored, "weight-bits", "contrast", -1));
    ParetoChart& chart = *view.paretoChart();
    const ParetoPoint far = chart.data().points[7];
    const PlotRange useful = chart.range();
    EXPECT_FALSE(useful.contains(far.x, far.y));
    EXPECT_FALSE(chart.showsAll());
    EXPECT_TRUE(chart.title().contains(QStringLiteral("outliers not shown: 1")))
        << chart.title().toStdString();
    QTest::keyClick(&view, Qt::Key_0);
    EXPECT_TRUE(chart.range().contains(far.x, far.y));
    EXPECT_TRUE(chart.showsAll());
    EXPECT_FALSE(chart.title().contains(QStringLiteral("outliers not shown")));
    // New candidates leave it so.
    scored.resize(190);
    view.setData(paretoData(scored, "weight-bits", "contrast", -1));
    EXPECT_TRUE(chart.range().contains(far.x, far.y));
    QTest::keyClick(&view, Qt::Key_0);
    EXPECT_FALSE(chart.range().contains(far.x, far.y));
    QTest::keyClick(&view, Qt::Key_Plus);
    EXPECT_FALSE(chart.title().contains(QStringLiteral("outliers not shown")));
    QTest::keyClick(&view, Qt::Key_0);
    EXPECT_FALSE(chart.range().contains(far.x, far.y));
}

TEST(ParetoChart, ShowsTheFrontOverAllRuns) {
    ParetoData data = paretoData(candidates(50), "weight-bits", "contrast", -1);
    std::vector<double> x, y;
    for (const ParetoPoint& point : data.points) {
        x.push_back(point.x);
        y.push_back(point.y);
    }
    const auto own = paretoFront(x, y);
    // Better than anything of the shown run, and far from it.
    data.others.points = {{CandidateId(3), 1, 1e-3}, {CandidateId(4), 9, 9}};
    data.others.runs = {RunId(7), RunId(7)};
    data.others.names[RunId(7)] = QStringLiteral("LPQ 7");
    data.others.count = 2;
    ParetoView view;
    view.resize(800, 500);
    view.setData(data);
    view.show();
    finishEvents();
    ParetoChart& chart = *view.paretoChart();
    ASSERT_EQ(chart.frontOfAll().size(), 1u);
    EXPECT_EQ(chart.frontOfAll()[0].id, CandidateId(3));
    EXPECT_TRUE(chart.title().contains(QStringLiteral("1 on the front of 2 runs")));
    EXPECT_LT(chart.range().xFrom, 1) << "on the front";
    EXPECT_LT(chart.range().yTo, 9) << "alone and far from all others";
    chart.resetRange();
    EXPECT_GT(chart.range().yTo, 9);
    // The legend names the other run in the colour of its dots.
    EXPECT_GT(pixelsLike(view.grab().toImage(), runColor(ChartTheme::light(), 1)), 20);

    const auto placeOf = [&](const ParetoPoint& p) {
        const QRectF plot = chart.plotArea();
        const PlotMap map{chart.range(), plot.left(), plot.top(), plot.width(), plot.height()};
        return QPointF(map.x(p.x), map.y(p.y));
    };
    const QPointF place = placeOf(data.others.points[1]);
    EXPECT_EQ(chart.otherAt(place), 1u);
    EXPECT_FALSE(chart.candidateAt(place));
    EXPECT_FALSE(chart.otherAt(placeOf(data.points[own.front()])));
    std::optional<std::pair<RunId, CandidateId>> clicked;
    QObject::connect(&view, &ParetoView::otherClicked, [&](RunId run, CandidateId id) {
        clicked = {run, id};
    });
    QObject::connect(&view, &ParetoView::pointClicked, [](CandidateId) { ADD_FAILURE(); });
    const QPoint pixel = view.mapFromScene(chart.mapToScene(place));
    QTest::mouseMove(view.viewport(), pixel);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, pixel);
    EXPECT_EQ(clicked, std::pair(RunId(7), CandidateId(4)));

    // A point of the shown run at the same place comes first.
    data.points.push_back({CandidateId(99), 9, 9});
    data.others.count = 0;
    view.setData(data);
    EXPECT_EQ(chart.candidateAt(placeOf(data.others.points[1])), CandidateId(99));
    EXPECT_TRUE(chart.frontOfAll().empty());
    EXPECT_FALSE(chart.title().contains(QStringLiteral("runs")));
}

TEST(ParetoQuantities, ThoseOfARunsSettingsAreNoAims) {
    EXPECT_EQ(objectiveOf("contrast"), Objective::Contrast);
    EXPECT_EQ(objectiveOf("model-size"), Objective::ModelBytes);
    EXPECT_EQ(objectiveOf("top1-loss"), Objective::Top1Error);
    EXPECT_FALSE(objectiveOf("fitness"));
    EXPECT_FALSE(objectiveOf("activation-bits"));
    EXPECT_THROW(objectiveOf("beauty"), UsageError);
}

TEST(ParetoChart, PaintsAHundredThousandPointsQuickly) {
    ParetoChart chart;
    chart.setData(paretoData(candidates(100000), "weight-bits", "contrast", -1));
    QElapsedTimer timer;
    timer.start();
    EXPECT_GT(pixelsLike(picture(&chart), ChartTheme::light().accent), 20);
    EXPECT_LT(timer.elapsed(), 5000);  // 0.3 s when nothing else runs
}

TEST(ProgressChart, GrowsAndEnds) {
    ProgressChart chart;
    EXPECT_TRUE(everyAxisHasATitle(chart));
    for (int i = 0; i < 10000; ++i) chart.append(CandidateId(i), 1.0 / (i + 1), 2.0 / (i + 1));
    chart.flush();
    EXPECT_GT(pixelsLike(picture(&chart), ChartTheme::light().accent), 20);
    chart.setCandidates(candidates(50), 20, 5);
    EXPECT_FALSE(picture(&chart).isNull());
    chart.clear();
    EXPECT_FALSE(picture(&chart).isNull());
}

TEST(HypervolumeChart, ShowsTheWholeBox) {
    HypervolumeChart chart;
    EXPECT_TRUE(everyAxisHasATitle(chart));
    const auto range = [&](Qt::Orientation orientation) {
        const auto* axis = static_cast<const QValueAxis*>(chart.axes(orientation).front());
        return std::pair(std::round(axis->min()), std::round(axis->max()));
    };
    const int legend = pixelsLike(picture(&chart), ChartTheme::light().accent);
    chart.setHypervolume({{10, 0.25}, {1000, 0.75}});
    EXPECT_GT(pixelsLike(picture(&chart), ChartTheme::light().accent), legend + 20);
    EXPECT_EQ(range(Qt::Vertical), std::pair(0.0, 100.0));
    EXPECT_EQ(range(Qt::Horizontal), std::pair(0.0, 1000.0));
    chart.setTheme(ChartTheme::darkTheme());
    chart.setHypervolume({});
    EXPECT_EQ(range(Qt::Vertical), std::pair(0.0, 100.0));
    EXPECT_FALSE(picture(&chart).isNull());
}

}  // namespace
}  // namespace lpstudio::test
