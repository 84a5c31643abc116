#include "app/project/store/desk_record.h"

#include <utility>

#include "app/project/store/database.h"

namespace lpstudio {
namespace {

/// Made by whoever first has something to keep, not by a step of migrations.cpp: nothing of the
/// project's content depends on it, and for its sake alone no project need be brought to another
/// version, which on a read-only disk it cannot.
constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS desk(id INTEGER PRIMARY KEY CHECK(id = 1), text TEXT NOT NULL)";

}  // namespace

DeskRecord::DeskRecord(std::shared_ptr<StoreDatabase> database) : database_(std::move(database)) {}

std::string DeskRecord::desk() const {
    return database_->locked([&] {
        if (!database_->connection.tableExists("desk")) return std::string();
        SQLite::Statement query(database_->connection, "SELECT text FROM desk WHERE id = 1");
        return query.executeStep() ? query.getColumn(0).getString() : std::string();
    });
}

void DeskRecord::setDesk(const std::string& text) {
    database_->locked([&] {
        SQLite::Transaction transaction(database_->connection,
                                        SQLite::TransactionBehavior::IMMEDIATE);
        database_->connection.exec(kTable);
        SQLite::Statement keep(database_->connection, "REPLACE INTO desk VALUES(1, ?)");
        keep.bind(1, text);
        keep.exec();
        transaction.commit();
    });
}

}  // namespace lpstudio
