#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>
#include <algorithm>
#include <fstream>

#include "app/desktop/charts/pareto_view.h"
#include "app/desktop/jobs/example_project.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/distributions/distributions_page.h"
#include "app/desktop/pages/distributions/format_panel.h"
#include "app/desktop/pages/hardware/hardware_facts.h"
#include "app/desktop/pages/hardware/hardware_layers.h"
#include "app/desktop/pages/hardware/hardware_page.h"
#include "app/desktop/pages/pareto/candidate_details.h"
#include "app/desktop/pages/pareto/pareto_page.h"
#include "app/desktop/pages/project/project_page.h"
#include "app/desktop/pages/project/project_tree.h"
#include "app/desktop/pages/report/report_page.h"
#include "app/desktop/pages/search/search_form.h"
#include "app/desktop/pages/search/search_log.h"
#include "app/desktop/pages/search/search_page.h"
#include "app/desktop/pages/search/search_panel.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/shell/pictures.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/export_dialog.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/lp_boxes.h"
#include "app/desktop/widgets/message_bar.h"
#include "app/desktop/widgets/theme.h"
#include "app/project/export/config.h"
#include "core/base/error.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

TEST(EmptyWindow, SaysWhatBelongsThereInBothThemes) {
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        Theme::instance().apply(mode, false);
        MainWindow window;
        window.show();
        for (const auto& [id, page] : window.pages()) {
            window.showPage(id);
            EXPECT_FALSE(page->findChildren<QPushButton*>().isEmpty()) << pageNumber(id);
            // Hardware has a well-known network to show.
            const auto* hardware = qobject_cast<const HardwarePage*>(page);
            if (hardware != nullptr) {
                EXPECT_TRUE(QTest::qWaitFor([hardware] { return !hardware->isBusy(); }, 60000));
                EXPECT_FALSE(child<TotalsTable>(hardware)->totals().empty());
            }
            EXPECT_FALSE(page->isBusy());
            EXPECT_FALSE(window.grab().isNull());
        }
    }
}

TEST(EmptyWindow, AMissingProjectIsNamed) {
    MainWindow window;
    window.show();
    window.openProject("/nowhere/at-all.lps");
    EXPECT_TRUE(QTest::qWaitFor([&] {
        return window.messageBar()->text().contains(QStringLiteral("/nowhere/at-all.lps"));
    }));
    EXPECT_THROW(renderPictures("/nowhere/at-all.lps", "/tmp"), Error);
}

TEST(ExampleProject, IsMadeOnceAndHoldsModelsAndImages) {
    const std::filesystem::path example = resourcePath("example");
    if (!std::filesystem::exists(example / "fashion_resnet.pt") ||
        !std::filesystem::exists(example / "fashion_vit.pt"))
        GTEST_SKIP()
            << "resources/example holds no models yet; resources/example/train.py makes them";
    const std::filesystem::path file = openExampleProject();
    EXPECT_EQ(openExampleProject(), file);
    const ProjectStore store = ProjectStore::open(file);
    EXPECT_EQ(store.models().size(), 2U);
    EXPECT_EQ(store.datasets().size(), 2U);
}

class WindowTest : public WindowFixture {};

TEST_F(WindowTest, OpeningAProjectFillsThePages) {
    openAndWait();
    const auto& network = window->session().selection().network();
    const auto layers = static_cast<int>(network->layers().size());
    EXPECT_EQ(window->page(PageId::Project)->table()->view()->model()->rowCount(), layers);
    window->showPage(PageId::Distributions);
    ASSERT_TRUE(waitFor([&] { return !window->page(PageId::Distributions)->isBusy(); }));
    EXPECT_EQ(window->page(PageId::Distributions)->table()->view()->model()->rowCount(), layers);
    EXPECT_TRUE(
        child<FactsPanel>(child<FormatPanel>(page<DistributionsPage>(PageId::Distributions)))
            ->value(QStringLiteral("SQNR"))
            .endsWith(QStringLiteral("dB")));
    window->showPage(PageId::Hardware);
    ASSERT_TRUE(waitFor([&] { return !window->page(PageId::Hardware)->isBusy(); }));
    EXPECT_EQ(child<HardwareLayers>(page<HardwarePage>(PageId::Hardware))
                  ->table()
                  ->view()
                  ->model()
                  ->rowCount(),
              layers);
    EXPECT_TRUE(child<TotalsTable>(page<HardwarePage>(PageId::Hardware))
                    ->textOf(QStringLiteral("Latency"))
                    .endsWith(QStringLiteral("s")));
    EXPECT_EQ(child<ProjectTree>(page<ProjectPage>(PageId::Project))->topLevelItemCount(), 3);
}

