#include "app/desktop/pages/report/report_page.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <utility>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/report/preview_panel.h"
#include "app/desktop/pages/report/preview_view.h"
#include "app/desktop/pages/report/report_choices.h"
#include "app/desktop/widgets/message_bar.h"
#include "app/desktop/widgets/page.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

class ReportPageTest : public WindowFixture {
protected:
    void SetUp() override {
        WindowFixture::SetUp();
        openAndWait();
        search(6);
        window->showPage(PageId::Report);
        report = page<ReportPage>(PageId::Report);
        choices = child<ReportChoices>(report);
        settle();
    }
    void settle() {
        ASSERT_TRUE(waitFor([&] { return !report->isBusy(); }, 120000));
        ASSERT_EQ(window->messageBar()->text(), QString());
    }
    PreviewView* view() const { return child<PreviewPanel>(report)->view(); }
    /// The command that makes the same file.
    QString command() const { return child<QPlainTextEdit>(report, "command")->toPlainText(); }
    static void check(QListWidget* list, const std::vector<int>& rows) {
        for (int i = 0; i < list->count(); ++i)
            list->item(i)->setCheckState(
                std::find(rows.begin(), rows.end(), i) != rows.end() ? Qt::Checked : Qt::Unchecked);
    }
    QByteArray exported(const QString& name) {
        const QString file = folder.filePath(name);
        report->exportTo(file);
        EXPECT_TRUE(waitFor([&] { return !window->jobs().reporter().isRunning(); }));
        EXPECT_EQ(window->messageBar()->text(), QString());
        QFile written(file);
        return written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
    }
    /// Pixels of the view that are neither paper nor ground.
    int ink() const {
        const QImage image = view()->viewport()->grab().toImage();
        int dark = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (qGray(image.pixel(x, y)) < 120) ++dark;
        return dark;
    }

    ReportPage* report = nullptr;
    ReportChoices* choices = nullptr;
};

TEST_F(ReportPageTest, ShowsThePagesThatTheFileGets) {
    ASSERT_EQ(choices->chosen().size(), 1U);
    const int count = view()->pageCount();
    EXPECT_GE(count, 5);
    EXPECT_EQ(child<QLabel>(report, "pageNumber")->text(),
              QStringLiteral("Page 1 of %1").arg(count));
    EXPECT_GT(ink(), 1000);
    const QByteArray pdf = exported(QStringLiteral("r.pdf"));
    EXPECT_TRUE(pdf.startsWith("%PDF-"));
    EXPECT_TRUE(pdf.contains("/Count " + QByteArray::number(count)));
    EXPECT_TRUE(shownText(child<QLabel>(report, "written"))
                    .contains(QStringLiteral("pages: %1").arg(count)));
    EXPECT_TRUE(shownText(child<QLabel>(report, "written")).contains(QStringLiteral("r.pdf")));
}

TEST_F(ReportPageTest, FollowsTheChoices) {
    const int all = view()->pageCount();
    // Result and Reproducing this run.
    check(child<QListWidget>(choices, "sections"),
          {0, child<QListWidget>(choices, "sections")->count() - 1});
    EXPECT_TRUE(child<PreviewPanel>(report)->isBusy());
    settle();
    const int few = view()->pageCount();
    EXPECT_LT(few, all);
    EXPECT_TRUE(command().contains(QStringLiteral("--sections result,reproduction")))
        << command().toStdString();
    const QByteArray html = exported(QStringLiteral("few.html"));
    EXPECT_TRUE(html.contains("<h2 id=\"section-2\""));
    EXPECT_FALSE(html.contains("<h2 id=\"section-3\""));
    EXPECT_FALSE(html.contains("<svg"));
    // A report does not depend on the name that it gets.
    EXPECT_TRUE(html.contains("--out report.html"));

    child<QListWidget>(choices, "sections")->item(5)->setCheckState(Qt::Checked);
    settle();
    const int one = view()->pageCount();
    EXPECT_GT(one, few);
    check(child<QListWidget>(choices, "candidates"), {0, 1});
    settle();
    EXPECT_GT(view()->pageCount(), one);
    const auto chosen = choices->chosen();
    ASSERT_EQ(chosen.size(), 2U);
    EXPECT_TRUE(command().contains(
        QStringLiteral("--candidate %1,%2").arg(chosen[0].value).arg(chosen[1].value)));

    const QByteArray both = exported(QStringLiteral("both.html"));
    for (const CandidateId id : chosen)
        EXPECT_TRUE(both.contains("Candidate " + QByteArray::number(qlonglong(id.value))));

    const QSizeF before = view()->stack().page;
    child<QComboBox>(choices, "page")->setCurrentIndex(1);
    settle();
    EXPECT_NE(view()->stack().page, before);
    EXPECT_TRUE(command().contains(QStringLiteral("--page letter")));
    child<QComboBox>(choices, "page")->setCurrentIndex(0);
}

