// What is seen while no project is open, and when one cannot be opened.
#include <QAction>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/shell/message_log.h"
#include "app/desktop/shell/recent_projects.h"
#include "app/desktop/shell/start_page.h"
#include "app/desktop/widgets/message_bar.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"
#include "app/desktop/widgets/title_row.h"
#include "app/project/store/store.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

class StartPageTest : public WindowFixture {
protected:
    void SetUp() override {
        QSettings().remove(QStringLiteral("recent"));
        WindowFixture::SetUp();
    }
    void TearDown() override { QSettings().remove(QStringLiteral("recent")); }
    StartPage& start() { return *child<StartPage>(window); }
    QString fileOf(const char* name) { return folder.filePath(QString::fromUtf8(name)); }
};

TEST_F(StartPageTest, StandsInForTheFirstPageUntilAProjectIsOpen) {
    EXPECT_TRUE(start().isVisible());
    EXPECT_FALSE(child<QPushButton>(start(), "continue")->isVisible())
        << "there is nothing to go on with";
    EXPECT_FALSE(child<QListWidget>(start(), "recentProjects")->isVisible());
    EXPECT_GE(start().findChildren<QPushButton*>().size(), 4);
    // On every page that needs a project, however the window came to it.
    for (const auto& [id, page] : window->pages()) {
        window->showPage(id);
        EXPECT_EQ(start().isVisible(), !page->worksWithoutProject()) << pageNumber(id);
        EXPECT_EQ(page->isVisible(), page->worksWithoutProject()) << pageNumber(id);
        // No button that does nothing.
        for (const QPushButton* button : window->findChildren<QPushButton*>())
            if (button->isVisible() && button->text() == window->actionsOfWindow().import->text()) {
                EXPECT_FALSE(button->isEnabled());
            }
    }
    window->showPage(PageId::Search);
    openAndWait();
    EXPECT_FALSE(start().isVisible());
    EXPECT_TRUE(window->page(PageId::Search)->isVisible()) << "the page that was asked for";
}

TEST_F(StartPageTest, ASecondStartOffersTheProjectOnThePageThatWasLeft) {
    openAndWait();
    window->showPage(PageId::Pareto);
    window->close();
    window = std::make_unique<MainWindow>();
    window->restoreLayout();
    window->show();
    EXPECT_EQ(window->currentPage(), window->page(PageId::Pareto));
    EXPECT_TRUE(start().isVisible());
    child<QPushButton>(start(), "continue")->click();
    ASSERT_TRUE(waitFor([&] { return window->session().store() && !window->jobs().isLoading(); }));
    EXPECT_TRUE(window->page(PageId::Pareto)->isVisible());
    QSettings().remove(QStringLiteral("layout"));
}

TEST_F(StartPageTest, ButtonsOfAnEmptyPageFollowTheirActions) {
    for (const auto& [id, page] : window->pages())
        for (const QPushButton* button : page->findChildren<QPushButton*>())
            if (button->text() == window->actionsOfWindow().import->text()) {
                EXPECT_FALSE(button->isEnabled()) << pageNumber(id);
            }
    window->actionsOfWindow().import->setEnabled(true);
    int followed = 0;
    for (const auto& [id, page] : window->pages())
        for (const QPushButton* button : page->findChildren<QPushButton*>())
            if (button->text() == window->actionsOfWindow().import->text()) {
                EXPECT_TRUE(button->isEnabled()) << pageNumber(id);
                ++followed;
            }
    EXPECT_GE(followed, 3);
}

TEST_F(StartPageTest, TheTextOfAnEmptyPageIsNotCut) {
    ProjectStore::create(at("empty.lps"));
    window->openProject(at("empty.lps"));
    ASSERT_TRUE(waitFor([&] { return window->session().store() && !window->jobs().isLoading(); }));
    int seen = 0;
    for (const int width : {1280, 1600, 2200}) {
        window->resize(width, 900);
        for (const auto& [id, page] : window->pages()) {
            window->showPage(id);
            finishEvents();
            for (const EmptyState* state : page->findChildren<EmptyState*>()) {
                if (!state->isVisible()) continue;
                ++seen;
                for (const QLabel* label : state->findChildren<QLabel*>())
                    EXPECT_GE(label->height(), label->heightForWidth(label->width()))
                        << pageNumber(id) << " at " << width;
            }
        }
    }
    EXPECT_GE(seen, 9);
}

