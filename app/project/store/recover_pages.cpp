#include "app/project/store/recover_pages.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "core/base/error.h"

// SQLite's own recovery extension (sqlite3_recover) is not in every distribution's library,
// Debian's among them. What it does is done here with what every library has: the first page, which
// holds the schema, is replaced by one whose tables have as many columns as are ever needed, and
// these tables are pointed at one leaf page after the other. SQLite itself reads the rows, with
// their overflow pages; the number of columns that a row really has tells whose it is.

namespace lpstudio {
namespace {

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

}  // namespace

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

}  // namespace lpstudio
