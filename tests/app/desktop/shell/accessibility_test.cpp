// Everything can be told by a screen reader and reached by the keyboard: on every page, empty and
// with a project, in the dialogs, the palette and the help.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QGraphicsView>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>
#include <QTextEdit>
#include <QToolButton>
#include <set>
#include <vector>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/shell/command_palette.h"
#include "app/desktop/shell/help_panel.h"
#include "app/desktop/shell/project_files.h"
#include "app/desktop/widgets/export_dialog.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

template <class... Types>
bool isAny(const QWidget* widget) {
    return (... || (qobject_cast<const Types*>(widget) != nullptr));
}

/// Parts that Qt's own widgets are made of.
bool isPart(const QWidget* widget) {
    if (isAny<QScrollBar, QHeaderView>(widget)) return true;
    // The canvas of a view: the view has the name and takes the keys.
    if (const auto* area = qobject_cast<const QAbstractScrollArea*>(widget->parentWidget()))
        if (area->viewport() == widget) return true;
    const QString name = widget->objectName();
    if (name.startsWith(QStringLiteral("qt_"))) return true;
    for (const QWidget* up = widget->parentWidget(); up != nullptr; up = up->parentWidget()) {
        if (isAny<QComboBox, QAbstractSpinBox, QLineEdit, QTabBar, QHeaderView>(up)) return true;
        // The button in the corner of a table.
        if (isAny<QAbstractItemView>(up) && isAny<QAbstractButton>(widget)) return true;
    }
    return false;
}

bool isInteractive(const QWidget* widget) {
    return isAny<QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractSlider,
                 QAbstractItemView, QGraphicsView, QTextEdit, QTabBar, QProgressBar>(widget) ||
           (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus;
}

std::string pathOf(const QWidget* widget) {
    QString path;
    for (; widget != nullptr; widget = widget->parentWidget()) {
        QString step = QString::fromLatin1(widget->metaObject()->className());
        if (!widget->objectName().isEmpty()) step += u'#' + widget->objectName();
        path = path.isEmpty() ? step : step + QStringLiteral(" > ") + path;
    }
    return path.section(QStringLiteral(" > "), -5).toStdString();
}

QString nameOf(QWidget* widget) {
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
    QString name = face != nullptr ? face->text(QAccessible::Name) : QString();
    // A group without title of its own says nothing; a label without text neither.
    return name.trimmed();
}

/// Every interactive widget below `root` that can be seen has a name.
void expectNames(QWidget* root, const std::string& where) {
    int looked = 0;
    for (QWidget* widget : root->findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(root) || isPart(widget) || !isInteractive(widget)) continue;
        if (qobject_cast<QLabel*>(widget) != nullptr) continue;
        // Its bar of tabs has the focus and is told in its place.
        if (isAny<QTabWidget>(widget)) continue;
        // A picture only.
        if (widget->focusPolicy() == Qt::NoFocus && isAny<QToolButton>(widget) &&
            (!widget->isEnabled() || widget->testAttribute(Qt::WA_TransparentForMouseEvents)))
            continue;
        ++looked;
        EXPECT_FALSE(nameOf(widget).isEmpty()) << where << ": " << pathOf(widget);
    }
    EXPECT_GT(looked, 0) << where;
}

/// Tab comes to every widget of the window that takes the focus by Tab, and to none twice before
/// it has been at all.
void expectTabReaches(QWidget* window, const std::string& where) {
    std::set<QWidget*> wanted;
    for (QWidget* widget : window->findChildren<QWidget*>()) {
        if (!widget->isVisible() || !widget->isEnabled() || widget->focusProxy() != nullptr ||
            widget->window() != window || isPart(widget))
            continue;
        // Of exclusive buttons Tab comes to one, arrows to the others.
        if (const auto* button = qobject_cast<QAbstractButton*>(widget))
            if (button->autoExclusive() || button->group() != nullptr) continue;
        if ((widget->focusPolicy() & Qt::TabFocus) != Qt::TabFocus) {
            // What can be clicked into must be reached by keys too; buttons that a key or the
            // widget beside them stands for are left out by their policy.
            if (isInteractive(widget) && (widget->focusPolicy() & Qt::ClickFocus) != 0)
                ADD_FAILURE() << where << ": not reached by Tab: " << pathOf(widget);
            continue;
        }
        wanted.insert(widget);
    }
    ASSERT_FALSE(wanted.empty()) << where;
    window->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window)) << where;
    (*wanted.begin())->setFocus(Qt::TabFocusReason);
    std::set<QWidget*> reached;
    for (int press = 0; press < 400; ++press) {
        QWidget* at = QApplication::focusWidget();
        ASSERT_NE(at, nullptr) << where;
        reached.insert(at);
        QTest::keyClick(at, Qt::Key_Tab);
    }
    for (QWidget* widget : wanted)
        if (widget->isVisible() && widget->isEnabled() && reached.count(widget) == 0)
            ADD_FAILURE() << where << ": Tab does not reach " << pathOf(widget)
                          << " but is last at " << pathOf(QApplication::focusWidget()) << " of "
                          << reached.size();
}

