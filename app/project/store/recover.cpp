#include "app/project/store/recover.h"

#include <sqlite3.h>

#include <system_error>

#include "app/project/store/database.h"
#include "app/project/store/genes_text.h"
#include "app/project/store/migrations.h"
#include "app/project/store/recover_pages.h"
#include "app/project/store/schema.h"
#include "app/project/store/scratch_folder.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

void copyFile(const fs::path& from, const fs::path& to) {
    std::error_code failure;
    fs::copy_file(from, to, failure);
    if (failure)
        throw Error(from.string() + ": cannot be copied (" + failure.message() +
                    "); check its permissions and the disk's room");
}

/// A copy of the project with what its "-wal" adds, as far as SQLite takes it.
fs::path mergedCopy(const fs::path& project, const fs::path& scratch) {
    fs::path copy = scratch / "damaged.lps";
    copyFile(project, copy);
    std::error_code ignored;
    if (fs::path log = project.string() + "-wal"; fs::exists(log, ignored))
        copyFile(log, copy.string() + "-wal");
    try {
        SQLite::Database database(copy.string(), SQLite::OPEN_READWRITE);
        database.execAndGet("PRAGMA journal_mode = DELETE");
    } catch (const SQLite::Exception&) {
        // The log goes with a file that cannot be opened.
    }
    for (const char* ending : {"-wal", "-shm"}) fs::remove(copy.string() + ending, ignored);
    return copy;
}

/// Whether there is nothing to save. Throws Error for a project of a newer version.
bool isSound(const fs::path& copy, const fs::path& project) {
    try {
        SQLite::Database database = openImmutable(copy);
        if (database.execAndGet("PRAGMA application_id").getInt() == kProjectApplicationId &&
            database.execAndGet("PRAGMA user_version").getInt() >
                static_cast<int>(projectMigrations().size()))
            checkProjectVersion(database, projectMigrations(), project);
    } catch (const SQLite::Exception&) {
        return false;
    }
    try {
        SQLite::Database database = openImmutable(copy);
        checkSchema(database, project);
        if (database.execAndGet("PRAGMA integrity_check(1)").getString() != "ok") return false;
        SQLite::Statement genes(database, "SELECT genes FROM candidate");
        while (genes.executeStep()) genesFromText(genes.getColumn(0).getString(), "");
        return true;
    } catch (const SQLite::Exception&) {
        return false;
    } catch (const Error&) {
        return false;
    }
}

/// A database whose own tables can be read, if it can be opened at all.
std::unique_ptr<SQLite::Database> openedCopy(const fs::path& copy) {
    try {
        auto database = std::make_unique<SQLite::Database>(openImmutable(copy));
        database->execAndGet("SELECT COUNT(*) FROM sqlite_schema");
        return database;
    } catch (const SQLite::Exception&) {
        return nullptr;
    }
}

std::vector<RecoveredTable> salvage(const fs::path& copy, const fs::path& out,
                                    const fs::path& scratch, const std::stop_token& stop,
                                    const ProgressFunction& progress) {
    const fs::path pageCopy = scratch / "pages.lps";
    copyFile(copy, pageCopy);
    SQLite::Database target(out.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    createSchema(target);
    const auto damaged = openedCopy(copy);
    PageReader pages(pageCopy);
    std::vector<RecoveredTable> counts;
    {
        SQLite::Transaction transaction(target);
        RowSaver saver(target);
        for (std::size_t table = 0; table < saver.shapes().size(); ++table) {
            if (damaged) saveFromTables(*damaged, table, saver);
            pages.save(table, saver, stop, progress);
        }
        counts = saver.counts();
        transaction.commit();
    }
    // One file that can be moved.
    target.execAndGet("PRAGMA journal_mode = DELETE");
    return counts;
}

}  // namespace

fs::path recoveredPath(const fs::path& project) {
    fs::path path = project;
    return path.replace_extension(".recovered.lps");
}

RecoverResult recoverProject(const fs::path& project, const std::stop_token& stop,
                             const ProgressFunction& progress) {
    std::error_code ignored;
    if (!fs::is_regular_file(project, ignored))
        throw Error(project.string() + ": no such project; check the path");
    RecoverResult result{false, recoveredPath(project), {}};
    const ScratchFolder scratch(project.parent_path());
    const fs::path copy = mergedCopy(project, scratch.path());
    if (isSound(copy, project)) return {true, {}, {}};
    if (fs::exists(result.file, ignored))
        throw Error(result.file.string() +
                    ": exists already; move it away, so that nothing recovered before is lost");
    const fs::path out = scratch / "recovered.lps";
    try {
        result.tables = salvage(copy, out, scratch.path(), stop, progress);
    } catch (const SQLite::Exception& error) {
        throwStoreError(error, result.file);
    }
    std::int64_t saved = 0;
    for (const RecoveredTable& table : result.tables) saved += table.saved;
    if (saved == 0)
        throw Error(project.string() +
                    ": nothing of a project can be read in it; restore it from a copy");
    fs::rename(out, result.file, ignored);
    if (ignored)
        throw Error(result.file.string() + ": cannot be written (" + ignored.message() +
                    "); check that the folder may be written");
    return result;
}

}  // namespace lpstudio
