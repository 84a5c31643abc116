#include "app/project/import/images.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "app/project/import/image_decode.h"
#include "app/project/import/image_npz.h"
#include "app/project/import/labelled_files.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAccepted =
    "give a CIFAR-10 .bin, an IDX *-images-idx3-ubyte[.gz], a directory with one sub-directory per "
    "class, a .csv with the columns file and class_index, or an .npz with x and y";

std::string sizeText(int channels, int height, int width) {
    return std::to_string(channels) + "x" + std::to_string(height) + "x" + std::to_string(width);
}

std::string lowerExtension(const fs::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

}  // namespace

ImageSet loadImages(const fs::path& path, int channels, int height, int width,
                    const std::stop_token& stop, const ProgressFunction& progress) {
    if (channels < 1 || height < 1 || width < 1)
        throw Error(path.string() + ": the model's input " + sizeText(channels, height, width) +
                    " is not an image; correct \"input\" in the model card");
    std::error_code failure;
    const bool exists = fs::exists(path, failure);
    if (failure && failure != std::errc::not_a_directory)
        throw Error(path.string() + ": cannot be opened: " + failure.message());
    if (!exists) throw Error(path.string() + ": no such file or directory; check the path");

    ImageSet set;
    const std::string extension = lowerExtension(path);
    if (fs::is_directory(path)) {
        set = decodeImages(filesOfDirectory(path), channels, height, width, stop, progress);
    } else if (extension == ".csv") {
        set = decodeImages(filesOfCsv(path), channels, height, width, stop, progress);
    } else if (extension == ".npz") {
        set = readNpz(path);
    } else if (isIdxName(path)) {
        set = readIdx(path);
    } else if (extension == ".bin") {
        set = readCifar10(path);
    } else if (isImageName(path)) {
        throw Error(path.string() + ": is a single image without a label; " + kAccepted);
    } else {
        throw Error(path.string() + ": not a kind of image set the program knows; " + kAccepted);
    }
    if (stop.stop_requested()) throw Cancelled();
    set.name = path.string();
    if (set.classNames.empty() && !set.labels.empty() && !fs::is_directory(path) &&
        extension != ".csv")
        if (const fs::path names = classNamesBeside(path); !names.empty())
            set.classNames =
                readClassNames(names, static_cast<std::size_t>(std::ranges::max(set.labels)) + 1);
    if (set.channels != channels || set.height != height || set.width != width)
        throw Error(path.string() + ": images are " +
                    sizeText(set.channels, set.height, set.width) + ", the model takes " +
                    sizeText(channels, height, width) + "; give images made for this model");
    return set;
}

}  // namespace lpstudio
