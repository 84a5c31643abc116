#include "app/project/store/note_records.h"

#include <utility>

#include "app/project/store/database.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

const char* tableOf(AnnotatedItem item) {
    switch (item) {
        case AnnotatedItem::Model:
            return "model";
        case AnnotatedItem::Dataset:
            return "dataset";
        case AnnotatedItem::Run:
            return "run";
    }
    return "";
}

std::string itemText(AnnotatedItem item, std::int64_t id) {
    return tableOf(item) + (" " + std::to_string(id));
}

constexpr const char* kNoteColumns = "SELECT candidate, name, notes, starred FROM candidate_note";

CandidateNote noteOf(SQLite::Statement& row) {
    return {CandidateId(row.getColumn(0).getInt64()), row.getColumn(1).getString(),
            row.getColumn(2).getString(), row.getColumn(3).getInt() != 0};
}

}  // namespace

NoteRecords::NoteRecords(std::shared_ptr<StoreDatabase> database)
    : database_(std::move(database)) {}

void NoteRecords::rename(AnnotatedItem item, std::int64_t id, const std::string& name) {
    if (name.find_first_not_of(" \t\n") == std::string::npos)
        throw Error(itemText(item, id) + ": a name cannot be empty; give one");
    database_->locked([&] {
        SQLite::Statement update(database_->connection, std::string("UPDATE ") + tableOf(item) +
                                                            " SET name = ? WHERE id = ?");
        update.bind(1, name);
        update.bind(2, id);
        database_->requireRow(update.exec(), itemText(item, id));
    });
}

std::string NoteRecords::name(AnnotatedItem item, std::int64_t id) const {
    return database_->locked([&] {
        SQLite::Statement query(database_->connection,
                                std::string("SELECT name FROM ") + tableOf(item) + " WHERE id = ?");
        query.bind(1, id);
        database_->requireRow(query.executeStep() ? 1 : 0, itemText(item, id));
        return query.getColumn(0).getString();
    });
}

std::string NoteRecords::notes(AnnotatedItem item, std::int64_t id) const {
    return database_->locked([&] {
        const std::string table = tableOf(item);
        SQLite::Statement query(database_->connection,
                                "SELECT COALESCE((SELECT text FROM note WHERE " + table +
                                    " = item.id), '') FROM " + table + " AS item WHERE id = ?");
        query.bind(1, id);
        database_->requireRow(query.executeStep() ? 1 : 0, itemText(item, id));
        return query.getColumn(0).getString();
    });
}

void NoteRecords::setNotes(AnnotatedItem item, std::int64_t id, const std::string& text) {
    database_->locked([&] {
        const std::string column = tableOf(item);
        SQLite::Transaction transaction(database_->connection,
                                        SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement known(database_->connection, "SELECT 1 FROM " + column + " WHERE id = ?");
        known.bind(1, id);
        database_->requireRow(known.executeStep() ? 1 : 0, itemText(item, id));
        known.reset();
        SQLite::Statement remove(database_->connection,
                                 "DELETE FROM note WHERE " + column + " = ?");
        remove.bind(1, id);
        remove.exec();
        if (!text.empty()) {
            SQLite::Statement insert(database_->connection,
                                     "INSERT INTO note(" + column + ", text) VALUES(?, ?)");
            insert.bind(1, id);
            insert.bind(2, text);
            insert.exec();
        }
        transaction.commit();
    });
}

std::vector<CandidateNote> NoteRecords::candidateNotes(RunId run) const {
    return database_->locked([&] {
        std::vector<CandidateNote> notes;
        SQLite::Statement query(database_->connection,
                                std::string(kNoteColumns) + " WHERE run = ? ORDER BY candidate");
        query.bind(1, run.value);
        while (query.executeStep()) notes.push_back(noteOf(query));
        return notes;
    });
}

CandidateNote NoteRecords::candidateNote(RunId run, CandidateId id) const {
    return database_->locked([&] {
        SQLite::Statement query(database_->connection,
                                std::string(kNoteColumns) + " WHERE run = ? AND candidate = ?");
        query.bind(1, run.value);
        query.bind(2, id.value);
        return query.executeStep() ? noteOf(query) : CandidateNote{id, {}, {}, false};
    });
}

void replaceNote(StoreDatabase& database, RunId run, const CandidateNote& note) {
    SQLite::Statement known(database.connection,
                            "SELECT 1 FROM candidate WHERE run = ? AND id = ?");
    known.bind(1, run.value);
    known.bind(2, note.candidate.value);
    database.requireRow(
        known.executeStep() ? 1 : 0,
        "candidate " + std::to_string(note.candidate.value) + " of " + runText(run));
    known.reset();
    SQLite::Statement remove(database.connection,
                             "DELETE FROM candidate_note WHERE run = ? AND candidate = ?");
    remove.bind(1, run.value);
    remove.bind(2, note.candidate.value);
    remove.exec();
    if (note.isEmpty()) return;
    SQLite::Statement insert(database.connection,
                             "INSERT INTO candidate_note VALUES(?, ?, ?, ?, ?)");
    insert.bind(1, run.value);
    insert.bind(2, note.candidate.value);
    insert.bind(3, note.name);
    insert.bind(4, note.notes);
    insert.bind(5, note.starred ? 1 : 0);
    insert.exec();
}

void NoteRecords::setCandidateNote(RunId run, const CandidateNote& note) {
    database_->locked([&] {
        SQLite::Transaction transaction(database_->connection,
                                        SQLite::TransactionBehavior::IMMEDIATE);
        replaceNote(*database_, run, note);
        transaction.commit();
    });
}

}  // namespace lpstudio
