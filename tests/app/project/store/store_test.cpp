#include "app/project/store/store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <limits>
#include <thread>

#include "app/project/store/migrations.h"
#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

ScoredCandidate candidate(std::int64_t id) {
    ScoredCandidate scored;
    scored.id = CandidateId(id);
    scored.origin = {1, 2, 3, 4};
    scored.candidate.genes = {{8, 2, 3, 0.1}, {2, 0, 1, -3.123456789012345e-7}};
    scored.contrast = 0.1 + static_cast<double>(id);
    scored.compression = 0.3;
    scored.fitness = 1.0 / 3;
    scored.meanWeightBits = 4.5;
    scored.meanActivationBits = 7.25;
    scored.modelBytes = 12345;
    scored.hardware = {1e6, 2e-3, 3e4};
    scored.seconds = 0.05;
    return scored;
}

std::string readBytes(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

RunRecord newRun(ProjectStore& store) {
    RunRecord run;
    run.name = "first";
    run.model = store.addModel({0, "net", "/data/net.pt", "abc"});
    run.calibration = store.addDataset({0, "cal", "/data/cal.bin", "def", 4000});
    run.settings = "{\"seed\":1}";
    run.fingerprint = "print";
    run.seed = std::numeric_limits<std::uint64_t>::max();
    run.programVersion = "0.1.0";
    run.startedAt = "2025-03-01T12:00:00Z";
    return run;
}

TEST(Store, KeepsModelsAndDatasets) {
    TempDir dir;
    {
        ProjectStore store = ProjectStore::create(dir / "p.lps");
        dir.write("sub/a.pt", "x");
        const auto a = store.addModel({0, "a", dir / "sub/a.pt", "sha-a"});
        const auto b = store.addModel({0, "b", "/elsewhere/b.pt", "sha-b"});
        EXPECT_NE(a, b);
        EXPECT_EQ(store.addModel({0, "renamed", dir / "sub/a.pt", "sha-a"}), a);
        const auto d = store.addDataset({0, "d", dir / "d.bin", "", 10});
        EXPECT_EQ(store.addDataset({0, "d", dir / "d.bin", "", 20}), d);
        EXPECT_NE(store.addDataset({0, "e", dir / "e.bin", "", 20}), d);
    }
    const ProjectStore store = ProjectStore::open(dir / "p.lps");
    ASSERT_EQ(store.models().size(), 2u);
    EXPECT_EQ(store.models()[0].name, "renamed");
    EXPECT_EQ(store.models()[0].file, dir / "sub/a.pt");
    EXPECT_EQ(store.models()[1].file, "/elsewhere/b.pt");
    EXPECT_EQ(store.datasets()[0].images, 20);
    EXPECT_EQ(store.model(store.models()[1].id).sha256, "sha-b");
    expectMessage(errorOf([&] { store.model(99); }), {"p.lps", "model 99"});
    expectMessage(errorOf([&] { store.dataset(99); }), {"dataset 99"});
}

TEST(Store, FindsFilesThatMovedWithTheProject) {
    TempDir dir;
    dir.write("old/net.pt", "x");
    { ProjectStore::create(dir / "old/p.lps").addModel({0, "n", dir / "old/net.pt", "s"}); }
    std::filesystem::rename(dir / "old", dir / "new");
    EXPECT_EQ(ProjectStore::open(dir / "new/p.lps").models()[0].file, dir / "new/net.pt");
    // The project alone moved: the file is where it was.
    std::filesystem::create_directories(dir / "alone");
    dir.write("old/net.pt", "x");
    std::filesystem::rename(dir / "new/p.lps", dir / "alone/p.lps");
    EXPECT_EQ(ProjectStore::open(dir / "alone/p.lps").models()[0].file, dir / "old/net.pt");
}

TEST(Store, RoundTripsRunsAndCandidates) {
    TempDir dir;
    RunId id;
    {
        ProjectStore store = ProjectStore::create(dir / "p.lps");
        RunRecord run = newRun(store);
        run.evaluation = store.addDataset({0, "eval", "/data/eval.bin", "ghi", 10000});
        id = store.beginRun(run);
        store.addCandidate(id, candidate(0));
        ScoredCandidate odd = candidate(1);
        odd.contrast = std::numeric_limits<double>::quiet_NaN();
        odd.fitness = std::numeric_limits<double>::infinity();
        store.addCandidate(id, odd);
        store.setTop1(id, CandidateId(0), 91.5);
        store.setFloatTop1(id, 92.25);
        store.addCandidate(id, candidate(0));  // keeps the top-1
        store.endRun(id, RunState::Finished, CandidateId(0), 12.5, "done");
    }
    ProjectStore store = ProjectStore::open(dir / "p.lps", true);
    const RunRecord run = store.run(id);
    EXPECT_EQ(run.name, "first");
    EXPECT_EQ(run.settings, "{\"seed\":1}");
    EXPECT_EQ(run.fingerprint, "print");
    EXPECT_EQ(run.seed, std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(run.programVersion, "0.1.0");
    EXPECT_EQ(run.startedAt, "2025-03-01T12:00:00Z");
    EXPECT_EQ(run.state, RunState::Finished);
    EXPECT_EQ(run.message, "done");
    EXPECT_EQ(run.seconds, 12.5);
    EXPECT_EQ(run.floatTop1Percent, 92.25);
    EXPECT_EQ(run.best, CandidateId(0));
    EXPECT_EQ(run.candidates, 2);
    ASSERT_TRUE(run.evaluation);
    EXPECT_EQ(store.dataset(*run.evaluation).images, 10000);

    const auto candidates = store.candidates(id);
    ASSERT_EQ(candidates.size(), 2u);
    const ScoredCandidate expected = candidate(0);
    EXPECT_EQ(candidates[0].candidate, expected.candidate);
    EXPECT_EQ(candidates[0].origin.child, 4);
    EXPECT_EQ(candidates[0].fitness, expected.fitness);
    EXPECT_EQ(candidates[0].modelBytes, expected.modelBytes);
    EXPECT_EQ(candidates[0].hardware.latencySeconds, 2e-3);
    EXPECT_EQ(candidates[0].top1Percent, 91.5);
    EXPECT_TRUE(std::isnan(candidates[1].contrast));
    EXPECT_TRUE(std::isinf(candidates[1].fitness));
    EXPECT_FALSE(candidates[1].hasTop1());
    EXPECT_EQ(store.candidate(id, CandidateId(1)).id, CandidateId(1));

    expectMessage(errorOf([&] { store.removeModel(run.model); }), {"first", "remove the run"});
    expectMessage(errorOf([&] { store.removeDataset(*run.evaluation); }), {"dataset"});
    store.removeRun(id);
    EXPECT_TRUE(store.candidates(id).empty());
    store.removeModel(run.model);
    EXPECT_TRUE(store.models().empty());
}

TEST(Store, NamesRunsAndCandidatesThatAreNotThere) {
    TempDir dir;
    ProjectStore store = ProjectStore::create(dir / "p.lps");
    const RunId none(7);
    expectMessage(errorOf([&] { store.addCandidate(none, candidate(0)); }), {"p.lps", "run 7"});
    expectMessage(errorOf([&] { store.run(none); }), {"run 7"});
    expectMessage(errorOf([&] { store.endRun(none, RunState::Failed, {}, 0); }), {"run 7"});
    expectMessage(errorOf([&] { store.removeRun(none); }), {"run 7"});
    expectMessage(errorOf([&] { store.resumeRun(none); }), {"run 7"});
    expectMessage(errorOf([&] { store.removeModel(3); }), {"model 3"});
    RunRecord run = newRun(store);
    run.model = 55;
    expectMessage(errorOf([&] { store.beginRun(run); }), {"first", "model or dataset"});
    const RunId id = store.beginRun(newRun(store));
    expectMessage(errorOf([&] { store.candidate(id, CandidateId(4)); }), {"candidate 4", "run 1"});
    expectMessage(errorOf([&] { store.setTop1(id, CandidateId(4), 1); }), {"candidate 4"});
}

TEST(Store, TakesCallsFromSeveralThreads) {
    TempDir dir;
    ProjectStore store = ProjectStore::create(dir / "p.lps");
    const RunId id = store.beginRun(newRun(store));
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 25; ++i) store.addCandidate(id, candidate(t * 25 + i));
            });
    }
    EXPECT_EQ(store.candidates(id).size(), 100u);
}

