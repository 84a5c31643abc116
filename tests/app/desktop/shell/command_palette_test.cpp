// The command palette in the window, by keys alone.
#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <ctime>
#include <string>
#include <vector>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/shell/command_palette.h"
#include "app/desktop/shell/recent_projects.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

class PaletteTest : public WindowFixture {
protected:
    CommandPalette& palette() { return *window->commandPalette(); }
    void type(const char* text) {
        QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
        ASSERT_TRUE(palette().isVisible());
        QTest::keyClicks(palette().line(), QString::fromUtf8(text));
    }
    void enter() { QTest::keyClick(palette().line(), Qt::Key_Return); }
    QString current() {
        return child<QListView>(palette())->currentIndex().data(Qt::DisplayRole).toString();
    }
};

TEST_F(PaletteTest, GoesAnywhereByKeysAlone) {
    openAndWait();
    for (const auto& [id, page] : window->pages()) {
        type(page->title().toUtf8().constData());
        EXPECT_EQ(current(), page->title());
        enter();
        EXPECT_FALSE(palette().isVisible());
        EXPECT_EQ(window->currentPage(), page);
    }
    const auto& layers = window->session().selection().network()->layers();
    type(layers[2].name.c_str());
    enter();
    EXPECT_EQ(window->session().selection().layerNumber(), 2);
    type("dark theme");
    enter();
    EXPECT_TRUE(Theme::instance().isDark());
    type("light theme");
    enter();
    EXPECT_FALSE(Theme::instance().isDark());
}

TEST_F(PaletteTest, ListsTheProjectsContentsAndShortcuts) {
    openAndWait();
    type("");
    const QAbstractItemModelTester tester(child<CommandModel>(palette()),
                                          QAbstractItemModelTester::FailureReportingMode::Warning);
    const auto& model = *child<CommandModel>(palette());
    const auto has = [&](CommandKind kind, const char* keys) {
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.command(row).kind == kind &&
                model.command(row).keys == QString::fromUtf8(keys))
                return true;
        return false;
    };
    EXPECT_TRUE(has(CommandKind::Page, "Ctrl+5"));
    EXPECT_TRUE(has(CommandKind::Action, "Ctrl+O"));
    EXPECT_TRUE(has(CommandKind::Layer, ""));
    EXPECT_TRUE(has(CommandKind::Model, ""));
    EXPECT_TRUE(has(CommandKind::Dataset, ""));
    EXPECT_TRUE(has(CommandKind::Project, ""));
    QTest::keyClicks(palette().line(), QStringLiteral("theme"));
    // The three themes come first; what has the letters only apart comes after them.
    ASSERT_GE(model.rowCount(), 3);
    for (int row = 0; row < model.rowCount(); ++row)
        EXPECT_EQ(model.command(row).title.contains(QStringLiteral("theme"), Qt::CaseInsensitive),
                  row < 3)
            << row << ": " << model.command(row).title.toStdString();
    QTest::keyClick(window.get(), Qt::Key_K, Qt::ControlModifier);
    EXPECT_FALSE(palette().isVisible()) << "the same key closes it";
}

TEST_F(PaletteTest, EscAndLeavingCloseItAndGiveTheFocusBack) {
    openAndWait();
    window->showPage(PageId::Project);
    window->activateWindow();
    QWidget* tree =
        window->page(PageId::Project)->findChild<QWidget*>(QStringLiteral("LayersTable"));
    ASSERT_NE(tree, nullptr);
    tree->setFocus();
    type("par");
    QTest::keyClick(palette().line(), Qt::Key_Escape);
    EXPECT_FALSE(palette().isVisible());
    EXPECT_TRUE(tree->hasFocus());
    type("par");
    tree->setFocus(Qt::MouseFocusReason);
    EXPECT_FALSE(palette().isVisible());
}

