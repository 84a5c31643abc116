#include "app/project/store/recover_rows.h"

#include <sqlite3.h>

#include <nlohmann/json.hpp>

#include "app/project/store/genes_text.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

constexpr const char* kTables[] = {
    "model",          "dataset", "run",        "candidate",  "artifact",    "hand_run",
    "candidate_note", "note",    "run_format", "run_images", "output_shift"};

TableShape shapeOf(SQLite::Database& database, const std::string& table) {
    TableShape shape{table, {}, {}, true};
    SQLite::Statement query(database,
                            "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?)");
    query.bind(1, table);
    while (query.executeStep()) {
        shape.columns.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                                 query.getColumn(2).getInt() != 0});
        if (query.getColumn(3).getInt() != 0) shape.key.push_back(shape.columns.back().name);
    }
    shape.rowid = shape.key.size() == 1;
    return shape;
}

std::string joined(const std::vector<std::string>& parts, const char* after = "") {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part + after;
    return text;
}

bool isText(const std::string& text) {
    try {
        return !nlohmann::json(text).dump().empty();
    } catch (const nlohmann::json::exception&) {
        return false;  // not UTF-8
    }
}

bool fits(const TableShape::Column& column, const RowValue& value) {
    if (std::holds_alternative<std::monostate>(value)) return !column.required;
    if (column.type == "INTEGER") return std::holds_alternative<std::int64_t>(value);
    // SQLite stores a real without a fraction as an integer.
    if (column.type == "REAL") return !std::holds_alternative<std::string>(value);
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && isText(*text);
}

bool hasGenes(const Row& row, std::size_t column) {
    try {
        genesFromText(std::get<std::string>(row[column]), "");
        return true;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

Row rowOf(SQLite::Statement& statement) {
    Row row;
    for (int i = 0; i < statement.getColumnCount(); ++i) {
        const SQLite::Column value = statement.getColumn(i);
        if (value.isInteger())
            row.emplace_back(value.getInt64());
        else if (value.isFloat())
            row.emplace_back(value.getDouble());
        else if (value.isText() || value.isBlob())
            row.emplace_back(value.getString());
        else
            row.emplace_back();
    }
    return row;
}

RowSaver::RowSaver(SQLite::Database& out) : out_(out) {
    for (const char* table : kTables) {
        shapes_.push_back(shapeOf(out, table));
        std::vector<std::string> marks(shapes_.back().columns.size(), "?");
        inserts_.push_back(std::make_unique<SQLite::Statement>(
            out, std::string("INSERT INTO ") + table + " VALUES(" + joined(marks) + ")"));
    }
    saved_.resize(shapes_.size());
    refused_.resize(shapes_.size());
}

RowSaver::~RowSaver() = default;

bool RowSaver::isPossible(const TableShape& shape, const Row& row) const {
    if (row.size() != shape.columns.size()) return false;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (!fits(shape.columns[i], row[i])) return false;
        if (shape.columns[i].name == "genes" && !hasGenes(row, i)) return false;
    }
    return true;
}

void RowSaver::save(std::size_t table, const Row& row, bool surely) {
    const TableShape& shape = shapes_[table];
    Key key;
    for (std::size_t i = 0; i < shape.key.size() && i < row.size(); ++i)
        if (const auto* number = std::get_if<std::int64_t>(&row[i])) key.push_back(*number);
    if (key.size() != shape.key.size() || saved_[table].count(key) > 0) return;
    bool saved = false;
    if (isPossible(shape, row)) {
        SQLite::Statement& insert = *inserts_[table];
        insert.tryReset();  // reset() would tell of the row before once more
        insert.clearBindings();
        for (int i = 0; i < static_cast<int>(row.size()); ++i)
            std::visit(
                [&](const auto& value) {
                    if constexpr (!std::is_same_v<std::decay_t<decltype(value)>, std::monostate>)
                        insert.bind(i + 1, value);
                },
                row[static_cast<std::size_t>(i)]);
        try {
            insert.exec();
            saved = true;
        } catch (const SQLite::Exception& error) {
            if (error.getErrorCode() != SQLITE_CONSTRAINT) throw;
        }
    }
    if (saved)
        saved_[table].insert(key);
    else if (surely)
        refused_[table].insert(key);
}

std::vector<RecoveredTable> RowSaver::counts() const {
    std::vector<RecoveredTable> counts;
    for (std::size_t table = 0; table < shapes_.size(); ++table) {
        RecoveredTable count{shapes_[table].name, 0, 0};
        count.saved = static_cast<std::int64_t>(saved_[table].size());
        for (const Key& key : refused_[table])
            if (saved_[table].count(key) == 0) ++count.lost;
        if (count.table == "candidate") {
            // A run numbers its candidates from 0 without gaps. Those that were refused are gaps
            // too, unless all of the run is lost.
            SQLite::Statement gaps(out_,
                                   "SELECT run, MAX(id) + 1 - COUNT(*) FROM candidate WHERE id >= "
                                   "0 GROUP BY run");
            while (gaps.executeStep()) {
                const std::int64_t run = gaps.getColumn(0).getInt64();
                const std::int64_t last =
                    saved_[table].rbegin()->front() == run
                        ? saved_[table].rbegin()->back()
                        : std::prev(saved_[table].lower_bound({run + 1}))->back();
                for (const Key& key : refused_[table])
                    if (key[0] == run && key[1] >= 0 && key[1] <= last &&
                        saved_[table].count(key) == 0)
                        --count.lost;
                count.lost += gaps.getColumn(1).getInt64();
            }
        }
        counts.push_back(count);
    }
    return counts;
}

void saveFromTables(SQLite::Database& damaged, std::size_t table, RowSaver& saver) {
    const TableShape& shape = saver.shapes()[table];
    std::vector<std::string> columns;
    for (const TableShape::Column& column : shape.columns) columns.push_back(column.name);
    for (const char* direction : {"", " DESC"}) try {
            SQLite::Statement query(damaged, "SELECT " + joined(columns) + " FROM " + shape.name +
                                                 " ORDER BY " + joined(shape.key, direction));
            while (query.executeStep()) saver.save(table, rowOf(query), true);
            return;
        } catch (const SQLite::Exception& error) {
            // The damage was reached, or there is no such table; continue from the other end.
            if (error.getErrorCode() == SQLITE_FULL) throw;
        }
}

}  // namespace lpstudio
