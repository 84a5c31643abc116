#include <algorithm>
#include <fstream>

#include "app/project/image_sources.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 200;
constexpr std::uintmax_t kLargestFile = 1 << 22;

}  // namespace

fs::path classNamesBeside(const fs::path& images) {
    for (const char* name : {"class_names.txt", "batches.meta.txt"}) {
        std::error_code ignored;
        if (fs::path file = images.parent_path() / name; fs::is_regular_file(file, ignored))
            return file;
    }
    return {};
}

std::vector<std::string> readClassNames(const fs::path& file, std::size_t classes) {
    std::error_code failure;
    if (fs::file_size(file, failure) > kLargestFile || failure) return {};
    std::ifstream in(file, std::ios::binary);
    std::vector<std::string> names;
    for (std::string line; std::getline(in, line);) {
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
        // Control characters would be in no name.
        const bool isText = std::none_of(
            line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
        if (!isText || line.size() > kLongestName) return {};
        names.push_back(std::move(line));
    }
    while (!names.empty() && names.back().empty()) names.pop_back();
    const bool isList = names.size() >= classes && std::ranges::none_of(names, &std::string::empty);
    return isList ? names : std::vector<std::string>{};
}

}  // namespace lpstudio