TEST(Store, AnotherReaderSeesCandidatesWhileTheyAreWritten) {
    TempDir dir;
    ProjectStore writer = ProjectStore::create(dir / "p.lps");
    const RunId id = writer.beginRun(newRun(writer));
    const ProjectStore reader = ProjectStore::open(dir / "p.lps");
    for (int i = 0; i < 5; ++i) {
        writer.addCandidate(id, candidate(i));
        EXPECT_EQ(reader.run(id).candidates, i + 1);
    }
}

TEST(Store, SaysWhatIsWrongWithAFile) {
    TempDir dir;
    const auto open = [](const std::filesystem::path& file) {
        return errorOf([&] { ProjectStore::open(file); });
    };
    expectMessage(open(dir / "none.lps"), {"none.lps", "no such project"});
    expectMessage(open(dir.path()), {"is a directory"});
    expectMessage(open(dir.write("empty.lps", "")), {"empty file"});
    expectMessage(open(dir.write("text.lps", std::string(5000, 'x'))),
                  {"text.lps", "not an LP Studio project"});
    expectMessage(errorOf([&] { ProjectStore::create(dir / "text.lps"); }), {"exists already"});
    expectMessage(errorOf([&] { ProjectStore::create(dir / "no/where.lps"); }),
                  {"where.lps", "folder"});
    {
        SQLite::Database other((dir / "other.lps").string(),
                               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE t(x)");
    }
    expectMessage(open(dir / "other.lps"), {"other.lps", "not an LP Studio project"});
    { ProjectStore::create(dir / "newer.lps"); }
    {
        SQLite::Database newer((dir / "newer.lps").string(), SQLite::OPEN_READWRITE);
        newer.exec("PRAGMA user_version = 99");
    }
    expectMessage(open(dir / "newer.lps"), {"newer version", "99", "update the program"});
    {
        SQLite::Database none((dir / "newer.lps").string(), SQLite::OPEN_READWRITE);
        none.exec("PRAGMA user_version = 0");
    }
    expectMessage(open(dir / "newer.lps"), {"damaged"});
}

/// Runs f as a user who owns nothing: root may write everywhere. Returns the first message of an
/// Error or a failure.
template <class Function>
std::string asNobody(Function f) {
    int ends[2];
    if (pipe(ends) != 0) return "no pipe";
    const pid_t child = fork();
    if (child == 0) {
        constexpr uid_t kNobody = 65534;
        std::string message;
        if (geteuid() == 0 && (setgid(kNobody) != 0 || setuid(kNobody) != 0)) message = "no setuid";
        try {
            if (message.empty()) message = f();
        } catch (const std::exception& error) {
            message = error.what();
        }
        static_cast<void>(write(ends[1], message.data(), message.size()));
        _exit(0);
    }
    close(ends[1]);
    std::string message;
    char buffer[256];
    for (ssize_t got = 0; (got = read(ends[0], buffer, sizeof buffer)) > 0;)
        message.append(buffer, static_cast<std::size_t>(got));
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return message;
}

TEST(Store, ReadsWhereNothingCanBeWritten) {
    namespace fs = std::filesystem;
    TempDir dir;
    const fs::path folder = dir / "disk";
    fs::create_directories(folder);
    fs::permissions(dir.path(), fs::perms(0755));
    RunId id;
    {
        ProjectStore store = ProjectStore::create(folder / "p.lps");
        id = store.beginRun(newRun(store));
        store.addCandidate(id, candidate(3));
    }
    // The process that ran it is no more, as far as the file tells.
    SQLite::Database((folder / "p.lps").string(), SQLite::OPEN_READWRITE)
        .exec("UPDATE run SET owner = 'boot 1 2'");
    for (const auto file : {fs::perms(0644), fs::perms(0444)}) {
        fs::permissions(folder / "p.lps", file);
        fs::permissions(folder, fs::perms(0555));
        EXPECT_EQ(asNobody([&]() -> std::string {
                      const ProjectStore store = ProjectStore::open(folder / "p.lps", true);
                      return std::to_string(store.candidate(id, CandidateId(3)).contrast) + " " +
                             std::to_string(store.models().size());
                  }),
                  std::to_string(candidate(3).contrast) + " 1");
        expectMessage(asNobody([&]() -> std::string {
                          ProjectStore store = ProjectStore::open(folder / "p.lps");
                          store.addCandidate(id, candidate(4));
                          return "was written";
                      }),
                      {"p.lps", "read-only", "writable"});
        EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);
        fs::permissions(folder, fs::perms(0755));
    }
}

