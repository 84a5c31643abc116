#include "app/project/store/schema.h"

#include <sqlite3.h>

#include <chrono>
#include <thread>

#include "app/project/store/database.h"
#include "app/project/store/migrations.h"

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
    configure(database);
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

}  // namespace lpstudio
