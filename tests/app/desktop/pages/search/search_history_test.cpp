// What the page tells of a search, while it runs and afterwards.
#include <QElapsedTimer>
#include <QSlider>
#include <cmath>
#include <random>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/search/population_view.h"
#include "app/desktop/pages/search/progress_view.h"
#include "app/desktop/pages/search/search_history.h"
#include "app/desktop/pages/search/search_log.h"
#include "app/desktop/pages/search/search_page.h"
#include "app/desktop/pages/search/search_panel.h"
#include "app/desktop/plot/plot_geometry.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

/// Candidates as LPQ numbers them, of random widths.
std::vector<ScoredCandidate> madeUp(std::size_t count, const SearchSettings& settings,
                                    std::size_t layers) {
    std::mt19937 engine(3);
    std::uniform_int_distribution<int> width(2, 8);
    std::vector<ScoredCandidate> candidates(count);
    const auto population = static_cast<std::size_t>(settings.common.population);
    const auto children = 1 + static_cast<std::size_t>(settings.lpq.diversity);
    for (std::size_t i = 0; i < count; ++i) {
        ScoredCandidate& candidate = candidates[i];
        candidate.id = CandidateId(static_cast<std::int64_t>(i));
        if (i < population)
            candidate.origin.child = static_cast<int>(i);
        else
            candidate.origin = {1, 0, static_cast<int>((i - population) / children),
                                static_cast<int>((i - population) % children)};
        double bits = 0;
        for (std::size_t layer = 0; layer < layers; ++layer) {
            candidate.candidate.genes.push_back({width(engine), 0, 1, 0.0});
            bits += candidate.candidate.genes.back().n;
        }
        candidate.meanWeightBits = bits / static_cast<double>(layers);
        candidate.compression = candidate.meanWeightBits / 8;
        candidate.contrast = 1 + 100.0 / (1 + static_cast<double>(i)) + 0.1 * width(engine);
        candidate.fitness = candidate.contrast * std::pow(candidate.compression, 0.4);
        candidate.seconds = 0.05;
    }
    return candidates;
}

TEST(RateCurveTest, TakesTheRateOfEachWindow) {
    RateCurve rate(1);
    for (int i = 1; i <= 40; ++i) rate.add(0.25 * i, i <= 20 ? 2.0 * i : 40 + 10.0 * (i - 20));
    const auto points = rate.curve().points();
    ASSERT_EQ(points.size(), 10U);
    EXPECT_EQ(points[0], (PlotPoint{1, 8}));
    EXPECT_EQ(points[4], (PlotPoint{5, 8}));
    EXPECT_EQ(points[9], (PlotPoint{10, 40}));
}

TEST(SearchStoryTest, TellsBestMeanAndPartsOfTheScore) {
    SearchSettings settings;
    settings.common.population = 6;
    settings.lpq.diversity = 3;
    const auto candidates = madeUp(6 + 4 * 5, settings, 9);
    const SearchHistory history = historyOf(candidates, settings, 10);
    ASSERT_EQ(history.count(), 26);
    const auto best = std::ranges::min_element(candidates, {}, &ScoredCandidate::fitness);
    EXPECT_EQ(history.bestFitness.points().back().y, best->fitness);
    EXPECT_EQ(history.bestContrast.points().back().y, best->contrast);
    EXPECT_EQ(history.bestCompression.points().back().y, best->compression);
    EXPECT_EQ(history.improvements().back().id, best->id);
    ASSERT_EQ(history.eachContrast.points().size(), 26U);
    EXPECT_EQ(history.eachContrast.points()[7].y, candidates[7].contrast);
    ASSERT_EQ(history.changes(), (std::vector<std::int64_t>{6, 10, 14, 18, 22, 26}));
    EXPECT_EQ(history.membersAt(4).size(), 4U) << "the first population is on its way";
    const auto members = history.membersAt(26);
    ASSERT_EQ(members.size(), 6U);
    double sum = 0;
    for (const CandidateId id : members)
        sum += candidates[static_cast<std::size_t>(id.value)].fitness;
    EXPECT_NEAR(history.meanFitness.points().back().y, sum / 6, 1e-12);
    double difference = 0;
    for (const CandidateId a : members)
        for (const CandidateId b : members)
            if (a < b)
                for (std::size_t layer = 0; layer < 9; ++layer)
                    difference += std::abs(history.widthsOf(a)[layer] - history.widthsOf(b)[layer]);
    EXPECT_NEAR(history.diversity.points().back().y, difference / 15 / 9, 1e-12);
    // 26 candidates in 10 seconds.
    for (const PlotPoint& point : history.rate.curve().points()) EXPECT_NEAR(point.y, 2.6, 0.3);
}

