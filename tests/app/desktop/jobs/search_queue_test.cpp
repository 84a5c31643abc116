// Several searches one after the other.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/search/queue_panel.h"
#include "app/desktop/pages/search/run_bar.h"
#include "app/desktop/pages/search/search_form.h"
#include "app/desktop/pages/search/search_page.h"
#include "app/desktop/pages/search/search_panel.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/message_bar.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

using State = SearchQueue::State;

class SearchQueueTest : public WindowFixture {
protected:
    SearchQueue& queue() { return jobs().searches(); }
    SearchPage* searchPage() { return page<SearchPage>(PageId::Search); }
    SearchRequest request(int candidates) {
        makeSmall(candidates);
        return child<SearchForm>(searchPage())->request();
    }
    /// A search that goes on until it is cancelled, and has begun.
    void startLong() {
        queue().add(request(0));
        ASSERT_TRUE(waitFor([&] { return session().runningRun().has_value(); }));
    }
    bool waitForEnd() {
        return waitFor([&] { return !jobs().search().isRunning() && queue().waiting() == 0; },
                       200000);
    }
    std::vector<State> states() {
        std::vector<State> states;
        for (const SearchQueue::Entry& entry : queue().entries()) states.push_back(entry.state);
        return states;
    }
    std::vector<int> waitingIds() {
        std::vector<int> ids;
        for (const SearchQueue::Entry& entry : queue().entries())
            if (entry.state == State::Waiting) ids.push_back(entry.id);
        return ids;
    }
};

TEST_F(SearchQueueTest, AFailingSearchDoesNotStopTheOthers) {
    openAndWait();
    window->showPage(PageId::Search);
    const QAbstractItemModelTester tester(child<QueueTable>(searchPage()));
    SearchRequest failing = request(6);
    failing.settings.images = 1000000;
    queue().add(request(6));
    queue().add(failing);
    queue().add(request(7));
    EXPECT_EQ(queue().waiting(), 2);
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(states(), (std::vector{State::Limited, State::Failed, State::Limited}));
    EXPECT_FALSE(queue().entries()[1].message.isEmpty());
    const auto runs = session().store()->runs();
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].state, RunState::Limited);
    EXPECT_EQ(runs[0].candidates, 6);
    EXPECT_EQ(runs[1].candidates, 7);
    // Each gets a name of its own when its turn comes.
    EXPECT_NE(runs[0].name, runs[1].name);
    EXPECT_EQ(queue().entries()[2].run, runs[1].id);
    const QueueTable* table = child<QueueTable>(searchPage());
    EXPECT_EQ(table->index(0, QueueTable::Status).data().toString(), QStringLiteral("limited"));
    EXPECT_EQ(table->index(1, QueueTable::Status).data().toString(), QStringLiteral("failed"));
    EXPECT_EQ(table->index(1, QueueTable::Settings).data().toString(),
              queue().entries()[1].message);
    queue().clearEnded();
    EXPECT_EQ(table->rowCount(), 0);
    EXPECT_FALSE(window->messageBar()->text().isEmpty());
}

TEST_F(SearchQueueTest, AfterACancelTheNextStarts) {
    openAndWait();
    window->showPage(PageId::Search);
    startLong();
    EXPECT_EQ(searchPage()->mainAction()->text(), QStringLiteral("Add to queue"));
    makeSmall(5);
    searchPage()->mainAction()->trigger();
    ASSERT_EQ(states(), (std::vector{State::Running, State::Waiting}));
    jobs().search().cancel();
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(states(), (std::vector{State::Stopped, State::Limited}));
    const auto runs = session().store()->runs();
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].state, RunState::Stopped);
    EXPECT_EQ(runs[1].state, RunState::Limited);
    EXPECT_EQ(searchPage()->mainAction()->text(), QStringLiteral("Start search"));
}

