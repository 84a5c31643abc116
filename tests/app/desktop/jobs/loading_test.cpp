#include "app/desktop/jobs/loading.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>

#include "app/desktop/jobs/import_job.h"
#include "app/desktop/jobs/jobs.h"
#include "core/base/paths.h"

namespace lpstudio {
namespace {

/// A project with the two networks of the example; the first has two runs, the second none.
class LoadingTest : public testing::Test {
protected:
    void SetUp() override {
        const auto example = std::filesystem::path(LPSTUDIO_SOURCE_DIR) / "resources/example";
        if (!std::filesystem::exists(example / "fashion_vit.pt"))
            GTEST_SKIP() << "resources/example is not there";
        const std::filesystem::path file = folder.filePath(QStringLiteral("p.lps")).toStdString();
        {
            ProjectStore store = ProjectStore::create(file);
            AssetCache assets;
            first = addModelFile(store, assets, example / "fashion_resnet.pt");
            second = addModelFile(store, assets, example / "fashion_vit.pt");
            const auto images = store.addDataset({0, "images", "/data/images", "its sha", 100});
            for (RunId* run : {&older, &newer}) {
                RunRecord record;
                record.name = "a run";
                record.model = first;
                record.calibration = images;
                record.settings = toJsonText(SearchSettings{});
                *run = store.beginRun(record);
                store.endRun(*run, RunState::Finished, {}, 1);
            }
        }
        jobs.project().open(file);
        ASSERT_TRUE(waitUntilLoaded());
        ASSERT_EQ(selection().run(), newer) << "what the user came back for";
    }
    bool waitUntilLoaded() {
        return QTest::qWaitFor([this] { return session.store() != nullptr && !jobs.isLoading(); },
                               60000);
    }
    Selection& selection() { return session.selection(); }

    QTemporaryDir folder;
    qint64 first = 0, second = 0;
    RunId older{}, newer{};
    Session session;
    Jobs jobs{session};
};

TEST_F(LoadingTest, TheModelsLastRunComesWithIt) {
    jobs.loading().chooseModel(second);
    ASSERT_TRUE(waitUntilLoaded());
    EXPECT_EQ(selection().model(), second);
    EXPECT_EQ(selection().run(), std::nullopt);
    jobs.loading().chooseModel(first);
    ASSERT_TRUE(waitUntilLoaded());
    EXPECT_EQ(selection().model(), first);
    EXPECT_EQ(selection().run(), newer);
}

TEST_F(LoadingTest, ARunThatIsBeingReadDoesNotBringItsModelBack) {
    jobs.loading().chooseRun(older);
    jobs.loading().chooseModel(second);
    ASSERT_TRUE(waitUntilLoaded());
    EXPECT_EQ(selection().model(), second);
    EXPECT_EQ(selection().run(), std::nullopt);
}

TEST_F(LoadingTest, ARunBringsItsModel) {
    jobs.loading().chooseModel(second);
    ASSERT_TRUE(waitUntilLoaded());
    jobs.loading().chooseRun(older);
    ASSERT_TRUE(waitUntilLoaded());
    EXPECT_EQ(selection().model(), first);
    EXPECT_EQ(selection().run(), older);
    ASSERT_NE(selection().network(), nullptr);
}

TEST_F(LoadingTest, ARunOfTheModelThatIsChosenStays) {
    jobs.loading().chooseRun(older);
    ASSERT_TRUE(waitUntilLoaded());
    jobs.loading().chooseModel(first);
    ASSERT_TRUE(waitUntilLoaded());
    EXPECT_EQ(selection().run(), older);
}

}  // namespace
}  // namespace lpstudio