TEST_F(StartPageTest, OffersTheLastProjectAndOpensItByKey) {
    rememberProject(QString::fromStdString(project.string()));
    rememberProject(fileOf("gone.lps"));
    start().refresh();
    ASSERT_EQ(child<QListWidget>(start(), "recentProjects")->count(), 2);
    const QListWidgetItem* gone = child<QListWidget>(start(), "recentProjects")->item(0);
    EXPECT_FALSE(gone->flags().testFlag(Qt::ItemIsEnabled)) << "it is missing";
    EXPECT_TRUE(gone->text().contains(QStringLiteral("missing")));
    // The newest that is there.
    EXPECT_TRUE(child<QPushButton>(start(), "continue")->isVisible());
    EXPECT_TRUE(child<QPushButton>(start(), "continue")->text().endsWith(QStringLiteral("test")));
    // Del takes the missing one off the list.
    child<QListWidget>(start(), "recentProjects")->setCurrentRow(0);
    QTest::keyClick(child<QListWidget>(start(), "recentProjects"), Qt::Key_Delete);
    EXPECT_EQ(child<QListWidget>(start(), "recentProjects")->count(), 1);
    EXPECT_EQ(recentProjects().size(), 1U);
    child<QListWidget>(start(), "recentProjects")->setFocus();
    child<QListWidget>(start(), "recentProjects")->setCurrentRow(0);
    QTest::keyClick(child<QListWidget>(start(), "recentProjects"), Qt::Key_Return);
    EXPECT_TRUE(waitFor([&] { return window->session().store() != nullptr; }));
    EXPECT_FALSE(child<TitleRow>(window)->projectMenu()->isEmpty());
    ASSERT_TRUE(waitFor([&] { return !window->jobs().isLoading(); }));
}

TEST_F(StartPageTest, AProjectThatCannotBeOpenedIsToldAndTheWindowGoesOn) {
    const QString broken = fileOf("broken.lps");
    QFile file(broken);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    int told = 0;
    for (const QString& name : {broken, fileOf("missing.lps"), fileOf("")}) {
        window->openProject(name.toStdString());
        ++told;
        EXPECT_TRUE(waitFor([&] {
            return child<QListWidget>(child<MessageLog>(window))->count() == told;
        })) << name.toStdString();
        EXPECT_FALSE(window->messageBar()->text().isEmpty()) << name.toStdString();
        EXPECT_EQ(window->session().store(), nullptr);
        EXPECT_TRUE(start().isVisible());
    }
    openAndWait();
    EXPECT_EQ(window->session().projectName(), QStringLiteral("test"));
    // And while one is open it stays.
    window->openProject(broken.toStdString());
    EXPECT_TRUE(waitFor(
        [&] { return window->messageBar()->text().contains(QStringLiteral("broken.lps")); }));
    EXPECT_EQ(window->session().projectName(), QStringLiteral("test"));
}

TEST(RecentProjects, AreTenAtMostNewestFirst) {
    QSettings().remove(QStringLiteral("recent"));
    for (int i = 0; i < 14; ++i) rememberProject(QStringLiteral("/nowhere/p%1.lps").arg(i));
    rememberProject(QStringLiteral("/nowhere/p9.lps"));
    const auto recent = recentProjects();
    ASSERT_EQ(recent.size(), 10U);
    EXPECT_EQ(recent[0].name, QStringLiteral("p9"));
    EXPECT_EQ(recent[1].name, QStringLiteral("p13"));
    EXPECT_FALSE(recent[0].exists);
    EXPECT_EQ(projectNameOf(QStringLiteral("/home/me/study/project.lps")), QStringLiteral("study"));
    QSettings().remove(QStringLiteral("recent"));
}

}  // namespace
}  // namespace lpstudio
