#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "app/project/store/file_locks.h"
#include "app/project/store/scratch_folder.h"
#include "core/base/ids.h"

namespace lpstudio {

/// How long a call waits for another process before it gives up.
constexpr int kBusyMilliseconds = 5000;

/// What SQLite opens for a project.
struct OpenedFile {
    std::filesystem::path path;
    bool readOnly = false;   ///< the project may not be written
    bool immutable = false;  ///< nobody writes it meanwhile: no locks, and no files beside it
    std::unique_ptr<ScratchFolder> copy;  ///< in which `path` lies, if it is not the project itself

    /// A new connection. Throws SQLite::Exception.
    SQLite::Database connect() const;
};

/// The connection that the parts of a ProjectStore share.
class StoreDatabase {
public:
    /// Opens the file. A project on a read-only disk or in another's folder can be read: as it is,
    /// or if it is of an older version or was not closed properly, from a copy in the system's
    /// folder for temporary files, which is brought up to date. Throws Error, SQLite::Exception.
    explicit StoreDatabase(const std::filesystem::path& path);

    std::filesystem::path file;                           ///< as given
    std::filesystem::path folder;                         ///< absolute
    std::map<std::string, std::filesystem::path> places;  ///< bundlePlaces()

private:
    OpenedFile opened_;  // before what is opened by it

public:
    SQLite::Database connection;
    std::unique_ptr<SQLite::Statement> addCandidate;  ///< prepared once, it runs often

    /// Calls f() while no other thread uses the database, and turns SQLite's exceptions into Error.
    template <class Function>
    auto locked(Function f) const;

    /// Calls f(database) with a connection of its own, which sees what is committed and keeps
    /// nobody waiting; exceptions as in locked().
    template <class Function>
    auto reading(Function f) const;

    /// Id of the row of `table` that stands for the same file as the record, if any.
    std::optional<std::int64_t> sameFile(const char* table, const std::string& sha256,
                                         const std::filesystem::path& path) const;
    /// The path to use for a stored pair of paths: in the bundle's folder or beside the project if
    /// it is there, else where it was.
    std::filesystem::path resolved(const std::string& relative, const std::string& absolute) const;
    bool isReadOnly() const { return opened_.readOnly; }
    /// Throws Error if the file is no longer where it was opened: what is stored from then on would
    /// be found by nobody. All that was stored until then is made safe first and the message says
    /// where it is: in the renamed file, or in a copy beside the place if the file is gone.
    void requireInPlace() const;
    /// Throws Error if a statement changed nothing because there is no such row.
    void requireRow(int changed, const std::string& what) const;

private:
    SQLite::Database openReader() const;

    mutable std::mutex mutex_;
    FileNumber number_;  ///< of the file that was opened
    mutable std::mutex movedMutex_;
    mutable std::string moved_;  ///< what requireInPlace() has found; empty: in place
};

/// Rethrows an SQLite error as an Error of one line that names the file and the remedy.
[[noreturn]] void throwStoreError(const SQLite::Exception& error,
                                  const std::filesystem::path& file);

template <class Function>
auto StoreDatabase::locked(Function f) const {
    const std::lock_guard lock(mutex_);
    try {
        requireInPlace();
        return f();
    } catch (const SQLite::Exception& error) {
        throwStoreError(error, file);
    }
}

template <class Function>
auto StoreDatabase::reading(Function f) const {
    try {
        SQLite::Database reader = openReader();
        return f(reader);
    } catch (const SQLite::Exception& error) {
        throwStoreError(error, file);
    }
}

/// The two paths under which a file is stored.
struct StoredPaths {
    std::string relative, absolute;
};
StoredPaths storedPaths(const std::filesystem::path& path, const std::filesystem::path& folder);

/// "run 3", for messages.
std::string runText(RunId run);

/// A connection to a file that nobody writes, which leaves nothing beside it.
SQLite::Database openImmutable(const std::filesystem::path& file);

}  // namespace lpstudio
