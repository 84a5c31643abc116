// What the status bar says of running work.
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <atomic>
#include <chrono>
#include <thread>

#include "app/desktop/jobs/job.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/shell/job_bar.h"
#include "app/desktop/shell/job_row.h"
#include "core/base/error.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

TEST(JobText, TellsCountsRatesAndTimeLeft) {
    JobProgress at{text("scoring"), 412, 2180, 93};
    EXPECT_EQ(JobText::line(text("LPQ on ResNet-20"), at), text("LPQ on ResNet-20 · scoring"));
    EXPECT_EQ(JobText::details(at, {18.94, false}),
              text("412 / 2,180   18.9 candidates/s   1 m 33 s left"));
    EXPECT_EQ(JobText::details(at, {18.94, true}), text("412 / 2,180   paused"));
    at.what = text("LPQ on ResNet-20");
    EXPECT_EQ(JobText::line(text("LPQ on ResNet-20"), at), text("LPQ on ResNet-20"));
    EXPECT_EQ(JobText::permille(at), 188);
    EXPECT_EQ(JobText::details({{}, 0, 0, -1}, {}), QString());
    EXPECT_EQ(JobText::permille({{}, 5, 0, -1}), -1);
}

TEST(JobText, NothingIsDoneBeforeItIsDone) {
    const JobProgress all{{}, 2180, 2180, 0};
    EXPECT_LT(JobText::permille(all), 1000);
    EXPECT_FALSE(JobText::details(all, {}).contains(text("2,180")));
    EXPECT_FALSE(JobText::details(all, {}).contains(text("left")));
    EXPECT_LT(JobText::permille({{}, 99999, 100000, 0}), 1000);
    EXPECT_LT(JobText::permille({{}, 7, 5, 0}), 1000);
}

/// A job that goes on until it is told to end.
class HeldJob : public Job {
public:
    void begin(const QString& title) {
        launch(title, [this, title](const JobContext& context) -> Delivery {
            context.progress({title.toStdString(), 3, 10});
            while (!end) {
                if (context.stop.stop_requested()) throw Cancelled();
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            }
            return {};
        });
    }
    std::atomic<bool> end = false;
};

class JobBarTest : public testing::Test {
protected:
    void SetUp() override {
        bar.resize(900, 24);
        bar.show();
        for (HeldJob* job : {&first, &second, &third}) bar.addJob(job);
    }
    void TearDown() override {
        for (HeldJob* job : {&first, &second, &third}) job->cancel();
        EXPECT_TRUE(QTest::qWaitFor(
            [this] { return !first.isRunning() && !second.isRunning() && !third.isRunning(); }));
    }

    JobRow* row() { return child<JobRow>(bar, "currentJob"); }
    JobList* list() { return child<JobList>(bar); }

    Session session;
    Jobs jobs{session};
    HeldJob first, second, third;
    JobBar bar{session, jobs};
};

TEST_F(JobBarTest, ShowsTheNoteWhileNothingRuns) {
    EXPECT_EQ(row()->text(), text("Ready"));
    bar.setNote(text("Wrote a file"));
    EXPECT_EQ(row()->text(), text("Wrote a file"));
    EXPECT_FALSE(child<QToolButton>(row(), "cancel")->isVisible());
    EXPECT_FALSE(child<QToolButton>(bar, "otherJobs")->isVisible());
}