TEST_F(WindowTest, TheChosenLayerIsChosenOnAllPages) {
    openAndWait();
    window->showPage(PageId::Project);
    window->page(PageId::Project)->table()->view()->selectRow(3);
    EXPECT_EQ(window->session().selection().layerNumber(), 3);
    window->showPage(PageId::Distributions);
    EXPECT_EQ(window->page(PageId::Distributions)->table()->currentRow(), 3);
    window->page(PageId::Distributions)->table()->view()->selectRow(5);
    EXPECT_EQ(window->page(PageId::Project)->table()->currentRow(), 5);
    window->showPage(PageId::Hardware);
    ASSERT_TRUE(waitFor([&] { return !window->page(PageId::Hardware)->isBusy(); }));
    EXPECT_EQ(child<HardwareLayers>(page<HardwarePage>(PageId::Hardware))->table()->currentRow(),
              5);
}

TEST_F(WindowTest, FitFindsTheParametersOfLeastError) {
    openAndWait();
    window->showPage(PageId::Distributions);
    auto* panel = child<FormatPanel>(page<DistributionsPage>(PageId::Distributions));
    ASSERT_TRUE(waitFor([&] { return !window->page(PageId::Distributions)->isBusy(); }));
    child<LpBoxes>(panel)->n()->setValue(4);
    child<QPushButton>(panel, "fit")->click();
    ASSERT_TRUE(waitFor([&] { return !window->page(PageId::Distributions)->isBusy(); }));
    const auto& network = window->session().selection().network();
    const MagnitudeTable table(network->weights(LayerIndex(0)));
    EXPECT_EQ(panel->parameters(), lpParameters(*LpFormat(4).fit(table)));
}

