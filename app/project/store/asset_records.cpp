#include "app/project/store/asset_records.h"

#include <sqlite3.h>

#include <utility>

#include "app/project/store/database.h"
#include "core/base/error.h"

namespace lpstudio {

namespace fs = std::filesystem;

StoredPaths storedPaths(const fs::path& path, const fs::path& folder) {
    const fs::path absolute = fs::absolute(path).lexically_normal();
    return {absolute.lexically_relative(folder.lexically_normal()).string(), absolute.string()};
}

namespace {

/// What models and image sets differ in.
template <class Record>
struct Kind;

template <>
struct Kind<ModelRecord> {
    static constexpr const char* table = "model";
    static constexpr auto path = &ModelRecord::file;
    static constexpr bool countsImages = false;
};

template <>
struct Kind<DatasetRecord> {
    static constexpr const char* table = "dataset";
    static constexpr auto path = &DatasetRecord::path;
    static constexpr bool countsImages = true;
};

}  // namespace

AssetRecords::AssetRecords(std::shared_ptr<StoreDatabase> database)
    : database_(std::move(database)) {}

template <class Record>
std::int64_t AssetRecords::add(const Record& record) {
    using Of = Kind<Record>;
    return database_->locked([&] {
        const fs::path& path = record.*Of::path;
        const StoredPaths paths = storedPaths(path, database_->folder);
        SQLite::Transaction transaction(database_->connection,
                                        SQLite::TransactionBehavior::IMMEDIATE);
        const auto known = database_->sameFile(Of::table, record.sha256, path);
        SQLite::Statement put(
            database_->connection,
            std::string("INSERT INTO ") + Of::table +
                "(id, name, sha256, relative_path, absolute_path" +
                (Of::countsImages ? ", images) VALUES(?, ?, ?, ?, ?, ?)"
                                  : ") VALUES(?, ?, ?, ?, ?)") +
                " ON CONFLICT(id) DO UPDATE SET name = excluded.name, "
                "relative_path = excluded.relative_path, absolute_path = excluded.absolute_path" +
                (Of::countsImages ? ", images = excluded.images" : ""));
        if (known) put.bind(1, *known);
        put.bind(2, record.name);
        put.bind(3, record.sha256);
        put.bind(4, paths.relative);
        put.bind(5, paths.absolute);
        if constexpr (Of::countsImages) put.bind(6, record.images);
        put.exec();
        const std::int64_t id = known ? *known : database_->connection.getLastInsertRowid();
        transaction.commit();
        return id;
    });
}

template <class Record>
std::vector<Record> AssetRecords::all() const {
    using Of = Kind<Record>;
    return database_->locked([&] {
        std::vector<Record> records;
        const std::string table = Of::table;
        SQLite::Statement query(
            database_->connection,
            "SELECT id, name, sha256, relative_path, absolute_path, COALESCE((SELECT text FROM "
            "note WHERE note." +
                table + " = " + table + ".id), '')" + (Of::countsImages ? ", images" : "") +
                " FROM " + table + " ORDER BY id");
        while (query.executeStep()) {
            Record& one = records.emplace_back();
            one.id = query.getColumn(0).getInt64();
            one.name = query.getColumn(1).getString();
            one.sha256 = query.getColumn(2).getString();
            one.stored = query.getColumn(4).getString();
            one.*Of::path = database_->resolved(query.getColumn(3).getString(), one.stored);
            one.notes = query.getColumn(5).getString();
            if constexpr (Of::countsImages) one.images = query.getColumn(6).getInt64();
        }
        return records;
    });
}

template <class Record>
Record AssetRecords::one(std::int64_t id) const {
    for (Record& record : all<Record>())
        if (record.id == id) return std::move(record);
    throw Error(database_->file.string() + ": there is no " + Kind<Record>::table + " " +
                std::to_string(id) + " in this project; choose another");
}

template std::int64_t AssetRecords::add(const ModelRecord&);
template std::int64_t AssetRecords::add(const DatasetRecord&);
template std::vector<ModelRecord> AssetRecords::all() const;
template std::vector<DatasetRecord> AssetRecords::all() const;
template ModelRecord AssetRecords::one(std::int64_t) const;
template DatasetRecord AssetRecords::one(std::int64_t) const;

void AssetRecords::removeRow(const char* table, const char* users, std::int64_t id) {
    database_->locked([&] {
        SQLite::Statement used(database_->connection,
                               std::string("SELECT name FROM run WHERE ") + users);
        used.bind(1, id);
        if (used.executeStep())
            throw Error(database_->file.string() + ": run \"" + used.getColumn(0).getString() +
                        "\" uses this " + table + "; remove the run first");
        SQLite::Statement remove(database_->connection,
                                 std::string("DELETE FROM ") + table + " WHERE id = ?");
        remove.bind(1, id);
        database_->requireRow(remove.exec(), table + (" " + std::to_string(id)));
    });
}

void AssetRecords::moveRow(const char* table, std::int64_t id, const fs::path& path) {
    database_->locked([&] {
        const StoredPaths paths = storedPaths(path, database_->folder);
        SQLite::Statement update(database_->connection,
                                 std::string("UPDATE ") + table +
                                     " SET relative_path = ?, absolute_path = ? WHERE id = ?");
        update.bind(1, paths.relative);
        update.bind(2, paths.absolute);
        update.bind(3, id);
        database_->requireRow(update.exec(), table + (" " + std::to_string(id)));
    });
}

std::int64_t AssetRecords::addArtifact(const ArtifactRecord& artifact) {
    return database_->locked([&] {
        const StoredPaths paths = storedPaths(artifact.file, database_->folder);
        SQLite::Statement put(database_->connection,
                              "INSERT INTO artifact(kind, run, candidate, sha256, relative_path, "
                              "absolute_path, made_at) VALUES(?, ?, ?, ?, ?, ?, ?) "
                              "ON CONFLICT(absolute_path) DO UPDATE SET kind = excluded.kind, "
                              "run = excluded.run, candidate = excluded.candidate, "
                              "sha256 = excluded.sha256, relative_path = excluded.relative_path, "
                              "made_at = excluded.made_at RETURNING id");
        put.bind(1, artifact.kind);
        if (artifact.run) put.bind(2, artifact.run->value);
        if (artifact.candidate) put.bind(3, artifact.candidate->value);
        put.bind(4, artifact.sha256);
        put.bind(5, paths.relative);
        put.bind(6, paths.absolute);
        put.bind(7, artifact.madeAt);
        try {
            put.executeStep();
        } catch (const SQLite::Exception& error) {
            if (error.getErrorCode() != SQLITE_CONSTRAINT || !artifact.run) throw;
            database_->requireRow(0, "run " + std::to_string(artifact.run->value));
        }
        const std::int64_t id = put.getColumn(0).getInt64();
        // The row is only written for good when the statement has ended.
        while (put.executeStep()) {
        }
        return id;
    });
}

std::vector<ArtifactRecord> AssetRecords::artifacts() const {
    return database_->locked([&] {
        std::vector<ArtifactRecord> artifacts;
        SQLite::Statement query(database_->connection,
                                "SELECT id, kind, sha256, relative_path, absolute_path, made_at, "
                                "run, candidate FROM artifact ORDER BY id");
        while (query.executeStep()) {
            ArtifactRecord one;
            one.id = query.getColumn(0).getInt64();
            one.kind = query.getColumn(1).getString();
            one.sha256 = query.getColumn(2).getString();
            one.stored = query.getColumn(4).getString();
            one.file = database_->resolved(query.getColumn(3).getString(), one.stored);
            one.madeAt = query.getColumn(5).getString();
            if (!query.isColumnNull(6)) one.run = RunId(query.getColumn(6).getInt64());
            if (!query.isColumnNull(7)) one.candidate = CandidateId(query.getColumn(7).getInt64());
            artifacts.push_back(std::move(one));
        }
        return artifacts;
    });
}

void AssetRecords::removeArtifact(std::int64_t id) {
    database_->locked([&] {
        SQLite::Statement remove(database_->connection, "DELETE FROM artifact WHERE id = ?");
        remove.bind(1, id);
        database_->requireRow(remove.exec(), "artifact " + std::to_string(id));
    });
}

}  // namespace lpstudio
