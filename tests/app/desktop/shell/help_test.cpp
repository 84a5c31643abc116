// The help: the library as plain functions, the panel in the window.
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSet>
#include <QTextBlock>
#include <QToolButton>

#include "app/desktop/shell/help_browser.h"
#include "app/desktop/shell/help_library.h"
#include "app/desktop/shell/help_panel.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"
#include "core/base/paths.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

QSet<QString> anchorsOf(const QString& markdown) {
    QSet<QString> anchors;
    static const QRegularExpression heading(QStringLiteral("^#{1,4}\\s+(.+?)\\s*$"),
                                            QRegularExpression::MultilineOption);
    for (auto found = heading.globalMatch(markdown); found.hasNext();)
        anchors << headingAnchor(found.next().captured(1).remove(u'`').remove(u'*'));
    return anchors;
}

TEST(HelpLibrary, HoldsEveryPageOfTheSourceTree) {
    const HelpLibrary library;
    const QDir source(QStringLiteral(LPSTUDIO_SOURCE_DIR "/resources/help"));
    const QStringList files = source.entryList({QStringLiteral("*.md")}, QDir::Files);
    ASSERT_GE(files.size(), 9);
    EXPECT_EQ(static_cast<qsizetype>(library.pages().size()), files.size());
    for (const QString& file : files)
        EXPECT_NE(library.find(file.chopped(3)), nullptr) << file.toStdString();
    EXPECT_EQ(library.pages().front().name, text("getting-started"));
    for (const HelpPage& page : library.pages()) {
        EXPECT_FALSE(page.title.isEmpty()) << page.name.toStdString();
        EXPECT_NE(page.title, page.name) << "a page begins with a heading";
    }
}

TEST(HelpLibrary, NoLinkLeadsNowhere) {
    const HelpLibrary library;
    static const QRegularExpression link(QStringLiteral("(!?)\\[[^\\]]*\\]\\(([^)\\s]+)\\)"));
    int links = 0;
    for (const HelpPage& page : library.pages())
        for (auto found = link.globalMatch(page.markdown); found.hasNext();) {
            const auto match = found.next();
            const QString to = match.captured(2);
            const std::string where = (page.name + text(": ") + to).toStdString();
            ++links;
            if (match.captured(1) == text("!")) {
                EXPECT_TRUE(QFile::exists(text(":/help/") + to)) << where;
                continue;
            }
            if (to.startsWith(text("http"))) continue;
            const auto target = helpTarget(to, page.name);
            if (!target) {
                EXPECT_TRUE(
                    QFile::exists(QStringLiteral(LPSTUDIO_SOURCE_DIR "/resources/help/") + to))
                    << where;
                continue;
            }
            const HelpPage* other = library.find(target->name);
            ASSERT_NE(other, nullptr) << where;
            EXPECT_TRUE(target->heading.isEmpty() ||
                        anchorsOf(other->markdown).contains(target->heading))
                << where;
        }
    EXPECT_GT(links, 8);
}

TEST(HelpBrowser, ShowsEveryPageAtEveryWidth) {
    const HelpLibrary library;
    for (const HelpPage& page : library.pages()) {
        SCOPED_TRACE(page.name.toStdString());
        // The first page is set before the browser has its size.
        HelpBrowser browser;
        browser.setPage(page.markdown);
        browser.show();
        for (const int width : {480, 300, 700}) {
            browser.resize(width, 500);
            QCoreApplication::processEvents();
            EXPECT_TRUE(browser.toPlainText().startsWith(page.title));
            EXPECT_EQ(browser.verticalScrollBar()->value(), 0) << "a page begins at its top";
        }
    }
}

TEST(HelpBrowser, WhatIsReadStaysWhereTheWidthChanges) {
    const HelpLibrary library;
    const HelpPage* page = library.find(text("search"));
    ASSERT_NE(page, nullptr);
    ASSERT_TRUE(page->markdown.contains(text("![")));
    HelpBrowser browser;
    browser.setPage(page->markdown);
    // As a link opens it before the panel has its size.
    ASSERT_TRUE(browser.showHeading(text("control")));
    browser.show();
    for (const int width : {480, 300, 700}) {
        browser.resize(width, 300);
        finishEvents();
        const QString first = browser.cursorForPosition({30, 6}).block().text();
        EXPECT_EQ(first, text("Control")) << width << ": " << first.toStdString();
    }
}

