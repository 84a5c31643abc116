#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QAction>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QTreeWidget>
#include <set>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/widgets/message_bar.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/huge_project.h"
#include "tests/app/desktop/window_fixture.h"

// Every page with no project, an empty, a normal and a huge one, in both themes: it is drawn, its
// views too, at several sizes, and Qt warns of nothing (see qt_test_main.cpp).

namespace lpstudio {
namespace {

enum class Content { NoProject, Empty, Normal, Huge };
using Case = std::tuple<Content, ThemeMode>;

std::string nameOf(const testing::TestParamInfo<Case>& info) {
    constexpr const char* kNames[] = {"NoProject", "Empty", "Normal", "Huge"};
    const auto& [content, theme] = info.param;
    return std::string(kNames[static_cast<int>(content)]) +
           (theme == ThemeMode::Dark ? "Dark" : "Light");
}

class EveryPage : public WindowFixture, public testing::WithParamInterface<Case> {
protected:
    void SetUp() override {
        WindowFixture::SetUp();
        if (IsSkipped()) return;
        const auto& [content, theme] = GetParam();
        Theme::instance().apply(theme, false);
        switch (content) {
            case Content::NoProject:
                break;
            case Content::Empty:
                jobs().project().create(at("empty.lps"));
                break;
            case Content::Normal:
                openAndWait();
                if (!HasFatalFailure()) search(12);
                break;
            case Content::Huge: {
                const auto file = at("huge.lps");
                test::writeHugeProject(file);
                window->openProject(file);
                ASSERT_TRUE(waitFor([&] {
                    return session().store() && session().store()->file() == file &&
                           !jobs().isLoading();
                }));
                break;
            }
        }
    }

    /// Something was drawn: more than a background and one line of text.
    void look(const Page& page, const QString& view) {
        const QImage picture = page.findChild<QWidget*>()->window()->grab().toImage();
        std::set<QRgb> colors;
        for (int y = 0; y < picture.height(); y += 2)
            for (int x = 0; x < picture.width(); x += 2) colors.insert(picture.pixel(x, y));
        EXPECT_GT(colors.size(), 16U) << page.title().toStdString() << ' ' << view.toStdString();
    }
};

TEST_P(EveryPage, IsDrawnInEveryViewAndSize) {
    for (const auto& [id, page] : window->pages()) {
        window->showPage(id);
        settle(*page);
        for (const QString& view : QStringList{QString()} + page->views()) {
            page->showView(view);
            settle(*page);
            look(*page, view);
        }
        page->showView({});
        for (const QSize size : {QSize(1024, 700), QSize(2560, 1440), QSize(1280, 800)}) {
            window->resize(size);
            settle(*page);
            look(*page, QStringLiteral("resized"));
        }
    }
}

TEST_P(EveryPage, TakesTheKeysOfTheFrame) {
    for (const auto& [id, page] : window->pages()) {
        QTest::keyClick(window.get(), static_cast<Qt::Key>(Qt::Key_0 + pageNumber(id)),
                        Qt::ControlModifier);
        finishEvents();
        // Without a project the start page stands in for those that have nothing to show.
        const bool startPage =
            std::get<Content>(GetParam()) == Content::NoProject && !page->worksWithoutProject();
        EXPECT_TRUE(startPage || page->isVisible()) << page->title().toStdString();
        settle(*page);
        for (const auto& [key, modifiers] : {std::pair{Qt::Key_F, Qt::ControlModifier},
                                             {Qt::Key_Escape, Qt::NoModifier},
                                             {Qt::Key_Tab, Qt::NoModifier},
                                             {Qt::Key_Down, Qt::NoModifier},
                                             {Qt::Key_Plus, Qt::NoModifier},
                                             {Qt::Key_Left, Qt::NoModifier},
                                             {Qt::Key_0, Qt::NoModifier},
                                             {Qt::Key_C, Qt::ControlModifier}}) {
            QWidget* target = QApplication::focusWidget();
            QTest::keyClick(target != nullptr ? target : window.get(), key, modifiers);
        }
        settle(*page);
    }
}

TEST_P(EveryPage, ItsItemModelsKeepTheRules) {
    // The tester reads every cell at every change: too slow for 100,000 rows, and the models are
    // the same.
    if (std::get<Content>(GetParam()) == Content::Huge) GTEST_SKIP() << "tested with few rows";
    std::vector<std::unique_ptr<QAbstractItemModelTester>> testers;
    int models = 0;
    for (const auto& [id, page] : window->pages()) {
        window->showPage(id);
        settle(*page);
        for (QAbstractItemView* view : page->findChildren<QAbstractItemView*>())
            // Qt's own items break them: every column of a QTreeWidget has the first one's
            // children.
            if (view->model() != nullptr && qobject_cast<QHeaderView*>(view) == nullptr &&
                qobject_cast<QTreeWidget*>(view) == nullptr &&
                qobject_cast<QListWidget*>(view) == nullptr) {
                testers.push_back(std::make_unique<QAbstractItemModelTester>(
                    view->model(), QAbstractItemModelTester::FailureReportingMode::Warning));
                ++models;
            }
        for (QLineEdit* filter : page->findChildren<QLineEdit*>())
            if (filter->objectName() == QStringLiteral("filter"))
                for (const char* text : {"1", "zzz", ""}) filter->setText(QString::fromUtf8(text));
    }
    EXPECT_GT(models, 5);
    // All that changes with the layer and the candidate.
    window->session().selection().setLayer(1);
    if (const auto& candidates = window->session().selection().candidates())
        for (std::size_t i = 0; i < std::min<std::size_t>(3, candidates->size()); ++i)
            window->session().selection().setCandidate((*candidates)[i].id);
    for (const auto& [id, page] : window->pages()) {
        window->showPage(id);
        settle(*page);
    }
}

INSTANTIATE_TEST_SUITE_P(Window, EveryPage,
                         testing::Combine(testing::Values(Content::NoProject, Content::Empty,
                                                          Content::Normal, Content::Huge),
                                          testing::Values(ThemeMode::Light, ThemeMode::Dark)),
                         nameOf);

}  // namespace
}  // namespace lpstudio
