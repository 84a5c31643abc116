#include "app/project/store/migrations.h"

#include <sqlite3.h>
#include <array>
#include <chrono>
#include <map>
#include <string>
#include <thread>

#include "app/project/store/database.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// Larger files are not read through when opened; damage shows when the damaged part is read.
constexpr std::uintmax_t kCheckedBytes = std::uintmax_t{64} << 20;

/// What a file from a stranger could abuse: code in its schema, writes into SQLite's own tables.
void distrust(SQLite::Database& database) {
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    database.exec("PRAGMA cell_size_check = ON");
}

/// WAL lets others read while a search writes; it is kept in the file. NORMAL survives the death of
/// the process at any moment; after a power failure the last commits may be missing, the file is
/// sound.
void configure(SQLite::Database& database) {
    database.setBusyTimeout(kBusyMilliseconds);
    database.exec("PRAGMA foreign_keys = ON");
    if (sqlite3_db_readonly(database.getHandle(), "main") == 0)
        database.execAndGet("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = NORMAL");
}

}  // namespace

void createSchema(SQLite::Database& database) {
    // Not by a log, which is brought into the file when it is closed: who closes is not told that
    // the disk was full.
    database.setBusyTimeout(kBusyMilliseconds);
    database.execAndGet("PRAGMA journal_mode = DELETE");
    database.exec("PRAGMA foreign_keys = ON");
    migrateProject(database, projectMigrations());
}

int checkSchema(SQLite::Database& database, const std::filesystem::path& file) {
    database.setBusyTimeout(kBusyMilliseconds);
    distrust(database);
    // One state of the file: another process may be bringing it up to date.
    const SQLite::Transaction snapshot(database);
    const int version = checkProjectVersion(database, projectMigrations(), file);
    std::error_code ignored;
    if (std::filesystem::file_size(file, ignored) > kCheckedBytes) return version;
    const std::string verdict = database.execAndGet("PRAGMA quick_check(1)").getString();
    if (verdict != "ok") throw SQLite::Exception(verdict, SQLITE_CORRUPT);
    SQLite::Statement lost(database, "PRAGMA foreign_key_check");
    if (lost.executeStep())
        throw SQLite::Exception("a row of " + lost.getColumn(0).getString() + " refers to nothing",
                                SQLITE_CORRUPT);
    return version;
}

void openSchema(SQLite::Database& database, const std::filesystem::path& file) {
    // To turn to the log, or to recover it, SQLite wants a lock for which it does not wait: it says
    // busy at once, whatever the time-out.
    const auto giveUp =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(kBusyMilliseconds);
    for (;;) try {
            const int version = checkSchema(database, file);
            configure(database);
            if (version < static_cast<int>(projectMigrations().size()))
                migrateProject(database, projectMigrations());
            return;
        } catch (const SQLite::Exception& error) {
            if (error.getErrorCode() != SQLITE_BUSY || std::chrono::steady_clock::now() >= giveUp)
                throw;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
}

namespace {

/// Never change a step that was released; add one.
constexpr std::array<const char*, 5> kSteps = {
    R"sql(
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
)sql",
    // 2: files made from the project's content.
    R"sql(
CREATE TABLE artifact(
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    run INTEGER REFERENCES run(id) ON DELETE SET NULL,
    candidate INTEGER,
    sha256 TEXT NOT NULL,
    relative_path TEXT NOT NULL,
    absolute_path TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL);
)sql",
    // 3: what the user writes beside things, and runs of manual candidates. Tables of their own: a
    // damaged project's rows are told apart by their number of columns and types.
    R"sql(
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
)sql",
    // 4: the candidates of a run are counted wherever runs are listed; by their rows, which hold
    // the genes, 100,000 take 60 ms.
    R"sql(
CREATE INDEX candidate_of_run ON candidate(run);
)sql",
    // 5: a run may end at a limit; what a run used is kept with it, so that its candidates can be
    // exported and reported without its images. SQLite changes a CHECK by a new table only; run
    // numbers go on where they were.
    R"sql(
CREATE TABLE new_run(
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
    state TEXT NOT NULL CHECK(state IN ('running', 'finished', 'stopped', 'failed', 'limited')),
    owner TEXT NOT NULL,
    message TEXT NOT NULL DEFAULT '',
    seconds REAL NOT NULL DEFAULT 0,
    float_top1_percent REAL,
    best INTEGER);
