#include "app/project/store/store.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "app/project/store/bundle_manifest.h"
#include "app/project/store/scratch_folder.h"
#include "app/project/store/store_impl.h"
#include "core/base/error.h"

namespace lpstudio {

namespace fs = std::filesystem;

namespace {

/// A project on a read-only disk or in another's folder can be looked at: SQLite would want to make
/// its "-wal" and "-shm" there. Not while somebody who may write does so.
SQLite::Database openDatabase(const fs::path& file) {
    const fs::path folder = fs::absolute(file).parent_path();
    std::error_code none;
    const fs::path log = file.string() + "-wal";
    const bool logIsEmpty = !fs::exists(log, none) || fs::file_size(log, none) == 0;
    if (::access(folder.c_str(), W_OK) != 0 && logIsEmpty) return openImmutable(file);
    return {file.string(), SQLite::OPEN_READWRITE};
}

}  // namespace

ProjectStore::Impl::Impl(const fs::path& path)
    : file(path),
      folder(fs::absolute(path).parent_path()),
      places(bundlePlaces(folder)),
      database(openDatabase(path)) {}

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
    if (const auto place = places.find(absolute);
        place != places.end() && fs::exists(place->second, ignored))
        return place->second;
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

namespace {

/// Gives a file its name unless the name is taken; returns whether it did.
bool renameToNew(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return true;
    if (errno == EEXIST) return false;
    // Not every file system can; then there is a moment in which two programs may meet.
    std::error_code failure;
    if (errno != EINVAL || fs::exists(to, failure)) return false;
    fs::rename(from, to, failure);
    return !failure;
}

void requireFile(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        throw Error(file.string() + ": no such project; check the path or create it");
    if (fs::is_directory(file, ignored))
        throw Error(file.string() + ": is a directory; give a .lps file");
    if (fs::file_size(file, ignored) == 0)
        throw Error(file.string() + ": is an empty file, not a project; remove it and create one");
}

}  // namespace

ProjectStore ProjectStore::create(const fs::path& file) {
    // Made whole under another name: of several processes one makes the project, and no other sees
    // it half made.
    try {
        std::error_code ignored;
        if (fs::exists(file, ignored))
            throw Error(file.string() + ": exists already; open it, or give another name");
        const fs::path parent = file.parent_path();
        if (!parent.empty() && !fs::is_directory(parent, ignored))
            throw Error(file.string() + ": cannot be created; check that its folder exists");
        const ScratchFolder scratch(parent);
        const fs::path made = scratch / "new.lps";
        {
            SQLite::Database database(made.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            createSchema(database);
        }
        if (!renameToNew(made, file))
            throw Error(file.string() + ": exists already; open it, or give another name");
    } catch (const SQLite::Exception& error) {
        throwStoreError(error, file);
    }
    return open(file);
}

ProjectStore ProjectStore::open(const fs::path& file, bool adopt) {
    requireFile(file);
    try {
        auto impl = std::make_unique<Impl>(file);
        openSchema(impl->database, file);
        ProjectStore store(std::move(impl));
        if (adopt && sqlite3_db_readonly(store.impl_->database.getHandle(), "main") == 0)
            store.stopOrphans();
        return store;
    } catch (const SQLite::Exception& error) {
        throwStoreError(error, file);
    }
}

ProjectStore ProjectStore::openOrCreate(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) try {
            return create(file);
        } catch (const Error&) {
            if (!fs::exists(file, ignored)) throw;
        }
    return open(file);
}

void ProjectStore::check(const fs::path& file) {
    requireFile(file);
    try {
        SQLite::Database database = openImmutable(file);
        checkSchema(database, file);
    } catch (const SQLite::Exception& error) {
        throwStoreError(error, file);
    }
}

void ProjectStore::writeSnapshot(const fs::path& file) const {
    impl_->locked([&] {
        SQLite::Statement vacuum(impl_->database, "VACUUM INTO ?");
        vacuum.bind(1, file.string());
        try {
            vacuum.exec();
        } catch (const SQLite::Exception& error) {
            const int code = error.getErrorCode();
            // It is the copy's disk that is full, which may be another than the project's.
            if (code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CANTOPEN)
                throwStoreError(error, file);
            throw;
        }
    });
}

}  // namespace lpstudio
