#include "app/project/store/migrations.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <iostream>

#include "tests/app/project/small_project.h"

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

/// A project as version 1 of the format left it, in the words of that version.
constexpr const char* kVersion1 = R"sql(
PRAGMA application_id = 1280332660;
PRAGMA user_version = 1;
CREATE TABLE model(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    relative_path TEXT NOT NULL,
    absolute_path TEXT NOT NULL);
CREATE TABLE dataset(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    relative_path TEXT NOT NULL,
    absolute_path TEXT NOT NULL,
    images INTEGER NOT NULL);
CREATE TABLE run(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    model INTEGER NOT NULL REFERENCES model(id),
    calibration INTEGER NOT NULL REFERENCES dataset(id),
    evaluation INTEGER REFERENCES dataset(id),
    settings TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    seed INTEGER NOT NULL,
    program_version TEXT NOT NULL,
    started_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK(state IN ('running', 'finished', 'stopped', 'failed')),
    owner TEXT NOT NULL,
    message TEXT NOT NULL DEFAULT '',
    seconds REAL NOT NULL DEFAULT 0,
    float_top1_percent REAL,
    best INTEGER);
CREATE TABLE candidate(
    run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    pass INTEGER NOT NULL,
    block INTEGER NOT NULL,
    cycle INTEGER NOT NULL,
    child INTEGER NOT NULL,
    genes TEXT NOT NULL,
    contrast REAL,
    compression REAL,
    fitness REAL,
    mean_weight_bits REAL,
    mean_activation_bits REAL,
    model_bytes REAL,
    energy_pj REAL,
    latency_s REAL,
    area_um2 REAL,
    seconds REAL,
    top1_percent REAL,
    PRIMARY KEY(run, id)) WITHOUT ROWID;
INSERT INTO model VALUES(3, 'net', 'aa', '../net.pt', '/old/net.pt');
INSERT INTO dataset VALUES(1, 'cal', 'bb', 'cal.bin', '/old/cal.bin', 4000);
INSERT INTO dataset VALUES(2, 'eval', 'cc', 'eval.bin', '/old/eval.bin', 10000);
INSERT INTO run VALUES(5, 'LPQ 1', 3, 1, 2, '{"seed":1}', 'print', -1, '0.1.0',
    '2025-03-01T12:00:00Z', 'finished', 'boot 1 2', 'done', 12.5, 92.25, 1);
INSERT INTO candidate VALUES(5, 0, 1, 2, 3, 4, '[[8,2,3,0.1]]', 0.5, 0.25, 0.125, 4.5, 7.25,
    12345.0, 1e6, 2e-3, 3e4, 0.05, NULL);
INSERT INTO candidate VALUES(5, 1, 1, 2, 3, 5, '[[2,0,1,-0.5]]', NULL, 0.25, 0.125, 2.0, 4.0,
    12345.0, 1e6, 2e-3, 3e4, 0.05, 91.5);
)sql";

/// What version 2 added, in its words.
constexpr const char* kVersion2 = R"sql(
PRAGMA user_version = 2;
CREATE TABLE artifact(
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    run INTEGER REFERENCES run(id) ON DELETE SET NULL,
    candidate INTEGER,
    sha256 TEXT NOT NULL,
    relative_path TEXT NOT NULL,
    absolute_path TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL);
INSERT INTO artifact VALUES(4, 'report', 5, 1, 'dd', '../r.pdf', '/old/r.pdf', '');
)sql";

/// What versions 3 and 4 added, in their words.
constexpr const char* kVersion4 = R"sql(
PRAGMA user_version = 4;
CREATE TABLE hand_run(
    run INTEGER PRIMARY KEY REFERENCES run(id) ON DELETE CASCADE,
    derived_from INTEGER REFERENCES run(id) ON DELETE SET NULL,
    made_at TEXT NOT NULL);
CREATE TABLE candidate_note(
    run INTEGER NOT NULL,
    candidate INTEGER NOT NULL,
    name TEXT NOT NULL,
    notes TEXT NOT NULL,
    starred INTEGER NOT NULL CHECK(starred IN (0, 1)),
    PRIMARY KEY(run, candidate),
    FOREIGN KEY(run, candidate) REFERENCES candidate(run, id) ON DELETE CASCADE) WITHOUT ROWID;
