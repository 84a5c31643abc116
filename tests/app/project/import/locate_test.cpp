#include "app/project/import/locate.h"

#include <QCryptographicHash>

#include "app/project/bundle/bundle_write.h"
#include "core/base/sha256.h"
#include "hw/accelerator.h"
#include "tests/app/project/sound_project.h"

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

class Locate : public testing::Test {
protected:
    Locate() : store(ProjectStore::open(project.file)) {}

    std::string fail(const std::string& old, const fs::path& now) {
        const std::string before = dumpOf(project.file);
        const std::string message = errorOf([&] { locateAssets(store, old, now); });
        EXPECT_TRUE(dumpOf(project.file) == before);
        return message;
    }
    AssetState modelState() { return stateOf(store.models()[0]); }

    SoundProject project;
    ProjectStore store;
};

TEST_F(Locate, TellsPresentMissingAndChanged) {
    EXPECT_EQ(modelState(), AssetState::Present);
    project.dir.write("m/net.pt", "another");
    EXPECT_EQ(modelState(), AssetState::Changed);
    expectMessage(
        errorOf([&] { requireUnchanged(store.models()[0]); }),
        {"net.pt", "model \"net\"", "changed", store.models()[0].sha256.substr(0, 12).c_str(),
         fileSha256(project.model).substr(0, 12).c_str(), "Locate"});
    fs::remove(project.model);
    EXPECT_EQ(modelState(), AssetState::Missing);
    expectMessage(errorOf([&] { requireUnchanged(store.models()[0]); }),
                  {"net.pt", "was not found", "--locate"});
    fs::remove(project.evaluation);
    expectMessage(errorOf([&] { requireUnchanged(store.datasets()[1]); }),
                  {"test.bin", "image set \"test\"", "was not found"});
    requireUnchanged(store.datasets()[0]);
}

TEST_F(Locate, TellsChangesInAllFilesOfASet) {
    const auto state = [&](std::int64_t id) { return stateOf(store.dataset(id)); };
    const auto added = [&](const fs::path& path) {
        return store.addDataset({0, "set", path, datasetSha256(path), 2});
    };
    // An IDX file's labels.
    const auto idx = store.datasets()[0].id;
    EXPECT_EQ(state(idx), AssetState::Present);
    project.dir.write("d/train-labels-idx1-ubyte", "LABELS");
    EXPECT_EQ(state(idx), AssetState::Changed);
    fs::remove(project.dir / "d/train-labels-idx1-ubyte");
    EXPECT_EQ(state(idx), AssetState::Missing);
    // Pictures of a list and of a folder, of the same size as before.
    project.dir.write("y/images/a.png", "one");
    project.dir.write("z/b.png", "two");
    const auto list =
        added(project.dir.write("y/LIST.CSV", "file,class_index\nimages/a.png,0\n../z/b.png,1\n"));
    project.dir.write("y/thumbnails.png", "is not of the list");
    EXPECT_EQ(state(list), AssetState::Present);
    project.dir.write("z/b.png", "TWO");
    EXPECT_EQ(state(list), AssetState::Changed);
    project.dir.write("pictures/cat/1.png", "cat");
    project.dir.write("elsewhere/1.png", "dog");
    fs::create_directory_symlink(project.dir / "elsewhere", project.dir / "pictures/dog");
    const auto folder = added(project.dir / "pictures");
    project.dir.write("pictures/.directory", "of a file manager");
    EXPECT_EQ(state(folder), AssetState::Present);
    project.dir.write("elsewhere/1.png", "DOG");
    EXPECT_EQ(state(folder), AssetState::Changed);
    // All of them travel.
    EXPECT_EQ(datasetFiles(project.dir / "pictures").size(), 2U);
}

TEST_F(Locate, TakesNoDeviceForAFile) {
    // A stranger's project may name any path; reading this one would never end.
    const auto model = store.addModel({0, "endless", "/dev/zero", std::string(64, 'a')});
    EXPECT_EQ(stateOf(store.model(model)), AssetState::Missing);
    expectMessage(errorOf([&] { requireUnchanged(store.model(model)); }), {"/dev/zero", "endless"});
    expectMessage(errorOf([] { loadAccelerator("/dev/zero"); }), {"/dev/zero", "plain file"});
}

TEST_F(Locate, TakesAnEarlierVersionsFingerprints) {
    // As they were at first: of the index alone, of names and sizes.
    const fs::path list =
        project.dir.write("y/list.csv", "file,class_index\nimages/a.png,0\nimages/b.png,1\n");
    project.dir.write("y/images/a.png", "one");
    project.dir.write("y/images/b.png", "two");
    const auto listId = store.addDataset({0, "list", list, fileSha256(list), 2});
    project.dir.write("pictures/cat/1.png", "cat");
    const std::string lines = "cat/1.png\t3\n";
    const auto folderId = store.addDataset(
        {0, "pictures", project.dir / "pictures",
         QCryptographicHash::hash(QByteArray::fromStdString(lines), QCryptographicHash::Sha256)
             .toHex()
             .toStdString(),
         1});
    for (const auto id : {listId, folderId}) {
        EXPECT_EQ(stateOf(store.dataset(id)), AssetState::Present);
        requireUnchanged(store.dataset(id));
    }
    fs::rename(project.dir / "y", project.dir / "moved");
    locateDataset(store, listId, project.dir / "moved/list.csv");
    EXPECT_EQ(stateOf(store.dataset(listId)), AssetState::Present);
    writeBundle(store, project.dir / "a.lpz", {BundleData::All});
    project.dir.write("moved/list.csv", "file,class_index\nimages/a.png,0\n");
    project.dir.write("pictures/cat/2.png", "cat");
    for (const auto id : {listId, folderId})
        EXPECT_EQ(stateOf(store.dataset(id)), AssetState::Changed);
}