TEST(HelpBrowser, APictureHasNoGapUnderIt) {
    HelpBrowser browser;
    browser.setPage(text("# A\n\n![Search](pictures/search.png)\n\nText."));
    browser.resize(500, 500);
    browser.show();
    finishEvents();
    const QTextBlock picture = browser.document()->findBlockByNumber(1);
    ASSERT_TRUE(picture.begin().fragment().charFormat().isImageFormat());
    const double room = browser.viewport()->width() - 24;
    const QImage image(text(":/help/pictures/search.png"));
    ASSERT_FALSE(image.isNull());
    const double height = room * image.height() / image.width();
    EXPECT_NEAR(picture.layout()->boundingRect().height(), height, 12);
}

TEST(HelpLibrary, SearchWantsEveryWord) {
    HelpLibrary library;
    library.put({text("x"), text("Zebras"), text("# Zebras\n\nA *zebra* has `stripes`.")});
    library.put({text("y"), text("Stripes"), text("# Stripes\n\nOf a zebra. Zebra, zebra.")});
    const auto both = library.search(text("ZEBRA stripes"));
    ASSERT_EQ(both.size(), 2U);
    EXPECT_TRUE(both[0].excerpt.contains(text("zebra"), Qt::CaseInsensitive));
    EXPECT_FALSE(both[0].excerpt.contains(u'*'));
    EXPECT_EQ(library.search(text("stripes")).front().name, text("y")) << "it is in the title";
    EXPECT_TRUE(library.search(text("zebra quagga")).empty());
    EXPECT_TRUE(library.search(text("  ")).empty());
}

TEST(HelpLibrary, LinksAndAnchors) {
    EXPECT_EQ(helpTarget(text("search.md#control"), text("a"))->name, text("search"));
    EXPECT_EQ(helpTarget(text("search.md#control"), text("a"))->heading, text("control"));
    EXPECT_EQ(helpTarget(text("#control"), text("a"))->name, text("a"));
    EXPECT_FALSE(helpTarget(text("../config.schema.json"), text("a")));
    EXPECT_FALSE(helpTarget(text("https://example.org/a.md"), text("a")));
    EXPECT_EQ(headingAnchor(text("What is left out?")), text("what-is-left-out"));
}

class HelpTest : public testing::Test {
protected:
    void SetUp() override {
        Theme::instance().apply(ThemeMode::Light, false);
        window = std::make_unique<MainWindow>();
        window->resize(1440, 900);
        window->show();
        // Keys go to the window that is active.
        window->activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
    }
    HelpPanel& panel() { return *child<HelpPanel>(window); }
    void pressF1() { QTest::keyClick(window.get(), Qt::Key_F1); }
    bool seen() { return panel().isVisible(); }

    std::unique_ptr<MainWindow> window;
};

TEST_F(HelpTest, F1OpensAtTheProgramsPageAndFollowsIt) {
    EXPECT_FALSE(seen());
    for (const auto& [id, page] : window->pages()) {
        window->showPage(id);
        pressF1();
        EXPECT_TRUE(seen());
        const QString expected = panel().library().find(page->name()) != nullptr
                                     ? page->name()
                                     : panel().library().pages().front().name;
        EXPECT_EQ(panel().current(), expected) << pageNumber(id);
        EXPECT_FALSE(child<HelpBrowser>(panel())->toPlainText().isEmpty());
        pressF1();
        EXPECT_FALSE(seen()) << "the same key closes it";
    }
    window->showPage(PageId::Hardware);
    pressF1();
    window->showPage(PageId::Search);
    EXPECT_EQ(panel().current(), text("search"));
    // What the user has looked up stays when the page changes.
    panel().showPage(text("objective"));
    window->showPage(PageId::Hardware);
    EXPECT_EQ(panel().current(), text("objective"));
}

