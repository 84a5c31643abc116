#include "hw/named_file.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/error.h"

namespace lpstudio {
namespace {

bool looksLikeFile(const std::string& nameOrPath) {
    std::error_code ignored;
    return nameOrPath.ends_with(".json") || nameOrPath.find('/') != std::string::npos ||
           std::filesystem::exists(nameOrPath, ignored);
}

}  // namespace

std::string namesOf(std::span<const EmbeddedFile> files) {
    std::string names;
    for (const EmbeddedFile& file : files) {
        if (!names.empty()) names += ", ";
        names += file.name;
    }
    return names;
}

std::string readNamedFile(const std::string& nameOrPath, std::span<const EmbeddedFile> builtIn,
                          const FileKind& kind) {
    const auto found = std::ranges::find(builtIn, nameOrPath, &EmbeddedFile::name);
    if (found != builtIn.end()) return std::string(found->json);
    if (!looksLikeFile(nameOrPath)) {
        throw UsageError(kind.what + " \"" + nameOrPath + "\" is neither a " + kind.builtIn +
                         " nor a file; " + kind.builtIn + "s: " + namesOf(builtIn));
    }
    std::error_code ignored;
    if (!std::filesystem::exists(nameOrPath, ignored)) {
        throw Error(nameOrPath + ": no such file; give the path of a " + kind.what +
                    " description or a " + kind.builtIn + ": " + namesOf(builtIn));
    }
    if (std::filesystem::is_directory(nameOrPath, ignored)) {
        throw Error(nameOrPath + ": is a directory; give a " + kind.what +
                    " description file (JSON)");
    }
    // A path may come from a stranger's project, and a device has no end.
    constexpr std::uintmax_t kLargest = std::uintmax_t{16} << 20;
    if (!std::filesystem::is_regular_file(nameOrPath, ignored) ||
        std::filesystem::file_size(nameOrPath, ignored) > kLargest) {
        throw Error(nameOrPath + ": is no " + kind.what + " description (no plain file, or above " +
                    std::to_string(kLargest >> 20) + " MiB); give a JSON file");
    }
    std::ifstream file(nameOrPath, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) throw Error(nameOrPath + ": cannot be read; check its permissions");
    return text;
}

}  // namespace lpstudio