/// What nobody reads of the runs in a folder that may not be written; nothing is left in it.
std::string readAsNobody(const std::filesystem::path& file) {
    namespace fs = std::filesystem;
    const fs::path folder = file.parent_path();
    fs::permissions(folder, fs::perms(0555));
    const auto before = std::distance(fs::directory_iterator(folder), {});
    const std::string read = asNobody([&]() -> std::string {
        const ProjectStore store = ProjectStore::open(file, true);
        std::string names;
        for (const RunRecord& run : store.runs())
            names += run.name + " " + std::to_string(store.candidates(run.id).size()) + ";";
        return names + (store.isReadOnly() ? "" : " writable");
    });
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), before);
    fs::permissions(folder, fs::perms(0755));
    return read;
}

TEST(Store, ReadsOlderVersionsWhereNothingCanBeWritten) {
    namespace fs = std::filesystem;
    for (std::size_t version = 1; version < projectMigrations().size(); ++version) {
        SCOPED_TRACE(version);
        const TempDir dir;
        fs::permissions(dir.path(), fs::perms(0755));
        const fs::path file = dir / "disk/p.lps";
        fs::create_directories(file.parent_path());
        {
            SQLite::Database old(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            old.exec("PRAGMA journal_mode = WAL");
            migrateProject(old, projectMigrations().first(version));
            old.exec(
                "INSERT INTO model VALUES(1, 'net', 'aa', '../net.pt', '/old/net.pt');"
                "INSERT INTO dataset VALUES(1, 'cal', 'bb', 'cal.bin', '/old/cal.bin', 4000);"
                "INSERT INTO run VALUES(5, 'old one', 1, 1, NULL, '{}', 'print', -1, '0.1.0',"
                " '2025-03-01T12:00:00Z', 'finished', 'boot 1 2', 'done', 12.5, 92.25, 0);"
                "INSERT INTO candidate VALUES(5, 0, 1, 2, 3, 4, '[[8,2,3,0.1]]', 0.5, 0.25, 0.125,"
                " 4.5, 7.25, 12345.0, 1e6, 2e-3, 3e4, 0.05, NULL);");
        }
        const std::string bytes = readBytes(file);
        EXPECT_EQ(readAsNobody(file), "old one 1;");
        EXPECT_EQ(readBytes(file), bytes);
        EXPECT_EQ(ProjectStore::open(file).runs().size(), 1U);
    }
}

TEST(Store, ReadsWhatAKilledProgramLeftWhereNothingCanBeWritten) {
    namespace fs = std::filesystem;
    const TempDir dir;
    fs::permissions(dir.path(), fs::perms(0755));
    ProjectStore store = ProjectStore::create(dir / "p.lps");
    const RunId id = store.beginRun(newRun(store));
    store.addCandidate(id, candidate(3));
    // The log holds all of it; its index was not copied along.
    fs::create_directories(dir / "disk");
    for (const char* name : {"p.lps", "p.lps-wal"})
        fs::copy_file(dir / name, dir.path() / "disk" / name);
    ASSERT_GT(fs::file_size(dir / "disk/p.lps-wal"), 0U);
    EXPECT_EQ(readAsNobody(dir / "disk/p.lps"), "first 1;");
    // While the owner works, the reader sees what is stored.
    store.addCandidate(id, candidate(4));
    for (const char* name : {"p.lps", "p.lps-wal", "p.lps-shm"})
        fs::permissions(dir / name, fs::perms(0644));
    EXPECT_EQ(readAsNobody(dir / "p.lps"), "first 2;");
}

TEST(Store, SaysWhatMayNotBeRead) {
    namespace fs = std::filesystem;
    const TempDir dir;
    fs::permissions(dir.path(), fs::perms(0755));
    { ProjectStore::create(dir / "p.lps"); }
    fs::permissions(dir / "p.lps", fs::perms(0600));
    expectMessage(asNobody([&]() -> std::string {
                      const ProjectStore store = ProjectStore::open(dir / "p.lps");
                      return "was read";
                  }),
                  {"p.lps", "cannot be read", "permissions"});
}

TEST(Store, RefusesGenesThatAreNone) {
    TempDir dir;
    const auto file = dir / "p.lps";
    ProjectStore store = ProjectStore::create(file);
    const RunId id = store.beginRun(newRun(store));
    store.addCandidate(id, candidate(0));
    for (const char* genes :
         {"[[60,2,3,0]]", "[[8,2,9,0]]", "[[8,-1,3,0]]", "[[4294967304,2,3,0]]", "[[8,2,3,1e300]]",
          "[[8,6,3,0]]", "[[0,0,1,0]]", "[[8,2,3]]", "[[[8],2,3,0]]", "{}", ""}) {
        SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
        SQLite::Statement update(database, "UPDATE candidate SET genes = ?");
        update.bind(1, genes);
        update.exec();
        SCOPED_TRACE(genes);
        expectMessage(errorOf([&] { store.candidates(id); }), {"p.lps", "candidate 0", "genes"});
    }
}

TEST(Store, RecognisesADamagedProject) {
    TempDir dir;
    {
        ProjectStore store = ProjectStore::create(dir / "p.lps");
        const RunId id = store.beginRun(newRun(store));
        for (int i = 0; i < 300; ++i) store.addCandidate(id, candidate(i));
    }
    std::ifstream in(dir / "p.lps", std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(in)), {});
    ASSERT_GT(content.size(), 20000u);
    const auto torn = dir.write("torn.lps", content.substr(0, content.size() / 2));
    expectMessage(errorOf([&] { ProjectStore::open(torn); }), {"torn.lps", "damaged", "copy"});
    std::fill(content.begin() + 4096, content.end() - 4096, '\x5A');
    const auto overwritten = dir.write("zap.lps", content);
    expectMessage(errorOf([&] { ProjectStore::open(overwritten); }), {"zap.lps", "damaged"});
}

}  // namespace
}  // namespace lpstudio::test