TEST_F(Locate, FindsAFileByItsPathOrName) {
    fs::create_directories(project.dir / "new");
    fs::rename(project.model, project.dir / "new/renamed.pt");
    const LocateResult found =
        locateAssets(store, project.model.string(), project.dir / "new/renamed.pt");
    ASSERT_EQ(found.found.size(), 1U);
    EXPECT_EQ(found.found[0].from, project.model);
    EXPECT_EQ(store.models()[0].file, project.dir / "new/renamed.pt");
    fs::rename(project.dir / "new/renamed.pt", project.dir / "net.pt");
    // By the name alone, and a folder for a file of that name in it.
    locateAssets(store, "renamed.pt", project.dir / "net.pt");
    fs::create_directories(project.dir / "third");
    fs::rename(project.dir / "net.pt", project.dir / "third/net.pt");
    locateAssets(store, "net.pt", project.dir / "third");
    EXPECT_EQ(modelState(), AssetState::Present);
    // It is in the file.
    EXPECT_EQ(ProjectStore::open(project.file).models()[0].file, project.dir / "third/net.pt");
}

TEST_F(Locate, TakesNoOtherFile) {
    const std::string wanted = store.models()[0].sha256.substr(0, 12);
    expectMessage(fail("net.pt", project.evaluation),
                  {"test.bin", "another file", "model \"net\"", wanted.c_str()});
    expectMessage(fail("net.pt", project.dir / "none.pt"), {"none.pt", "no such file"});
    expectMessage(fail("other.pt", project.model), {"small.lps", "other.pt", "net.pt"});
    expectMessage(fail("net.pt", project.dir / "r"), {"r/net.pt", "no such file"});
    expectMessage(fail("/else/where", project.dir / "m"), {"/else/where"});
}

TEST_F(Locate, MovesAWholeFolder) {
    fs::create_directories(project.dir / "disk");
    fs::rename(project.dir / "d", project.dir / "disk/d");
    fs::rename(project.dir / "m", project.dir / "disk/m");
    const LocateResult found =
        locateAssets(store, project.dir.path().string(), project.dir / "disk");
    EXPECT_EQ(found.found.size(), 3U);
    EXPECT_TRUE(found.notFound.empty());
    EXPECT_EQ(modelState(), AssetState::Present);
    for (const DatasetRecord& dataset : store.datasets())
        EXPECT_EQ(stateOf(dataset), AssetState::Present);
    // What is not in the new folder, or is another file there, is told and stays.
    fs::rename(project.dir / "disk", project.dir / "other");
    project.dir.write("other/d/test.bin", "changed");
    const LocateResult some =
        locateAssets(store, (project.dir / "disk").string() + "/", project.dir / "other");
    EXPECT_EQ(some.found.size(), 2U);
    ASSERT_EQ(some.notFound.size(), 1U);
    EXPECT_NE(some.notFound[0].find("another file"), std::string::npos);
}

TEST_F(Locate, FindsTheSiblingsOfAFileToo) {
    fs::create_directories(project.dir / "all");
    for (const char* file :
         {"m/net.pt", "d/test.bin", "d/train-images-idx3-ubyte", "d/train-labels-idx1-ubyte"})
        fs::rename(project.dir / file, project.dir / "all" / fs::path(file).filename());
    project.dir.write("all/test.bin", "not that one");
    const LocateResult found = locateModel(store, store.models()[0].id, project.dir / "all/net.pt");
    EXPECT_EQ(found.found.size(), 2U);
    EXPECT_EQ(stateOf(store.datasets()[0]), AssetState::Present);
    EXPECT_EQ(stateOf(store.datasets()[1]), AssetState::Missing);
    expectMessage(errorOf([&] {
                      locateDataset(store, store.datasets()[1].id, project.dir / "all/test.bin");
                  }),
                  {"test.bin", "another file"});
}

TEST_F(Locate, FindsADirectoryOfImages) {
    project.dir.write("pictures/cat/1.png", "cat");
    project.dir.write("pictures/dog/1.png", "dog");
    const fs::path pictures = project.dir / "pictures";
    const auto id = store.addDataset({0, "pictures", pictures, datasetSha256(pictures), 2});
    fs::rename(pictures, project.dir / "photos");
    EXPECT_EQ(stateOf(store.dataset(id)), AssetState::Missing);
    locateDataset(store, id, project.dir / "photos");
    EXPECT_EQ(stateOf(store.dataset(id)), AssetState::Present);
    project.dir.write("photos/cat/2.png", "more");
    EXPECT_EQ(stateOf(store.dataset(id)), AssetState::Changed);
}

}  // namespace
}  // namespace lpstudio::test
