#pragma once

#include <filesystem>

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

}  // namespace lpstudio
