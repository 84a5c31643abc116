#include "app/project/bundle/bundle_read.h"
#include "app/project/bundle/bundle_write.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "core/base/sha256.h"
#include "tests/app/project/sound_project.h"

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> pathsOf(const BundleResult& result) {
    std::vector<std::string> paths;
    for (const BundleFile& file : result.files) paths.push_back(file.path);
    std::sort(paths.begin(), paths.end());
    return paths;
}

BundleResult bundle(const SoundProject& project, const std::string& name,
                    const BundleOptions& options = {}) {
    return writeBundle(ProjectStore::open(project.file), project.dir / name, options);
}

TEST(Bundle, ARoundTripKeepsEveryRowAndEveryByte) {
    const SoundProject project;
    const BundleResult packed = bundle(project, "a.lpz", {BundleData::All});
    EXPECT_EQ(packed.bytes, fs::file_size(project.dir / "a.lpz"));
    EXPECT_TRUE(packed.leftOut.empty());
    EXPECT_EQ(pathsOf(packed),
              (std::vector<std::string>{"configs/candidate-1.config.json", "data/test/test.bin",
                                        "data/train-images-idx3-ubyte/train-images-idx3-ubyte",
                                        "data/train-images-idx3-ubyte/train-labels-idx1-ubyte",
                                        "models/net.json", "models/net.pt", "project.lps",
                                        "reports/report.pdf"}));
    const BundleResult unpacked = unpackBundle(project.dir / "a.lpz", project.dir / "out");
    EXPECT_EQ(unpacked.file, project.dir / "out/project.lps");
    EXPECT_EQ(pathsOf(unpacked), pathsOf(packed));
    // The store's file is, to the byte, the one that was bundled, and its rows are the project's.
    for (const BundleFile& file : packed.files)
        EXPECT_EQ(fileSha256(project.dir / "out" / file.path), file.sha256) << file.path;
    EXPECT_TRUE(dumpOf(project.dir / "out/project.lps") == dumpOf(project.file));
    EXPECT_TRUE(bytesOf(project.dir / "out/models/net.pt") == bytesOf(project.model));
    EXPECT_EQ(bytesOf(project.dir / "out/reports/report.pdf"), "%PDF");
    EXPECT_EQ(namesIn(project.dir.path()),
              (std::vector<std::string>{"a.lpz", "d", "m", "out", "p", "r"}));
}

TEST(Bundle, TakesTheNamesOfTheClasses) {
    const SoundProject project;
    const fs::path images = ProjectStore::open(project.file).dataset(2).path;
    std::ofstream(images.parent_path() / "class_names.txt") << "cat\ndog\n";
    const auto paths = pathsOf(bundle(project, "a.lpz", {BundleData::All}));
    EXPECT_EQ(std::count(paths.begin(), paths.end(), "data/test/class_names.txt"), 1);
    unpackBundle(project.dir / "a.lpz", project.dir / "out");
    EXPECT_EQ(bytesOf(project.dir / "out/data/test/class_names.txt"), "cat\ndog\n");
    EXPECT_EQ(stateOf(ProjectStore::open(project.dir / "out/project.lps").datasets()[1]),
              AssetState::Present);
}

TEST(Bundle, TheUnpackedProjectUsesItsOwnFilesWhereverItGoes) {
    const SoundProject project;
    bundle(project, "a.lpz");
    unpackBundle(project.dir / "a.lpz", project.dir / "out");
    // Also while the originals are still where they were.
    EXPECT_EQ(ProjectStore::open(project.dir / "out/project.lps").models()[0].file,
              project.dir / "out/models/net.pt");
    fs::remove_all(project.dir / "m");
    fs::remove_all(project.dir / "d");
    fs::rename(project.dir / "out", project.dir / "moved");
    const ProjectStore store = ProjectStore::open(project.dir / "moved/project.lps");
    EXPECT_EQ(stateOf(store.models()[0]), AssetState::Present);
    EXPECT_EQ(stateOf(store.datasets()[0]), AssetState::Present);
    EXPECT_EQ(stateOf(store.datasets()[1]), AssetState::Missing);  // no run was calibrated on it
    for (const ArtifactRecord& artifact : store.artifacts())
        EXPECT_EQ(stateOf(artifact), AssetState::Present) << artifact.file;
    // It can be bundled again, and nothing is lost by it.
    writeBundle(store, project.dir / "b.lpz", {BundleData::Used});
    unpackBundle(project.dir / "b.lpz", project.dir / "again");
    EXPECT_TRUE(dumpOf(project.dir / "again/project.lps") == dumpOf(store.file()));
}

