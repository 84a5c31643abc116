#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lpstudio {

/// What a file or folder that a user hands to the program is, as far as its name tells.
enum class ImportKind {
    Model,         ///< TorchScript, `.pt`
    CifarImages,   ///< `.bin`
    IdxImages,     ///< `*-images-idx3-ubyte[.gz]`
    NpzImages,     ///< `.npz`
    CsvImages,     ///< list of image files
    FolderImages,  ///< one sub-directory per class
    Project,       ///< `.lps`
    Bundle,        ///< `.lpz`
    Companion,     ///< a card or a file of labels that comes with its neighbour in the plan
    Unknown,       ///< cannot be imported; `problem` says why
};

/// One file of an import.
struct ImportItem {
    std::filesystem::path path;
    ImportKind kind = ImportKind::Unknown;
    std::string problem;  ///< one line, file first, what to do last; empty unless Unknown
};

bool isImages(ImportKind kind);

/// What importing `files` will do, in their order but models first, so that their cards give the
/// shape of the images that come with them. A folder that holds models or files of images
/// themselves stands for these; files named twice count once. Looks at names and folders only and
/// opens no file, so that it can be asked while something is dragged over the window; never throws.
std::vector<ImportItem> planImport(const std::vector<std::filesystem::path>& files);

}  // namespace lpstudio
