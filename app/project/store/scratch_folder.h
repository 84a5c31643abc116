#pragma once

#include <filesystem>
#include <vector>

namespace lpstudio {

/// A new hidden folder beside or in a place, removed with all that is in it when the object goes.
class ScratchFolder {
public:
    /// Makes it in `parent`. Throws Error naming `parent` and why it cannot be.
    explicit ScratchFolder(const std::filesystem::path& parent);
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder();

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::filesystem::path& name) const {
        return path_ / name;
    }
    /// It stays, under another name by now: nothing is removed.
    void release() { path_.clear(); }

private:
    std::filesystem::path path_;
};

/// A folder that is there from now on, with those it lies in. What had to be made is removed again
/// when the object goes, as far as it is empty, unless keep() was called.
class MadeFolders {
public:
    /// Throws Error naming `folder` and why it cannot be made.
    explicit MadeFolders(const std::filesystem::path& folder);
    MadeFolders(const MadeFolders&) = delete;
    MadeFolders& operator=(const MadeFolders&) = delete;
    ~MadeFolders();

    void keep() { made_.clear(); }

private:
    void removeMade();

    std::vector<std::filesystem::path> made_;  ///< deepest first
};

}  // namespace lpstudio
