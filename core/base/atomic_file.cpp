#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include "core/base/error.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

const char* remedy(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT:
            return "the disk is full; make room or choose another folder";
        case EROFS:
            return "the disk is read-only; choose another folder";
        case EACCES:
        case EPERM:
            return "no permission; choose a folder you may write to";
        case ENOENT:
        case ENOTDIR:
            return "no such folder; make it first";
        default:
            return nullptr;
    }
}

fs::path besides(const fs::path& target) {
    static std::atomic<unsigned> counter{0};
    fs::path name = target;
    name += "." + std::to_string(::getpid()) + "-" + std::to_string(counter++) + ".tmp";
    return name;
}

/// The rename itself reaches the disk with the folder.
void syncFolder(const fs::path& folder) {
    const int descriptor =
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

AtomicFile::AtomicFile(const fs::path& target) : target_(target), temporary_(besides(target)) {
    std::error_code ignored;
    if (target.empty()) throw Error("no file name given; name the file to write");
    if (fs::is_directory(target, ignored))
        throw Error(target.string() + ": is a directory; give a file name");
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail("cannot be written", errno);
}

AtomicFile::~AtomicFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(temporary_.c_str());
}

void AtomicFile::fail(const char* what, int error) {
    const char* advice = remedy(error);
    throw Error(target_.string() + ": " + what + ": " + (advice ? advice : std::strerror(error)));
}

void AtomicFile::write(std::span<const std::uint8_t> data) {
    while (!data.empty()) {
        const ssize_t written = ::write(descriptor_, data.data(), data.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("cannot be written", errno);
        data = data.subspan(static_cast<std::size_t>(written));
    }
}

void AtomicFile::write(std::string_view text) {
    write(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

void AtomicFile::commit() {
    if (::fsync(descriptor_) != 0) fail("cannot be written", errno);
    // From here on the destructor has nothing to remove: rename either takes the file or fails.
    const int descriptor = std::exchange(descriptor_, -1);
    if (::close(descriptor) != 0 || ::rename(temporary_.c_str(), target_.c_str()) != 0) {
        const int error = errno;
        ::unlink(temporary_.c_str());
        fail("cannot be written", error);
    }
    syncFolder(target_.parent_path());
}

void writeFileAtomically(const fs::path& target, std::string_view content) {
    AtomicFile file(target);
    file.write(content);
    file.commit();
}

}  // namespace lpstudio
