#include "app/project/store/store.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "app/project/store/database.h"
#include "app/project/store/migrations.h"
#include "app/project/store/scratch_folder.h"
#include "core/base/error.h"
#include "core/base/text.h"

namespace lpstudio {

namespace fs = std::filesystem;

ProjectStore::ProjectStore(const std::shared_ptr<StoreDatabase>& database)
    : AssetRecords(database),
      RunRecords(database),
      RunInputRecords(database),
      NoteRecords(database),
      ManualCandidates(database),
      DeskRecord(database),
      database_(database) {}
ProjectStore::ProjectStore(ProjectStore&&) noexcept = default;
ProjectStore& ProjectStore::operator=(ProjectStore&&) noexcept = default;
ProjectStore::~ProjectStore() = default;

const fs::path& ProjectStore::file() const {
    return database_->file;
}

bool ProjectStore::isReadOnly() const {
    return database_->isReadOnly();
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

/// SQLite puts files of the same name with an ending beside a project.
void requireShortName(const fs::path& file) {
    constexpr std::size_t kLongestEnding = 8;  // "-journal"
    const fs::path parent = file.parent_path().empty() ? fs::path(".") : file.parent_path();
    const long limit = ::pathconf(parent.c_str(), _PC_NAME_MAX);
    const std::size_t most = (limit > 0 ? static_cast<std::size_t>(limit) : 255) - kLongestEnding;
    const std::string name = file.filename().string();
    if (name.size() > most)
        throw Error(shortened(name) + ": the name is too long (" + std::to_string(name.size()) +
                    " bytes); give one of at most " + std::to_string(most) + " bytes");
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
        requireShortName(file);
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
    const FileNumber made = fileNumber(file);
    try {
        return open(file);
    } catch (const Error&) {
        // No room for what SQLite needs beside it. It is empty: "exists already" would help nobody.
        std::error_code ignored;
        if (fileNumber(file) == made) fs::remove(file, ignored);
        throw;
    }
}

ProjectStore ProjectStore::open(const fs::path& file, bool adopt) {
    requireFile(file);
    try {
        const auto database = std::make_shared<StoreDatabase>(file);
        openSchema(database->connection, file);
        ProjectStore store(database);
        if (adopt && !database->isReadOnly()) store.stopOrphans();
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
    database_->locked([&] {
        SQLite::Statement vacuum(database_->connection, "VACUUM INTO ?");
        vacuum.bind(1, file.string());
        try {
            vacuum.exec();
        } catch (const SQLite::Exception& error) {
            const int code = error.getErrorCode();
            std::error_code ignored;
            // No half of a project; and nothing that was there before, which is another error.
            if (code == SQLITE_FULL || code == SQLITE_IOERR) fs::remove(file, ignored);
            // It is the copy's disk that is full, which may be another than the project's.
            if (code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CANTOPEN)
                throwStoreError(error, file);
            throw;
        }
    });
}

}  // namespace lpstudio
