// The keys of the program, and what each does.
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QImage>
#include <QLineEdit>
#include <QMimeData>
#include <QTableView>
#include <QTimer>
#include <QToolButton>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/search/search_page.h"
#include "app/desktop/shell/command_palette.h"
#include "app/desktop/shell/help_panel.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/export_dialog.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/title_row.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

class KeysTest : public WindowFixture {
protected:
    void SetUp() override {
        WindowFixture::SetUp();
        if (window) window->activateWindow();
    }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier) {
        QWidget* at = QApplication::focusWidget();
        QTest::keyClick(at != nullptr ? at : window.get(), static_cast<Qt::Key>(key), modifiers);
    }
    /// Presses a key that asks for a file; the dialog's title. Cancels it.
    QString askedBy(int key) {
        // The offscreen platform does not give the window back its activity after a dialog.
        window->activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(window.get()));
        QString title;
        QTimer closer;
        closer.setInterval(20);
        QObject::connect(&closer, &QTimer::timeout, &closer, [&] {
            if (auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget())) {
                title = dialog->windowTitle();
                QTest::keyClick(dialog, Qt::Key_Escape);
            }
        });
        closer.start();
        press(key);
        return title;
    }
    static void focusPage(const Page& page) {
        for (auto* view : page.findChildren<QTableView*>())
            if (view->isVisible()) return view->setFocus();
    }
};

TEST_F(KeysTest, FilesAreAskedForOnEveryPage) {
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    openAndWait();
    for (const auto& [id, page] : window->pages()) {
        window->showPage(id);
        focusPage(*page);
        EXPECT_EQ(askedBy(Qt::Key_O), QStringLiteral("Open project")) << pageNumber(id);
        EXPECT_EQ(askedBy(Qt::Key_N), QStringLiteral("New project")) << pageNumber(id);
        EXPECT_EQ(askedBy(Qt::Key_S), QStringLiteral("Save as bundle")) << pageNumber(id);
        EXPECT_FALSE(askedBy(Qt::Key_I).isEmpty()) << pageNumber(id);
    }
}

TEST_F(KeysTest, PagesPaletteHelpAndFullScreen) {
    openAndWait();
    for (const auto& [id, page] : window->pages()) {
        press(Qt::Key_0 + pageNumber(id));
        EXPECT_EQ(window->currentPage(), page) << pageNumber(id);
        focusPage(*page);
        press(Qt::Key_K);
        EXPECT_TRUE(window->commandPalette()->isVisible()) << pageNumber(id);
        press(Qt::Key_Escape, Qt::NoModifier);
        EXPECT_FALSE(window->commandPalette()->isVisible()) << pageNumber(id);
        press(Qt::Key_F1, Qt::NoModifier);
        EXPECT_TRUE(child<HelpPanel>(window)->isVisible()) << pageNumber(id);
        press(Qt::Key_F1, Qt::NoModifier);
        EXPECT_FALSE(child<HelpPanel>(window)->isVisible()) << pageNumber(id);
        press(Qt::Key_F11, Qt::NoModifier);
        EXPECT_TRUE(window->isFullScreen()) << pageNumber(id);
        press(Qt::Key_F11, Qt::NoModifier);
        EXPECT_FALSE(window->isFullScreen()) << pageNumber(id);
    }
}

TEST_F(KeysTest, TablesAndPicturesAreCopiedAndFiltered) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(12));
    QClipboard& clipboard = *QApplication::clipboard();
    for (const auto& [id, page] : window->pages()) {
        window->showPage(id);
        ASSERT_TRUE(waitFor([page = page] { return !page->isBusy(); }));
        DataTable* table = page->table();
        if (table != nullptr && table->isVisible()) {
            // Wherever the focus is on the page, and in the table itself.
            for (QWidget* at :
                 {static_cast<QWidget*>(window.get()), static_cast<QWidget*>(table->view())}) {
                at->setFocus();
                clipboard.clear();
                press(Qt::Key_C);
                EXPECT_EQ(clipboard.text().section(u'\n', 0, 0),
                          table->csv(false).section(u'\n', 0, 0))
                    << pageNumber(id);
            }
            press(Qt::Key_F);
            auto* line = qobject_cast<QLineEdit*>(QApplication::focusWidget());
            ASSERT_NE(line, nullptr) << pageNumber(id);
            EXPECT_TRUE(table->isAncestorOf(line)) << pageNumber(id);
            // A text that is being written is copied as such.
            line->setText(QStringLiteral("conv"));
            line->selectAll();
            press(Qt::Key_C);
            EXPECT_EQ(clipboard.text(), QStringLiteral("conv")) << pageNumber(id);
            line->clear();
        }
    }
    for (const PageId id : {PageId::Distributions, PageId::Formats, PageId::Pareto}) {
        window->showPage(id);
        ASSERT_TRUE(waitFor([&] { return !window->page(id)->isBusy(); }));
        window->setFocus();
        clipboard.clear();
        press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        EXPECT_FALSE(clipboard.image().isNull()) << pageNumber(id);
    }
}