TEST_F(JobBarTest, ListsAllThatRunsAndCancelsEach) {
    first.begin(text("First"));
    EXPECT_TRUE(child<QToolButton>(row(), "cancel")->isVisible());
    EXPECT_FALSE(child<QToolButton>(row(), "pause")->isVisible()) << "only a search can be paused";
    EXPECT_FALSE(child<QToolButton>(bar, "otherJobs")->isVisible());
    second.begin(text("Second"));
    third.begin(text("Third"));
    EXPECT_TRUE(child<QToolButton>(bar, "otherJobs")->isVisible());
    EXPECT_EQ(row()->text(), text("First"));
    EXPECT_TRUE(QTest::qWaitFor([this] { return row()->details() == text("3 / 10"); }));
    EXPECT_EQ(child<QProgressBar>(row(), "progress")->value(), 300);

    child<QToolButton>(bar, "otherJobs")->click();
    ASSERT_TRUE(list()->isVisible());
    ASSERT_EQ(list()->rows().size(), 3U);
    EXPECT_EQ(list()->rows()[1]->text(), text("Second"));
    child<QToolButton>(list()->rows()[1], "cancel")->click();
    EXPECT_TRUE(QTest::qWaitFor([this] { return !second.isRunning(); }));
    EXPECT_TRUE(first.isRunning());
    ASSERT_EQ(list()->rows().size(), 2U);
    EXPECT_EQ(list()->rows()[1]->text(), text("Third"));

    first.end = true;
    EXPECT_TRUE(QTest::qWaitFor([this] { return !first.isRunning(); }));
    EXPECT_EQ(row()->text(), text("Third"));
    EXPECT_FALSE(child<QToolButton>(bar, "otherJobs")->isVisible());
    third.end = true;
    EXPECT_TRUE(QTest::qWaitFor([this] { return !third.isRunning(); }));
    EXPECT_FALSE(list()->isVisible());
    EXPECT_EQ(row()->text(), text("Ready"));
}

TEST_F(JobBarTest, ALongNameIsCutAndTheButtonsStay) {
    first.begin(text("Searching ") + QString(400, u'x'));
    for (const int width : {900, 600, 480}) {
        bar.resize(width, 24);
        finishEvents();
        const QToolButton* cancel = child<QToolButton>(row(), "cancel");
        const QRect place(cancel->mapTo(&bar, QPoint(0, 0)), cancel->size());
        EXPECT_TRUE(bar.rect().contains(place)) << width;
        EXPECT_GE(place.width(), cancel->sizeHint().width()) << width;
    }
}

TEST_F(JobBarTest, TheButtonsKeepTheirPlacesWhateverIsSaid) {
    const QToolButton* cancel = child<QToolButton>(row(), "cancel");
    const auto place = [&] { return QRect(cancel->mapTo(&bar, QPoint(0, 0)), cancel->size()); };
    first.begin(text("First"));
    finishEvents();
    const QRect before = place();
    EXPECT_TRUE(QTest::qWaitFor([this] { return row()->details() == text("3 / 10"); }));
    finishEvents();
    EXPECT_EQ(place(), before);
    first.end = true;
    second.begin(text("Another with a very much longer title than the first"));
    EXPECT_TRUE(QTest::qWaitFor([this] { return !first.isRunning(); }));
    finishEvents();
    EXPECT_EQ(place(), before);
}

TEST_F(JobBarTest, ANoteIsSeenBesideRunningWork) {
    auto* note = child<ElidedLabel>(bar, "note");
    bar.setNote(text("Added to Compare"));
    EXPECT_FALSE(note->isVisible()) << "the row has it";
    first.begin(text("First"));
    EXPECT_EQ(row()->text(), text("First"));
    EXPECT_TRUE(note->isVisible());
    EXPECT_EQ(note->fullText(), text("Added to Compare"));
    first.end = true;
    EXPECT_TRUE(QTest::qWaitFor([this] { return !first.isRunning(); }));
    EXPECT_EQ(row()->text(), text("Added to Compare"));
    bar.setNote({});
    EXPECT_EQ(row()->text(), text("Ready"));
}

TEST(ElidedLabel, CutsWhatHasNoRoomAndTellsItAll) {
    ElidedLabel label;
    label.setFullText(text("a long sentence that will not fit"));
    label.resize(60, 20);
    label.show();
    EXPECT_TRUE(label.text().endsWith(QChar(0x2026)));
    EXPECT_EQ(label.toolTip(), label.fullText());
    label.resize(label.sizeHint());
    EXPECT_EQ(label.text(), label.fullText());
    EXPECT_TRUE(label.toolTip().isEmpty());
}

}  // namespace
}  // namespace lpstudio
