#include "tests/app/desktop/window_fixture.h"

#include <QComboBox>
#include <QSpinBox>

#include "app/desktop/jobs/import_job.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/search/search_form.h"
#include "app/desktop/pages/search/search_page.h"
#include "app/desktop/widgets/message_bar.h"
#include "app/desktop/widgets/theme.h"
#include "core/base/paths.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

struct Sources {
    fs::path model, calibration, evaluation;
};

std::optional<Sources> findSources() {
    const fs::path source = fs::canonical(LPSTUDIO_SOURCE_DIR);
    const fs::path example = source / "resources/example";
    const char* set = std::getenv("LPSTUDIO_DATA");
    const fs::path data = set != nullptr ? fs::path(set) : source.parent_path() / "shared/data";
    for (const Sources& sources :
         {Sources{example / "fashion_resnet.pt", example / "calibration-images-idx3-ubyte.gz",
                  example / "evaluation-images-idx3-ubyte.gz"},
          Sources{data / "models/cifar10_resnet20.pt", data / "cifar10/train_first4000.bin",
                  data / "cifar10/test_batch.bin"}})
        if (fs::exists(sources.model) && fs::exists(sources.calibration) &&
            fs::exists(sources.evaluation))
            return sources;
    return std::nullopt;
}

}  // namespace

void WindowFixture::SetUp() {
    const auto sources = findSources();
    if (!sources)
        GTEST_SKIP() << "neither resources/example nor the test data is there; set LPSTUDIO_DATA";
    project = at("test.lps");
    ProjectStore store = ProjectStore::create(project);
    AssetCache assets;
    addModelFile(store, assets, sources->model);
    addDatasetFile(store, assets, sources->calibration, likelyCards(store));
    addDatasetFile(store, assets, sources->evaluation, likelyCards(store));
    Theme::instance().apply(ThemeMode::Light, false);
    window = std::make_unique<MainWindow>();
    window->resize(1280, 800);
    window->show();
}

void WindowFixture::openAndWait() {
    window->openProject(project);
    ASSERT_TRUE(waitFor([&] { return selection().network() != nullptr && !jobs().isLoading(); }));
    ASSERT_EQ(window->messageBar()->text(), QString());
}

Selection& WindowFixture::selection() {
    return session().selection();
}

void WindowFixture::settle(const Page& page) {
    ASSERT_TRUE(waitFor([&] { return !jobs().isLoading() && !page.isBusy(); }, 180000))
        << page.title().toStdString();
    finishEvents();
    EXPECT_EQ(window->messageBar()->text(), QString()) << page.title().toStdString();
}

void WindowFixture::eachView(const std::function<void(Page& page, const QString& view)>& look) {
    for (const auto& [id, page] : window->pages()) {
        window->showPage(id);
        for (const QString& view : QStringList{QString()} + page->views()) {
            page->showView(view);
            ASSERT_NO_FATAL_FAILURE(settle(*page));
            ASSERT_NO_FATAL_FAILURE(look(*page, view));
        }
        page->showView({});
    }
}

void WindowFixture::makeSmall(int candidates) {
    auto* form = child<SearchForm>(page<SearchPage>(PageId::Search));
    child<QSpinBox>(form, "setting-images")->setValue(8);
    child<QSpinBox>(form, "setting-population")->setValue(4);
    child<QSpinBox>(form, "setting-max_candidates")->setValue(candidates);
    child<QComboBox>(form, "evaluation")->setCurrentIndex(0);
}

void WindowFixture::search(int candidates) {
    window->showPage(PageId::Search);
    makeSmall(candidates);
    page<SearchPage>(PageId::Search)->mainAction()->trigger();
    ASSERT_TRUE(waitFor([&] { return !jobs().search().isRunning(); }, 300000));
    ASSERT_TRUE(waitFor([&] { return !jobs().isLoading(); }));
    ASSERT_EQ(window->messageBar()->text(), QString());
}

}  // namespace lpstudio
