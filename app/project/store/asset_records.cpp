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

AssetRecords::AssetRecords(std::shared_ptr<StoreDatabase> database)
    : database_(std::move(database)) {}

std::int64_t AssetRecords::addModel(const ModelRecord& model) {
    return database_->locked([&] {
        const StoredPaths paths = storedPaths(model.file, database_->folder);
        SQLite::Transaction transaction(database_->connection,
                                        SQLite::TransactionBehavior::IMMEDIATE);
        const auto known = database_->sameFile("model", model.sha256, model.file);
        SQLite::Statement put(database_->connection,
                              "INSERT INTO model(id, name, sha256, relative_path, absolute_path) "
                              "VALUES(?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET "
                              "name = excluded.name, relative_path = excluded.relative_path, "
                              "absolute_path = excluded.absolute_path");
        if (known) put.bind(1, *known);
        put.bind(2, model.name);
        put.bind(3, model.sha256);
        put.bind(4, paths.relative);
        put.bind(5, paths.absolute);
        put.exec();
        const std::int64_t id = known ? *known : database_->connection.getLastInsertRowid();
        transaction.commit();
        return id;
    });
}

std::int64_t AssetRecords::addDataset(const DatasetRecord& dataset) {
    return database_->locked([&] {
        const StoredPaths paths = storedPaths(dataset.path, database_->folder);
        SQLite::Transaction transaction(database_->connection,
                                        SQLite::TransactionBehavior::IMMEDIATE);
        const auto known = database_->sameFile("dataset", dataset.sha256, dataset.path);
        SQLite::Statement put(database_->connection,
                              "INSERT INTO dataset(id, name, sha256, relative_path, absolute_path, "
                              "images) VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET "
                              "name = excluded.name, relative_path = excluded.relative_path, "
                              "absolute_path = excluded.absolute_path, images = excluded.images");
        if (known) put.bind(1, *known);
        put.bind(2, dataset.name);
        put.bind(3, dataset.sha256);
        put.bind(4, paths.relative);
        put.bind(5, paths.absolute);
        put.bind(6, dataset.images);
        put.exec();
        const std::int64_t id = known ? *known : database_->connection.getLastInsertRowid();
        transaction.commit();
        return id;
    });
}

std::vector<ModelRecord> AssetRecords::models() const {
    return database_->locked([&] {
        std::vector<ModelRecord> models;
        SQLite::Statement query(database_->connection,
                                "SELECT id, name, sha256, relative_path, absolute_path, "
                                "COALESCE((SELECT text FROM note WHERE note.model = model.id), "
                                "'') FROM model ORDER BY id");
        while (query.executeStep())
            models.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                              database_->resolved(query.getColumn(3).getString(),
                                                  query.getColumn(4).getString()),
                              query.getColumn(2).getString(), query.getColumn(4).getString(),
                              query.getColumn(5).getString()});
        return models;
    });
}

std::vector<DatasetRecord> AssetRecords::datasets() const {
    return database_->locked([&] {
        std::vector<DatasetRecord> datasets;
        SQLite::Statement query(database_->connection,
                                "SELECT id, name, sha256, relative_path, absolute_path, images, "
                                "COALESCE((SELECT text FROM note WHERE note.dataset = "
                                "dataset.id), '') FROM dataset ORDER BY id");
        while (query.executeStep())
            datasets.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                                database_->resolved(query.getColumn(3).getString(),
                                                    query.getColumn(4).getString()),
                                query.getColumn(2).getString(), query.getColumn(5).getInt64(),
                                query.getColumn(4).getString(), query.getColumn(6).getString()});
        return datasets;
    });
}

ModelRecord AssetRecords::model(std::int64_t id) const {
    for (ModelRecord& model : models())
        if (model.id == id) return std::move(model);
    throw Error(database_->file.string() + ": there is no model " + std::to_string(id) +
                " in this project; choose another");
}

DatasetRecord AssetRecords::dataset(std::int64_t id) const {
    for (DatasetRecord& dataset : datasets())
        if (dataset.id == id) return std::move(dataset);
    throw Error(database_->file.string() + ": there is no dataset " + std::to_string(id) +
                " in this project; choose another");
}

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

void AssetRecords::removeModel(std::int64_t id) {
    removeRow("model", "model = ?1", id);
}

void AssetRecords::removeDataset(std::int64_t id) {
    removeRow("dataset", "calibration = ?1 OR evaluation = ?1", id);
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

void AssetRecords::moveModel(std::int64_t id, const fs::path& file) {
    moveRow("model", id, file);
}

void AssetRecords::moveDataset(std::int64_t id, const fs::path& path) {
    moveRow("dataset", id, path);
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