TEST_F(WindowTest, ASearchIsStoredAndAPointOpensItsLayers) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(30));
    const auto& store = window->session().store();
    ASSERT_EQ(store->runs().size(), 1U);
    const RunRecord run = store->runs().front();
    EXPECT_EQ(run.state, RunState::Limited);
    EXPECT_EQ(run.candidates, 30);
    ASSERT_TRUE(run.best.has_value());
    EXPECT_FALSE(run.startedAt.empty());
    EXPECT_EQ(window->session().selection().candidates()->size(), 30U);
    EXPECT_GE(child<SearchLog>(child<SearchPanel>(page<SearchPage>(PageId::Search)))->count(), 3);

    window->showPage(PageId::Pareto);
    auto* pareto = page<ParetoPage>(PageId::Pareto);
    settle(*pareto);
    const ParetoChart* chart = child<ParetoView>(pareto)->paretoChart();
    ASSERT_EQ(chart->data().points.size(), 30U);
    const PlotRange range = chart->range();
    const QRectF area = chart->plotArea();
    const auto pixelOf = [&](const ParetoPoint& point) {
        const PlotMap map{range, area.left(), area.top(), area.width(), area.height()};
        return child<ParetoView>(pareto)->mapFromScene(
            chart->mapToScene(QPointF(map.x(point.x), map.y(point.y))));
    };
    // A point that is not chosen yet and that its pixel finds: another may be closer to that.
    const auto point = std::find_if(
        chart->data().points.begin(), chart->data().points.end(), [&](const ParetoPoint& one) {
            const QPointF place =
                chart->mapFromScene(child<ParetoView>(pareto)->mapToScene(pixelOf(one)));
            return chart->candidateAt(place) == one.id && one.id != *run.best;
        });
    ASSERT_NE(point, chart->data().points.end());
    QTest::mouseClick(child<ParetoView>(pareto)->viewport(), Qt::LeftButton, {}, pixelOf(*point));
    ASSERT_NE(window->session().selection().candidate(), nullptr);
    EXPECT_EQ(window->session().selection().candidate()->id, point->id);

    ASSERT_TRUE(waitFor([&] { return !pareto->isBusy(); }));
    const QAbstractItemModel* genes =
        child<DataTable>(child<CandidateDetails>(pareto))->view()->model();
    const auto& network = window->session().selection().network();
    ASSERT_EQ(genes->rowCount(), static_cast<int>(network->layers().size()));
    const LpParameters gene = window->session().selection().candidate()->candidate.genes[2];
    EXPECT_EQ(genes->index(2, GeneTable::N).data(RawRole).toInt(), gene.n);
    EXPECT_EQ(genes->index(2, GeneTable::Rs).data(RawRole).toInt(), gene.rs);
    // Fitted on the calibration images, with all four parameters.
    EXPECT_EQ(genes->index(2, GeneTable::Activations).data(FullRole).toString().count(u','), 3);

    pareto->mainAction()->trigger();
    auto* dialog = pareto->findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    for (const ExportKind kind : kExportKinds) dialog->box(kind)->setChecked(true);
    const QString stem = QString::fromStdString(dialog->options().stem);
    dialog->findChild<QLineEdit*>()->setText(folder.filePath(QStringLiteral("export")));
    dialog->accept();
    const QString file = folder.filePath(QStringLiteral("export/%1.config.json").arg(stem));
    ASSERT_TRUE(waitFor([&] { return !window->jobs().exporter().isRunning(); }));
    ASSERT_EQ(window->messageBar()->text(), QString());
    const Config config = readConfig(file.toStdString());
    for (const char* ending : {".layers.csv", ".codes.safetensors", ".pt", ".memory/index.json"})
        EXPECT_TRUE(QFile::exists(
            folder.filePath(QStringLiteral("export/%1%2").arg(stem, QLatin1String(ending)))))
            << ending;
    EXPECT_EQ(config.layers.size(), network->layers().size());
    EXPECT_EQ(config.modelSha256, network->sha256());
    EXPECT_DOUBLE_EQ(config.fitness, window->session().selection().candidate()->fitness);

    window->showPage(PageId::Report);
    const QString pdf = folder.filePath(QStringLiteral("report.pdf"));
    page<ReportPage>(PageId::Report)->exportTo(pdf);
    ASSERT_TRUE(waitFor([&] { return !window->jobs().reporter().isRunning(); }));
    ASSERT_EQ(window->messageBar()->text(), QString());
    QFile written(pdf);
    ASSERT_TRUE(written.open(QIODevice::ReadOnly));
    EXPECT_EQ(written.read(5), QByteArray("%PDF-"));
}

TEST_F(WindowTest, ACancelledSearchKeepsWhatItScored) {
    openAndWait();
    window->showPage(PageId::Search);
    makeSmall(100000);
    SearchJob& job = window->jobs().search();
    page<SearchPage>(PageId::Search)->mainAction()->trigger();
    const auto scored = [&] {
        const auto& candidates = window->session().selection().candidates();
        return candidates ? candidates->size() : 0;
    };
    ASSERT_TRUE(waitFor([&] { return scored() >= 5; }));
    EXPECT_EQ(page<SearchPage>(PageId::Search)->mainAction()->text(),
              QStringLiteral("Add to queue"));
    job.cancel();
    ASSERT_TRUE(waitFor([&] { return !job.isRunning(); }));
    ASSERT_TRUE(waitFor([&] { return !window->jobs().isLoading(); }));
    const RunRecord run = window->session().store()->runs().front();
    EXPECT_EQ(run.state, RunState::Stopped);
    EXPECT_GE(run.candidates, 5);
    EXPECT_EQ(static_cast<std::size_t>(run.candidates), scored());
    EXPECT_TRUE(run.best.has_value());
    EXPECT_EQ(page<SearchPage>(PageId::Search)->mainAction()->text(),
              QStringLiteral("Start search"));
}

