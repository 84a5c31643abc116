#include "app/project/import/import_plan.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>

#include "app/project/import/labelled_files.h"
#include "core/network/image_set.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

/// Folders of images may have more entries; what a folder is shows in its first ones.
constexpr int kEntriesLookedAt = 2000;

std::string lowerExtension(const fs::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

/// By the name of a file; nothing if it tells nothing.
std::optional<ImportKind> kindOfName(const fs::path& file) {
    if (isIdxName(file)) return ImportKind::IdxImages;
    const std::string extension = lowerExtension(file);
    if (extension == ".pt") return ImportKind::Model;
    if (extension == ".bin") return ImportKind::CifarImages;
    if (extension == ".npz") return ImportKind::NpzImages;
    if (extension == ".csv") return ImportKind::CsvImages;
    if (extension == ".lps") return ImportKind::Project;
    if (extension == ".lpz") return ImportKind::Bundle;
    return std::nullopt;
}

std::string whyNot(const fs::path& file) {
    const std::string extension = lowerExtension(file);
    constexpr std::array<std::string_view, 4> kWeights{".pth", ".ckpt", ".safetensors", ".h5"};
    if (std::find(kWeights.begin(), kWeights.end(), extension) != kWeights.end())
        return "holds weights without the network; export the model to TorchScript with "
               "resources/python/lpstudio_export.py and import the .pt that it writes";
    if (extension == ".onnx" || extension == ".pt2")
        return "is not TorchScript, which LP Studio reads; export the model to TorchScript with "
               "resources/python/lpstudio_export.py and import the .pt that it writes";
    if (isImageName(file))
        return "is a single image; import the folder that has one sub-folder of images per class, "
               "or a .csv with the columns file and class_index";
    if (extension == ".json")
        return "a model's card comes with its model; import the .pt of the same name";
    if (isIdxLabelsName(file))
        return "labels come with their images; import the *-images-idx3-ubyte file beside it";
    return "not a kind of file the program knows; give a TorchScript model (.pt), a CIFAR-10 .bin, "
           "an IDX *-images-idx3-ubyte[.gz], a folder with one sub-folder of images per class, a "
           ".csv list, an .npz, a project (.lps) or a bundle (.lpz)";
}

/// Models and files of images right inside a folder; with none of them the folder itself is meant.
std::vector<fs::path> expanded(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code failure;
    int left = kEntriesLookedAt;
    for (fs::directory_iterator it(folder, failure), end; !failure && it != end && left > 0;
         it.increment(failure), --left) {
        const auto kind = kindOfName(it->path());
        std::error_code ignored;
        if (kind && *kind != ImportKind::Project && *kind != ImportKind::Bundle &&
            !it->path().filename().string().starts_with('.') && it->is_regular_file(ignored))
            found.push_back(it->path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// Whether `item` is a card or labels of something else that is imported.
bool comesWith(const fs::path& file, const std::vector<ImportItem>& items) {
    if (lowerExtension(file) == ".json") {
        const fs::path model = fs::path(file).replace_extension(".pt");
        return std::any_of(items.begin(), items.end(),
                           [&](const ImportItem& item) { return item.path == model; });
    }
    if (!isIdxLabelsName(file)) return false;
    return std::any_of(items.begin(), items.end(), [&](const ImportItem& item) {
        return item.kind == ImportKind::IdxImages && idxLabelsOf(item.path) == file;
    });
}

}  // namespace

bool isImages(ImportKind kind) {
    switch (kind) {
        case ImportKind::CifarImages:
        case ImportKind::IdxImages:
        case ImportKind::NpzImages:
        case ImportKind::CsvImages:
        case ImportKind::FolderImages:
            return true;
        default:
            return false;
    }
}

std::vector<ImportItem> planImport(const std::vector<fs::path>& files) {
    std::vector<ImportItem> items;
    std::set<fs::path> seen;
    const auto add = [&](const fs::path& path, ImportKind kind, const std::string& problem = {}) {
        if (seen.insert(path).second)
            items.push_back({path, kind, problem.empty() ? "" : path.string() + ": " + problem});
    };
    for (const fs::path& given : files) {
        std::error_code failure;
        fs::path path = fs::absolute(given, failure).lexically_normal();
        if (path.filename().empty()) path = path.parent_path();
        const fs::file_status status = fs::status(path, failure);
        if (!fs::exists(status)) {
            add(path, ImportKind::Unknown, "no such file or folder; check the path");
        } else if (fs::is_directory(status)) {
            const auto inside = expanded(path);
            for (const fs::path& file : inside) add(file, *kindOfName(file));
            if (inside.empty()) add(path, ImportKind::FolderImages);
        } else if (const auto kind = kindOfName(path)) {
            add(path, *kind);
        } else {
            add(path, ImportKind::Unknown, whyNot(path));
        }
    }
    for (ImportItem& item : items)
        if (item.kind == ImportKind::Unknown && comesWith(item.path, items))
            item = {item.path, ImportKind::Companion, {}};
    std::stable_partition(items.begin(), items.end(),
                          [](const ImportItem& item) { return item.kind == ImportKind::Model; });
    return items;
}

}  // namespace lpstudio