TEST_F(PaletteTest, KeysMoveAndWrap) {
    openAndWait();
    type("");
    auto* list = child<QListView>(palette());
    const auto& model = *child<CommandModel>(palette());
    const int rows = model.rowCount();
    ASSERT_GT(rows, 20);
    // What cannot be done now is listed last, and the keys pass over it.
    int last = rows - 1;
    while (last > 0 && !model.command(last).enabled) --last;
    ASSERT_GT(last, 12);
    ASSERT_LT(last, rows - 1);
    EXPECT_EQ(list->currentIndex().row(), 0);
    QTest::keyClick(palette().line(), Qt::Key_Down);
    EXPECT_EQ(list->currentIndex().row(), 1);
    QTest::keyClick(palette().line(), Qt::Key_Up);
    QTest::keyClick(palette().line(), Qt::Key_Up);
    EXPECT_EQ(list->currentIndex().row(), last);
    QTest::keyClick(palette().line(), Qt::Key_Down);
    EXPECT_EQ(list->currentIndex().row(), 0);
    QTest::keyClick(palette().line(), Qt::Key_Up);
    QTest::keyClick(palette().line(), Qt::Key_PageDown);
    EXPECT_EQ(list->currentIndex().row(), last);
    QTest::keyClick(palette().line(), Qt::Key_PageUp);
    EXPECT_LT(list->currentIndex().row(), last);
    QTest::keyClicks(palette().line(), QStringLiteral("no such thing at all"));
    EXPECT_EQ(child<CommandModel>(palette())->rowCount(), 0);
    enter();  // nothing happens
    EXPECT_TRUE(palette().isVisible());
}

TEST_F(PaletteTest, FindsCandidatesByNumber) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(12));
    const auto& candidates = *window->session().selection().candidates();
    const CandidateId wanted = candidates[candidates.size() / 2].id;
    window->showPage(PageId::Project);
    type(std::to_string(wanted.value).c_str());
    EXPECT_TRUE(current().contains(QString::number(wanted.value))) << current().toStdString();
    enter();
    ASSERT_NE(window->session().selection().candidate(), nullptr);
    EXPECT_EQ(window->session().selection().candidate()->id, wanted);
    EXPECT_EQ(window->currentPage(), window->page(PageId::Pareto));
    type("best");
    EXPECT_TRUE(
        current().contains(QString::number(window->session().selection().best()->id.value)));
    QTest::keyClick(palette().line(), Qt::Key_Escape);
    type("987654321");
    EXPECT_EQ(child<CommandModel>(palette())->rowCount(), 0) << "there is no such candidate";
}

TEST_F(PaletteTest, OpensAtOnceWhateverTheNumberOfCandidates) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(8));
    std::vector<ScoredCandidate> many(100000, window->session().selection().candidates()->back());
    qint64 id = many.front().id.value;
    for (ScoredCandidate& candidate : many) candidate.id = CandidateId(++id);
    window->session().selection().addCandidates(many);
    window->showPage(PageId::Project);
    finishEvents();
    // Of the processor, so that other work on the machine does not count. The first time fonts and
    // styles are loaded.
    type("");
    QTest::keyClick(palette().line(), Qt::Key_Escape);
    std::clock_t start = std::clock();
    palette().open();
    const auto milliseconds = [&start] {
        return 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    };
    EXPECT_LT(milliseconds(), 50) << "to open";
    start = std::clock();
    palette().line()->setText(QString::number(id));
    EXPECT_LT(milliseconds(), 50) << "to find the last candidate";
    EXPECT_TRUE(current().contains(QString::number(id)));
    start = std::clock();
    palette().line()->setText(QStringLiteral("con"));
    EXPECT_LT(milliseconds(), 50) << "to find layers";
    palette().close();
}

TEST_F(PaletteTest, AProjectThatIsGoneCannotBeChosen) {
    openAndWait();
    rememberProject(folder.filePath(QStringLiteral("gone.lps")));
    type("open gone");
    const auto& model = *child<CommandModel>(palette());
    ASSERT_GE(model.rowCount(), 1);
    EXPECT_FALSE(model.flags(model.index(0, 0)).testFlag(Qt::ItemIsEnabled));
    enter();
    EXPECT_TRUE(palette().isVisible());
}

}  // namespace
}  // namespace lpstudio