/// Tab goes as one reads, line by line. Without the focus, which a dialog does not keep on the
/// offscreen platform.
void expectTabReadsOn(QWidget* dialog, const std::string& where) {
    std::vector<QWidget*> order;
    QWidget* at = dialog;
    do {
        at = at->nextInFocusChain();
        if (at->window() == dialog && at->isVisibleTo(dialog) && at->isEnabled() &&
            at->focusProxy() == nullptr && !isPart(at) &&
            (at->focusPolicy() & Qt::TabFocus) == Qt::TabFocus)
            order.push_back(at);
    } while (at != dialog);
    EXPECT_GT(order.size(), 2u) << where;
    for (std::size_t i = 1; i < order.size(); ++i) {
        const QRect before(order[i - 1]->mapTo(dialog, QPoint()), order[i - 1]->size());
        const QRect after(order[i]->mapTo(dialog, QPoint()), order[i]->size());
        const bool below = after.top() >= before.bottom();
        const bool beside = after.bottom() > before.top() && after.left() >= before.right();
        EXPECT_TRUE(below || beside) << where << ": Tab goes from " << pathOf(order[i - 1])
                                     << " back to " << pathOf(order[i]);
    }
}

/// The window fits a screen of this width, and no page has to scroll in it.
constexpr int kSmallScreen = 1280;

void expectFits(const MainWindow& window, const std::string& where) {
    EXPECT_EQ(window.width(), kSmallScreen) << where;
    const auto* place = window.findChild<QScrollArea*>(QStringLiteral("pagePlace"));
    ASSERT_NE(place, nullptr);
    EXPECT_EQ(place->horizontalScrollBar()->maximum(), 0) << where;
    EXPECT_EQ(place->verticalScrollBar()->maximum(), 0) << where;
}

TEST(AccessibilityOfEmptyWindow, FitsASmallScreen) {
    // With the theme made later, as pictures do, and with the theme there from the beginning.
    for (const bool themed : {false, true}) {
        if (themed) Theme::instance().apply(ThemeMode::Light, false);
        MainWindow window;
        window.resize(kSmallScreen, 800);
        window.show();
        for (const auto& [id, page] : window.pages()) {
            window.showPage(id);
            EXPECT_TRUE(QTest::qWaitFor([page = page] { return !page->isBusy(); }, 60000));
            expectFits(window, "empty page " + std::to_string(pageNumber(id)));
        }
    }
}

TEST(AccessibilityOfEmptyWindow, EverythingHasANameAndIsReached) {
    Theme::instance().apply(ThemeMode::Light, false);
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    for (const auto& [id, page] : window.pages()) {
        window.showPage(id);
        if (page->isBusy()) {
            EXPECT_TRUE(QTest::qWaitFor([page = page] { return !page->isBusy(); }, 60000));
        }
        const std::string where = "empty page " + std::to_string(pageNumber(id));
        expectNames(&window, where);
        ASSERT_NO_FATAL_FAILURE(expectTabReaches(&window, where));
    }
    window.showPage(PageId::Project);
    window.actionsOfWindow().help->trigger();
    expectNames(child<HelpPanel>(window), "help");
    ASSERT_NO_FATAL_FAILURE(expectTabReaches(&window, "help"));
    window.commandPalette()->open();
    expectNames(window.commandPalette(), "palette");
}

TEST(AccessibilityOfDialogs, EverythingHasANameAndItsPlace) {
    // Windows, macOS, KDE and GNOME order buttons each in their way.
    for (int order = 0; order < 4; ++order) {
        UnpackDialog unpack("/nowhere/bundle.lpz");
        unpack.setStyleSheet(QStringLiteral("QDialogButtonBox { button-layout: %1 }").arg(order));
        unpack.show();
        const std::string where = "unpack dialog, order " + std::to_string(order);
        expectNames(&unpack, where);
        expectTabReadsOn(&unpack, where);
    }
}

class AccessibilityTest : public WindowFixture {};

TEST_F(AccessibilityTest, FitsASmallScreen) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(12));
    window->resize(kSmallScreen, 800);
    eachView([this](const Page& page, const QString& view) {
        expectFits(*window, std::to_string(pageNumber(page.id())) + ' ' + view.toStdString());
    });
    // Beside the help there is less room, and the page scrolls.
    window->actionsOfWindow().help->trigger();
    finishEvents();
    EXPECT_EQ(window->width(), kSmallScreen);
}

TEST_F(AccessibilityTest, EveryViewOfEveryPage) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(12));
    window->resize(1600, 1000);
    eachView([this](const Page& page, const QString& view) {
        const std::string where = "page " + std::to_string(pageNumber(page.id())) + " view \"" +
                                  view.toStdString() + "\"";
        expectNames(window.get(), where);
        expectTabReaches(window.get(), where);
    });
    window->showPage(PageId::Pareto);
    window->page(PageId::Pareto)->mainAction()->trigger();
    auto* dialog = window->findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    expectNames(dialog, "export dialog");
    expectTabReadsOn(dialog, "export dialog");
    dialog->reject();
}

}  // namespace
}  // namespace lpstudio
