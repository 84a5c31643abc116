// What a user finds again who closes the window and comes back: questions before work is lost, the
// queue, the columns of Compare, the working candidate.
#include <QAction>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/compare/compare_page.h"
#include "app/desktop/pages/search/search_form.h"
#include "app/desktop/pages/search/search_page.h"
#include "app/desktop/shell/quit_dialog.h"
#include "app/desktop/widgets/message_bar.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

class DeskTest : public WindowFixture {
protected:
    /// A search of `most` candidates at most and one of 7 that waits behind it.
    void startTwo(int most) {
        window->showPage(PageId::Search);
        makeSmall(most);
        QAction* start = page<SearchPage>(PageId::Search)->mainAction();
        start->trigger();
        ASSERT_TRUE(waitFor([&] { return session().runningRun().has_value(); }));
        makeSmall(7);
        child<QSpinBox>(child<SearchForm>(page<SearchPage>(PageId::Search)), "setting-passes")
            ->setValue(3);
        start->trigger();
        ASSERT_EQ(jobs().searches().waiting(), 1);
    }
    QuitDialog* asked() { return window->findChild<QuitDialog*>(); }
    void answer(const char* button) {
        ASSERT_NE(asked(), nullptr);
        child<QPushButton>(asked(), button)->click();
        finishEvents();
    }
    void again() {
        window.reset();
        window = std::make_unique<MainWindow>();
        window->show();
        openAndWait();
    }
};

TEST_F(DeskTest, QuittingWithoutWorkAsksNothing) {
    openAndWait();
    EXPECT_TRUE(window->close());
    EXPECT_EQ(asked(), nullptr);
}

TEST_F(DeskTest, QuittingWithWorkAsksAndCancelLeavesItAlone) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(startTwo(100000));
    window->close();
    ASSERT_NE(asked(), nullptr);
    EXPECT_TRUE(window->isVisible());
    EXPECT_TRUE(asked()->text().contains(QStringLiteral("Waiting: 1 search")))
        << asked()->text().toStdString();
    // Once more asks no second time.
    window->close();
    EXPECT_EQ(window->findChildren<QuitDialog*>().size(), 1);
    asked()->button(QMessageBox::Cancel)->click();
    finishEvents();
    EXPECT_TRUE(window->isVisible());
    EXPECT_TRUE(jobs().search().isRunning());
    EXPECT_EQ(jobs().searches().waiting(), 1);
    EXPECT_EQ(asked(), nullptr);
}

TEST_F(DeskTest, StoppedSearchesWaitWhenTheProjectIsOpenedAgain) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(startTwo(100000));
    const RunId run = *session().runningRun();
    ASSERT_TRUE(waitFor([&] { return session().store()->run(run).candidates >= 3; }));
    window->close();
    ASSERT_NO_FATAL_FAILURE(answer("stopWork"));
    EXPECT_FALSE(window->isVisible());
    again();
    const auto& entries = jobs().searches().entries();
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].request.resume, run);
    EXPECT_EQ(session().store()->run(run).state, RunState::Stopped);
    EXPECT_FALSE(entries[1].request.resume.has_value());
    EXPECT_EQ(entries[1].request.settings.lpq.passes, 3);
    EXPECT_EQ(entries[1].request.settings.common.maxCandidates, 7);
    EXPECT_TRUE(jobs().searches().isHeld()) << "who opens a project has not asked for a search";
    EXPECT_FALSE(jobs().search().isRunning());
    EXPECT_TRUE(child<QToolButton>(window, "queueCount")->text().startsWith(u'2'));
    // Released, they go on: the first where it was.
    const auto before = session().store()->run(run).candidates;
    jobs().searches().setHeld(false);
    ASSERT_TRUE(waitFor([&] { return session().store()->run(run).candidates > before; }));
    jobs().search().cancel();
    ASSERT_TRUE(waitFor([&] { return session().store()->runs().size() == 2; }));
    ASSERT_TRUE(waitFor([&] { return !jobs().search().isRunning(); }));
    // Nothing is left to wait for the next session.
    window->close();
    again();
    EXPECT_TRUE(jobs().searches().entries().empty());
}