TEST_F(WindowTest, AStoppedSearchIsResumed) {
    openAndWait();
    window->showPage(PageId::Search);
    makeSmall(100000);
    SearchJob& job = window->jobs().search();
    auto* searchPage = page<SearchPage>(PageId::Search);
    EXPECT_FALSE(searchPage->secondAction()->isVisible());
    searchPage->mainAction()->trigger();
    const auto scored = [&] {
        const auto& candidates = window->session().selection().candidates();
        return candidates ? candidates->size() : 0;
    };
    ASSERT_TRUE(waitFor([&] { return scored() >= 5; }));
    job.cancel();
    ASSERT_TRUE(waitFor([&] { return !job.isRunning() && !window->jobs().isLoading(); }));
    const RunRecord before = window->session().store()->runs().front();
    ASSERT_TRUE(searchPage->secondAction()->isVisible());

    searchPage->secondAction()->trigger();
    ASSERT_TRUE(
        waitFor([&] { return scored() > static_cast<std::size_t>(before.candidates) + 3; }));
    EXPECT_EQ(shownText(child<QLabel>(searchPage, "searchProblem")), "");
    job.cancel();
    ASSERT_TRUE(waitFor([&] { return !job.isRunning() && !window->jobs().isLoading(); }));
    const auto store = window->session().store();
    ASSERT_EQ(store->runs().size(), 1U);
    const auto candidates = store->candidates(before.id);
    EXPECT_GT(candidates.size(), static_cast<std::size_t>(before.candidates));
    EXPECT_EQ(candidates.size(), scored());
    EXPECT_GT(store->runs().front().seconds, before.seconds);
}

TEST_F(WindowTest, ALimitedSearchIsResumedWithTheLimitsOfTheForm) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(6));
    SearchJob& job = window->jobs().search();
    auto* searchPage = page<SearchPage>(PageId::Search);
    EXPECT_TRUE(searchPage->subtitle().endsWith(QStringLiteral("limited")));
    ASSERT_TRUE(searchPage->secondAction()->isVisible());
    searchPage->secondAction()->trigger();
    EXPECT_FALSE(job.isRunning());
    EXPECT_TRUE(shownText(child<QLabel>(searchPage, "searchProblem"))
                    .contains(QStringLiteral("higher limit")))
        << shownText(child<QLabel>(searchPage, "searchProblem")).toStdString();
    makeSmall(9);
    searchPage->secondAction()->trigger();
    ASSERT_TRUE(waitFor([&] { return !job.isRunning() && !window->jobs().isLoading(); }));
    EXPECT_EQ(shownText(child<QLabel>(searchPage, "searchProblem")), "");
    const auto runs = window->session().store()->runs();
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].candidates, 9);
    EXPECT_EQ(runs[0].state, RunState::Limited);
}

TEST_F(WindowTest, PauseHoldsTheSearch) {
    openAndWait();
    window->showPage(PageId::Search);
    makeSmall(100000);
    SearchJob& job = window->jobs().search();
    page<SearchPage>(PageId::Search)->mainAction()->trigger();
    ASSERT_TRUE(waitFor([&] { return window->session().runningRun().has_value(); }));
    const auto candidates = [&] { return window->session().store()->runs().front().candidates; };
    QElapsedTimer clock;
    clock.start();
    ASSERT_TRUE(waitFor([&] { return candidates() >= 10; }));
    const auto ten = static_cast<int>(clock.elapsed());
    job.setPaused(true);
    // Nothing tells that the candidates in hand are done, nor that nothing more comes: both are
    // given as long as ten candidates took.
    QTest::qWait(ten);
    const auto stored = candidates();
    QTest::qWait(ten);
    EXPECT_EQ(candidates(), stored);
    job.setPaused(false);
    EXPECT_TRUE(waitFor([&] { return candidates() > stored; }));
    job.setPaused(true);
    job.cancel();  // a paused search can be stopped too
    EXPECT_TRUE(waitFor([&] { return !job.isRunning(); }));
}

TEST_F(WindowTest, ClosingStopsTheSearchAndTheRunIsMarked) {
    openAndWait();
    window->showPage(PageId::Search);
    makeSmall(100000);
    page<SearchPage>(PageId::Search)->mainAction()->trigger();
    ASSERT_TRUE(waitFor([&] { return window->session().runningRun().has_value(); }));
    window->close();
    window.reset();
    const ProjectStore store = ProjectStore::open(project);
    EXPECT_EQ(store.runs().front().state, RunState::Stopped);
}

