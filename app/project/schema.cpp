#include <sqlite3.h>

#include <array>

#include "app/project/store_impl.h"
#include "core/error.h"

namespace lpstudio {
namespace {

/// "LPSt" in the file's header tells our databases from others.
constexpr int kApplicationId = 0x4C505374;

/// Step i brings a project from version i to i + 1. Never change a step that was released; add one.
constexpr std::array<const char*, 1> kMigrations = {R"sql(
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
)sql"};
constexpr int kVersion = static_cast<int>(kMigrations.size());

/// Larger files are not read through when opened; damage shows when the damaged part is read.
constexpr std::uintmax_t kCheckedBytes = std::uintmax_t{64} << 20;

int pragma(SQLite::Database& database, const char* name) {
    return database.execAndGet(std::string("PRAGMA ") + name).getInt();
}

void migrate(SQLite::Database& database, int from) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    for (int step = from; step < kVersion; ++step)
        database.exec(kMigrations[static_cast<std::size_t>(step)]);
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(kVersion));
    transaction.commit();
}

/// WAL lets others read while a search writes; it is kept in the file. NORMAL survives the death of
/// the process at any moment; after a power failure the last commits may be missing, the file is
/// sound.
void configure(SQLite::Database& database) {
    database.setBusyTimeout(5000);
    database.exec("PRAGMA foreign_keys = ON");
    if (sqlite3_db_readonly(database.getHandle(), "main") == 0)
        database.execAndGet("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = NORMAL");
}

}  // namespace

void createSchema(SQLite::Database& database) {
    configure(database);
    migrate(database, 0);
}

void openSchema(SQLite::Database& database, const std::filesystem::path& file) {
    database.setBusyTimeout(5000);
    const int applicationId = pragma(database, "application_id");
    if (applicationId != kApplicationId)
        throw Error(file.string() +
                    ": is a database, but not a project of LP Studio; give a .lps file");
    const int version = pragma(database, "user_version");
    if (version > kVersion)
        throw Error(file.string() + ": was made by a newer version of LP Studio (project version " +
                    std::to_string(version) + ", this program knows up to " +
                    std::to_string(kVersion) + "); update the program");
    if (version < 1)
        throw Error(file.string() + ": is damaged (project version " + std::to_string(version) +
                    "); restore it from a copy");
    configure(database);
    std::error_code ignored;
    if (std::filesystem::file_size(file, ignored) <= kCheckedBytes) {
        const std::string verdict = database.execAndGet("PRAGMA quick_check(1)").getString();
        if (verdict != "ok") throw SQLite::Exception(verdict, SQLITE_CORRUPT);
    }
    if (version < kVersion) migrate(database, version);
}

void throwStoreError(const SQLite::Exception& error, const std::filesystem::path& file) {
    const std::string name = file.string();
    switch (error.getErrorCode()) {
        case SQLITE_NOTADB:
            throw Error(name + ": is not a project of LP Studio; give a .lps file");
        case SQLITE_CORRUPT:
            throw Error(name +
                        ": is damaged; restore it from a copy, or save what can be read with "
                        "\"sqlite3 " +
                        name + " .recover\"");
        case SQLITE_FULL:
            throw Error(name + ": the disk is full; make room and go on");
        case SQLITE_READONLY:
            throw Error(name + ": is read-only; make the file and its folder writable");
        case SQLITE_CANTOPEN:
            throw Error(name +
                        ": cannot be opened or created; check that its folder exists and may be "
                        "written");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw Error(name +
                        ": is being written by another program; wait for it or stop it, then try "
                        "again");
        case SQLITE_IOERR:
            throw Error(name + ": the disk reports an error (" + error.getErrorStr() +
                        "); check the disk");
        case SQLITE_AUTH:
        case SQLITE_PERM:
            throw Error(name + ": no permission; make the file and its folder writable");
        default: {
            std::string what = error.what();
            for (char& c : what)
                if (c == '\n') c = ' ';
            throw Error(name + ": cannot be used (" + what + "); restore it from a copy");
        }
    }
}

}  // namespace lpstudio
