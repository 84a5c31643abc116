#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace lpstudio {

/// A file that appears whole or not at all: written under another name in the same folder, brought
/// to the disk, and renamed over the old one by commit(). Without commit() the old file stays and
/// the new one is removed.
class AtomicFile {
public:
    /// Opens the file beside `target`. Throws Error naming `target` and why.
    explicit AtomicFile(const std::filesystem::path& target);
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    /// The name it has until commit(), for writers that open it themselves.
    const std::filesystem::path& temporary() const { return temporary_; }
    void write(std::span<const std::uint8_t> data);
    void write(std::string_view text);
    void commit();

private:
    [[noreturn]] void fail(const char* what, int error);

    std::filesystem::path target_, temporary_;
    int descriptor_ = -1;
};

/// The whole content at once.
void writeFileAtomically(const std::filesystem::path& target, std::string_view content);

}  // namespace lpstudio
