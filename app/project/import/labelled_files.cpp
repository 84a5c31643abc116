#include "app/project/import/labelled_files.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "core/base/error.h"
#include "core/base/text.h"

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

bool isDirectory(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// A link that leads nowhere may have been a class or a thousand images.
void requireNoLooseEnd(const fs::path& path) {
    std::error_code ignored;
    if (fs::is_symlink(path, ignored) && !fs::exists(path, ignored))
        throw Error(path.string() + ": is a link that leads nowhere; mend it or remove it");
}

/// `within`: the real directories in which `directory` lies.
void visitBelow(const fs::path& directory, std::vector<fs::path>& within,
                const std::function<void(const fs::path&)>& visit) {
    std::error_code failure;
    const fs::path real = fs::canonical(directory, failure);
    if (std::find(within.begin(), within.end(), real) != within.end()) return;
    within.push_back(real);
    for (const fs::path& entry : sortedEntries(directory)) {
        if (isDirectory(entry))
            visitBelow(entry, within, visit);
        else
            visit(entry);
    }
    within.pop_back();
}

/// "one image", "3 images".
std::string counted(std::size_t count, const std::string& one, const std::string& many) {
    return count == 1 ? "one " + one : std::to_string(count) + " " + many;
}

/// Files that are in folders for reasons of their own.
bool isBesidesThePoint(const fs::path& file) {
    const std::string name = file.filename().string();
    return name == "Thumbs.db" || name == "desktop.ini";
}

/// How names are compared: by their letters, whatever a file system or a script made of the rest.
std::string comparable(std::string name) {
    for (char& c : name) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (c == '_' || c == '-') c = ' ';
    }
    return name;
}

/// The whole name as a number.
std::optional<int> numberOf(const std::string& name) {
    int value = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value);
    if (error != std::errc() || end != name.data() + name.size() || value < 0) return std::nullopt;
    return value;
}

/// "a, b, c", of many the first few.
std::string listed(const std::vector<std::string>& words) {
    constexpr std::size_t kMost = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(words.size(), kMost); ++i)
        text += (i > 0 ? ", " : "") + shortened(words[i], 40);
    return words.size() > kMost ? text + ", ..." : text;
}

/// Labels by the model's names; nullopt if it has none of these. Throws Error if only some are
/// among them.
std::optional<std::vector<int>> labelsByName(const fs::path& directory,
                                             const std::vector<std::string>& folders,
                                             const std::vector<std::string>& names) {
    std::map<std::string, int> places;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (!places.emplace(comparable(names[i]), static_cast<int>(i)).second) return std::nullopt;
    std::vector<int> labels;
    std::string other;
    std::map<int, std::string> taken;
    for (const std::string& folder : folders) {
        const auto place = places.find(comparable(folder));
        if (place == places.end()) {
            if (other.empty()) other = folder;
            continue;
        }
        labels.push_back(place->second);
        const auto [first, isFirst] = taken.emplace(place->second, folder);
        if (!isFirst)
            throw Error((directory / folder).string() + ": names the same class as " +
                        first->second + "; put the images of both into one directory");
    }
    if (labels.empty()) return std::nullopt;
    if (!other.empty())
        throw Error((directory / other).string() + ": the model card names no class \"" + other +
                    "\" (class_names: " + listed(names) + "); rename the directory or remove it");
    return labels;
}

/// Labels that are the directories' names; nullopt if not all are numbers, or two the same.
std::optional<std::vector<int>> labelsByNumber(const std::vector<std::string>& folders) {
    std::vector<int> labels;
    for (const std::string& folder : folders) {
        const auto number = numberOf(folder);
        if (!number || std::find(labels.begin(), labels.end(), *number) != labels.end())
            return std::nullopt;
        labels.push_back(*number);
    }
    return labels;
}