TEST_F(SearchQueueTest, TheOrderIsTheUsers) {
    openAndWait();
    window->showPage(PageId::Search);
    QueuePanel* panel = child<SearchPanel>(searchPage())->queue();
    const QAbstractItemModelTester tester(child<QueueTable>(panel));
    startLong();
    auto* count = window->findChild<QToolButton*>(QStringLiteral("queueCount"));
    ASSERT_NE(count, nullptr);
    EXPECT_FALSE(count->isVisible());
    const int b = queue().add(request(4)), c = queue().add(request(5)), d = queue().add(request(6));
    EXPECT_TRUE(count->isVisible());
    EXPECT_EQ(count->text(), QStringLiteral("3 queued"));
    window->showPage(PageId::Project);
    count->click();
    EXPECT_TRUE(panel->isVisible());
    EXPECT_TRUE(queue().move(d, -2));
    EXPECT_EQ(waitingIds(), (std::vector{d, b, c}));
    EXPECT_FALSE(queue().move(d, -1)) << "what runs is not overtaken";
    EXPECT_FALSE(queue().move(c, 1));
    EXPECT_FALSE(queue().move(queue().current()->id, 1));
    EXPECT_FALSE(queue().remove(queue().current()->id));
    // The same with the keys of the panel.
    child<DataTable>(panel)->setCurrentRow(child<QueueTable>(panel)->rowOf(c));
    child<DataTable>(panel)->view()->setFocus();
    QTest::keyClick(child<DataTable>(panel)->view(), Qt::Key_Up, Qt::AltModifier);
    EXPECT_EQ(waitingIds(), (std::vector{d, c, b}));
    QTest::keyClick(child<DataTable>(panel)->view(), Qt::Key_Delete);
    EXPECT_EQ(waitingIds(), (std::vector{d, b}));

    queue().setHeld(true);
    jobs().search().cancel();
    ASSERT_TRUE(waitFor([&] { return !jobs().search().isRunning(); }));
    finishEvents();
    EXPECT_EQ(queue().waiting(), 2) << "nothing starts while the queue is held";
    queue().setHeld(false);
    ASSERT_TRUE(waitForEnd());
    std::vector<std::int64_t> candidates;
    for (const RunRecord& run : session().store()->runs()) candidates.push_back(run.candidates);
    ASSERT_EQ(candidates.size(), 3U);
    EXPECT_EQ(candidates[1], 6);
    EXPECT_EQ(candidates[2], 4);
}

TEST_F(SearchQueueTest, ASearchWhoseTurnComesLeavesTheChosenRun) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(5));
    const RunId first = *session().selection().run();
    startLong();
    EXPECT_EQ(session().selection().run(), session().runningRun())
        << "started by hand: it is shown";
    jobs().loading().chooseRun(first);
    ASSERT_TRUE(waitFor([&] { return session().selection().run() == first; }));
    RunBar* bar = child<RunBar>(child<SearchPanel>(searchPage()));
    EXPECT_TRUE(child<QToolButton>(bar, "showRunning")->isVisible());
    EXPECT_FALSE(child<QToolButton>(bar, "pause")->isVisible());
    const auto before = session().runningRun();
    queue().add(request(0));
    jobs().search().cancel();
    ASSERT_TRUE(
        waitFor([&] { return session().runningRun() && session().runningRun() != before; }));
    EXPECT_EQ(session().selection().run(), first);
    child<QToolButton>(bar, "showRunning")->click();
    ASSERT_TRUE(waitFor([&] { return session().selection().run() == session().runningRun(); }));
    EXPECT_TRUE(child<QToolButton>(bar, "pause")->isVisible());
    jobs().search().cancel();
    ASSERT_TRUE(waitForEnd());
}

TEST_F(SearchQueueTest, AWaitingSearchIsTakenBackIntoTheForm) {
    openAndWait();
    window->showPage(PageId::Search);
    startLong();
    const int entry = queue().add(request(77));
    child<QSpinBox>(searchPage(), "setting-max_candidates")->setValue(3);
    Q_EMIT child<SearchPanel>(searchPage())->queue()->editWanted(entry);
    EXPECT_EQ(child<QSpinBox>(searchPage(), "setting-max_candidates")->value(), 77);
    EXPECT_EQ(queue().waiting(), 0);
    jobs().search().cancel();
    ASSERT_TRUE(waitForEnd());
}

TEST_F(SearchQueueTest, AnotherProjectHasAnotherQueue) {
    openAndWait();
    window->showPage(PageId::Search);
    startLong();
    queue().add(request(5));
    ProjectStore::create(at("other.lps"));
    window->openProject(at("other.lps"));
    EXPECT_TRUE(waitFor([&] { return queue().entries().empty(); }));
    ASSERT_TRUE(waitFor([&] { return !jobs().isLoading(); }));
    finishEvents();
    EXPECT_FALSE(jobs().search().isRunning());
    // The abandoned search ends at its next candidate.
    ASSERT_TRUE(waitFor(
        [&] { return ProjectStore::open(project).runs().front().state == RunState::Stopped; }));
    // Each waits for its own project, and for its user.
    window->openProject(project);
    ASSERT_TRUE(waitFor([&] { return !jobs().isLoading() && queue().entries().size() == 2; }));
    EXPECT_EQ(queue().waiting(), 2);
    finishEvents();
    EXPECT_FALSE(jobs().search().isRunning());
}

}  // namespace
}  // namespace lpstudio
