#include "app/project/import/import_plan.h"

#include <gtest/gtest.h>

#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

class ImportPlan : public testing::Test {
protected:
    fs::path touch(const std::string& name) const { return dir.write(name, "x"); }
    ImportKind kindOf(const std::string& name) const {
        const auto items = planImport({touch(name)});
        return items.size() == 1 ? items[0].kind : ImportKind::Unknown;
    }

    TempDir dir;
};

TEST_F(ImportPlan, KnowsFilesByTheirNames) {
    EXPECT_EQ(kindOf("a.pt"), ImportKind::Model);
    EXPECT_EQ(kindOf("B.PT"), ImportKind::Model);
    EXPECT_EQ(kindOf("data_batch_1.bin"), ImportKind::CifarImages);
    EXPECT_EQ(kindOf("t10k-images-idx3-ubyte"), ImportKind::IdxImages);
    EXPECT_EQ(kindOf("t10k-images-idx3-ubyte.gz"), ImportKind::IdxImages);
    EXPECT_EQ(kindOf("x.npz"), ImportKind::NpzImages);
    EXPECT_EQ(kindOf("labels.csv"), ImportKind::CsvImages);
    EXPECT_EQ(kindOf("p.lps"), ImportKind::Project);
    EXPECT_EQ(kindOf("p.lpz"), ImportKind::Bundle);
}

TEST_F(ImportPlan, SaysWhyAFileIsNothingAndWhatToDo) {
    const auto problemOf = [&](const std::string& name) {
        const auto items = planImport({touch(name)});
        EXPECT_EQ(items.at(0).kind, ImportKind::Unknown) << name;
        EXPECT_TRUE(items[0].problem.starts_with((dir / name).string() + ": ")) << name;
        return items[0].problem;
    };
    EXPECT_NE(problemOf("w.pth").find("lpstudio_export.py"), std::string::npos);
    EXPECT_NE(problemOf("w.onnx").find("TorchScript"), std::string::npos);
    EXPECT_NE(problemOf("cat.JPG").find("sub-folder"), std::string::npos);
    EXPECT_NE(problemOf("lone.json").find(".pt"), std::string::npos);
    EXPECT_NE(problemOf("t10k-labels-idx1-ubyte").find("images-idx3"), std::string::npos);
    EXPECT_NE(problemOf("notes.txt").find("TorchScript"), std::string::npos);
    const auto missing = planImport({dir / "gone.pt"});
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(missing[0].kind, ImportKind::Unknown);
    EXPECT_NE(missing[0].problem.find("no such file"), std::string::npos);
}

TEST_F(ImportPlan, PutsModelsFirstAndKnowsWhatComesWithThem) {
    const auto items = planImport({touch("t-labels-idx1-ubyte.gz"), touch("t-images-idx3-ubyte.gz"),
                                   touch("m.json"), touch("m.pt"), touch("m.pt")});
    ASSERT_EQ(items.size(), 4U) << "named twice, counted once";
    EXPECT_EQ(items[0].path.filename(), "m.pt");
    EXPECT_EQ(items[0].kind, ImportKind::Model);
    EXPECT_EQ(items[1].kind, ImportKind::Companion);
    EXPECT_EQ(items[2].kind, ImportKind::IdxImages);
    EXPECT_EQ(items[3].kind, ImportKind::Companion);
    for (const ImportItem& item : items) EXPECT_EQ(item.problem, "");
}

TEST_F(ImportPlan, AFolderStandsForTheModelsAndFilesOfImagesInIt) {
    touch("mixed/a.pt");
    touch("mixed/a.json");
    touch("mixed/b.bin");
    touch("mixed/readme.txt");
    touch("mixed/.hidden.pt");
    const auto items = planImport({dir / "mixed"});
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].path, dir / "mixed/a.pt");
    EXPECT_EQ(items[1].path, dir / "mixed/b.bin");

    touch("photos/cat/1.png");
    touch("photos/dog/1.png");
    const auto photos = planImport({dir / "photos/"});
    ASSERT_EQ(photos.size(), 1U);
    EXPECT_EQ(photos[0].kind, ImportKind::FolderImages);
    EXPECT_EQ(photos[0].path, dir / "photos") << "a slash at the end does not hide the name";
}

}  // namespace
}  // namespace lpstudio::test
