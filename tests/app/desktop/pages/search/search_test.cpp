// The two ways to search, and what is seen of several runs.
#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>
#include <algorithm>

#include "app/desktop/charts/pareto_view.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/pareto/pareto_bar.h"
#include "app/desktop/pages/pareto/pareto_page.h"
#include "app/desktop/pages/pareto/project_front_bar.h"
#include "app/desktop/pages/search/progress_view.h"
#include "app/desktop/pages/search/search_form.h"
#include "app/desktop/pages/search/search_page.h"
#include "app/desktop/pages/search/search_panel.h"
#include "app/desktop/plot/plot_geometry.h"
#include "core/base/error.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

class SearchTest : public WindowFixture {
protected:
    SearchForm* form() { return child<SearchForm>(page<SearchPage>(PageId::Search)); }
    void chooseAlgorithm(Algorithm algorithm) {
        QComboBox* box = form()->algorithmBox();
        box->setCurrentIndex(box->findData(QString::fromUtf8(algorithmName(algorithm))));
    }
    void chooseVertical(const char* key) {
        QComboBox* box = child<QComboBox>(page<ParetoPage>(PageId::Pareto), "yAxis");
        box->setCurrentIndex(box->findData(QString::fromUtf8(key)));
        Q_EMIT box->activated(box->currentIndex());
    }
    /// A finished run like another, its contrasts multiplied.
    static RunId addRunLike(ProjectStore& store, RunRecord run, double factor,
                            const SearchSettings& settings) {
        auto candidates = store.candidates(run.id);
        const CandidateId best = *run.best;
        run.name += " again";
        run.settings = toJsonText(settings);
        const RunId id = store.beginRun(run);
        for (ScoredCandidate& candidate : candidates) {
            candidate.contrast *= factor;
            store.addCandidate(id, candidate);
        }
        store.endRun(id, RunState::Finished, best, 1);
        return id;
    }
};

TEST_F(SearchTest, ABoundOnTheWidthBringsItsObjective) {
    openAndWait();
    SearchForm& search = *form();
    EXPECT_EQ(search.settings().scoreFunction, ScoreFunction::GlobalLocal);
    child<QCheckBox>(search, "limitBits")->click();
    EXPECT_EQ(search.settings().scoreFunction, ScoreFunction::Mse);
    child<QCheckBox>(search, "limitBits")->click();
    EXPECT_EQ(search.settings().scoreFunction, ScoreFunction::GlobalLocal);
    // What the user has chosen stays, and settings that are shown bring their own.
    SearchSettings settings = search.settings();
    settings.scoreFunction = ScoreFunction::Kl;
    search.setSettings(settings);
    child<QCheckBox>(search, "limitBits")->click();
    EXPECT_EQ(search.settings().scoreFunction, ScoreFunction::Kl);
    settings.scoreFunction = ScoreFunction::GlobalLocal;
    settings.common.targetBits = 4;
    search.setSettings(settings);
    EXPECT_EQ(search.settings().scoreFunction, ScoreFunction::GlobalLocal);
}

TEST_F(SearchTest, TheFormKeepsTheSettingsOfBothAlgorithms) {
    openAndWait();
    for (const Algorithm algorithm : {Algorithm::Lpq, Algorithm::Nsga2}) {
        SearchSettings settings;
        settings.algorithm = algorithm;
        settings.nsga2.generations = 7;
        settings.common.population = 33;
        settings.lpq.passes = 3;
        settings.lpq.cycles = 2;
        settings.lpq.diversity = 4;
        settings.common.targetBits = 4.5;
        settings.widths = {2, 4, 8};
        settings.locks = {{selection().network()->layers().front().name, "lp:8"}};
        form()->setSettings(settings);
        EXPECT_EQ(toJsonText(form()->settings()), toJsonText(settings));
    }
}

TEST_F(SearchTest, TheFormShowsWhatTheAlgorithmAsksFor) {
    openAndWait();
    window->showPage(PageId::Search);
    EXPECT_EQ(child<QSpinBox>(form(), "setting-population")->value(), CommonSettings{}.population);
    EXPECT_FALSE(child<QSpinBox>(form(), "setting-generations")->isVisible());
    chooseAlgorithm(Algorithm::Nsga2);
    EXPECT_TRUE(child<QSpinBox>(form(), "setting-generations")->isVisible());
    EXPECT_EQ(child<QSpinBox>(form(), "setting-population")->value(), Nsga2Settings::kPopulation);
    chooseAlgorithm(Algorithm::Lpq);
    EXPECT_EQ(child<QSpinBox>(form(), "setting-population")->value(), CommonSettings{}.population);
    // The user's own choice stays.
    child<QSpinBox>(form(), "setting-population")->setValue(50);
    chooseAlgorithm(Algorithm::Nsga2);
    EXPECT_EQ(child<QSpinBox>(form(), "setting-population")->value(), 50);
}

TEST_F(SearchTest, TheEstimateCountsGenerations) {
    openAndWait();
    chooseAlgorithm(Algorithm::Nsga2);
    child<QSpinBox>(form(), "setting-population")->setValue(30);
    child<QSpinBox>(form(), "setting-generations")->setValue(9);
    EXPECT_TRUE(form()->estimate().contains(QStringLiteral("300 candidates")));
    // A pin that is half typed is told beside it.
    form()->locks().pin({0}, QStringLiteral("lp:"));
    EXPECT_TRUE(form()->estimate().contains(QStringLiteral("300 candidates")));
    EXPECT_THROW(form()->settings(), UsageError);
}