INSERT INTO new_run SELECT * FROM run;
DELETE FROM sqlite_sequence WHERE name = 'new_run';
INSERT INTO sqlite_sequence(name, seq) SELECT 'new_run', seq FROM sqlite_sequence WHERE name = 'run';
DROP TABLE run;
ALTER TABLE new_run RENAME TO run;
CREATE TABLE run_format(
    run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
    layer INTEGER NOT NULL,
    width INTEGER NOT NULL,
    weights TEXT NOT NULL,
    activations TEXT,
    PRIMARY KEY(run, layer, width)) WITHOUT ROWID;
CREATE TABLE run_images(
    run INTEGER PRIMARY KEY REFERENCES run(id) ON DELETE CASCADE,
    calibration TEXT NOT NULL,
    left_out TEXT);
CREATE TABLE output_shift(
    run INTEGER NOT NULL,
    candidate INTEGER NOT NULL,
    shifts TEXT NOT NULL,
    PRIMARY KEY(run, candidate),
    FOREIGN KEY(run, candidate) REFERENCES candidate(run, id) ON DELETE CASCADE) WITHOUT ROWID;
)sql"};

int pragma(SQLite::Database& database, const char* name) {
    return database.execAndGet(std::string("PRAGMA ") + name).getInt();
}

using Objects = std::map<std::string, std::string>;

/// Tables and indices by name with the SQL that makes them, without SQLite's own.
Objects objectsOf(SQLite::Database& database, const char* condition) {
    Objects objects;
    SQLite::Statement query(database,
                            std::string("SELECT name, COALESCE(sql, '') FROM sqlite_schema WHERE "
                                        "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND ") +
                                condition);
    while (query.executeStep())
        objects.emplace(query.getColumn(0).getString(), query.getColumn(1).getString());
    return objects;
}

}  // namespace

MigrationSteps projectMigrations() {
    return kSteps;
}

namespace {

/// A step may make a table anew: dropping the old one must not take along what refers to it.
class WithoutForeignKeys {
public:
    explicit WithoutForeignKeys(SQLite::Database& database)
        : database_(database), were_(pragma(database, "foreign_keys") != 0) {
        database_.exec("PRAGMA foreign_keys = OFF");
    }
    ~WithoutForeignKeys() {
        if (were_) database_.tryExec("PRAGMA foreign_keys = ON");
    }
    WithoutForeignKeys(const WithoutForeignKeys&) = delete;
    WithoutForeignKeys& operator=(const WithoutForeignKeys&) = delete;

private:
    SQLite::Database& database_;
    bool were_;
};

}  // namespace

void migrateProject(SQLite::Database& database, MigrationSteps steps) {
    const WithoutForeignKeys without(database);
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    // Read under the lock: another process may have done it since the version was looked at.
    const int from = pragma(database, "user_version");
    for (std::size_t step = static_cast<std::size_t>(from); step < steps.size(); ++step)
        database.exec(steps[step]);
    if (from < static_cast<int>(steps.size())) {
        database.exec("PRAGMA application_id = " + std::to_string(kProjectApplicationId));
        database.exec("PRAGMA user_version = " + std::to_string(steps.size()));
    }
    transaction.commit();
}

int checkProjectVersion(SQLite::Database& database, MigrationSteps steps,
                        const std::filesystem::path& file) {
    const std::string name = file.string();
    if (pragma(database, "application_id") != kProjectApplicationId)
        throw Error(name + ": is a database, but not an LP Studio project; give a .lps file");
    const int version = pragma(database, "user_version");
    const int newest = static_cast<int>(steps.size());
    if (version > newest)
        throw Error(name + ": was made by a newer version of LP Studio (project version " +
                    std::to_string(version) + ", this program knows up to " +
                    std::to_string(newest) + "); update the program");
    const std::string remedy = "; save what can be read with \"lpstudio-cli project " + name +
                               " --recover\", or restore it from a copy";
    if (version < 1)
        throw Error(name + ": is damaged (project version " + std::to_string(version) + ")" +
                    remedy);
    // Code that would run by itself when the project is used.
    for (const auto& [object, sql] : objectsOf(database, "type NOT IN ('table', 'index')"))
        throw Error(name + ": is damaged or not to be trusted: it holds \"" + object +
                    "\", which no project has" + remedy);
    SQLite::Database model(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    for (int step = 0; step < version; ++step) model.exec(steps[static_cast<std::size_t>(step)]);
    const Objects found = objectsOf(database, "type IN ('table', 'index')");
    for (const auto& [object, sql] : objectsOf(model, "type IN ('table', 'index')")) {
        const auto at = found.find(object);
        if (at == found.end() || at->second != sql)
            throw Error(name + ": is damaged: the table \"" + object +
                        "\" is not that of version " + std::to_string(version) + remedy);
    }
    return version;
}

}  // namespace lpstudio
