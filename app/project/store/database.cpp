#include "app/project/store/database.h"

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>
#include <unistd.h>

#include "app/project/store/bundle_manifest.h"
#include "app/project/store/migrations.h"
#include "core/base/error.h"

namespace lpstudio {

namespace fs = std::filesystem;

namespace {

bool mayWrite(const fs::path& path) {
    return ::access(path.c_str(), W_OK) == 0;
}

/// Brings a copy of a project up to date and leaves nothing beside it. `file` is for messages.
void bringUpToDate(SQLite::Database& copy, const fs::path& file) {
    openSchema(copy, file);
    copy.execAndGet("PRAGMA journal_mode = DELETE");
}

/// Calls fill(path of the copy) with a folder of its own for a copy of a project.
template <class Function>
OpenedFile copied(const Function& fill) {
    auto folder = std::make_unique<ScratchFolder>(fs::temp_directory_path());
    fs::path path = *folder / "project.lps";
    try {
        fill(path);
    } catch (const SQLite::Exception& error) {
        // It is the copy's disk that is full.
        if (error.getErrorCode() == SQLITE_FULL || error.getErrorCode() == SQLITE_IOERR)
            throwStoreError(error, path);
        throw;
    }
    return {std::move(path), true, true, std::move(folder)};
}

/// The log of a program that did not close the project holds what it stored last. SQLite reads it
/// with an index beside it, which cannot be made there.
OpenedFile withItsLog(const fs::path& file, const fs::path& log) {
    return copied([&](const fs::path& path) {
        std::error_code failure;
        fs::copy_file(file, path, failure);
        if (!failure) fs::copy_file(log, path.string() + "-wal", failure);
        if (failure)
            throw Error(file.string() + ": cannot be read from a copy in " +
                        path.parent_path().parent_path().string() + " (" + failure.message() +
                        "); check its permissions, and that there is room");
        fs::permissions(path, fs::perms(0600));
        fs::permissions(path.string() + "-wal", fs::perms(0600));
        SQLite::Database copy(path.string(), SQLite::OPEN_READWRITE);
        bringUpToDate(copy, file);
    });
}

/// SQLite would want to make its "-wal" and "-shm" beside the project. Where that is not possible,
/// or they would belong to a reader and keep the owner from writing, it is read without; but with
/// those that are there while somebody who may write does so.
OpenedFile openedFile(const fs::path& file) {
    keepLocksOfOpenFiles();
    const fs::path folder = fs::absolute(file).parent_path();
    if (mayWrite(file) && mayWrite(folder)) return {file, false, false, nullptr};
    std::error_code none;
    const fs::path log = file.string() + "-wal";
    const bool indexed = fs::exists(file.string() + "-shm", none);
    const bool logged = fs::exists(log, none) && fs::file_size(log, none) > 0;
    if (logged && !indexed) return withItsLog(file, log);
    OpenedFile opened{file, true, !logged, nullptr};
    SQLite::Database original = opened.connect();
    const int version = original.execAndGet("PRAGMA user_version").getInt();
    // What is no version of a project is told when the schema is read.
    if (version < 1 || version >= static_cast<int>(projectMigrations().size())) return opened;
    return copied([&](const fs::path& path) {
        SQLite::Database copy(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup(copy, original).executeStep();
        bringUpToDate(copy, file);
    });
}

bool hasMoved(const SQLite::Database& database) {
    int moved = 0;
    return sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
               SQLITE_OK &&
           moved != 0;
}

/// Beside a project that is gone: "p-rescued.lps", "p-rescued-2.lps".
fs::path freeName(const fs::path& file) {
    const std::string stem = (file.parent_path() / file.stem()).string() + "-rescued";
    fs::path name = stem + ".lps";
    std::error_code ignored;
    for (int number = 2; fs::exists(name, ignored); ++number)
        name = stem + "-" + std::to_string(number) + ".lps";
    return name;
}

}  // namespace

StoreDatabase::StoreDatabase(const fs::path& path)
    : file(path),
      folder(fs::absolute(path).parent_path()),
      places(bundlePlaces(folder)),
      opened_(openedFile(path)),
      connection(opened_.connect()),
      number_(fileNumber(path)) {}

std::optional<std::int64_t> StoreDatabase::sameFile(const char* table, const std::string& sha256,
                                                    const fs::path& path) const {
    // Without a checksum the place must do.
    const bool byPath = sha256.empty();
    SQLite::Statement query(connection, std::string("SELECT id FROM ") + table +
                                            " WHERE sha256 = ?" +
                                            (byPath ? " AND absolute_path = ?" : ""));
    query.bind(1, sha256);
    if (byPath) query.bind(2, fs::absolute(path).lexically_normal().string());
    if (!query.executeStep()) return std::nullopt;
    return query.getColumn(0).getInt64();
}

fs::path StoreDatabase::resolved(const std::string& relative, const std::string& absolute) const {
    std::error_code ignored;
    if (const auto place = places.find(absolute);
        place != places.end() && fs::exists(place->second, ignored))
        return place->second;
    if (relative.empty()) return absolute;
    const fs::path beside = (folder / relative).lexically_normal();
    return fs::exists(beside, ignored) || !fs::exists(absolute, ignored) ? beside
                                                                         : fs::path(absolute);
}

SQLite::Database OpenedFile::connect() const {
    if (immutable) return openImmutable(path);
    return {path.string(), readOnly ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE};
}

SQLite::Database StoreDatabase::openReader() const {
    requireInPlace();
    if (opened_.immutable) return openImmutable(opened_.path);
    return {opened_.path.string(), SQLite::OPEN_READONLY, kBusyMilliseconds};
}

void StoreDatabase::requireInPlace() const {
    if (isReadOnly()) return;
    const std::lock_guard lock(movedMutex_);
    if (moved_.empty()) {
        if (!hasMoved(connection)) return;
        // What was committed last may stand in the log only. That belongs to the old name, and
        // would be taken for the log of whatever has this name now.
        sqlite3_wal_checkpoint_v2(connection.getHandle(), "main", SQLITE_CHECKPOINT_TRUNCATE,
                                  nullptr, nullptr);
        const fs::path now = placeOfOpenFile(number_);
        if (!now.empty()) {
            moved_ = "was moved to " + now.string() +
                     " while it was open; all that was stored until then is there: open that file";
        } else {
            const fs::path copy = freeName(fs::absolute(file));
            SQLite::Statement vacuum(connection, "VACUUM INTO ?");
            vacuum.bind(1, copy.string());
            try {
                vacuum.exec();
            } catch (const SQLite::Exception& error) {
                std::error_code ignored;
                fs::remove(copy, ignored);  // no half of a project
                throwStoreError(error, copy);
            }
            moved_ =
                "was deleted or replaced while it was open; all that was stored until then "
                "has been saved as " +
                copy.string() + ": open that file";
        }
    }
    throw Error(file.string() + ": " + moved_);
}

void StoreDatabase::requireRow(int changed, const std::string& what) const {
    if (changed == 0)
        throw Error(file.string() + ": there is no " + what + " in this project; choose another");
}

std::string runText(RunId run) {
    return "run " + std::to_string(run.value);
}

SQLite::Database openImmutable(const std::filesystem::path& file) {
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        constexpr const char* kDigits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        if (c == '%' || c == '?' || c == '#')
            uri += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
        else
            uri += c;
    }
    return {uri + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI};
}

namespace {

/// Less is left than SQLite asks for at once.
bool isFull(const fs::path& file) {
    constexpr std::uintmax_t kLeast = std::uintmax_t{64} << 10;
    std::error_code failure;
    const fs::space_info space = fs::space(fs::absolute(file).parent_path(), failure);
    return !failure && space.available < kLeast;
}

}  // namespace

void throwStoreError(const SQLite::Exception& error, const std::filesystem::path& file) {
    const std::string name = file.string();
    const std::string recover = "save what can be read with \"lpstudio-cli project " + name +
                                " --recover\", or restore it from a copy";
    std::string what = error.what();
    for (char& c : what)
        if (c == '\n') c = ' ';
    const int code = error.getErrorCode();
    // Of files beside the project SQLite says only that they could not be made.
    if (code == SQLITE_FULL || ((code == SQLITE_IOERR || code == SQLITE_CANTOPEN) && isFull(file)))
        throw Error(name + ": the disk is full; free some space and try again");
    switch (code) {
        case SQLITE_NOTADB:
            throw Error(name + ": is not an LP Studio project; give a .lps file, or if it was " +
                        "one, " + recover);
        case SQLITE_CORRUPT:
            throw Error(name + ": is damaged (" + what + "); " + recover);
        case SQLITE_READONLY:
            throw Error(name + ": is read-only; make the file and its folder writable");
        case SQLITE_CANTOPEN:
            if (std::error_code ignored;
                fs::exists(file, ignored) && ::access(file.c_str(), R_OK) != 0)
                throw Error(name + ": cannot be read; check its permissions");
            throw Error(name +
                        ": cannot be opened or created; check that its folder exists and may be "
                        "written");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw Error(name +
                        ": is being written by another program; wait for it or stop it, then try "
                        "again");
        case SQLITE_IOERR:
            throw Error(name + ": reading or writing the project failed (" + error.getErrorStr() +
                        "); check the disk");
        case SQLITE_AUTH:
        case SQLITE_PERM:
            throw Error(name + ": no permission; make the file and its folder writable");
        default:
            throw Error(name + ": cannot be used (" + what + "); " + recover);
    }
}

}  // namespace lpstudio