TEST(Bundle, TheSameContentGivesTheSameBytes) {
    const SoundProject project;
    bundle(project, "a.lpz");
    bundle(project, "b.lpz");
    EXPECT_TRUE(bytesOf(project.dir / "a.lpz") == bytesOf(project.dir / "b.lpz"));
}

TEST(Bundle, TakesSetsOfManyFilesAndEqualNames) {
    const SoundProject project;
    project.dir.write("x/pictures/cat/1.png", "cat");
    project.dir.write("x/pictures/dog/1.png", "dog");
    const fs::path list =
        project.dir.write("y/list.csv", "file,class_index\nimages/a.png,0\nimages/b.png,1\n");
    project.dir.write("y/images/a.png", "a");
    project.dir.write("y/images/b.png", "b");
    project.dir.write("z/net.pt", "another network of the same name");
    ProjectStore store = ProjectStore::open(project.file);
    store.addDataset(
        {0, "pictures", project.dir / "x/pictures", datasetSha256(project.dir / "x/pictures"), 2});
    store.addDataset({0, "list", list, datasetSha256(list), 2});
    store.addModel({0, "net", project.dir / "z/net.pt", fileSha256(project.dir / "z/net.pt")});
    writeBundle(store, project.dir / "a.lpz", {BundleData::All});
    unpackBundle(project.dir / "a.lpz", project.dir / "out");
    const ProjectStore unpacked = ProjectStore::open(project.dir / "out/project.lps");
    ASSERT_EQ(unpacked.datasets().size(), 4U);
    for (const DatasetRecord& dataset : unpacked.datasets()) {
        EXPECT_EQ(stateOf(dataset), AssetState::Present) << dataset.path;
        EXPECT_TRUE(dataset.path.string().starts_with((project.dir / "out/data").string()));
    }
    EXPECT_EQ(unpacked.models()[1].file, project.dir / "out/models/net-2.pt");
    EXPECT_EQ(stateOf(unpacked.models()[1]), AssetState::Present);
    EXPECT_EQ(bytesOf(project.dir / "out/data/list/images/b.png"), "b");
}

TEST(Bundle, SaysWhatCannotTravel) {
    const SoundProject project;
    const BundleResult small = bundle(project, "a.lpz", {BundleData::Used, 100});
    ASSERT_EQ(small.leftOut.size(), 2U);
    EXPECT_NE(small.leftOut[0].find("limit"), std::string::npos) << small.leftOut[0];
    EXPECT_NE(small.leftOut[1].find("no run"), std::string::npos) << small.leftOut[1];
    EXPECT_EQ(bundle(project, "a.lpz", {BundleData::None}).leftOut.size(), 2U);

    const ProjectStore store = ProjectStore::open(project.file);
    const auto fail = [&] { return errorOf([&] { writeBundle(store, project.dir / "b.lpz"); }); };
    project.dir.write("m/net.pt", "changed");
    expectMessage(fail(), {"net.pt", "has changed", fileSha256(project.model).substr(0, 12).c_str(),
                           "Locate"});
    fs::remove(project.model);
    expectMessage(fail(), {"net.pt", "was not found", "Locate"});
    EXPECT_FALSE(fs::exists(project.dir / "b.lpz"));
    const BundleResult without =
        writeBundle(store, project.dir / "b.lpz", {BundleData::Used, 1 << 20, true});
    EXPECT_EQ(without.leftOut.size(), 2U);
    unpackBundle(project.dir / "b.lpz", project.dir / "out");
    EXPECT_EQ(
        namesIn(project.dir / "out"),
        (std::vector<std::string>{"configs", "data", "manifest.json", "project.lps", "reports"}));
}