CREATE TABLE note(
    id INTEGER PRIMARY KEY,
    model INTEGER UNIQUE REFERENCES model(id) ON DELETE CASCADE,
    dataset INTEGER UNIQUE REFERENCES dataset(id) ON DELETE CASCADE,
    run INTEGER UNIQUE REFERENCES run(id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    CHECK((model IS NOT NULL) + (dataset IS NOT NULL) + (run IS NOT NULL) = 1));
CREATE INDEX candidate_of_run ON candidate(run);
INSERT INTO run SELECT 8, 'mine', model, calibration, evaluation, settings, fingerprint, seed,
    program_version, started_at, state, owner, message, seconds, NULL, 0 FROM run WHERE id = 5;
INSERT INTO candidate SELECT 8, id, pass, block, cycle, child, genes, contrast, compression, fitness,
    mean_weight_bits, mean_activation_bits, model_bytes, energy_pj, latency_s, area_um2, seconds,
    top1_percent FROM candidate WHERE run = 5 AND id = 0;
INSERT INTO hand_run VALUES(8, 5, '2025-03-02T12:00:00Z');
INSERT INTO candidate_note VALUES(8, 0, 'wide', 'made at noon', 1);
INSERT INTO note VALUES(1, NULL, NULL, 5, 'first try');
INSERT INTO run SELECT 12, name, model, calibration, evaluation, settings, fingerprint, seed,
    program_version, started_at, state, owner, message, seconds, NULL, 0 FROM run WHERE id = 5;
DELETE FROM run WHERE id = 12;
)sql";

fs::path version1(const TempDir& dir) {
    const fs::path file = dir / "old.lps";
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec(kVersion1);
    return file;
}

fs::path version2(const TempDir& dir) {
    const fs::path file = version1(dir);
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec(kVersion2);
    return file;
}

fs::path version4(const TempDir& dir) {
    const fs::path file = version2(dir);
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    database.exec(kVersion4);
    return file;
}

int versionOf(const fs::path& file) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
    return database.execAndGet("PRAGMA user_version").getInt();
}

TEST(Migration, AProjectOfVersion1OpensWithAllItHolds) {
    TempDir dir;
    const fs::path file = version1(dir);
    EXPECT_EQ(versionOf(file), 1);
    for (int again = 0; again < 2; ++again) {
        ProjectStore store = ProjectStore::open(file);
        ASSERT_EQ(store.models().size(), 1U);
        EXPECT_EQ(store.model(3).stored, "/old/net.pt");
        EXPECT_EQ(store.dataset(2).images, 10000);
        const RunRecord run = store.run(RunId(5));
        EXPECT_EQ(run.name, "LPQ 1");
        EXPECT_EQ(run.seed, std::numeric_limits<std::uint64_t>::max());
        EXPECT_EQ(run.state, RunState::Finished);
        EXPECT_EQ(run.floatTop1Percent, 92.25);
        EXPECT_EQ(run.best, CandidateId(1));
        const auto candidates = store.candidates(RunId(5));
        ASSERT_EQ(candidates.size(), 2U);
        EXPECT_EQ(candidates[0].candidate.genes[0].n, 8);
        EXPECT_EQ(candidates[1].top1Percent, 91.5);
        EXPECT_TRUE(store.artifacts().empty());
    }
    EXPECT_EQ(versionOf(file), static_cast<int>(projectMigrations().size()));
    // What is new works, and run numbers go on where they were.
    ProjectStore store = ProjectStore::open(file);
    store.addArtifact({0, "report", dir / "r.pdf", "dd", RunId(5), {}, ""});
    EXPECT_EQ(store.artifacts().at(0).file, dir / "r.pdf");
    EXPECT_EQ(store.beginRun(someRun(3, 1)), RunId(6));
}

TEST(Migration, AProjectOfVersion2OpensAndTakesNotes) {
    TempDir dir;
    const fs::path file = version2(dir);
    EXPECT_EQ(versionOf(file), 2);
    ProjectStore::check(file);
    {
        ProjectStore store = ProjectStore::open(file);
        ASSERT_EQ(store.artifacts().size(), 1U);
        EXPECT_EQ(store.artifacts()[0].run, RunId(5));
        const RunRecord run = store.run(RunId(5));
        EXPECT_EQ(run.kind, RunKind::Search);
        EXPECT_EQ(run.notes, "");
        EXPECT_FALSE(run.derivedFrom.has_value());
        EXPECT_TRUE(store.candidateNotes(RunId(5)).empty());
        store.setNotes(AnnotatedItem::Model, 3, "noted");
        store.setCandidateNote(RunId(5), {CandidateId(1), "a", "b", true});
        const auto made = store.addManualCandidate(RunId(5), someCandidate(3), "mine", "by hand");
        EXPECT_EQ(made, std::pair(RunId(6), CandidateId(0)));
    }
    EXPECT_EQ(versionOf(file), static_cast<int>(projectMigrations().size()));
    const ProjectStore store = ProjectStore::open(file, true);
    EXPECT_EQ(store.model(3).notes, "noted");
    EXPECT_EQ(store.candidateNote(RunId(5), CandidateId(1)),
              (CandidateNote{CandidateId(1), "a", "b", true}));
    EXPECT_EQ(store.run(RunId(6)).kind, RunKind::Manual);
    EXPECT_EQ(store.run(RunId(6)).state, RunState::Finished);
}