TEST_F(KeysTest, EscClearsTheSelection) {
    openAndWait();
    window->showPage(PageId::Project);
    QTableView* view = window->page(PageId::Project)->table()->view();
    view->selectRow(2);
    view->setFocus();
    press(Qt::Key_Escape, Qt::NoModifier);
    EXPECT_FALSE(view->selectionModel()->hasSelection());
}

TEST_F(KeysTest, ASearchIsStartedPausedAndContinued) {
    openAndWait();
    makeSmall(100000);
    window->showPage(PageId::Project);
    focusPage(*window->page(PageId::Project));
    press(Qt::Key_R);
    SearchJob& job = window->jobs().search();
    EXPECT_TRUE(job.isRunning());
    EXPECT_EQ(window->currentPage(), window->page(PageId::Search));
    ASSERT_TRUE(waitFor([&] { return window->session().runningRun().has_value(); }));
    for (const auto& [id, page] : window->pages()) {
        window->showPage(id);
        window->setFocus();
        press(Qt::Key_Space, Qt::NoModifier);
        EXPECT_TRUE(job.isPaused()) << pageNumber(id);
        press(Qt::Key_Space, Qt::NoModifier);
        EXPECT_FALSE(job.isPaused()) << pageNumber(id);
    }
    // Fields of numbers take no space: it pauses, and what they hold stays.
    window->showPage(PageId::Search);
    int fields = 0;
    for (QWidget* field : window->page(PageId::Search)->findChildren<QWidget*>()) {
        const auto* line = qobject_cast<QLineEdit*>(field);
        const auto* box = qobject_cast<QAbstractSpinBox*>(field);
        const bool number =
            box != nullptr ||
            (line != nullptr && line->objectName() == QStringLiteral("setting-seed"));
        if (!number || !field->isVisible() || !field->isEnabled()) continue;
        ++fields;
        const QString before = box != nullptr ? box->text() : line->text();
        field->setFocus();
        press(Qt::Key_A);
        press(Qt::Key_Space, Qt::NoModifier);
        EXPECT_TRUE(job.isPaused()) << field->objectName().toStdString();
        EXPECT_EQ(box != nullptr ? box->text() : line->text(), before);
        press(Qt::Key_Space, Qt::NoModifier);
        EXPECT_FALSE(job.isPaused()) << field->objectName().toStdString();
    }
    EXPECT_GE(fields, 5);
    // A button that has the focus keeps its key.
    child<QToolButton>(window, "palette")->setFocus();
    press(Qt::Key_Space, Qt::NoModifier);
    EXPECT_TRUE(window->commandPalette()->isVisible());
    EXPECT_FALSE(job.isPaused());
    window->commandPalette()->close();
    job.cancel();
    EXPECT_TRUE(waitFor([&] { return !job.isRunning(); }));
    // And without a search it does nothing there.
    window->showPage(PageId::Search);
    auto* seed = child<QLineEdit>(window->page(PageId::Search), "setting-seed");
    const QString before = seed->text();
    seed->setFocus();
    press(Qt::Key_A);
    press(Qt::Key_Space, Qt::NoModifier);
    EXPECT_EQ(seed->text(), before);
}

TEST_F(KeysTest, CandidatesAndReportsAreExported) {
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(12));
    window->showPage(PageId::Pareto);
    ASSERT_TRUE(waitFor([&] { return !window->page(PageId::Pareto)->isBusy(); }));
    window->setFocus();
    press(Qt::Key_E);
    auto* dialog = window->findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    QTest::keyClick(dialog, Qt::Key_Escape);
    EXPECT_FALSE(dialog->isVisible()) << "Esc closes a dialog";
    EXPECT_FALSE(askedBy(Qt::Key_P).isEmpty());
}

}  // namespace
}  // namespace lpstudio