TEST_F(ReportPageTest, AnotherAcceleratorIsGatheredAnew) {
    check(child<QListWidget>(choices, "sections"), {6});
    settle();
    const QByteArray before = exported(QStringLiteral("a.json"));
    const int other = child<QComboBox>(choices, "hardware")->findText(QStringLiteral("lpa-iso"));
    ASSERT_GT(other, 0);
    child<QComboBox>(choices, "hardware")->setCurrentIndex(other);
    settle();
    EXPECT_TRUE(command().contains(QStringLiteral("--hardware lpa-iso")));
    const QByteArray after = exported(QStringLiteral("b.json"));
    EXPECT_NE(after, before);
    EXPECT_TRUE(after.contains("lpa-iso"));
    EXPECT_FALSE(before.contains("model of lpa-iso"));
}

TEST_F(ReportPageTest, SaysWhatIsMissing) {
    check(child<QListWidget>(choices, "candidates"), {});
    EXPECT_EQ(child<PreviewPanel>(report)->message(),
              ReportChoices::tr("Check at least one candidate."));
    EXPECT_FALSE(report->mainAction()->isEnabled());
    EXPECT_FALSE(child<QPushButton>(report, "copyCommand")->isEnabled());
    EXPECT_EQ(command(), QString());
    check(child<QListWidget>(choices, "candidates"), {0});
    check(child<QListWidget>(choices, "sections"), {});
    EXPECT_EQ(child<PreviewPanel>(report)->message(),
              ReportChoices::tr("Check at least one section."));
    EXPECT_FALSE(report->mainAction()->isEnabled());
    check(child<QListWidget>(choices, "sections"), {0, 1});
    EXPECT_TRUE(report->mainAction()->isEnabled());
    settle();
    EXPECT_EQ(child<PreviewPanel>(report)->message(), QString());
    EXPECT_GE(view()->pageCount(), 1);
}

TEST_F(ReportPageTest, CopiesTheCommandOfTheKindOfFile) {
    child<QComboBox>(choices, "file")
        ->setCurrentIndex(child<QComboBox>(choices, "file")->findData(QStringLiteral("html")));
    EXPECT_FALSE(child<QComboBox>(choices, "page")->isEnabled());
    child<QPushButton>(report, "copyCommand")->click();
    const QString copied = QApplication::clipboard()->text();
    EXPECT_EQ(copied, command());
    EXPECT_TRUE(copied.startsWith(QStringLiteral("lpstudio-cli report ")));
    EXPECT_TRUE(copied.contains(QStringLiteral("--out report.html")));
    child<QComboBox>(choices, "file")->setCurrentIndex(0);
    EXPECT_TRUE(child<QComboBox>(choices, "page")->isEnabled());
    EXPECT_TRUE(command().contains(QStringLiteral("--out report.pdf")));
}

TEST_F(ReportPageTest, ZoomsScrollsAndFollowsLinks) {
    PreviewView* pages = view();
    EXPECT_TRUE(pages->fitsWidth());
    const double fitted = pages->zoom();
    pages->setFocus();
    QTest::keyClick(pages, Qt::Key_Plus);
    EXPECT_GT(pages->zoom(), fitted);
    EXPECT_FALSE(pages->fitsWidth());
    QTest::keyClick(pages, Qt::Key_Minus);
    QTest::keyClick(pages, Qt::Key_Minus);
    EXPECT_LT(pages->zoom(), fitted);
    settle();
    QTest::keyClick(pages, Qt::Key_0);
    EXPECT_DOUBLE_EQ(pages->zoom(), fitted);
    QTest::keyClick(pages, Qt::Key_End);
    EXPECT_EQ(pages->currentPage(), pages->pageCount() - 1);
    settle();
    EXPECT_GT(ink(), 100);  // a heading and a command
    QTest::keyClick(pages, Qt::Key_Home);
    EXPECT_EQ(pages->currentPage(), 0);

    // The last line of the table of contents.
    const PageLink link = child<PreviewPanel>(report)->view()->links().back();
    pages->goToPage(link.page, link.place.top() - 100);
    const QPointF spot =
        pages->stack().rect(link.page).topLeft() + link.place.center() * pages->zoom();
    QTest::mouseClick(pages->viewport(), Qt::LeftButton, {}, spot.toPoint());
    const QRectF target = pages->stack().rect(link.toPage);
    const double y = target.top() + link.toY * pages->zoom();
    EXPECT_GE(y, 0);
    EXPECT_LT(y, pages->viewport()->height());
    EXPECT_EQ(link.text, QStringLiteral("9.3 This report"));
}

