#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "app/project/store/recover.h"

namespace lpstudio {

/// A value as SQLite has it: NULL, integer, real, text; blobs are in no project's rows.
using RowValue = std::variant<std::monostate, std::int64_t, double, std::string>;
using Row = std::vector<RowValue>;

/// What a table of this program's version looks like.
struct TableShape {
    struct Column {
        std::string name, type;
        bool required;  ///< NOT NULL
    };
    std::string name;
    std::vector<Column> columns;
    std::vector<std::string> key;  ///< its columns, which come first
    bool rowid;                    ///< the key is SQLite's row number
};

/// Reads the current row of a statement.
Row rowOf(SQLite::Statement& statement);

/// Takes rows that may be anything into the tables of a new project and counts.
class RowSaver {
public:
    explicit RowSaver(SQLite::Database& out);
    ~RowSaver();
    RowSaver(const RowSaver&) = delete;
    RowSaver& operator=(const RowSaver&) = delete;

    /// In an order in which no row refers to one of a later table.
    const std::vector<TableShape>& shapes() const { return shapes_; }
    /// A key that is there already stays as it is: the first source is the better one. A row that
    /// is refused counts as lost if it was surely one of the table's.
    void save(std::size_t table, const Row& row, bool surely);
    std::vector<RecoveredTable> counts() const;

private:
    bool isPossible(const TableShape& shape, const Row& row) const;

    SQLite::Database& out_;
    std::vector<TableShape> shapes_;
    std::vector<std::unique_ptr<SQLite::Statement>> inserts_;
    using Key = std::vector<std::int64_t>;
    std::vector<std::set<Key>> saved_, refused_;
};

/// Reads the tables of a damaged database from both ends to the damage.
void saveFromTables(SQLite::Database& damaged, std::size_t table, RowSaver& saver);

}  // namespace lpstudio
