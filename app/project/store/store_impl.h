#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "app/project/store/store.h"

namespace lpstudio {

/// How long a call waits for another process before it gives up.
constexpr int kBusyMilliseconds = 5000;

/// What the store and its source files share; not for others.
struct ProjectStore::Impl {
    explicit Impl(const std::filesystem::path& path);

    std::filesystem::path file;                           ///< as given
    std::filesystem::path folder;                         ///< absolute
    std::map<std::string, std::filesystem::path> places;  ///< bundlePlaces()
    SQLite::Database database;
    std::unique_ptr<SQLite::Statement> addCandidate;  ///< prepared once, it runs often
    mutable std::mutex mutex;

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
    /// Under the lock. Throws Error if there is no such run, SQLite::Exception.
    void insertCandidate(RunId run, const ScoredCandidate& candidate);
    /// Under the lock, in a transaction. Throws Error if there is no such candidate.
    void replaceNote(RunId run, const CandidateNote& note);
    /// Throws Error if a statement changed nothing because there is no such row.
    void requireRow(int changed, const std::string& what) const;
};

/// Rethrows an SQLite error as an Error of one line that names the file and the remedy.
[[noreturn]] void throwStoreError(const SQLite::Exception& error,
                                  const std::filesystem::path& file);

template <class Function>
auto ProjectStore::Impl::locked(Function f) const {
    const std::lock_guard lock(mutex);
    try {
        return f();
    } catch (const SQLite::Exception& error) {
        throwStoreError(error, file);
    }
}

template <class Function>
auto ProjectStore::Impl::reading(Function f) const {
    try {
        SQLite::Database reader(file.string(), SQLite::OPEN_READONLY, kBusyMilliseconds);
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

/// Makes the tables; see migrations.cpp. Throws Error, SQLite::Exception.
void createSchema(SQLite::Database& database);
/// Throws Error, SQLite::Exception if the file is no project, damaged, or from a newer version.
/// Returns the version; changes nothing.
int checkSchema(SQLite::Database& database, const std::filesystem::path& file);
/// checkSchema(), then settings of the connection; brings older versions up to date.
void openSchema(SQLite::Database& database, const std::filesystem::path& file);

/// Genes as stored: `[[n,es,rs,sf],...]`.
std::string genesText(const Candidate& candidate);
/// Throws Error naming `where`.
Candidate genesFromText(const std::string& text, const std::string& where);

}  // namespace lpstudio
