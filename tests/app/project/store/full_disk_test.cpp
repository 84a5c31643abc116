// No room: SQLite's system calls fail from some call on, as they do on a full disk.
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <map>

#include "tests/app/project/small_project.h"

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

/// While it lives, the calls by which SQLite makes files grow fail after the first `room` of them.
class FullDisk {
public:
    explicit FullDisk(int room) {
        left_ = room;
        refused_ = false;
        replace("write", &write);
        replace("pwrite", &pwrite);
        replace("pwrite64", &pwrite);
    }
    ~FullDisk() {
        for (const auto& [name, call] : before_) vfs()->xSetSystemCall(vfs(), name, call);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

    bool hasRefused() const { return refused_; }

private:
    static sqlite3_vfs* vfs() { return sqlite3_vfs_find("unix"); }

    static bool hasRoom() {
        if (left_-- > 0) return true;
        refused_ = true;
        errno = ENOSPC;
        return false;
    }

    static ssize_t write(int fd, const void* data, std::size_t size) {
        return hasRoom() ? ::write(fd, data, size) : -1;
    }
    static ssize_t pwrite(int fd, const void* data, std::size_t size, off_t at) {
        return hasRoom() ? ::pwrite(fd, data, size, at) : -1;
    }

    template <class Call>
    void replace(const char* name, Call* call) {
        if (vfs()->xGetSystemCall(vfs(), name) == nullptr) return;
        before_[name] = nullptr;  // SQLite's own
        vfs()->xSetSystemCall(vfs(), name, reinterpret_cast<sqlite3_syscall_ptr>(call));
    }

    std::map<const char*, sqlite3_syscall_ptr> before_;
    static inline int left_ = 0;
    static inline bool refused_ = false;
};

TEST(FullDisk, ANewProjectIsMadeWholeOrNotAtAllAtEveryWrite) {
    int failures = 0;
    for (int room = 0;; ++room) {
        const TempDir dir;
        const fs::path file = dir / "p.lps";
        std::string message;
        bool refused = false;
        {
            const FullDisk full(room);
            try {
                ProjectStore::create(file);
            } catch (const Error& error) {
                message = error.what();
            }
            refused = full.hasRefused();
        }
        if (!refused) {
            EXPECT_EQ(message, "");
            break;
        }
        SCOPED_TRACE("room for " + std::to_string(room) + " writes");
        if (message.empty()) {
            // What could not be written was of no use by then (the log's end, when it is closed).
            EXPECT_EQ(ProjectStore::open(file).runs().size(), 0U);
            continue;
        }
        ++failures;
        EXPECT_EQ(namesIn(dir.path()), std::vector<std::string>());
        ProjectStore store = ProjectStore::create(file);
        store.addModel({0, "net", dir / "net.pt", "abc"});
        EXPECT_EQ(ProjectStore::open(file).models().size(), 1U);
    }
    EXPECT_GT(failures, 10);
}

TEST(FullDisk, WhatWasStoredBeforeStaysAtEveryWrite) {
    for (int room = 0, failures = 0;; ++room) {
        const SmallProject project(3);
        std::string message;
        bool refused = false;
        std::size_t stored = 0;
        {
            const FullDisk full(room);
            try {
                ProjectStore store = ProjectStore::open(project.file);
                for (int i = 3; i < 6; ++i) {
                    store.addCandidate(RunId(1), someCandidate(i));
                    ++stored;
                }
            } catch (const Error& error) {
                message = error.what();
            }
            refused = full.hasRefused();
        }
        SCOPED_TRACE("room for " + std::to_string(room) + " writes: " + message);
        ProjectStore store = ProjectStore::open(project.file);
        EXPECT_GE(store.candidates(RunId(1)).size(), 3 + stored);
        store.addCandidate(RunId(1), someCandidate(9));
        if (!refused) break;
        failures += message.empty() ? 0 : 1;
        ASSERT_LT(room, 200);
        if (room == 12) {
            EXPECT_GT(failures, 3);
        }
    }
}

TEST(FullDisk, IsNamedAsSuch) {
    const SmallProject project(3);
    ProjectStore store = ProjectStore::open(project.file);
    const FullDisk full(0);
    expectMessage(errorOf([&] { store.addCandidate(RunId(1), someCandidate(9)); }),
                  {"small.lps", "the disk is full", "free some space"});
    const TempDir dir;
    expectMessage(errorOf([&] { ProjectStore::create(dir / "p.lps"); }),
                  {"p.lps", "the disk is full"});
    expectMessage(errorOf([&] { store.writeSnapshot(dir / "copy.lps"); }),
                  {"copy.lps", "the disk is full"});
    EXPECT_EQ(namesIn(dir.path()), std::vector<std::string>());
}

}  // namespace
}  // namespace lpstudio::test