TEST(SearchStoryTest, AHundredThousandCandidatesStayQuick) {
    SearchSettings settings;
    const auto candidates = madeUp(100000, settings, 50);
    QElapsedTimer clock;
    clock.start();
    SearchHistory history = historyOf(candidates, settings, 3300);
    const qint64 told = clock.elapsed();
    EXPECT_EQ(history.count(), 100000);
    EXPECT_LE(history.eachFitness.points().size(), 2001U);
    EXPECT_LE(history.diversity.points().size(), 2001U);
    // It is told on a thread of its own; this bound is only against a quadratic loop.
    EXPECT_LT(told, 20000);
    // What the event loop does ten times a second: three more candidates, and a moment looked at.
    clock.restart();
    auto more = madeUp(100003, settings, 50);
    clock.restart();
    for (std::size_t i = 100000; i < 100003; ++i) history.add(more[i]);
    EXPECT_EQ(history.membersAt(50000).size(), 20U);
    EXPECT_LT(clock.elapsed(), 50);
    RecordProperty("story_ms", static_cast<int>(told));
}

class SearchStoryWindowTest : public WindowFixture {
protected:
    SearchPanel* panel() { return child<SearchPanel>(page<SearchPage>(PageId::Search)); }
    /// Of a curve of the search: "fitness", "contrast", "compression", "diversity".
    TraceChart* trace(const char* curve) { return child<TraceView>(panel(), curve)->trace(); }
};

TEST_F(SearchStoryWindowTest, TheStoredStoryIsTheLiveOne) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(40));
    const SearchHistory* live = panel()->history();
    ASSERT_NE(live, nullptr);
    const auto& candidates = *selection().candidates();
    const SearchHistory stored =
        historyOf(candidates, selection().runSettings(), selection().runRecord().seconds);
    EXPECT_EQ(live->count(), 40);
    EXPECT_EQ(live->changes(), stored.changes());
    ASSERT_GE(stored.changes().size(), 3U);
    for (std::int64_t after = 0; after <= 40; ++after)
        EXPECT_EQ(live->membersAt(after), stored.membersAt(after)) << after;
    EXPECT_EQ(live->bestFitness.points(), stored.bestFitness.points());
    EXPECT_EQ(live->meanFitness.points(), stored.meanFitness.points());
    EXPECT_EQ(live->diversity.points(), stored.diversity.points());
    EXPECT_EQ(live->eachCompression.points(), stored.eachCompression.points());
    EXPECT_EQ(live->improvements().size(), stored.improvements().size());

    // Another window knows the run only from the store.
    MainWindow other;
    other.openProject(project);
    other.show();
    other.showPage(PageId::Search);
    auto* otherPage = static_cast<SearchPage*>(other.page(PageId::Search));
    ASSERT_TRUE(waitFor([&] { return child<SearchPanel>(otherPage)->history() != nullptr; }));
    EXPECT_EQ(child<SearchPanel>(otherPage)->history()->changes(), stored.changes());
    EXPECT_GT(child<SearchLog>(otherPage)->count(), 2);
    ASSERT_TRUE(waitFor([&] { return !otherPage->isBusy(); }));
}

/// Of the whole road: queue, job, session, window. What is drawn is looked at while the search
/// runs.
TEST_F(SearchStoryWindowTest, TheCurvesGrowWhileTheSearchRuns) {
    openAndWait();
    window->showPage(PageId::Search);
    makeSmall(100000);
    SearchJob& job = window->jobs().search();
    const auto drawn = [this] { return trace("fitness")->traces()[0].points.size(); };
    std::optional<RunId> began;
    const SearchHistory* followed = nullptr;
    QObject::connect(&selection(), &Selection::runChanged, panel(), [&] {
        if (began || !window->session().runningRun()) return;
        began = selection().run();
        followed = panel()->history();
    });
    page<SearchPage>(PageId::Search)->mainAction()->trigger();
    ASSERT_TRUE(waitFor([&] { return drawn() >= 5; })) << "no curve while the search runs";
    ASSERT_TRUE(job.isRunning());
    EXPECT_EQ(began, window->session().runningRun());
    ASSERT_NE(followed, nullptr) << "the panel must know the run as soon as it is chosen";
    EXPECT_EQ(panel()->history(), followed);
    for (const TraceChart* chart : {trace("contrast"), trace("compression")})
        EXPECT_GE(chart->traces()[0].points.size(), 5U);
    EXPECT_EQ(trace("fitness")->traces()[0].points.front().x, 1) << "from the first candidate";
    ASSERT_TRUE(waitFor([&] { return !trace("diversity")->traces()[0].points.empty(); }));
    const auto before = drawn();
    ASSERT_TRUE(waitFor([&] { return drawn() > before; }));
    EXPECT_GT(child<SearchLog>(panel())->count(), 1);
    ASSERT_TRUE(job.isRunning());

    // Another search, whose run takes the place of the one that is shown.
    job.cancel();
    ASSERT_TRUE(waitFor([&] { return !job.isRunning() && !window->jobs().isLoading(); }));
    page<SearchPage>(PageId::Search)->mainAction()->trigger();
    ASSERT_TRUE(waitFor([&] {
        return window->session().runningRun() && window->session().runningRun() != began &&
               drawn() >= 3;
    }));
    ASSERT_TRUE(job.isRunning());
    EXPECT_NE(panel()->history(), followed);
    job.cancel();
    ASSERT_TRUE(waitFor([&] { return !job.isRunning(); }));
}

