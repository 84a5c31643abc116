// SQLite's own recovery extension (sqlite3_recover) is not in every distribution's library,
// Debian's among them. What it does is done here with what every library has: the first page, which
// holds the schema, is replaced by one whose tables have as many columns as are ever needed, and
// these tables are pointed at one leaf page after the other. SQLite itself reads the rows, with
// their overflow pages; the number of columns that a row really has tells whose it is.

#include "app/project/store/recover.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stop_token>
#include <system_error>
#include <vector>

#include "app/project/store/database.h"
#include "app/project/store/genes_text.h"
#include "app/project/store/migrations.h"
#include "app/project/store/recover_rows.h"
#include "app/project/store/scratch_folder.h"
#include "core/base/error.h"
#include "core/base/progress.h"

namespace lpstudio {
namespace {

/// The pages of a damaged database that look like those of a table, whatever has become of the
/// rest.
class PageReader {
public:
    /// `file` is a copy that may be changed: its first page is replaced. Throws Error,
    /// SQLite::Exception.
    explicit PageReader(const std::filesystem::path& file);
    ~PageReader();
    PageReader(const PageReader&) = delete;
    PageReader& operator=(const PageReader&) = delete;

    void save(std::size_t table, RowSaver& saver, const std::stop_token& stop,
              const ProgressFunction& progress);

private:
    std::vector<std::int64_t> rowPages_, keyPages_;
    std::unique_ptr<SQLite::Database> database_;
};

namespace fs = std::filesystem;

constexpr std::size_t kPage = 4096;  // of every project
constexpr int kProbeColumns = 32;
constexpr const char* kAbsent = "lpstudio: no such column";
/// First byte of a page: a leaf of a table with row numbers; a leaf and an inner page of one
/// without, which holds rows too.
constexpr char kRowLeaf = 0x0D, kKeyLeaf = 0x0A, kKeyInner = 0x02;

std::string probeSql(const char* name, bool rowid) {
    std::string sql =
        std::string("CREATE TABLE ") + name + "(c0" + (rowid ? " INTEGER PRIMARY KEY" : "");
    for (int i = 1; i < kProbeColumns; ++i)
        sql += ", c" + std::to_string(i) + " DEFAULT '" + kAbsent + "'";
    return sql + (rowid ? ")" : ", PRIMARY KEY(c0, c1)) WITHOUT ROWID");
}

/// Puts the first page of a new database with the probe tables in the place of the file's.
void replaceFirstPage(const fs::path& file, std::int64_t pages) {
    fs::path made = file;
    made += ".probe";
    {
        SQLite::Database database(made.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec("PRAGMA page_size = " + std::to_string(kPage));
        database.exec(probeSql("probe_rows", true));
        database.exec(probeSql("probe_keys", false));
    }
    std::array<char, kPage> page{};
    std::ifstream(made, std::ios::binary).read(page.data(), page.size());
    // The number of pages, big-endian at offset 28; SQLite reads nothing beyond it.
    for (std::size_t i = 0; i < 4; ++i) page[28 + i] = static_cast<char>(pages >> (8 * (3 - i)));
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    out.write(page.data(), page.size());
    if (!out.flush()) throw Error(file.string() + ": cannot be written; check the disk's room");
}

/// The row without the columns it does not have.
Row withoutAbsent(Row row) {
    while (!row.empty() && std::holds_alternative<std::string>(row.back()) &&
           std::get<std::string>(row.back()) == kAbsent)
        row.pop_back();
    return row;
}

PageReader::PageReader(const fs::path& file) {
    // Three at least: the probe tables are made with roots in the second and the third.
    const auto pages = std::max<std::int64_t>(
        static_cast<std::int64_t>((fs::file_size(file) + kPage - 1) / kPage), 3);
    fs::resize_file(file, static_cast<std::uintmax_t>(pages) * kPage);
    {
        std::ifstream in(file, std::ios::binary);
        for (std::int64_t page = 2; page <= pages; ++page) {
            char kind = 0;
            in.seekg((page - 1) * static_cast<std::streamoff>(kPage)).read(&kind, 1);
            if (kind == kRowLeaf) rowPages_.push_back(page);
            if (kind == kKeyLeaf || kind == kKeyInner) keyPages_.push_back(page);
        }
    }
    replaceFirstPage(file, pages);
    database_ = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE);
    database_->exec("PRAGMA journal_mode = OFF");
    database_->exec("PRAGMA synchronous = OFF");
    database_->exec("PRAGMA writable_schema = ON");
}

PageReader::~PageReader() = default;

void PageReader::save(std::size_t table, RowSaver& saver, const std::stop_token& stop,
                      const ProgressFunction& progress) {
    const TableShape& shape = saver.shapes()[table];
    const char* const probe = shape.rowid ? "probe_rows" : "probe_keys";
    const auto& pages = shape.rowid ? rowPages_ : keyPages_;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (stop.stop_requested()) throw Cancelled();
        if (progress) progress({"Reading pages for " + shape.name, i, pages.size()});
        SQLite::Statement point(*database_, "UPDATE sqlite_schema SET rootpage = ? WHERE name = ?");
        point.bind(1, pages[i]);
        point.bind(2, probe);
        point.exec();
        for (const char* direction : {"", " DESC"}) try {
                // The schema is read again; RESET also takes the permission to change it.
                database_->exec("PRAGMA writable_schema = RESET");
                database_->exec("PRAGMA writable_schema = ON");
                SQLite::Statement query(
                    *database_, std::string("SELECT * FROM ") + probe + " ORDER BY c0" + direction +
                                    (shape.rowid ? "" : std::string(", c1") + direction));
                while (query.executeStep()) saver.save(table, withoutAbsent(rowOf(query)), false);
                break;
            } catch (const SQLite::Exception&) {
                // A damaged row; those behind it are read from the other end.
            }
    }
}

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
