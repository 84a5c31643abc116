#include "app/project/store.h"

#include "app/project/store_impl.h"
#include "core/error.h"

namespace lpstudio {

namespace fs = std::filesystem;

ProjectStore::Impl::Impl(const fs::path& path, int flags)
    : file(path), folder(fs::absolute(path).parent_path()), database(path.string(), flags) {}

std::optional<std::int64_t> ProjectStore::Impl::sameFile(const char* table,
                                                         const std::string& sha256,
                                                         const fs::path& path) const {
    // Without a checksum the place must do.
    const bool byPath = sha256.empty();
    SQLite::Statement query(database, std::string("SELECT id FROM ") + table + " WHERE sha256 = ?" +
                                          (byPath ? " AND absolute_path = ?" : ""));
    query.bind(1, sha256);
    if (byPath) query.bind(2, fs::absolute(path).lexically_normal().string());
    if (!query.executeStep()) return std::nullopt;
    return query.getColumn(0).getInt64();
}

fs::path ProjectStore::Impl::resolved(const std::string& relative,
                                      const std::string& absolute) const {
    std::error_code ignored;
    if (relative.empty()) return absolute;
    const fs::path beside = (folder / relative).lexically_normal();
    return fs::exists(beside, ignored) || !fs::exists(absolute, ignored) ? beside
                                                                         : fs::path(absolute);
}

void ProjectStore::Impl::requireRow(int changed, const std::string& what) const {
    if (changed == 0)
        throw Error(file.string() + ": there is no " + what + " in this project; choose another");
}

ProjectStore::ProjectStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ProjectStore::ProjectStore(ProjectStore&&) noexcept = default;
ProjectStore& ProjectStore::operator=(ProjectStore&&) noexcept = default;
ProjectStore::~ProjectStore() = default;

const fs::path& ProjectStore::file() const {
    return impl_->file;
}

ProjectStore ProjectStore::create(const fs::path& file) {
    std::error_code ignored;
    if (fs::exists(file, ignored))
        throw Error(file.string() + ": exists already; open it, or give another name");
    try {
        auto impl = std::make_unique<Impl>(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        try {
            createSchema(impl->database);
        } catch (...) {
            impl.reset();
            fs::remove(file, ignored);
            throw;
        }
        return ProjectStore(std::move(impl));
    } catch (const SQLite::Exception& error) {
        throwStoreError(error, file);
    }
}

ProjectStore ProjectStore::open(const fs::path& file, bool adopt) {
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        throw Error(file.string() + ": no such project; check the path or create it");
    if (fs::is_directory(file, ignored))
        throw Error(file.string() + ": is a directory; give a .lps file");
    if (fs::file_size(file, ignored) == 0)
        throw Error(file.string() + ": is an empty file, not a project; remove it and create one");
    try {
        auto impl = std::make_unique<Impl>(file, SQLite::OPEN_READWRITE);
        openSchema(impl->database, file);
        ProjectStore store(std::move(impl));
        if (adopt) store.stopOrphans();
        return store;
    } catch (const SQLite::Exception& error) {
        throwStoreError(error, file);
    }
}

ProjectStore ProjectStore::openOrCreate(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored) ? open(file) : create(file);
}

namespace {

struct StoredPaths {
    std::string relative, absolute;
};

StoredPaths pathsOf(const fs::path& path, const fs::path& folder) {
    const fs::path absolute = fs::absolute(path).lexically_normal();
    return {absolute.lexically_relative(folder.lexically_normal()).string(), absolute.string()};
}

}  // namespace

std::int64_t ProjectStore::addModel(const ModelRecord& model) {
    return impl_->locked([&] {
        const StoredPaths paths = pathsOf(model.file, impl_->folder);
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
        const StoredPaths paths = pathsOf(dataset.path, impl_->folder);
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
                                "SELECT id, name, sha256, relative_path, absolute_path FROM model "
                                "ORDER BY id");
        while (query.executeStep())
            models.push_back(
                {query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                 impl_->resolved(query.getColumn(3).getString(), query.getColumn(4).getString()),
                 query.getColumn(2).getString()});
        return models;
    });
}

std::vector<DatasetRecord> ProjectStore::datasets() const {
    return impl_->locked([&] {
        std::vector<DatasetRecord> datasets;
        SQLite::Statement query(impl_->database,
                                "SELECT id, name, sha256, relative_path, absolute_path, images "
                                "FROM dataset ORDER BY id");
        while (query.executeStep())
            datasets.push_back(
                {query.getColumn(0).getInt64(), query.getColumn(1).getString(),
                 impl_->resolved(query.getColumn(3).getString(), query.getColumn(4).getString()),
                 query.getColumn(2).getString(), query.getColumn(5).getInt64()});
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

}  // namespace lpstudio
