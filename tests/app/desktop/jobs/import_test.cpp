#include "app/desktop/jobs/import_job.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

#include "core/base/error.h"

namespace lpstudio {
namespace {

TEST(DatasetName, LeavesOutWhatOnlyTellsTheFormat) {
    EXPECT_EQ(datasetName("a/calibration-images-idx3-ubyte.gz"), "calibration");
    EXPECT_EQ(datasetName("t10k-images-idx3-ubyte"), "t10k");
    EXPECT_EQ(datasetName("cifar10/test_batch.bin"), "test_batch");
    EXPECT_EQ(datasetName("photos"), "photos");
    EXPECT_EQ(datasetName(".bin"), ".bin");
}

TEST(DatasetSha256, OfAFolderFollowsNamesAndSizes) {
    const QTemporaryDir folder;
    const auto path = folder.path().toStdString();
    const auto write = [&](const char* name, const char* text) {
        QFile file(folder.filePath(QString::fromUtf8(name)));
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write("a.png", "one");
    const std::string first = datasetSha256(path);
    EXPECT_EQ(first.size(), 64U);
    EXPECT_EQ(datasetSha256(path), first);
    write("b.png", "two");
    EXPECT_NE(datasetSha256(path), first);
    EXPECT_THROW(datasetSha256(path + "/missing"), Error);
}

TEST(LikelyCards, OfAnEmptyProjectAreTheUsualShapes) {
    const QTemporaryDir folder;
    const ProjectStore store =
        ProjectStore::create(folder.filePath(QStringLiteral("p.lps")).toStdString());
    ASSERT_FALSE(likelyCards(store).empty());
    EXPECT_EQ(likelyCards(store).front().channels, 3);
}

TEST(Import, ARefusedFileLeavesNothingBehind) {
    const QTemporaryDir folder;
    ProjectStore store =
        ProjectStore::create(folder.filePath(QStringLiteral("p.lps")).toStdString());
    AssetCache assets;
    const QString bad = folder.filePath(QStringLiteral("bad.bin"));
    QFile file(bad);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("no images");
    file.close();
    try {
        addDatasetFile(store, assets, bad.toStdString(), likelyCards(store));
        FAIL() << "was accepted";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("bad.bin"), std::string::npos);
    }
    EXPECT_TRUE(store.datasets().empty());
}

}  // namespace
}  // namespace lpstudio