TEST_F(SearchStoryWindowTest, TheChartsShowIt) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(30));
    ASSERT_TRUE(waitFor([&] { return trace("fitness")->traces()[0].points.size() == 30U; }));
    for (const TraceChart* chart : {trace("contrast"), trace("compression")}) {
        ASSERT_EQ(chart->traces().size(), 2U);
        EXPECT_EQ(chart->traces()[0].points.size(), 30U);
        EXPECT_EQ(chart->figureTable().rows(), 30U);
    }
    EXPECT_FALSE(trace("diversity")->traces()[0].points.empty());
    EXPECT_EQ(trace("fitness")->traces()[2].points.back().y, selection().best()->fitness);
    const QRectF area = trace("fitness")->plotArea();
    EXPECT_TRUE(trace("fitness")->textAt(area.center()).contains(QStringLiteral("best: ")));
    EXPECT_TRUE(trace("fitness")->textAt(area.topLeft() - QPointF(20, 0)).isEmpty());
    selection().clearRun();
    EXPECT_TRUE(trace("fitness")->traces()[0].points.empty());
}

TEST_F(SearchStoryWindowTest, ThePopulationIsLookedAtAtAnyMoment) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(30));
    panel()->showView(QStringLiteral("population"));
    PopulationView* population = child<PopulationView>(panel());
    ASSERT_TRUE(population->isVisible());
    const HeatMapChart* chart = child<HeatMapView>(population)->heatMap();
    const auto& candidates = *selection().candidates();
    ASSERT_EQ(chart->map().rows.size(), 4U);
    ASSERT_EQ(chart->map().layers.size(),
              static_cast<qsizetype>(selection().network()->layers().size()));
    EXPECT_EQ(chart->map().rows.front().id, selection().best()->id);
    for (std::size_t i = 0; i < 4; ++i) {
        const WidthMap::Row& row = chart->map().rows[i];
        if (i > 0) {
            EXPECT_GE(row.fitness, chart->map().rows[i - 1].fitness);
        }
        const Candidate& candidate = candidates[static_cast<std::size_t>(row.id.value)].candidate;
        for (std::size_t layer = 0; layer < row.widths.size(); ++layer)
            EXPECT_EQ(row.widths[layer], candidate.genes[layer].n);
    }
    finishEvents();
    // A click chooses candidate and layer, the tooltip tells both.
    const QRectF area = chart->plotArea();
    const HeatMapGeometry cells{area, 4, static_cast<int>(chart->map().layers.size())};
    const HeatMapCell cell{2, 3};
    EXPECT_EQ(chart->cellAt(cells.rectOf(cell).center()), cell);
    QTest::mouseClick(child<HeatMapView>(population)->viewport(), Qt::LeftButton, {},
                      child<HeatMapView>(population)
                          ->mapFromScene(chart->mapToScene(cells.rectOf(cell).center())));
    ASSERT_NE(selection().candidate(), nullptr);
    EXPECT_EQ(selection().candidate()->id, chart->map().rows[2].id);
    EXPECT_EQ(selection().layerNumber(), 3);
    const QString text = population->cellText(cell);
    EXPECT_TRUE(text.contains(QString::number(chart->map().rows[2].id.value)));
    EXPECT_TRUE(text.contains(QString::fromStdString(selection().network()->layers()[3].name)));
    EXPECT_TRUE(text.contains(QStringLiteral("lp:")));
    // The arrow keys go on from there.
    QTest::keyClick(child<HeatMapView>(population), Qt::Key_Up);
    EXPECT_EQ(selection().candidate()->id, chart->map().rows[1].id);
    QTest::keyClick(child<HeatMapView>(population), Qt::Key_Right);
    EXPECT_EQ(selection().layerNumber(), 4);

    child<QSlider>(population, "moment")->setValue(3);
    ASSERT_EQ(chart->map().rows.size(), 3U) << "the first three candidates";
    for (const WidthMap::Row& row : chart->map().rows) EXPECT_LT(row.id.value, 3);
    population->showNewest();
    EXPECT_EQ(chart->map().rows.size(), 4U);
}

}  // namespace
}  // namespace lpstudio
