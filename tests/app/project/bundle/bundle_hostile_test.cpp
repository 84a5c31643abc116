// Bundles made to do harm, built byte by byte.
#include <SQLiteCpp/SQLiteCpp.h>

#include "app/project/bundle/bundle_read.h"
#include "tests/app/project/raw_zip.h"
#include "tests/app/project/sound_project.h"

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

class HostileBundle : public testing::Test {
protected:
    HostileBundle() {
        ProjectStore::open(project.file).writeSnapshot(project.dir / "store");
        store = {kProjectInBundle, bytesOf(project.dir / "store"), true};
        fs::remove(project.dir / "store");
        before = namesIn(project.dir.path());
        before.push_back("hostile.lpz");
        std::sort(before.begin(), before.end());
    }

    /// The bundle is refused with these words, and nothing is left of it.
    void refused(const std::string& archive, std::initializer_list<const char*> words,
                 const BundleLimits& limits = {}) {
        const fs::path file = project.dir.write("hostile.lpz", archive);
        const std::string message =
            errorOf([&] { unpackBundle(file, project.dir / "new/out", {}, {}, limits); });
        expectMessage(message, {"hostile.lpz"});
        expectMessage(message, words);
        EXPECT_EQ(namesIn(project.dir.path()), before) << message;
    }
    void refused(const std::vector<RawEntry>& entries, std::initializer_list<const char*> words,
                 const BundleLimits& limits = {}) {
        refused(rawZip(entries), words, limits);
    }

    SoundProject project;
    RawEntry store;
    std::vector<std::string> before;
};

TEST_F(HostileBundle, TheArchivesOfTheseTestsAreGoodOnesOtherwise) {
    const fs::path file =
        project.dir.write("good.lpz", rawZip(withManifest({store, {"data/x", "hello"}})));
    unpackBundle(file, project.dir / "out");
    EXPECT_EQ(bytesOf(project.dir / "out/data/x"), "hello");
    EXPECT_TRUE(dumpOf(project.dir / "out/project.lps") == dumpOf(project.file));
}

TEST_F(HostileBundle, NamesThatLeaveTheFolderAreRefused) {
    const std::string outside = (project.dir / "escaped").string();
    for (const std::string& name : std::vector<std::string>{
             "../escaped", "data/../../escaped", outside, "/etc/escaped", "..\\escaped",
             "C:\\escaped", "C:escaped", "data//x", "data/./x", "data/", "..", ".", "data/..",
             std::string("data/a\0b", 8), "data/a\nb", "data/\x7f", std::string(2000, 'a'),
             "data/" + std::string(300, 'a'), ""}) {
        SCOPED_TRACE(name);
        refused(withManifest({store, {name, "boo"}}), {});
        // Hidden from the manifest too.
        refused(withManifest({store}), {}, BundleLimits{0});
        std::vector<RawEntry> unlisted = withManifest({store});
        unlisted.push_back({name, "boo"});
        refused(unlisted, {});
        EXPECT_FALSE(fs::exists(outside));
    }
    std::string deep;
    for (int i = 0; i < 40; ++i) deep += "d/";
    refused(withManifest({store, {deep + "x", "boo"}}), {"too deep"});
}

TEST_F(HostileBundle, ThePlacesOfFilesMustBeInside) {
    BundleManifest manifest;
    manifest.files = {listed(store)};
    manifest.places = {{project.model.string(), "../../etc/passwd"}};
    refused({store, {kManifestName, manifestText(manifest)}}, {"manifest.json", "leaves"});
    // Also if somebody edits the manifest afterwards: it is ignored.
    fs::create_directories(project.dir / "p2");
    fs::copy_file(project.file, project.dir / "p2/x.lps");
    project.dir.write("p2/manifest.json", manifestText(manifest));
    EXPECT_EQ(ProjectStore::open(project.dir / "p2/x.lps").models()[0].file, project.model);
}

TEST_F(HostileBundle, OnlyPlainFilesAreTaken) {
    refused(withManifest({store, {"data/l", "/etc/passwd", false, 0120777}}), {"data/l", "link"});
    refused(withManifest({store, {"data/d", "", false, 0020666}}), {"data/d", "not a file"});
    refused(withManifest({store, {"data/d", "", false, 0040755}}), {"data/d", "not a file"});
    RawEntry folder{"data/d", ""};
    folder.dosAttributes = 0x10;
    refused(withManifest({store, folder}), {"data/d", "folder"});
    RawEntry secret{"data/s", "secret"};
    secret.flags |= 1;
    refused(withManifest({store, secret}), {"data/s", "encrypted"});
    RawEntry packed{"data/p", "packed"};
    packed.method = 99;
    refused(withManifest({store, packed}), {"data/p", "unknown way"});
}

TEST_F(HostileBundle, EveryEntryIsThereOnceAndListed) {
    refused(withManifest({store, {"data/x", "1"}, {"data/x", "2"}}), {"data/x", "twice"});
    refused(withManifest({store, {"data/x", "1"}, {"data/X", "2"}}), {"data/X", "twice"});
    refused(withManifest({store, {"data", "1"}, {"data/x", "2"}}), {"both a file and a folder"});
    std::vector<RawEntry> unlisted = withManifest({store});
    unlisted.push_back({"data/x", "1"});
    refused(unlisted, {"data/x", "not in the manifest"});
    std::vector<RawEntry> missing = withManifest({store, {"data/x", "1"}});
    missing.erase(missing.begin() + 1);
    refused(missing, {"data/x", "missing"});
    refused({store}, {"manifest.json"});
    refused(withManifest({{"data/x", "1"}}), {"project.lps"});
}

