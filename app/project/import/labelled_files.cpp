#include "app/project/import/labelled_files.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "core/base/error.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

/// Of a file with the names of classes.
constexpr std::size_t kLongestClassName = 200;
constexpr std::uintmax_t kLargestNamesFile = 1 << 22;

bool isHidden(const fs::path& path) {
    return path.filename().string().starts_with('.');
}

std::vector<fs::path> sortedEntries(const fs::path& directory) {
    std::error_code failure;
    std::vector<fs::path> entries;
    for (fs::directory_iterator it(directory, failure), end; !failure && it != end;
         it.increment(failure))
        if (!isHidden(it->path())) entries.push_back(it->path());
    if (failure)
        throw Error(directory.string() + ": cannot be read: " + failure.message() +
                    "; check its permissions");
    std::sort(entries.begin(), entries.end());
    return entries;
}

/// Image files below a directory, in sorted order.
void collectImages(const fs::path& directory, std::vector<fs::path>& images) {
    for (const fs::path& entry : sortedEntries(directory)) {
        // A link to a directory may lead in circles.
        if (fs::is_directory(entry) && !fs::is_symlink(entry)) {
            collectImages(entry, images);
        } else if (isImageName(entry)) {
            images.push_back(entry);
        }
    }
}

std::optional<std::size_t> columnOf(const CsvRecord& header, std::string_view name) {
    const auto at = std::find(header.fields.begin(), header.fields.end(), name);
    if (at == header.fields.end()) return std::nullopt;
    return static_cast<std::size_t>(at - header.fields.begin());
}

}  // namespace

bool isImageName(const fs::path& file) {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    constexpr const char* kKnown[] = {".jpg", ".jpeg", ".png",  ".bmp", ".gif",
                                      ".ppm", ".pgm",  ".webp", ".tif", ".tiff"};
    return std::find(std::begin(kKnown), std::end(kKnown), extension) != std::end(kKnown);
}

LabelledFiles filesOfDirectory(const fs::path& directory) {
    LabelledFiles result;
    bool looseImages = false;
    fs::path list;
    for (const fs::path& entry : sortedEntries(directory)) {
        if (!fs::is_directory(entry)) {
            looseImages = looseImages || isImageName(entry);
            if (entry.extension() == ".csv") list = entry;
            continue;
        }
        std::vector<fs::path> images;
        collectImages(entry, images);
        if (images.empty())
            throw Error(entry.string() +
                        ": class directory without images; add images or remove the directory");
        const int label = static_cast<int>(result.classNames.size());
        for (fs::path& image : images) result.files.emplace_back(std::move(image), label);
        result.classNames.push_back(entry.filename().string());
    }
    if (result.files.empty() && looseImages)
        throw Error(directory.string() +
                    ": images without labels; put them into one sub-directory per class, or give "
                    "a CSV with the columns file and class_index");
    if (result.files.empty())
        throw Error(directory.string() +
                    ": no images in it; give a directory with one sub-directory of images per "
                    "class");
    if (looseImages)
        throw Error(directory.string() +
                    ": has class sub-directories and images without a class beside them; move "
                    "those into a sub-directory");
    // A folder of images with a list beside it is no class: all labels would be 0.
    if (result.classNames.size() == 1 && !list.empty())
        throw Error(directory.string() + ": holds the single class directory " +
                    result.classNames[0] + " and " + list.filename().string() +
                    "; if that lists the labels, give " + list.string());
    return result;
}

std::vector<CsvRecord> parseCsv(const std::string& text, const std::string& name) {
    std::vector<CsvRecord> records;
    CsvRecord record;
    std::string field;
    std::size_t line = 1, quoteLine = 0;
    bool quoted = false, begun = false;
    const auto endField = [&] {
        record.fields.push_back(std::move(field));
        field.clear();
    };
    const auto endRecord = [&] {
        if (begun) {
            endField();
            records.push_back(std::move(record));
        }
        record = {line, {}};
        begun = false;
    };
    for (std::size_t i = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') ++line;
        if (quoted) {
            if (c != '"') {
                field += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                field += text[++i];
            } else {
                quoted = false;
            }
        } else if (c == '"' && field.empty()) {
            quoted = begun = true;
            quoteLine = line;
        } else if (c == ',') {
            begun = true;
            endField();
        } else if (c == '\n') {
            endRecord();
        } else if (c == '\r' && (i + 1 == text.size() || text[i + 1] == '\n')) {
            continue;
        } else {
            begun = true;
            field += c;
        }
    }
    if (quoted)
        throw Error(name + ": the quote opened in line " + std::to_string(quoteLine) +
                    " is never closed; close it");
    endRecord();
    return records;
}

LabelledFiles filesOfCsv(const fs::path& csv) {
    std::ifstream in(csv, std::ios::binary);
    if (!in) throw Error(csv.string() + ": cannot be opened; check its permissions");
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const std::vector<CsvRecord> records = parseCsv(text, csv.string());
    const auto file = records.empty() ? std::nullopt : columnOf(records[0], "file");
    if (!file)
        throw Error(csv.string() +
                    ": no column \"file\"; the first line must name the columns file and "
                    "class_index");
    const auto label = columnOf(records[0], "class_index");
    if (!label)
        throw Error(csv.string() +
                    ": images without labels; add a column \"class_index\" with the number of each "
                    "image's class from 0");
    const auto name = columnOf(records[0], "name");
    LabelledFiles result;
    std::map<int, std::string> names;
    for (std::size_t i = 1; i < records.size(); ++i) {
        const CsvRecord& record = records[i];
        const std::string where = csv.string() + ": line " + std::to_string(record.line);
        if (record.fields.size() != records[0].fields.size())
            throw Error(where + " has " + std::to_string(record.fields.size()) +
                        " fields, the first line " + std::to_string(records[0].fields.size()) +
                        "; correct it");
        const std::string& number = record.fields[*label];
        int value = 0;
        const auto [end, error] =
            std::from_chars(number.data(), number.data() + number.size(), value);
        if (error != std::errc() || end != number.data() + number.size() || value < 0)
            throw Error(where + ": class_index \"" + number +
                        "\" is not a class number; give 0 or a positive integer");
        if (record.fields[*file].empty())
            throw Error(where + ": the file name is empty; name an image file");
        result.files.emplace_back(csv.parent_path() / record.fields[*file], value);
        if (name) names.emplace(value, record.fields[*name]);
    }
    if (result.files.empty())
        throw Error(csv.string() + ": no images in it; add a line for each image");
    // Names stand in label order, so a gap in the labels leaves them unknown.
    for (const auto& [value, className] : names)
        if (value == static_cast<int>(result.classNames.size()))
            result.classNames.push_back(className);
    if (result.classNames.size() != names.size()) result.classNames.clear();
    return result;
}

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
    if (fs::file_size(file, failure) > kLargestNamesFile || failure) return {};
    std::ifstream in(file, std::ios::binary);
    std::vector<std::string> names;
    for (std::string line; std::getline(in, line);) {
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
        // Control characters would be in no name.
        const bool isText = std::none_of(
            line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
        if (!isText || line.size() > kLongestClassName) return {};
        names.push_back(std::move(line));
    }
    while (!names.empty() && names.back().empty()) names.pop_back();
    const bool isList = names.size() >= classes && std::ranges::none_of(names, &std::string::empty);
    return isList ? names : std::vector<std::string>{};
}

}  // namespace lpstudio