TEST_F(SearchTest, AParetoSearchIsCalledSoAndItsFrontGrows) {
    openAndWait();
    window->showPage(PageId::Search);
    chooseAlgorithm(Algorithm::Nsga2);
    QString title;
    QObject::connect(&window->jobs().search(), &Job::started,
                     [&] { title = window->jobs().search().title(); });
    ASSERT_NO_FATAL_FAILURE(search(12));
    EXPECT_TRUE(title.startsWith(QStringLiteral("NSGA-II on ")));
    EXPECT_EQ(selection().runRecord().name.rfind("NSGA-II 1 on ", 0), 0U);
    EXPECT_EQ(selection().runSettings().algorithm, Algorithm::Nsga2);
    const HypervolumeView* hypervolume = child<HypervolumeView>(page<SearchPage>(PageId::Search));
    ASSERT_TRUE(waitFor([&] {
        return !hypervolume->hypervolume().empty() &&
               hypervolume->hypervolume().back().candidates == 12;
    }));
    for (std::size_t i = 1; i < hypervolume->hypervolume().size(); ++i)
        EXPECT_GE(hypervolume->hypervolume()[i].hypervolume,
                  hypervolume->hypervolume()[i - 1].hypervolume);
    EXPECT_GT(hypervolume->hypervolume().back().hypervolume, 0);
    selection().clearRun();
    EXPECT_TRUE(hypervolume->hypervolume().empty());
}

TEST_F(SearchTest, TheFrontOverAllRunsLeadsToEachOfThem) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(12));
    window->showPage(PageId::Pareto);
    auto* pareto = page<ParetoPage>(PageId::Pareto);
    ProjectFrontBar* bar = child<ProjectFrontBar>(pareto);
    EXPECT_FALSE(bar->box()->isEnabled());
    EXPECT_EQ(bar->box()->toolTip(), QStringLiteral("The model has no other run"));

    const RunRecord first = selection().runRecord();
    SearchSettings settings = selection().runSettings();
    ProjectStore& store = *window->session().store();
    const RunId second = addRunLike(store, first, 0.5, settings);
    settings.temperature = 0.5;
    addRunLike(store, first, 0.1, settings);
    Q_EMIT window->session().contentChanged();
    ASSERT_TRUE(bar->box()->isEnabled());
    const ParetoChart* chart = child<ParetoView>(pareto)->paretoChart();
    EXPECT_TRUE(chart->frontOfAll().empty());
    bar->box()->setChecked(true);
    ASSERT_TRUE(waitFor([&] { return !pareto->isBusy(); }));
    const ParetoOthers& others = chart->data().others;
    EXPECT_EQ(others.count, 2U);
    ASSERT_EQ(others.points.size(), 12U);
    EXPECT_EQ(others.names.at(second).toStdString(), first.name + " again");
    ASSERT_FALSE(chart->frontOfAll().empty());
    // Equal widths and half the contrast: all of the front is the second run's.
    for (const ParetoPoint& point : chart->frontOfAll())
        EXPECT_TRUE(std::any_of(others.points.begin(), others.points.end(),
                                [&](const ParetoPoint& o) { return o.y == point.y; }));
    EXPECT_EQ(bar->noteText(), QStringLiteral("1 run is left out: its score settings differ"));

    chooseVertical("fitness");
    EXPECT_FALSE(bar->box()->isEnabled());
    EXPECT_TRUE(bar->box()->toolTip().startsWith(QStringLiteral("Fitness depends on")));
    EXPECT_EQ(bar->noteText(), QString());
    EXPECT_TRUE(chart->data().others.points.empty());
    chooseVertical("contrast");
    settle(*pareto);
    ASSERT_EQ(others.points.size(), 12U);

    const QRectF area = chart->plotArea();
    const PlotMap map{chart->range(), area.left(), area.top(), area.width(), area.height()};
    const auto pixelOf = [&](const ParetoPoint& point) {
        return child<ParetoView>(pareto)->mapFromScene(
            chart->mapToScene(QPointF(map.x(point.x), map.y(point.y))));
    };
    // Another than the best: that would be chosen anyway.
    const auto point =
        std::find_if(others.points.begin(), others.points.end(), [&](const ParetoPoint& one) {
            const QPointF place =
                chart->mapFromScene(child<ParetoView>(pareto)->mapToScene(pixelOf(one)));
            const auto hit = chart->otherAt(place);
            return hit && others.points[*hit].id == one.id && one.id != *first.best;
        });
    ASSERT_NE(point, others.points.end());
    const CandidateId wanted = point->id;
    QTest::mouseClick(child<ParetoView>(pareto)->viewport(), Qt::LeftButton, {}, pixelOf(*point));
    ASSERT_TRUE(waitFor([&] { return selection().run() == second; }));
    ASSERT_NE(selection().candidate(), nullptr);
    EXPECT_EQ(selection().candidate()->id, wanted);
    ASSERT_TRUE(waitFor([&] { return !pareto->isBusy(); }));
    ASSERT_EQ(others.runs.size(), 12U);
    EXPECT_EQ(others.runs.front(), first.id);
}

}  // namespace
}  // namespace lpstudio