TEST(Bundle, AListMustNotNameFilesElsewhere) {
    const SoundProject project;
    const fs::path list = project.dir.write("y/list.csv", "file,class_index\n../m/net.json,0\n");
    ProjectStore store = ProjectStore::open(project.file);
    store.addDataset({0, "list", list, datasetSha256(list), 1});
    expectMessage(errorOf([&] { writeBundle(store, project.dir / "a.lpz", {BundleData::All}); }),
                  {"list.csv", "net.json", "outside"});
}

TEST(Bundle, IsWholeWhileAnotherProcessWrites) {
    const SoundProject project;
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        ProjectStore store = ProjectStore::open(project.file);
        const RunId id = store.beginRun(someRun(1, 1));
        for (std::int64_t i = 0;; ++i) {
            store.addCandidate(id, someCandidate(i));
            if (write(ends[1], "x", 1) != 1) _exit(1);
        }
    }
    close(ends[1]);
    char byte = 0;
    ASSERT_EQ(read(ends[0], &byte, 1), 1);
    for (const char* name : {"a", "b", "c"}) {
        for (int i = 0; i < 100; ++i) ASSERT_EQ(read(ends[0], &byte, 1), 1);
        bundle(project, std::string(name) + ".lpz");
        unpackBundle(project.dir / (std::string(name) + ".lpz"), project.dir / name);
        const ProjectStore store = ProjectStore::open(project.dir / name / "project.lps");
        const auto candidates = store.candidates(store.runs().back().id);
        EXPECT_GE(candidates.size(), 100U);
        for (std::size_t i = 0; i < candidates.size(); ++i)
            ASSERT_EQ(candidates[i].id.value, static_cast<std::int64_t>(i));
    }
    close(ends[0]);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
}

TEST(Bundle, ACancelLeavesNothing) {
    const SoundProject project;
    const auto before = namesIn(project.dir.path());
    const ProjectStore store = ProjectStore::open(project.file);
    {
        std::stop_source stop;
        EXPECT_THROW(writeBundle(store, project.dir / "a.lpz", {}, stop.get_token(),
                                 [&](const Progress&) { stop.request_stop(); }),
                     Cancelled);
    }
    EXPECT_EQ(namesIn(project.dir.path()), before);
    writeBundle(store, project.dir / "a.lpz");
    const auto with = namesIn(project.dir.path());
    std::stop_source stop;
    EXPECT_THROW(unpackBundle(project.dir / "a.lpz", project.dir / "new/out", stop.get_token(),
                              [&](const Progress&) { stop.request_stop(); }),
                 Cancelled);
    EXPECT_EQ(namesIn(project.dir.path()), with);
}

TEST(Bundle, UnpacksOnlyIntoANewOrEmptyFolder) {
    const SoundProject project;
    bundle(project, "a.lpz");
    const auto unpackTo = [&](const fs::path& folder) {
        return errorOf([&] { unpackBundle(project.dir / "a.lpz", folder); });
    };
    expectMessage(unpackTo(project.dir / "m"), {"m:", "not an empty folder"});
    expectMessage(unpackTo(project.model), {"net.pt", "not an empty folder"});
    fs::create_symlink(project.dir / "nowhere", project.dir / "link");
    expectMessage(unpackTo(project.dir / "link"), {"link", "not an empty folder"});
    EXPECT_FALSE(fs::exists(project.dir / "nowhere"));
    EXPECT_EQ(namesIn(project.dir / "m").size(), 2U);
    fs::create_directories(project.dir / "empty");
    unpackBundle(project.dir / "a.lpz", project.dir / "empty/");
    EXPECT_TRUE(fs::exists(project.dir / "empty/project.lps"));
    unpackBundle(project.dir / "a.lpz", project.dir / "a/b/c");
    EXPECT_TRUE(fs::exists(project.dir / "a/b/c/project.lps"));
    expectMessage(errorOf([&] { unpackBundle(project.dir / "no.lpz", project.dir / "x"); }),
                  {"no.lpz", "no such bundle"});
    expectMessage(errorOf([&] { bundle(project, "no/where.lpz"); }), {"where.lpz", "folder"});
}

}  // namespace
}  // namespace lpstudio::test
