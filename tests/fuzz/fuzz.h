#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

// What the targets share. A target takes bytes as a stranger's file and reads them with the
// program's own reader, of which only Error may come: any other exception, a crash, what a
// sanitizer finds, too much memory or time is a fault, and so is a broken law (require()).

namespace lpstudio::fuzz {

/// Ends the process, which libFuzzer records with the input, unless the law holds.
inline void require(bool holds, std::string_view law, std::string_view about = {}) {
    if (holds) return;
    std::fprintf(stderr, "broken law: %.*s\n%.*s\n", static_cast<int>(law.size()), law.data(),
                 static_cast<int>(about.size()), about.data());
    std::abort();
}

/// Messages are one line of a length that people read, whatever the file holds.
inline void requireMessage(std::string_view message) {
    require(!message.empty(), "an error says something");
    require(message.size() < 4000, "an error is not as long as the file", message);
    for (const char c : message)
        require(static_cast<unsigned char>(c) >= ' ' && c != 127, "an error is one line", message);
}

/// What f() returns; nothing if it throws Error.
template <class Function>
auto unlessRefused(Function f) -> std::optional<decltype(f())> {
    try {
        return f();
    } catch (const Error& error) {
        requireMessage(error.what());
        return std::nullopt;
    }
}

inline std::string_view textOf(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// A good file with parts of it overwritten, for formats of which chance would never make one:
/// after a byte that says how much is cut off its end (in 1/255) come patches, each an offset of
/// three bytes, a length of one (below 16) and the bytes.
inline std::vector<std::uint8_t> patched(std::vector<std::uint8_t> good,
                                         std::span<const std::uint8_t> input) {
    if (input.empty()) return good;
    const std::size_t length = good.size() - good.size() * input[0] / 255;
    for (std::size_t at = 1; at + 4 < input.size();) {
        std::size_t place = (input[at] | input[at + 1] << 8 | input[at + 2] << 16) % good.size();
        std::size_t count = std::min<std::size_t>(input[at + 3] % 16, input.size() - at - 4);
        at += 4;
        for (; count > 0 && place < good.size(); --count) good[place++] = input[at++];
    }
    good.resize(length);
    return good;
}

/// A folder in memory that goes with the process.
class ScratchFolder {
public:
    ScratchFolder()
        : path_(std::filesystem::path("/dev/shm") / ("lpstudio-fuzz-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// The bytes as a file of that name.
    std::filesystem::path file(const char* name, std::span<const std::uint8_t> bytes) const {
        std::filesystem::path file = path_ / name;
        std::ofstream out(file, std::ios::binary | std::ios::trunc);
        out.write(reinterpret_cast<const char*>(bytes.data()),
                  static_cast<std::streamsize>(bytes.size()));
        require(static_cast<bool>(out.flush()), "the scratch file can be written");
        return file;
    }

private:
    std::filesystem::path path_;
};

inline const ScratchFolder& scratch() {
    static const ScratchFolder folder;
    return folder;
}

}  // namespace lpstudio::fuzz

/// libFuzzer's entry: 0, whatever came of the input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
