#include "app/project/store/database.h"

#include <sqlite3.h>
#include <unistd.h>

#include "app/project/store/bundle_manifest.h"
#include "core/base/error.h"

namespace lpstudio {

namespace fs = std::filesystem;

namespace {

/// A project on a read-only disk or in another's folder can be looked at: SQLite would want to make
/// its "-wal" and "-shm" there. Not while somebody who may write does so.
SQLite::Database openDatabase(const fs::path& file) {
    keepLocksOfOpenFiles();
    const fs::path folder = fs::absolute(file).parent_path();
    std::error_code none;
    const fs::path log = file.string() + "-wal";
    const bool logIsEmpty = !fs::exists(log, none) || fs::file_size(log, none) == 0;
    if (::access(folder.c_str(), W_OK) != 0 && logIsEmpty) return openImmutable(file);
    return {file.string(), SQLite::OPEN_READWRITE};
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
      connection(openDatabase(path)),
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

SQLite::Database StoreDatabase::openReader() const {
    requireInPlace();
    if (sqlite3_db_readonly(connection.getHandle(), "main") == 1) return openImmutable(file);
    return {file.string(), SQLite::OPEN_READONLY, kBusyMilliseconds};
}

void StoreDatabase::requireInPlace() const {
    if (sqlite3_db_readonly(connection.getHandle(), "main") == 1) return;
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
            vacuum.exec();
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

void throwStoreError(const SQLite::Exception& error, const std::filesystem::path& file) {
    const std::string name = file.string();
    const std::string recover = "save what can be read with \"lpstudio-cli project " + name +
                                " --recover\", or restore it from a copy";
    std::string what = error.what();
    for (char& c : what)
        if (c == '\n') c = ' ';
    switch (error.getErrorCode()) {
        case SQLITE_NOTADB:
            throw Error(name + ": is not an LP Studio project; give a .lps file, or if it was " +
                        "one, " + recover);
        case SQLITE_CORRUPT:
            throw Error(name + ": is damaged (" + what + "); " + recover);
        case SQLITE_FULL:
            throw Error(name + ": the disk is full; free some space and try again");
        case SQLITE_READONLY:
            throw Error(name + ": is read-only; make the file and its folder writable");
        case SQLITE_CANTOPEN:
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
