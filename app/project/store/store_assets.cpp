#include <sqlite3.h>

#include "app/project/store/store.h"
#include "app/project/store/store_impl.h"
#include "core/base/error.h"

namespace lpstudio {

namespace fs = std::filesystem;

StoredPaths storedPaths(const fs::path& path, const fs::path& folder) {
    const fs::path absolute = fs::absolute(path).lexically_normal();
    return {absolute.lexically_relative(folder.lexically_normal()).string(), absolute.string()};
}

std::int64_t ProjectStore::addModel(const ModelRecord& model) {
    return impl_->locked([&] {
        const StoredPaths paths = storedPaths(model.file, impl_->folder);
        SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
        const auto known = impl_->sameFile("model", model.sha256, model.file);
        SQLite::Statement put(impl_->database,
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
        const std::int64_t id = known ? *known : impl_->database.getLastInsertRowid();
        transaction.commit();
        return id;
    });
}

std::int64_t ProjectStore::addDataset(const DatasetRecord& dataset) {
    return impl_->locked([&] {
        const StoredPaths paths = storedPaths(dataset.path, impl_->folder);
        SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
        const auto known = impl_->sameFile("dataset", dataset.sha256, dataset.path);
        SQLite::Statement put(impl_->database,
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
        const std::int64_t id = known ? *known : impl_->database.getLastInsertRowid();
        transaction.commit();
        return id;
    });
}

std::vector<ModelRecord> ProjectStore::models() const {
    return impl_->locked([&] {
        std::vector<ModelRecord> models;
        SQLite::Statement query(impl_->database,
                                "SELECT id, name, sha256, relative_path, absolute_path, "
                                "COALESCE((SELECT text FROM note WHERE note.model = model.id), "
                                "'') FROM model ORDER BY id");
        while (query.executeStep())
            models.push_back(
                {query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                 impl_->resolved(query.getColumn(3).getString(), query.getColumn(4).getString()),
                 query.getColumn(2).getString(), query.getColumn(4).getString(),
                 query.getColumn(5).getString()});
        return models;
    });
}

std::vector<DatasetRecord> ProjectStore::datasets() const {
    return impl_->locked([&] {
        std::vector<DatasetRecord> datasets;
        SQLite::Statement query(impl_->database,
                                "SELECT id, name, sha256, relative_path, absolute_path, images, "
                                "COALESCE((SELECT text FROM note WHERE note.dataset = "
                                "dataset.id), '') FROM dataset ORDER BY id");
        while (query.executeStep())
            datasets.push_back(
                {query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                 impl_->resolved(query.getColumn(3).getString(), query.getColumn(4).getString()),
                 query.getColumn(2).getString(), query.getColumn(5).getInt64(),
                 query.getColumn(4).getString(), query.getColumn(6).getString()});
        return datasets;
    });
}

ModelRecord ProjectStore::model(std::int64_t id) const {
    for (ModelRecord& model : models())
        if (model.id == id) return std::move(model);
    throw Error(impl_->file.string() + ": there is no model " + std::to_string(id) +
                " in this project; choose another");
}

DatasetRecord ProjectStore::dataset(std::int64_t id) const {
    for (DatasetRecord& dataset : datasets())
        if (dataset.id == id) return std::move(dataset);
    throw Error(impl_->file.string() + ": there is no dataset " + std::to_string(id) +
                " in this project; choose another");
}

void ProjectStore::removeRow(const char* table, const char* users, std::int64_t id) {
    impl_->locked([&] {
        SQLite::Statement used(impl_->database, std::string("SELECT name FROM run WHERE ") + users);
        used.bind(1, id);
        if (used.executeStep())
            throw Error(impl_->file.string() + ": run \"" + used.getColumn(0).getString() +
                        "\" uses this " + table + "; remove the run first");
        SQLite::Statement remove(impl_->database,
                                 std::string("DELETE FROM ") + table + " WHERE id = ?");
        remove.bind(1, id);
        impl_->requireRow(remove.exec(), table + (" " + std::to_string(id)));
    });
}

void ProjectStore::removeModel(std::int64_t id) {
    removeRow("model", "model = ?1", id);
}

void ProjectStore::removeDataset(std::int64_t id) {
    removeRow("dataset", "calibration = ?1 OR evaluation = ?1", id);
}

void ProjectStore::moveRow(const char* table, std::int64_t id, const fs::path& path) {
    impl_->locked([&] {
        const StoredPaths paths = storedPaths(path, impl_->folder);
        SQLite::Statement update(impl_->database,
                                 std::string("UPDATE ") + table +
                                     " SET relative_path = ?, absolute_path = ? WHERE id = ?");
        update.bind(1, paths.relative);
        update.bind(2, paths.absolute);
        update.bind(3, id);
        impl_->requireRow(update.exec(), table + (" " + std::to_string(id)));
    });
}

void ProjectStore::moveModel(std::int64_t id, const fs::path& file) {
    moveRow("model", id, file);
}

void ProjectStore::moveDataset(std::int64_t id, const fs::path& path) {
    moveRow("dataset", id, path);
}

std::int64_t ProjectStore::addArtifact(const ArtifactRecord& artifact) {
    return impl_->locked([&] {
        const StoredPaths paths = storedPaths(artifact.file, impl_->folder);
        SQLite::Statement put(impl_->database,
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
            impl_->requireRow(0, "run " + std::to_string(artifact.run->value));
        }
        const std::int64_t id = put.getColumn(0).getInt64();
        // The row is only written for good when the statement has ended.
        while (put.executeStep()) {
        }
        return id;
    });
}

std::vector<ArtifactRecord> ProjectStore::artifacts() const {
    return impl_->locked([&] {
        std::vector<ArtifactRecord> artifacts;
        SQLite::Statement query(impl_->database,
                                "SELECT id, kind, sha256, relative_path, absolute_path, made_at, "
                                "run, candidate FROM artifact ORDER BY id");
        while (query.executeStep()) {
            ArtifactRecord one;
            one.id = query.getColumn(0).getInt64();
            one.kind = query.getColumn(1).getString();
            one.sha256 = query.getColumn(2).getString();
            one.stored = query.getColumn(4).getString();
            one.file = impl_->resolved(query.getColumn(3).getString(), one.stored);
            one.madeAt = query.getColumn(5).getString();
            if (!query.isColumnNull(6)) one.run = RunId(query.getColumn(6).getInt64());
            if (!query.isColumnNull(7)) one.candidate = CandidateId(query.getColumn(7).getInt64());
            artifacts.push_back(std::move(one));
        }
        return artifacts;
    });
}

void ProjectStore::removeArtifact(std::int64_t id) {
    impl_->locked([&] {
        SQLite::Statement remove(impl_->database, "DELETE FROM artifact WHERE id = ?");
        remove.bind(1, id);
        impl_->requireRow(remove.exec(), "artifact " + std::to_string(id));
    });
}

}  // namespace lpstudio