TEST_F(DeskTest, ASearchIsKeptInTheQueueThroughACrash) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(startTwo(100000));
    const RunId run = *session().runningRun();
    // Kept without anybody closing anything.
    ASSERT_TRUE(waitFor([&] {
        const ProjectStore other = ProjectStore::open(project);
        return other.desk().find("\"resume\":" + std::to_string(run.value)) != std::string::npos &&
               other.desk().find("\\\"passes\\\":3") != std::string::npos;
    }));
}

TEST_F(DeskTest, TheWindowThatKeepsSearchingClosesWhenAllIsDone) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(startTwo(40));
    window->close();
    ASSERT_NO_FATAL_FAILURE(answer("keepWorking"));
    EXPECT_TRUE(window->isMinimized());
    EXPECT_TRUE(jobs().search().isRunning());
    ASSERT_TRUE(waitFor([&] { return !window->isVisible(); }, 300000));
    const auto runs = session().store()->runs();
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].candidates, 40);
    EXPECT_EQ(runs[1].candidates, 7);
}

TEST_F(DeskTest, CompareAndTheWorkingCandidateAreFoundAgain) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(8));
    const RunId run = *session().selection().run();
    session().addToCompare(run, CandidateId(1));
    ASSERT_TRUE(session().ensureWorking());
    session().compareList().add(ColumnSource::uniform("lp:4", "lp:8"));
    session().compareList().add(ColumnSource::floating());
    session().compareList().move(3, 0);
    const LpParameters edited{7, 1, 3, 0.123456789012345};
    session().working().setGene(2, edited, QStringLiteral("a layer"));
    const auto columns = session().compareList().sources();
    const WorkingCandidate::State state = session().working().state();
    ASSERT_EQ(columns.size(), 4U);
    window->close();
    again();
    EXPECT_EQ(session().compareList().sources(), columns);
    ASSERT_TRUE(session().working().exists());
    EXPECT_EQ(session().working().state(), state);
    EXPECT_EQ(session().working().editedLayers(), std::vector<int>{2});
    EXPECT_EQ(session().undoStack().count(), 0) << "it is no step of this session";
    window->showPage(PageId::Compare);
    auto* compare = page<ComparePage>(PageId::Compare);
    ASSERT_NO_FATAL_FAILURE(settle(*compare));
    EXPECT_EQ(compare->columns().size(), 4U);
    // What is taken away stays away.
    session().compareList().clear();
    session().working().discard();
    window->close();
    again();
    EXPECT_TRUE(session().compareList().sources().empty());
    EXPECT_FALSE(session().working().exists());
}

TEST_F(DeskTest, WhatIsNoMoreIsLeftOut) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(6));
    const RunId run = *session().selection().run();
    session().addToCompare(run, CandidateId(0));
    session().compareList().add(ColumnSource::floating());
    ASSERT_TRUE(session().ensureWorking());
    window->close();
    window.reset();
    ProjectStore::open(project).removeRun(run);
    window = std::make_unique<MainWindow>();
    window->show();
    openAndWait();
    EXPECT_EQ(session().compareList().sources(),
              std::vector<ColumnSource>{ColumnSource::floating()});
    EXPECT_FALSE(session().working().exists());
    for (const char* damaged :
         {"", "no json", "[1,2]", R"({"compare":7,"queue":[{}],"working":3})"}) {
        window.reset();
        ProjectStore::open(project).setDesk(damaged);
        window = std::make_unique<MainWindow>();
        window->show();
        openAndWait();
        EXPECT_TRUE(session().compareList().sources().empty()) << damaged;
    }
}

}  // namespace
}  // namespace lpstudio