TEST_F(WindowTest, WhatCannotBeSearchedIsToldOnThePage) {
    openAndWait();
    window->showPage(PageId::Search);
    auto* search = page<SearchPage>(PageId::Search);
    makeSmall(10);
    child<QSpinBox>(search, "setting-images")->setValue(90000);
    search->mainAction()->trigger();
    ASSERT_TRUE(waitFor([&] { return !window->jobs().search().isRunning(); }));
    EXPECT_FALSE(shownText(child<QLabel>(search, "searchProblem")).isEmpty());
    EXPECT_TRUE(window->session().store()->runs().empty()) << "no run is left behind";
}

TEST_F(WindowTest, MeasuringAfterwardsIsToldAndOnlyOfTheBest) {
    openAndWait();
    window->showPage(PageId::Search);
    makeSmall(12);
    auto* search = page<SearchPage>(PageId::Search);
    auto* form = child<SearchForm>(search);
    auto* measure = child<QComboBox>(form, "setting-measure");
    EXPECT_FALSE(measure->isEnabled()) << "nothing to measure on";
    child<QComboBox>(form, "evaluation")->setCurrentIndex(2);
    EXPECT_TRUE(measure->isEnabled());
    EXPECT_EQ(measure->currentData().toString(), QStringLiteral("best"));
    SearchJob& job = jobs().search();
    bool measured = false;
    QObject::connect(&job, &Job::progressed, window.get(), [&] {
        if (!job.isMeasuring()) return;
        measured = true;
        const SearchQueue::Entry* now = jobs().searches().current();
        ASSERT_NE(now, nullptr);
        EXPECT_TRUE(now->isMeasuring);
        EXPECT_FALSE(job.canPause());
        EXPECT_FALSE(window->actionsOfWindow().pause->isEnabled());
        EXPECT_TRUE(window->actionsOfWindow().stop->isEnabled());
        if (selection().run() == now->run && selection().runRecord().state != RunState::Running) {
            EXPECT_TRUE(search->subtitle().contains(QStringLiteral("measuring top-1")))
                << search->subtitle().toStdString();
        }
    });
    search->mainAction()->trigger();
    ASSERT_TRUE(waitFor([&] { return !job.isRunning() && !jobs().isLoading(); }, 300000));
    EXPECT_TRUE(measured);
    EXPECT_FALSE(search->subtitle().contains(QStringLiteral("measuring")));
    const RunRecord run = session().store()->runs().back();
    EXPECT_GE(run.floatTop1Percent, 0);
    for (const ScoredCandidate& one : session().store()->candidates(run.id))
        EXPECT_EQ(one.hasTop1(), one.id == run.best) << one.id.value;
}

TEST_F(WindowTest, ASecondWindowFollowsTheSearchOfTheFirst) {
    openAndWait();
    window->showPage(PageId::Search);
    makeSmall(100000);
    page<SearchPage>(PageId::Search)->mainAction()->trigger();
    ASSERT_TRUE(waitFor([&] { return session().runningRun().has_value(); }));
    const RunId run = *session().runningRun();
    MainWindow second;
    second.show();
    second.openProject(project);
    Selection& seen = second.session().selection();
    ASSERT_TRUE(waitFor([&] { return seen.run() == run && !second.jobs().isLoading(); }));
    const std::size_t first = seen.candidates()->size();
    EXPECT_TRUE(waitFor([&] { return seen.candidates()->size() > first + 3; }));
    jobs().search().cancel();
    EXPECT_TRUE(waitFor([&] { return seen.runRecord().state == RunState::Stopped; }));
    EXPECT_TRUE(waitFor([&] {
        return static_cast<std::int64_t>(seen.candidates()->size()) ==
               session().store()->run(run).candidates;
    }));
    ASSERT_TRUE(waitFor([&] { return !second.jobs().isLoading() && !jobs().isLoading(); }));
}

