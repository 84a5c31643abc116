#include "app/project/store/recover.h"

#include "tests/app/project/small_project.h"

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

std::int64_t saved(const RecoverResult& result, const std::string& table) {
    for (const RecoveredTable& one : result.tables)
        if (one.table == table) return one.saved;
    return -1;
}
std::int64_t lost(const RecoverResult& result, const std::string& table) {
    for (const RecoveredTable& one : result.tables)
        if (one.table == table) return one.lost;
    return -1;
}

class Recover : public testing::Test {
protected:
    static constexpr int kCandidates = 300;

    Recover() : project(kCandidates), healthy(bytesOf(project.file)), rows(dumpOf(project.file)) {}

    /// Root page of a table, from 1; the root of a large table holds no rows.
    std::size_t rootOf(const std::string& table) {
        SQLite::Database database(project.file.string(), SQLite::OPEN_READWRITE);
        SQLite::Statement query(database, "SELECT rootpage FROM sqlite_schema WHERE name = ?");
        query.bind(1, table);
        query.executeStep();
        return static_cast<std::size_t>(query.getColumn(0).getInt());
    }
    /// The project with other bytes; it is only read by recovering.
    RecoverResult recover(const std::string& content) {
        fs::remove(recoveredPath(project.file));
        std::ofstream(project.file, std::ios::binary) << content;
        const RecoverResult result = recoverProject(project.file);
        EXPECT_TRUE(bytesOf(project.file) == content);
        EXPECT_EQ(namesIn(project.dir / "p").size(), result.sound ? 1U : 2U);
        if (!result.sound) {
            EXPECT_EQ(result.file, project.dir / "p/small.recovered.lps");
            ProjectStore::check(result.file);
            // Whatever was saved can be read.
            const ProjectStore store = ProjectStore::open(result.file);
            for (const RunRecord& run : store.runs()) (void)store.candidates(run.id);
        }
        return result;
    }
    std::string with(std::size_t at, const std::string& bytes) {
        std::string content = healthy;
        content.replace(at, bytes.size(), bytes);
        return content;
    }

    SmallProject project;
    const std::string healthy, rows;
};

TEST_F(Recover, ASoundProjectIsLeftAlone) {
    const RecoverResult result = recover(healthy);
    EXPECT_TRUE(result.sound);
    EXPECT_TRUE(result.tables.empty());
}

TEST_F(Recover, AHeaderThatIsGoneCostsNothing) {
    for (const std::string& content :
         {with(0, std::string(100, '\0')), with(3, "x"), with(0, std::string(4096, '\x55'))}) {
        const RecoverResult result = recover(content);
        EXPECT_TRUE(dumpOf(result.file) == rows);
        EXPECT_EQ(lost(result, "candidate"), 0);
    }
}

TEST_F(Recover, AnInnerPageThatIsGoneCostsItsOwnRowsOnly) {
    const std::size_t root = rootOf("candidate");
    const RecoverResult result = recover(with((root - 1) * 4096, std::string(4096, '\xA5')));
    // One between any two leaves.
    EXPECT_GT(saved(result, "candidate"), kCandidates * 9 / 10);
    EXPECT_EQ(saved(result, "candidate") + lost(result, "candidate"), kCandidates);
}

TEST_F(Recover, ALeafThatIsGoneCostsItsRows) {
    // The last leaf of the candidates' table that is not at the end of it.
    std::size_t leaf = 0;
    for (std::size_t page = rootOf("artifact") + 2; page + 2 < healthy.size() / 4096; ++page)
        if (healthy[page * 4096] == 0x0A) leaf = page;
    ASSERT_GT(leaf, 0U);
    const RecoverResult result = recover(with(leaf * 4096, std::string(4096, '\xA5')));
    EXPECT_LT(saved(result, "candidate"), kCandidates);
    EXPECT_GT(saved(result, "candidate"), kCandidates - 60);
    EXPECT_EQ(saved(result, "candidate") + lost(result, "candidate"), kCandidates);
    EXPECT_EQ(saved(result, "model"), 1);
    EXPECT_EQ(saved(result, "run"), 1);
    EXPECT_EQ(saved(result, "artifact"), 2);
}

TEST_F(Recover, ATruncatedFileGivesWhatIsLeft) {
    const RecoverResult result = recover(healthy.substr(0, healthy.size() * 2 / 3));
    EXPECT_EQ(saved(result, "run"), 1);
    EXPECT_GT(saved(result, "candidate"), kCandidates / 3);
    EXPECT_LT(saved(result, "candidate"), kCandidates);
}

