// Projects as files: bundles, damage, files that moved, two programs at once.
#include "core/base/paths.h"
#include "tests/app/cli/cli_fixture.h"

namespace lpstudio::test {
namespace {

class CliProject : public Cli {
protected:
    void SetUp() override {
        Cli::SetUp();
        for (const char* name :
             {"fashion_resnet.pt", "fashion_resnet.json", "calibration-images-idx3-ubyte.gz",
              "calibration-labels-idx1-ubyte.gz", "evaluation-images-idx3-ubyte.gz",
              "evaluation-labels-idx1-ubyte.gz"}) {
            fs::create_directories(folder_ / "data");
            fs::copy_file(example(name), folder_ / "data" / name);
        }
    }
    std::string at(const std::string& name) const { return (folder_ / name).string(); }
    std::string searchIn(const std::string& data, const std::string& project,
                         int cycles = 1) const {
        return "search " + data + "/fashion_resnet.pt --calibration " + data +
               "/calibration-images-idx3-ubyte.gz --images 32 --population 6 --passes 1 "
               "--diversity 2 --cycles " +
               std::to_string(cycles) + " --project " + project + " ";
    }
};

}  // namespace

TEST_F(CliProject, ABundledRunGoesOnElsewhere) {
    runJson(searchIn(at("data"), at("p.lps")) + "--max-candidates 4");
    const json packed = runJson("bundle " + at("p.lps") + " --out " + at("p.lpz"));
    EXPECT_EQ(packed["bytes"], fs::file_size(at("p.lpz")));
    EXPECT_EQ(packed["files"].size(), 5U);
    const json before = runJson("project " + at("p.lps"));
    fs::rename(at("p.lpz"), at("handed-over.lpz"));
    fs::remove(at("p.lps"));
    fs::remove_all(at("data"));
    const json unpacked = runJson("unbundle " + at("handed-over.lpz") + " --to " + at("there"));
    ASSERT_EQ(unpacked["files"].size(), 5U);
    for (const json& file : unpacked["files"]) EXPECT_TRUE(fs::exists(file.get<std::string>()));
    EXPECT_EQ(unpacked["project"], at("there/project.lps"));
    const json after = runJson("project " + at("there/project.lps"));
    EXPECT_EQ(after["runs"], before["runs"]);
    EXPECT_EQ(after["models"][0]["state"], "present");
    EXPECT_EQ(after["models"][0]["file"], at("there/models/fashion_resnet.pt"));
    EXPECT_EQ(after["datasets"][0]["state"], "present");
    // The search goes on with what came in the bundle, and candidates can be exported.
    const std::string set = at("there/data/calibration-images-idx3-ubyte");
    const json result =
        runJson("search " + at("there/models/fashion_resnet.pt") + " --calibration " + set +
                "/calibration-images-idx3-ubyte.gz --images 32 --population 6 --passes 1 --cycles "
                "1 --diversity 2 --max-candidates 6 --resume --project " +
                at("there/project.lps"));
    EXPECT_EQ(result["candidates"], 6);
    EXPECT_TRUE(fs::exists(std::string(
        runJson("export " + at("there/project.lps") + " --to " + at("out"))["files"][0])));
}

TEST_F(CliProject, BundlesSayWhatIsWrong) {
    runJson(searchIn(at("data"), at("p.lps")) + "--max-candidates 2");
    expectError("bundle " + at("p.lps"), 2, "--out");
    expectError("bundle " + at("p.lps") + " --out " + at("p.zip"), 2, ".lpz");
    expectError("bundle " + at("none.lps") + " --out " + at("p.lpz"), 1, "no such project");
    expectError("bundle " + at("p.lps") + " --data some --out " + at("p.lpz"), 2, "--data");
    expectError("unbundle " + at("p.lps") + " --to " + at("x"), 1, "p.lps: is not a bundle");
    expectError("unbundle " + at("none.lpz") + " --to " + at("x"), 1, "no such bundle");
    runJson("bundle " + at("p.lps") + " --out " + at("p.lpz"));
    expectError("unbundle " + at("p.lpz") + " --to " + at("data"), 1, "not an empty folder");
    std::string bytes = slurp(at("p.lpz"));
    bytes[bytes.size() / 2] ^= 4;
    std::ofstream(at("bad.lpz"), std::ios::binary) << bytes;
    expectError("unbundle " + at("bad.lpz") + " --to " + at("x"), 1, "bad.lpz");
    EXPECT_FALSE(fs::exists(at("x")));
}

TEST_F(CliProject, AMovedOrChangedFileIsToldAndFound) {
    const std::string project = at("p.lps");
    runJson(searchIn(at("data"), project) + "--max-candidates 2");
    fs::rename(at("data"), at("moved"));
    json listed = runJson("project " + project);
    EXPECT_EQ(listed["models"][0]["state"], "missing");
    EXPECT_EQ(listed["datasets"][0]["state"], "missing");
    expectError("export " + project + " --to " + at("out"), 1, "--locate OLD=NEW");
    expectError("bundle " + project + " --out " + at("p.lpz"), 1, "was not found");
    expectError("project " + project + " --locate " + at("data"), 2, "OLD=NEW");
    expectError("project " + project + " --locate fashion_resnet.pt=" + at("nowhere"), 1,
                "no such file");
    expectError(
        "project " + project + " --locate fashion_resnet.pt=" + at("moved/fashion_resnet.json"), 1,
        "another file");
    // One file, and the other of the same folder with it.
    listed = runJson("project " + project +
                     " --locate fashion_resnet.pt=" + at("moved/fashion_resnet.pt"));
    EXPECT_EQ(listed["located"].size(), 2U);
    EXPECT_EQ(listed["models"][0]["state"], "present");
    EXPECT_EQ(listed["datasets"][0]["state"], "present");
    // The whole folder.
    fs::rename(at("moved"), at("again"));
    listed = runJson("project " + project + " --locate " + at("moved") + "=" + at("again"));
    EXPECT_EQ(listed["located"].size(), 2U);
    runJson("export " + project + " --to " + at("out"));
    std::ofstream(at("again/fashion_resnet.pt"), std::ios::app) << 'x';
    listed = runJson("project " + project);
    EXPECT_EQ(listed["models"][0]["state"], "changed");
    expectError("export " + project + " --to " + at("out"), 1, "has changed since it was added");
    expectError("report " + project + " --out " + at("r.pdf"), 1, "has changed since it was added");
}

TEST_F(CliProject, ADamagedProjectIsRecovered) {
    const std::string project = at("p.lps");
    runJson(searchIn(at("data"), project) + "--max-candidates 5");
    json result = runJson("project " + project + " --recover");
    EXPECT_TRUE(result["sound"].get<bool>());
    EXPECT_FALSE(fs::exists(at("p.recovered.lps")));
    const json before = runJson("project " + project);
    std::string bytes = slurp(project);
    bytes.replace(0, 16, 16, '?');
    std::ofstream(project, std::ios::binary) << bytes;
    expectError("project " + project, 1, "lpstudio-cli project " + project + " --recover");
    result = runJson("project " + project + " --recover");
    EXPECT_FALSE(result["sound"].get<bool>());
    EXPECT_EQ(result["recovered"], at("p.recovered.lps"));
    for (const json& table : result["tables"]) {
        if (table["table"] == "candidate") {
            EXPECT_EQ(table["saved"], 5);
        }
    }
    const json after = runJson("project " + at("p.recovered.lps"));
    for (const char* field : {"models", "datasets", "runs"}) EXPECT_EQ(after[field], before[field]);
    expectError("project " + project + " --recover", 1, "exists already");
    std::ofstream(at("t.lps")) << "text";
    expectError("project " + at("t.lps") + " --recover", 1, "nothing");
    expectError("project " + project + " --recover --locate a=b", 2, "--recover");
}

TEST_F(CliProject, TwoSearchesWriteOneProjectAtOnce) {
    const std::string search = searchIn(at("data"), at("p.lps"));
    const Outcome both =
        shell("\"" LPSTUDIO_CLI "\" --quiet " + search +
              "--seed 1 & \"" LPSTUDIO_CLI "\" --quiet " + search + "--seed 2; wait $!");
    EXPECT_EQ(both.status, 0) << both.error;
    EXPECT_EQ(both.error, "");
    const json project = runJson("project " + at("p.lps"));
    ASSERT_EQ(project["runs"].size(), 2U);
    EXPECT_EQ(project["models"].size(), 1U);
    for (const json& run : project["runs"]) {
        EXPECT_EQ(run["state"], "finished");
        EXPECT_GT(run["candidates"], 6);
    }
    EXPECT_TRUE(runJson("project " + at("p.lps") + " --recover")["sound"].get<bool>());
}

TEST_F(CliProject, ARunThatIsBeingSearchedIsNotResumedTwice) {
    const std::string search = searchIn(at("data"), at("p.lps"), 400);
    // Started, and known by its first candidates; then asked to stop.
    const Outcome outcome = shell(
        "\"" LPSTUDIO_CLI "\" --quiet " + search + "& first=$!; for i in $(seq 300); do test -e " +
        at("p.lps") + " && \"" LPSTUDIO_CLI "\" --csv --quiet project " + at("p.lps") +
        " | grep -q running && break; sleep 0.1; done; \"" LPSTUDIO_CLI "\" --quiet " + search +
        "--resume; echo status $?; \"" LPSTUDIO_CLI "\" --quiet project " + at("p.lps") +
        "; kill -INT $first; wait $first; echo first $?");
    EXPECT_NE(outcome.error.find("is being searched by another process"), std::string::npos)
        << outcome.error;
    EXPECT_NE(outcome.out.find("status 1"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("running"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("first 0"), std::string::npos) << outcome.out;
}

}  // namespace lpstudio::test