TEST_F(HostileBundle, SizesAndHashesAreChecked) {
    std::vector<RawEntry> other = withManifest({store, {"data/x", "hello"}});
    other[1].content = "hellO";
    refused(other, {"data/x", "SHA-256"});
    // The archive's word against the manifest's, and both against the data.
    other[1].content = "hello";
    other[1].declaredSize = 4;
    refused(other, {"data/x", "4 bytes", "manifest says 5"});
    const RawEntry zeros{"data/z", std::string(1 << 20, '\0'), true};
    for (const std::int64_t lie : {std::int64_t{5}, std::int64_t{1} << 31}) {
        std::vector<RawEntry> lying = withManifest({store, zeros});
        lying[1].declaredSize = lie;
        BundleManifest manifest;
        manifest.files = {listed(store), listed(zeros)};
        manifest.files[1].bytes = static_cast<std::uintmax_t>(lie);
        lying[2].content = manifestText(manifest);
        refused(lying, {"hostile.lpz"});
    }
}

TEST_F(HostileBundle, ABombIsNotUnpacked) {
    const RawEntry zeros{"data/z", std::string(80 << 20, '\0'), true};
    refused(withManifest({store, zeros}), {"as no bundle does"});
    BundleLimits limits;
    limits.totalBytes = 10 << 20;
    refused(withManifest({store, zeros}), {"data/z", "absurdly large"}, limits);
    limits = {};
    limits.entries = 3;
    refused(withManifest({store, {"data/1", ""}, {"data/2", ""}, {"data/3", ""}}), {"more than 3"},
            limits);
    limits = {};
    limits.manifestBytes = 100;
    refused(withManifest({store}), {"manifest.json", "absurdly large"}, limits);
    BundleManifest manifest;
    manifest.files = {listed(store), listed(zeros)};
    manifest.files[1].bytes = std::uintmax_t{1} << 62;
    refused({store, zeros, {kManifestName, manifestText(manifest)}}, {"data/z"});
}

TEST_F(HostileBundle, TheManifestIsRead) {
    const auto with = [&](const std::string& text) {
        return std::vector<RawEntry>{store, {kManifestName, text}};
    };
    for (const char* text :
         {"", "{", "[]", "{}", "null", "{\"schema\":\"lpstudio-bundle/1\"}",
          "{\"schema\":\"lpstudio-bundle/1\",\"files\":7}",
          "{\"schema\":\"lpstudio-bundle/1\",\"files\":[{\"path\":7}]}", "{\"schema\":7}"})
        refused(with(text), {"manifest.json"});
    // What copies or prints a value recurses into it: well-formed brackets are the dangerous ones.
    const std::string deep = std::string(300000, '[') + std::string(300000, ']');
    for (const std::string& text :
         {std::string(100000, '['), deep, R"({"schema":"lpstudio-bundle/1","files":)" + deep + "}",
          R"({"schema":"lpstudio-bundle/1","files":[],"places":)" + deep + "}",
          R"({"schema":"lpstudio-bundle/1","files":[],"left_out":)" + deep + "}",
          R"({"schema":"lpstudio-bundle/1","files":[{"path":)" + deep + "}]}"})
        refused(with(text), {"manifest.json", "nested"});
    std::vector<RawEntry> listedStore = withManifest({store});
    std::string& manifest = listedStore.back().content;
    manifest.insert(manifest.find("\"places\""), "\"places\": " + deep + ",");
    refused(listedStore, {"manifest.json", "nested"});
    refused(with(R"({"schema":"lpstudio-bundle/2","files":[]})"),
            {"newer version", "lpstudio-bundle/2", "update the program"});
    refused(with(R"({"schema":"lpstudio-config/1","files":[]})"), {"not an LP Studio bundle"});
}

TEST_F(HostileBundle, TheProjectIsChecked) {
    const auto with = [&](const std::string& content) {
        return withManifest({{kProjectInBundle, content, true}});
    };
    refused(with("no database at all, but long enough to be looked at"), {"project.lps", "not"});
    refused(with(""), {"project.lps", "empty"});
    refused(with(store.content.substr(0, store.content.size() / 2)), {"project.lps", "damaged"});
    const auto changed = [&](const char* sql) {
        const fs::path file = project.dir.write("x.lps", store.content);
        SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec(sql);
        std::string content = bytesOf(file);
        fs::remove(file);
        return content;
    };
    refused(with(changed("PRAGMA user_version = 99")), {"project.lps", "newer version"});
    refused(with(changed("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM model; END")),
            {"project.lps", "\"t\""});
    refused(with(changed("DROP TABLE candidate; CREATE VIEW candidate AS SELECT * FROM run")),
            {"project.lps", "\"candidate\""});
    refused(with(changed("ALTER TABLE model ADD COLUMN x")), {"project.lps", "\"model\""});
    refused(with(changed("PRAGMA foreign_keys = OFF; DELETE FROM model")),
            {"project.lps", "refers to nothing"});
}

}  // namespace
}  // namespace lpstudio::test