TEST_F(WindowTest, ABannerMovesNothingAndGoesWhenItsCauseIsCured) {
    openAndWait();
    window->showPage(PageId::Formats);
    settle(*window->page(PageId::Formats));
    const QRect before(window->currentPage()->mapTo(window.get(), QPoint(0, 0)),
                       window->currentPage()->size());
    window->openProject(at("missing.lps"));
    ASSERT_TRUE(waitFor([&] { return !window->messageBar()->text().isEmpty(); }));
    finishEvents();
    EXPECT_EQ(QRect(window->currentPage()->mapTo(window.get(), QPoint(0, 0)),
                    window->currentPage()->size()),
              before);
    EXPECT_TRUE(window->messageBar()->isVisible());
    window->showPage(PageId::Hardware);
    EXPECT_FALSE(window->messageBar()->text().isEmpty()) << "nobody has read it yet";
    const std::filesystem::path card = at("model.json"), model = at("model.pt");
    std::filesystem::copy_file(session().store()->models()[0].file, model);
    jobs().project().importFiles({model});
    ASSERT_TRUE(waitFor(
        [&] { return window->messageBar()->text().contains(QStringLiteral("no model card")); }));
    std::ofstream(card) << std::ifstream(cardPath(session().store()->models()[0].file)).rdbuf();
    jobs().project().importFiles({model});
    EXPECT_TRUE(waitFor([&] { return window->messageBar()->text().isEmpty(); }));
    ASSERT_TRUE(waitFor([&] { return !jobs().isLoading(); }));
}

TEST_F(WindowTest, ItFitsALowScreenAndNeverOpensLargerThanIts) {
    // 1600 x 1000 at 200 %.
    const QSize room = window->screen()->availableSize();
    MainWindow fresh;
    fresh.resize(room * 2);
    fresh.fitToScreen();
    EXPECT_LE(fresh.width(), std::max(room.width(), fresh.minimumSizeHint().width()));
    EXPECT_LE(fresh.height(), room.height());
    EXPECT_LE(window->minimumSizeHint().height(), 500);
    window->resize(900, 500);
    finishEvents();
    EXPECT_EQ(window->height(), 500);
    for (const QToolButton* button : window->findChildren<QToolButton*>())
        if (button->property("rail").toBool()) {
            EXPECT_EQ(button->toolButtonStyle(), Qt::ToolButtonIconOnly);
            EXPECT_GE(button->height(), button->sizeHint().height());
        }
    window->resize(1280, 900);
    finishEvents();
    for (const QToolButton* button : window->findChildren<QToolButton*>())
        if (button->property("rail").toBool()) {
            EXPECT_EQ(button->toolButtonStyle(), Qt::ToolButtonTextUnderIcon);
        }
}

TEST_F(WindowTest, EstimateFollowsTheForm) {
    openAndWait();
    auto* form = child<SearchForm>(page<SearchPage>(PageId::Search));
    child<QSpinBox>(form, "setting-max_candidates")->setValue(100);
    EXPECT_TRUE(form->estimate().contains(QStringLiteral("100 candidates")));
    child<QSpinBox>(form, "setting-max_candidates")->setValue(101);
    EXPECT_TRUE(form->estimate().contains(QStringLiteral("101 candidates")));
}

TEST_F(WindowTest, EveryPageIsPicturedInBothThemes) {
    window.reset();
    const QString pictures = folder.filePath(QStringLiteral("pictures"));
    renderPictures(project, pictures.toStdString(), {1280, 800});
    for (const char* name :
         {"01-project", "02-distributions", "02-distributions-log2", "02-distributions-layers",
          "02-distributions-activations", "03-formats", "03-formats-code-points",
          "03-formats-accuracy", "04-search", "05-pareto", "06-hardware", "06-hardware-layers",
          "06-hardware-roofline", "06-hardware-bounds", "06-hardware-designs",
          "06-hardware-published", "08-report"})
        for (const char* theme : {"light", "dark"})
            EXPECT_TRUE(QFile::exists(
                QStringLiteral("%1/%2-%3.png")
                    .arg(pictures, QString::fromUtf8(name), QString::fromUtf8(theme))))
                << name << theme;
}

}  // namespace
}  // namespace lpstudio