/// Sets names and notes; returns the label of each directory, which are sorted.
std::vector<int> labelsOf(const fs::path& directory, const std::vector<std::string>& folders,
                          const KnownClasses& known, LabelledFiles& result) {
    if (const auto labels = labelsByName(directory, folders, known.names)) {
        result.classNames = known.names;
        return *labels;
    }
    std::string assigned;
    for (std::size_t i = 0; i < std::min<std::size_t>(folders.size(), 4); ++i)
        assigned += (i > 0 ? ", " : "") + shortened(folders[i], 40) + " = " + std::to_string(i);
    if (folders.size() > 4) assigned += ", ...";
    if (const auto labels = labelsByNumber(folders)) {
        const int last = *std::max_element(labels->begin(), labels->end());
        if (known.count > 0 && last >= known.count)
            throw Error((directory / std::to_string(last)).string() +
                        ": directories that are numbers are taken for class numbers, and the model "
                        "has the classes 0.." +
                        std::to_string(known.count - 1) +
                        "; rename them, or name the classes in the model card (class_names)");
        // One class index may stand for very many that are not there.
        if (static_cast<std::size_t>(last) < 100 * folders.size() + 1000) {
            for (int i = 0; i <= last; ++i) result.classNames.push_back(std::to_string(i));
            for (std::size_t i = 0; i < folders.size(); ++i)
                result.classNames[static_cast<std::size_t>((*labels)[i])] = folders[i];
        }
        if (!std::is_sorted(labels->begin(), labels->end()))
            result.notes.push_back(
                directory.string() +
                ": the directories' names are taken for class numbers, so 2 comes before 10; for "
                "another order name the classes in the model card (class_names)");
        return *labels;
    }
    const bool namesDiffer = !known.names.empty();
    const bool countDiffers =
        known.count > 0 && folders.size() != static_cast<std::size_t>(known.count);
    if (namesDiffer || countDiffers)
        result.notes.push_back(
            directory.string() + ": " +
            counted(folders.size(), "class directory", "class directories") +
            (namesDiffer ? ", none with a name that the model card knows (class_names: " +
                               listed(known.names) + ")"
                         : " for a model of " + std::to_string(known.count) + " classes") +
            "; taken in sorted order (" + assigned +
            "), which may be wrong: give the directories the names in the card's class_names");
    result.classNames = folders;
    std::vector<int> labels(folders.size());
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<int>(i);
    return labels;
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

void forEachFileBelow(const fs::path& directory,
                      const std::function<void(const fs::path&)>& visit) {
    std::vector<fs::path> within;
    visitBelow(directory, within, visit);
}

LabelledFiles filesOfDirectory(const fs::path& directory, const KnownClasses& known) {
    LabelledFiles result;
    bool looseImages = false;
    fs::path list;
    std::vector<std::string> folders;
    std::vector<std::vector<fs::path>> images;
    std::map<std::string, std::size_t> leftOut;  // by ending
    std::size_t leftOutCount = 0;
    std::error_code ignored;
    for (const fs::path& entry : sortedEntries(directory)) {
        if (!isDirectory(entry)) {
            requireNoLooseEnd(entry);
            looseImages = looseImages || isImageName(entry);
            if (entry.extension() == ".csv") list = entry;
            continue;
        }
        std::vector<fs::path> found, within{fs::canonical(directory, ignored)};
        visitBelow(entry, within, [&](const fs::path& file) {
            requireNoLooseEnd(file);
            if (isImageName(file)) {
                found.push_back(file);
            } else if (!isBesidesThePoint(file)) {
                ++leftOut[file.extension().string()];
                ++leftOutCount;
            }
        });
        if (found.empty())
            throw Error(entry.string() +
                        ": class directory without images; add images (by their endings: .png, "
                        ".jpg, ...) or remove the directory");
        folders.push_back(entry.filename().string());
        images.push_back(std::move(found));
    }
    if (!folders.empty()) {
        const std::vector<int> labels = labelsOf(directory, folders, known, result);
        // In the order of the labels, as if the directories were sorted so.
        std::map<int, std::size_t> order;
        for (std::size_t i = 0; i < labels.size(); ++i) order.emplace(labels[i], i);
        for (const auto& [label, folder] : order)
            for (fs::path& image : images[folder])
                result.files.emplace_back(std::move(image), label);
    }
    if (leftOutCount > 0) {
        std::vector<std::string> endings;
        endings.reserve(leftOut.size());
        for (const auto& [ending, count] : leftOut)
            endings.push_back(ending.empty() ? "no ending" : ending);
        result.notes.push_back(directory.string() + ": " + counted(leftOutCount, "file", "files") +
                               " without the ending of an image left out (" + listed(endings) +
                               "); images end in .png, .jpg, .bmp, .gif, .ppm or .pgm");
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
    if (folders.size() == 1 && !list.empty())
        throw Error(directory.string() + ": holds the single class directory " + folders[0] +
                    " and " + list.filename().string() + "; if that lists the labels, give " +
                    list.string());
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

namespace {

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Says why a list has no column of files.
[[noreturn]] void throwNoColumns(const std::string& csv, const CsvRecord& header) {
    const std::string only = header.fields.empty() ? "" : header.fields[0];
    for (const auto& [separator, name] :
         {std::pair{';', "semicolons"}, {'\t', "tabs"}, {'|', "vertical bars"}})
        if (header.fields.size() == 1 && only.find(separator) != std::string::npos)
            throw Error(csv + ": its fields are separated by " + name +
                        "; separate them by commas, with the columns file and class_index");
    throw Error(csv +
                ": no column \"file\"; the first line must name the columns file and class_index");
}

bool leadsOut(const fs::path& path) {
    return path.is_absolute() || std::find(path.begin(), path.end(), fs::path("..")) != path.end();
}

/// `path` without its first `count` parts; empty if it has no more.
fs::path withoutFirst(const fs::path& path, std::size_t count) {
    fs::path rest;
    std::size_t part = 0;
    for (const fs::path& name : path.relative_path())
        if (part++ >= count) rest /= name;
    return rest;
}

/// A list that has moved together with its images: takes as few parts off the paths as make all of
/// them be there below its directory. As they are if that cannot be.
void findMoved(const fs::path& csv, LabelledFiles& list) {
    std::error_code ignored;
    const auto isLost = [&](const std::pair<fs::path, int>& file) {
        return leadsOut(file.first) && !fs::exists(csv.parent_path() / file.first, ignored);
    };
    const auto lost = std::find_if(list.files.begin(), list.files.end(), isLost);
    if (lost == list.files.end()) return;
    const fs::path path = lost->first.relative_path();
    const auto depth = static_cast<std::size_t>(std::distance(path.begin(), path.end()));
    for (std::size_t off = 1; off < depth; ++off) {
        const auto isBelow = [&](const std::pair<fs::path, int>& file) {
            if (!leadsOut(file.first)) return true;
            const fs::path rest = withoutFirst(file.first, off);
            return !rest.empty() && !leadsOut(rest) &&
                   fs::exists(csv.parent_path() / rest, ignored);
        };
        if (!isBelow(*lost) || !std::all_of(list.files.begin(), list.files.end(), isBelow))
            continue;
        for (auto& [file, label] : list.files)
            if (leadsOut(file)) file = withoutFirst(file, off);
        return;
    }
}

}  // namespace

LabelledFiles filesOfCsv(const fs::path& csv) {
    std::ifstream in(csv, std::ios::binary);
    if (!in) throw Error(csv.string() + ": cannot be opened; check its permissions");
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    std::vector<CsvRecord> records = parseCsv(text, csv.string());
    if (records.empty()) records.emplace_back();
    for (std::string& column : records[0].fields) column = trimmed(column);
    const auto file = columnOf(records[0], "file");
    if (!file) throwNoColumns(csv.string(), records[0]);
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
        const std::string number = trimmed(record.fields[*label]);
        int value = 0;
        const auto [end, error] =
            std::from_chars(number.data(), number.data() + number.size(), value);
        if (error != std::errc() || end != number.data() + number.size() || value < 0)
            throw Error(where + ": class_index \"" + shortened(number) +
                        "\" is not a class number; give 0 or a positive integer");
        if (record.fields[*file].empty())
            throw Error(where + ": the file name is empty; name an image file");
        result.files.emplace_back(record.fields[*file], value);
        if (name) names.emplace(value, trimmed(record.fields[*name]));
    }
    if (result.files.empty())
        throw Error(csv.string() + ": no images in it; add a line for each image");
    findMoved(csv, result);
    for (auto& [image, value] : result.files) image = csv.parent_path() / image;
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