TEST_F(Recover, RowsThatBreakAConstraintAreDroppedAndCounted) {
    {
        SQLite::Database database(project.file.string(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA foreign_keys = OFF");
        database.exec("UPDATE candidate SET genes = 'rubbish' WHERE id IN (3, 299)");
        database.exec(
            "INSERT INTO candidate SELECT 99, id, pass, block, cycle, child, genes, 1, 1, "
            "1, 1, 1, 1, 1, 1, 1, 1, 1 FROM candidate WHERE id < 10");
        database.exec("UPDATE dataset SET name = CAST(x'ff' AS TEXT) WHERE id = 2");
    }
    const RecoverResult result = recover(bytesOf(project.file));
    EXPECT_EQ(saved(result, "candidate"), 0);  // their run was evaluated on the set that is bad
    EXPECT_EQ(saved(result, "dataset"), 1);
    EXPECT_EQ(lost(result, "dataset"), 1);
    EXPECT_EQ(lost(result, "run"), 1);
    {
        SQLite::Database database(project.file.string(), SQLite::OPEN_READWRITE);
        database.exec("UPDATE dataset SET name = 'test' WHERE id = 2");
    }
    const RecoverResult better = recover(bytesOf(project.file));
    EXPECT_EQ(saved(better, "candidate"), kCandidates - 2);
    EXPECT_EQ(lost(better, "candidate"), 12);
    EXPECT_EQ(saved(better, "run"), 1);
}

TEST_F(Recover, WhatIsStillInTheLogIsSaved) {
    // A program that was killed leaves its last rows in the log beside the file.
    TempDir dir;
    ProjectStore store = ProjectStore::open(project.file);
    store.setTop1(RunId(1), CandidateId(7), 12.25);
    fs::copy_file(project.file, dir / "k.lps");
    fs::copy_file(project.file.string() + "-wal", dir / "k.lps-wal");
    ASSERT_TRUE(recoverProject(dir / "k.lps").sound);
    std::string content = bytesOf(dir / "k.lps");
    content.replace(5 * 4096, 4096, std::string(4096, '\xA5'));
    std::ofstream(dir / "k.lps", std::ios::binary) << content;
    const RecoverResult result = recoverProject(dir / "k.lps");
    ASSERT_FALSE(result.sound);
    EXPECT_EQ(ProjectStore::open(result.file).candidate(RunId(1), CandidateId(7)).top1Percent,
              12.25);
    // Without the log the file is as it was before.
    fs::remove(dir / "k.lps-wal");
    fs::remove(result.file);
    EXPECT_FALSE(ProjectStore::open(recoverProject(dir / "k.lps").file)
                     .candidate(RunId(1), CandidateId(7))
                     .hasTop1());
}

TEST_F(Recover, WhatTheUserWroteAndMadeByHandIsSaved) {
    {
        ProjectStore store = ProjectStore::open(project.file);
        store.addManualCandidate(RunId(1), someCandidate(7), "narrow", "by hand");
    }
    const std::string whole = bytesOf(project.file), all = dumpOf(project.file);
    for (const std::size_t damaged : {std::size_t{0}, rootOf("candidate") - 1}) {
        std::string content = whole;
        content.replace(damaged * 4096, 4096, std::string(4096, '\xA5'));
        const RecoverResult result = recover(content);
        EXPECT_EQ(saved(result, "hand_run"), 1);
        EXPECT_EQ(saved(result, "candidate_note"), 2);
        EXPECT_EQ(saved(result, "note"), 3);
        const ProjectStore store = ProjectStore::open(result.file);
        EXPECT_EQ(store.run(RunId(1)).kind, RunKind::Search);
        EXPECT_EQ(store.run(RunId(1)).notes, "first try");
        EXPECT_EQ(store.run(RunId(2)).kind, RunKind::Manual);
        EXPECT_EQ(store.run(RunId(2)).derivedFrom, RunId(1));
        EXPECT_EQ(store.candidateNote(RunId(2), CandidateId(0)).name, "narrow");
        EXPECT_EQ(store.models().at(0).notes, "from the lab");
        EXPECT_TRUE(store.candidateNote(RunId(1), CandidateId(1)).starred);
        if (damaged == 0) {
            EXPECT_TRUE(dumpOf(result.file) == all);
        }
    }
}

TEST_F(Recover, SaysSoIfNothingCanBeSaved) {
    const auto fail = [&](const std::string& content) {
        const fs::path file = project.dir.write("x/bad.lps", content);
        const std::string message = errorOf([&] { recoverProject(file); });
        EXPECT_EQ(namesIn(project.dir / "x"), std::vector<std::string>{"bad.lps"});
        return message;
    };
    expectMessage(fail(""), {"bad.lps", "nothing", "copy"});
    expectMessage(fail("some text"), {"bad.lps", "nothing"});
    expectMessage(fail(std::string(50000, '\x0D')), {"bad.lps", "nothing"});
    expectMessage(errorOf([&] { recoverProject(project.dir / "none.lps"); }),
                  {"none.lps", "no such project"});
    // What was recovered before is not overwritten.
    recover(with(3, "x"));
    expectMessage(errorOf([&] { recoverProject(project.file); }),
                  {"small.recovered.lps", "exists already"});
    // A newer version is not damage.
    std::string newer = healthy;
    newer[63] = 99;  // the last byte of user_version
    expectMessage(fail(newer), {"bad.lps", "newer version", "99"});
    ASSERT_EQ(newer.substr(60, 3), std::string(3, '\0'));
}

}  // namespace
}  // namespace lpstudio::test