TEST_F(HelpTest, LinksBackAndForward) {
    panel().showPage(text("getting-started"));
    pressF1();
    panel().showPage(text("getting-started"));
    Q_EMIT child<HelpBrowser>(panel())->anchorClicked(QUrl(text("search.md#control")));
    EXPECT_EQ(panel().current(), text("search"));
    EXPECT_GT(child<HelpBrowser>(panel())->verticalScrollBar()->value(), 0);
    Q_EMIT child<HelpBrowser>(panel())->anchorClicked(QUrl(text("nowhere.md")));
    EXPECT_EQ(panel().current(), text("search"));
    child<QToolButton>(panel(), "back")->click();
    EXPECT_EQ(panel().current(), text("getting-started"));
    child<QToolButton>(panel(), "forward")->click();
    EXPECT_EQ(panel().current(), text("search"));
    EXPECT_FALSE(child<QToolButton>(panel(), "forward")->isEnabled());
    EXPECT_EQ(child<QComboBox>(panel(), "contents")->currentData().toString(), text("search"));
}

TEST_F(HelpTest, SearchFindsPagesAndOpensThem) {
    pressF1();
    QTest::keyClicks(child<QLineEdit>(panel(), "search"), text("hypervolume"));
    EXPECT_TRUE(child<QListWidget>(panel(), "hits")->isVisible());
    ASSERT_GE(child<QListWidget>(panel(), "hits")->count(), 1);
    QTest::keyClick(child<QLineEdit>(panel(), "search"), Qt::Key_Return);
    EXPECT_TRUE(child<HelpBrowser>(panel())->isVisible());
    EXPECT_TRUE(child<HelpBrowser>(panel())->toPlainText().contains(text("hypervolume"),
                                                                    Qt::CaseInsensitive));
    QTest::keyClicks(child<QLineEdit>(panel(), "search"), text("qwertzuiop"));
    ASSERT_EQ(child<QListWidget>(panel(), "hits")->count(), 1);
    EXPECT_FALSE(child<QListWidget>(panel(), "hits")->item(0)->flags().testFlag(Qt::ItemIsEnabled));
}

TEST_F(HelpTest, FollowsTheTheme) {
    pressF1();
    panel().showPage(text("getting-started"));
    const auto linkColor = [this] {
        for (QTextBlock block = child<HelpBrowser>(panel())->document()->begin(); block.isValid();
             block = block.next())
            for (auto at = block.begin(); !at.atEnd(); ++at)
                if (at.fragment().charFormat().isAnchor())
                    return at.fragment().charFormat().foreground().color();
        return QColor();
    };
    const QColor light = linkColor();
    ASSERT_TRUE(light.isValid());
    Theme::instance().apply(ThemeMode::Dark, false);
    EXPECT_NE(linkColor(), light);
    EXPECT_EQ(linkColor(), ChartTheme::darkTheme().accent);
    Theme::instance().apply(ThemeMode::Light, false);
    EXPECT_EQ(linkColor(), light);
}

TEST_F(HelpTest, TheListOfKeysIsMadeFromTheActions) {
    window->actionsOfWindow().keys->trigger();
    EXPECT_TRUE(seen());
    const QString shown = child<HelpBrowser>(panel())->toPlainText();
    for (const char* key : {"Ctrl+K", "Ctrl+O", "Ctrl+S", "Ctrl+I", "Ctrl+R", "Ctrl+E", "Ctrl+P",
                            "F1", "F11", "Ctrl+F", "Ctrl+C", "Ctrl+Shift+C", "Ctrl+1", "Ctrl+8"})
        EXPECT_TRUE(shown.contains(text(key))) << key;
    // A new key is in it the next time.
    window->actionsOfWindow().about->setShortcut(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_Y));
    window->actionsOfWindow().keys->trigger();
    EXPECT_TRUE(child<HelpBrowser>(panel())->toPlainText().contains(text("Ctrl+Alt+Y")));
}

}  // namespace
}  // namespace lpstudio