TEST_F(ReportPageTest, NeverHoldsUpTheWindow) {
    // The longest gap between two rounds of events while everything is made anew.
    qint64 longest = 0;
    QElapsedTimer clock;
    QTimer beat;
    beat.setInterval(0);
    QObject::connect(&beat, &QTimer::timeout, [&] {
        if (clock.isValid()) longest = std::max(longest, clock.elapsed());
        clock.start();
    });
    check(child<QListWidget>(choices, "candidates"), {0, 1});
    beat.start();
    settle();
    view()->goToPage(view()->pageCount() / 2);
    settle();
    exported(QStringLiteral("r.pdf"));
    beat.stop();
    RecordProperty("longest_gap_ms", static_cast<int>(longest));
    // Drawing all charts in one go takes longer than this even on a fast machine; one takes far
    // less.
    EXPECT_LT(longest, 1000);
}

TEST_F(ReportPageTest, WaitsWhileItIsNotSeen) {
    window->showPage(PageId::Project);
    check(child<QListWidget>(choices, "candidates"), {0, 1});
    // A preview that is seen begins once the choices have rested for 250 ms.
    QTest::qWait(400);
    EXPECT_FALSE(child<PreviewPanel>(report)->job()->isRunning());
    // Export does not need the preview.
    EXPECT_TRUE(exported(QStringLiteral("r.json")).contains("\"lpstudio-report/1\""));
    window->showPage(PageId::Report);
    settle();
    EXPECT_EQ(child<PreviewPanel>(report)->input()->chosen.size(), 2U);
}

TEST_F(ReportPageTest, TellsOfACancelledPreview) {
    Job* job = child<PreviewPanel>(report)->job();
    // From here and not by polling: pages that are made before the next poll are shown, and
    // rightly.
    const auto once = QObject::connect(job, &Job::started, job, &Job::cancel);
    QSignalSpy cancelled(job, &Job::cancelled);
    check(child<QListWidget>(choices, "candidates"), {0, 1});
    ASSERT_TRUE(waitFor([&] { return !cancelled.isEmpty(); }));
    QObject::disconnect(once);
    EXPECT_EQ(child<PreviewPanel>(report)->message(),
              PreviewPanel::tr("The preview was cancelled."));
    auto* again = child<PreviewPanel>(report)->findChild<QPushButton*>();
    ASSERT_NE(again, nullptr);
    EXPECT_TRUE(again->isVisible());
    again->click();
    settle();
    EXPECT_EQ(child<PreviewPanel>(report)->message(), QString());
    EXPECT_EQ(child<PreviewPanel>(report)->input()->chosen.size(), 2U);
}

using ReportOfASearchTest = WindowFixture;

TEST_F(ReportOfASearchTest, SaysThatTheSearchRunsUntilThereAreCandidates) {
    ASSERT_NO_FATAL_FAILURE(openAndWait());
    auto* report = page<ReportPage>(PageId::Report);
    auto* empty = child<EmptyState>(report);
    const auto* text = child<QLabel>(empty);
    EXPECT_TRUE(text->text().contains(ReportPage::tr("The project has no run yet.")))
        << text->text().toStdString();

    const Selection& selection = window->session().selection();
    QString told;
    bool opened = false, stayedEmpty = false;
    std::vector<CandidateId> proposed;
    CandidateId bestThen;
    QObject watch;
    QObject::connect(&selection, &Selection::runChanged, &watch, [&] {
        if (told.isEmpty() && selection.run() && selection.candidates()->empty())
            told = text->text();
    });
    QObject::connect(&selection, &Selection::candidatesAdded, &watch, [&] {
        if (selection.candidates()->empty() || std::exchange(opened, true)) return;
        stayedEmpty = !empty->isHidden();
        window->showPage(PageId::Report);
        proposed = child<ReportChoices>(report)->chosen();
        bestThen = selection.best()->id;
    });
    ASSERT_NO_FATAL_FAILURE(search(6));
    EXPECT_TRUE(told.contains(
        ReportPage::tr("The search is running; its report can be made once it has candidates.")))
        << told.toStdString();
    EXPECT_TRUE(opened);
    EXPECT_FALSE(stayedEmpty);
    EXPECT_EQ(proposed, std::vector{bestThen});
    // The run's best was not known when the page was opened.
    ASSERT_TRUE(waitFor([&] { return !report->isBusy(); }, 120000));
    EXPECT_EQ(child<ReportChoices>(report)->chosen(),
              std::vector{selection.runRecord().best.value()});
    EXPECT_GE(child<PreviewPanel>(report)->view()->pageCount(), 5);
}

}  // namespace
}  // namespace lpstudio