TEST(Migration, AProjectOfVersion4KeepsWhatRefersToItsRuns) {
    TempDir dir;
    const fs::path file = version4(dir);
    EXPECT_EQ(versionOf(file), 4);
    ProjectStore::check(file);
    {
        ProjectStore store = ProjectStore::open(file);
        ASSERT_EQ(store.runs().size(), 2U);
        EXPECT_EQ(store.run(RunId(5)).notes, "first try");
        EXPECT_EQ(store.run(RunId(5)).candidates, 2);
        EXPECT_EQ(store.run(RunId(8)).kind, RunKind::Manual);
        EXPECT_EQ(store.run(RunId(8)).derivedFrom, RunId(5));
        EXPECT_EQ(store.candidateNote(RunId(8), CandidateId(0)),
                  (CandidateNote{CandidateId(0), "wide", "made at noon", true}));
        EXPECT_EQ(store.artifacts().at(0).run, RunId(5));
        // Of what runs used nothing was known then.
        EXPECT_TRUE(store.inputs(RunId(5)).isEmpty());
        EXPECT_FALSE(store.outputShifts(RunId(5), CandidateId(0)).has_value());
    }
    EXPECT_EQ(versionOf(file), 5);
    ProjectStore::check(file);
    ProjectStore store = ProjectStore::open(file);
    store.setInputs(RunId(5), someInputs());
    EXPECT_EQ(store.inputs(RunId(5)), someInputs());
    store.endRun(RunId(5), RunState::Limited, CandidateId(1), 1);
    EXPECT_EQ(store.run(RunId(5)).state, RunState::Limited);
    // Run 12 was removed; its number is not given again.
    EXPECT_EQ(store.beginRun(someRun(3, 1)), RunId(13));
    // What goes with a run goes with it now, too.
    store.removeRun(RunId(5));
    EXPECT_TRUE(store.inputs(RunId(5)).isEmpty());
    EXPECT_FALSE(store.artifacts().at(0).run.has_value());
    EXPECT_FALSE(store.run(RunId(8)).derivedFrom.has_value());
    ProjectStore::check(file);
}

TEST(Migration, CheckingChangesNothing) {
    TempDir dir;
    const fs::path file = version1(dir);
    const std::string before = bytesOf(file);
    ProjectStore::check(file);
    EXPECT_EQ(bytesOf(file), before);
    EXPECT_EQ(namesIn(dir.path()), std::vector<std::string>{"old.lps"});
}

constexpr std::array<const char*, 3> kThree = {"CREATE TABLE a(x)", "CREATE TABLE b(x)",
                                               "INSERT INTO a VALUES(1); CREATE TABLE c(x)"};

TEST(Migration, TakesEveryStepOnceFromEveryVersion) {
    for (std::size_t from = 0; from <= 3; ++from) {
        TempDir dir;
        const fs::path file = dir / "x.lps";
        SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        migrateProject(database, MigrationSteps(kThree).first(from));
        EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), static_cast<int>(from));
        migrateProject(database, kThree);
        migrateProject(database, kThree);
        EXPECT_EQ(checkProjectVersion(database, kThree, file), 3);
        EXPECT_EQ(database.execAndGet("SELECT COUNT(*) FROM a").getInt(), 1);
        // An older program keeps its hands off it.
        expectMessage(
            errorOf([&] { checkProjectVersion(database, MigrationSteps(kThree).first(2), file); }),
            {"x.lps", "newer version", "version 3", "up to 2", "update the program"});
    }
}

TEST(Migration, AStepThatFailsChangesNothing) {
    TempDir dir;
    const fs::path file = dir / "x.lps";
    constexpr std::array<const char*, 3> kBad = {"CREATE TABLE a(x)", "CREATE TABLE b(x)",
                                                 "CREATE TABLE c(x); CREATE TABLE a(x)"};
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    migrateProject(database, MigrationSteps(kBad).first(1));
    EXPECT_THROW(migrateProject(database, kBad), SQLite::Exception);
    EXPECT_EQ(checkProjectVersion(database, MigrationSteps(kBad).first(1), file), 1);
    EXPECT_FALSE(database.tableExists("b"));
}

TEST(Migration, TwoProcessesMayOpenAnOldProjectAtOnce) {
    for (int round = 0; round < 5; ++round) {
        TempDir dir;
        const fs::path file = version1(dir);
        std::array<pid_t, 4> children{};
        for (pid_t& child : children) {
            child = fork();
            if (child != 0) continue;
            try {
                const ProjectStore store = ProjectStore::open(file);
                _exit(store.run(RunId(5)).candidates == 2 ? 0 : 1);
            } catch (const std::exception& error) {
                std::cerr << error.what() << std::endl;
                _exit(2);
            }
        }
        for (const pid_t child : children) {
            int status = -1;
            waitpid(child, &status, 0);
            EXPECT_EQ(WEXITSTATUS(status), 0);
        }
        ProjectStore::check(file);
    }
}

}  // namespace
}  // namespace lpstudio::test
