// Where the window, its panels and its splitters stand, from session to session.
#include <QAction>
#include <QDockWidget>
#include <QSettings>
#include <QSplitter>
#include <QTest>
#include <algorithm>
#include <cstdlib>
#include <memory>

#include <gtest/gtest.h>

#include "app/desktop/shell/help_panel.h"
#include "app/desktop/shell/main_window.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"

namespace lpstudio {
namespace {

class LayoutTest : public testing::Test {
protected:
    void SetUp() override {
        QSettings().remove(QStringLiteral("layout"));
        Theme::instance().apply(ThemeMode::Light, false);
        start();
    }
    void TearDown() override { QSettings().remove(QStringLiteral("layout")); }

    /// A new session.
    void start() {
        window = std::make_unique<MainWindow>();
        window->restoreLayout();
        window->show();
        finishEvents();
    }
    void end() {
        window->close();
        window.reset();
    }
    QSplitter* splitter(PageId page) { return window->page(page)->findChild<QSplitter*>(); }
    /// On a page without a project splitters are hidden, yet they keep what they are told.
    static void drag(QSplitter& splitter, int first) {
        const QList<int> sizes = splitter.sizes();
        splitter.setSizes({first, std::max(1, sizes.value(0) + sizes.value(1) - first)});
    }

    std::unique_ptr<MainWindow> window;
};

TEST_F(LayoutTest, ANewSessionLooksLikeTheLast) {
    window->resize(1700, 777);
    window->showPage(PageId::Hardware);
    window->actionsOfWindow().help->trigger();
    ASSERT_NE(splitter(PageId::Hardware), nullptr);
    finishEvents();
    drag(*splitter(PageId::Hardware), 444);
    finishEvents();
    const QByteArray state = splitter(PageId::Hardware)->saveState();
    end();
    start();
    EXPECT_EQ(window->size(), QSize(1700, 777));
    EXPECT_EQ(window->currentPage(), window->page(PageId::Hardware));
    EXPECT_TRUE(child<HelpPanel>(window)->isVisible());
    EXPECT_EQ(splitter(PageId::Hardware)->saveState(), state);
}

TEST_F(LayoutTest, ResetPutsAllBackAndForgets) {
    window->showPage(PageId::Hardware);
    finishEvents();
    const QList<int> before = splitter(PageId::Hardware)->sizes();
    drag(*splitter(PageId::Hardware), before[0] / 2);
    window->actionsOfWindow().help->trigger();
    EXPECT_TRUE(child<HelpPanel>(window)->isVisible());
    finishEvents();
    ASSERT_GT(std::abs(splitter(PageId::Hardware)->sizes()[0] - before[0]), 4);
    window->actionsOfWindow().resetLayout->trigger();
    finishEvents();
    EXPECT_FALSE(child<HelpPanel>(window)->isVisible());
    // The first part keeps its width, also if the help has made the window wider.
    EXPECT_NEAR(splitter(PageId::Hardware)->sizes()[0], before[0], 4);
    EXPECT_FALSE(QSettings().contains(QStringLiteral("layout/docks")));
}

TEST_F(LayoutTest, WhatIsBrokenOrOfAnotherVersionIsLeftAside) {
    window->showPage(PageId::Hardware);
    finishEvents();
    const QList<int> good = splitter(PageId::Hardware)->sizes();
    end();
    QSettings settings;
    for (const QString& key : settings.allKeys())
        if (key.startsWith(QStringLiteral("layout/splitters/")) ||
            key == QStringLiteral("layout/docks") || key == QStringLiteral("layout/geometry"))
            settings.setValue(key, QByteArray("\x00\x01 not what it was", 18));
    settings.setValue(QStringLiteral("layout/page"), QStringLiteral("no such page"));
    settings.sync();
    start();
    EXPECT_EQ(window->currentPage(), window->page(PageId::Project));
    EXPECT_FALSE(child<HelpPanel>(window)->isVisible());
    window->showPage(PageId::Hardware);
    finishEvents();
    EXPECT_EQ(splitter(PageId::Hardware)->sizes().size(), good.size());
    for (const int size : splitter(PageId::Hardware)->sizes()) EXPECT_GT(size, 0);

    window->showPage(PageId::Search);
    end();
    settings.setValue(QStringLiteral("layout/version"), 99);
    settings.sync();
    start();
    EXPECT_EQ(window->currentPage(), window->page(PageId::Project)) << "of another version";
}

}  // namespace
}  // namespace lpstudio
