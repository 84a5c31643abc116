#include "app/project/store/file_locks.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <system_error>

namespace lpstudio {
namespace {

/// SQLite counts the locks of all its connections to a file and asks the system for each but once,
/// by whichever of its descriptors is at hand, since POSIX locks are the process's. So every file
/// has one open description here on which all of its locks are held.
class LockDescriptions {
public:
    /// What fcntl(fd, command, lock) would do; `command` F_SETLK or F_GETLK.
    int lock(int fd, int command, struct flock* lock) {
        const std::lock_guard guard(mutex_);
        const int holder = holderOf(fd);
        if (holder < 0) return ::fcntl(fd, command, lock);
        lock->l_pid = 0;  // as these commands require
        return ::fcntl(holder, command == F_SETLK ? F_OFD_SETLK : F_OFD_GETLK, lock);
    }

    int close(int fd) {
        const std::lock_guard guard(mutex_);
        if (const auto found = files_.find(fd); found != files_.end()) {
            const auto held = held_.find(found->second);
            held->second.users.erase(fd);
            if (held->second.users.empty()) {
                if (held->second.descriptor >= 0) ::close(held->second.descriptor);
                held_.erase(held);
            }
            files_.erase(found);
        }
        return ::close(fd);
    }

    std::filesystem::path place(const FileNumber& file) {
        const std::lock_guard guard(mutex_);
        const auto held = held_.find(file);
        if (held == held_.end() || held->second.users.empty()) return {};
        const int fd = *held->second.users.begin();
        struct stat status {};
        if (::fstat(fd, &status) != 0 || status.st_nlink == 0) return {};
        std::error_code failure;
        auto path = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(fd), failure);
        return failure ? std::filesystem::path() : path;
    }

private:
    struct Held {
        int descriptor = -1;  ///< negative: such locks cannot be had
        std::set<int> users;  ///< SQLite's descriptors of the file
    };

    /// The description on which the locks of fd's file are held; negative: none.
    int holderOf(int fd) {
        if (const auto found = files_.find(fd); found != files_.end())
            return held_.at(found->second).descriptor;
        struct stat status {};
        if (::fstat(fd, &status) != 0) return -1;
        const FileNumber file{status.st_dev, status.st_ino};
        auto held = held_.find(file);
        if (held == held_.end()) held = held_.emplace(file, Held{opened(fd), {}}).first;
        held->second.users.insert(fd);
        files_.emplace(fd, file);
        return held->second.descriptor;
    }

    /// Another description of the same file, even if that has been renamed or removed.
    static int opened(int fd) {
        const std::string path = "/proc/self/fd/" + std::to_string(fd);
        int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        if (descriptor < 0) descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) return -1;
        struct flock probe {};
        probe.l_type = F_RDLCK;
        probe.l_whence = SEEK_SET;
        probe.l_len = 1;
        if (::fcntl(descriptor, F_OFD_GETLK, &probe) == 0) return descriptor;
        ::close(descriptor);
        return -1;
    }

    std::mutex mutex_;
    std::map<int, FileNumber> files_;  ///< by SQLite's descriptor
    std::map<FileNumber, Held> held_;
};

LockDescriptions& descriptions() {
    // Never destroyed: connections may outlive what has static storage.
    static auto* const made = new LockDescriptions;
    return *made;
}

int fcntlForSqlite(int fd, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    void* const argument = va_arg(arguments, void*);
    va_end(arguments);
    if (command == F_SETLK || command == F_GETLK)
        return descriptions().lock(fd, command, static_cast<struct flock*>(argument));
    return ::fcntl(fd, command, argument);
}

int closeForSqlite(int fd) {
    return descriptions().close(fd);
}

}  // namespace

void keepLocksOfOpenFiles() {
    static const bool done = [] {
        sqlite3_vfs* const vfs = sqlite3_vfs_find("unix");
        if (vfs == nullptr || vfs->iVersion < 3 || vfs->xSetSystemCall == nullptr) return false;
        const auto replace = [vfs](const char* name, auto* call) {
            return vfs->xSetSystemCall(vfs, name, reinterpret_cast<sqlite3_syscall_ptr>(call)) ==
                   SQLITE_OK;
        };
        return replace("close", &closeForSqlite) && replace("fcntl", &fcntlForSqlite);
    }();
    static_cast<void>(done);
}

FileNumber fileNumber(const std::filesystem::path& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? FileNumber{status.st_dev, status.st_ino}
                                              : FileNumber{0, 0};
}

std::filesystem::path placeOfOpenFile(const FileNumber& file) {
    return descriptions().place(file);
}

}  // namespace lpstudio
