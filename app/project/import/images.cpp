#include "app/project/import/images.h"

#include <quazip.h>
#include <quazipfile.h>
#include <unistd.h>
#include <QFile>
#include <QString>
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <set>
#include <string>

#include "app/project/import/image_decode.h"
#include "app/project/import/labelled_files.h"
#include "app/project/import/npy.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/network/image_set.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

NpyArray arrayOf(QuaZip& zip, const std::string& file, const char* name, const char* what,
                 const char* types) {
    const std::string where = file + ": array " + name;
    if (!zip.setCurrentFile(QString::fromLatin1(name) + QStringLiteral(".npy")))
        throw Error(file + ": no array \"" + name + "\" (" + what +
                    ") in it; write it with numpy.savez(file, x=images, y=labels)");
    QuaZipFile entry(&zip);
    if (!entry.open(QIODevice::ReadOnly)) throw Error(where + ": cannot be unpacked; get it again");
    // A small file may unpack to anything; no more is read than the entry says.
    const auto memory = static_cast<qint64>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
    if (entry.usize() < 0 || entry.usize() > memory / 2)
        throw Error(where + ": unpacks to " + std::to_string(entry.usize() >> 20) +
                    " MiB, more than half of this machine's memory; give fewer images");
    const QByteArray data = entry.readAll();
    entry.close();
    // close() compares the checksum.
    if (entry.getZipError() != UNZ_OK || data.size() != entry.usize())
        throw Error(where + ": damaged or truncated; get the file again");
    return parseNpy({reinterpret_cast<const std::uint8_t*>(data.constData()),
                     static_cast<std::size_t>(data.size())},
                    where, types);
}

std::string shapeText(const NpyArray& array) {
    std::string text = "(";
    for (const std::int64_t extent : array.shape)
        text += (text.size() > 1 ? "," : "") + std::to_string(extent);
    return shortened(text + ")");
}

/// Arrays x and y of an .npz. Throws Error.
ImageSet readNpz(const fs::path& file) {
    const std::string name = file.string();
    // By its descriptor: the name may be no UTF-8.
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(std::fopen(file.c_str(), "rb"),
                                                                 &std::fclose);
    QFile device;
    if (!opened || !device.open(opened.get(), QIODevice::ReadOnly))
        throw Error(name + ": cannot be opened; check its permissions");
    QuaZip zip(&device);
    if (!zip.open(QuaZip::mdUnzip)) {
        std::string start(4, '\0');
        std::ifstream(file, std::ios::binary).read(start.data(), 4);
        throw Error(name + (start == "PK\3\4"
                                ? ": truncated or damaged zip file; get it again"
                                : ": not a zip file; write it with numpy.savez(file, x=images, "
                                  "y=labels)"));
    }
    NpyArray x = arrayOf(zip, name, "x", "the images", "uint8 (0 to 255) or float32 (0 to 1)");
    const NpyArray y = arrayOf(zip, name, "y", "the labels", "an integer type");
    constexpr std::int64_t kLargest = 65536;
    if (x.shape.size() != 4 || (x.type != NpyType::UInt8 && x.type != NpyType::Float32) ||
        std::any_of(x.shape.begin() + 1, x.shape.end(),
                    [](std::int64_t extent) { return extent < 1 || extent > kLargest; }))
        throw Error(name + ": x is " + npyTypeName(x.type) + " of shape " + shapeText(x) +
                    "; it must be uint8 or float32 of shape (N,C,H,W)");
    if (y.shape.size() != 1 || y.shape[0] != x.shape[0])
        throw Error(name + ": y has shape " + shapeText(y) + "; it must be (" +
                    std::to_string(x.shape[0]) + "), one label an image");
    if (x.shape[0] == 0) throw Error(name + ": no images in it; give at least one");
    ImageSet set;
    set.channels = static_cast<int>(x.shape[1]);
    set.height = static_cast<int>(x.shape[2]);
    set.width = static_cast<int>(x.shape[3]);
    for (const std::int64_t label : y.integers(name + ": array y")) {
        if (label < 0 || label > std::numeric_limits<int>::max())
            throw Error(name + ": label " + std::to_string(label) + " of image " +
                        std::to_string(set.labels.size()) +
                        " is not a class number; give 0 or a positive integer");
        set.labels.push_back(static_cast<int>(label));
    }
    if (x.type == NpyType::UInt8) {
        set.bytes = std::move(x.bytes);
        return set;
    }
    set.floats = x.floats(name + ": array x");
    for (const float value : set.floats)
        if (!(value >= 0 && value <= 1))
            throw Error(name + ": x holds the value " + std::to_string(value) +
                        "; float images lie in 0 .. 1 (divide by 255, and leave mean and standard "
                        "deviation to the model card)");
    return set;
}

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

ImageSet load(const fs::path& path, int channels, int height, int width, const KnownClasses& known,
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
        set = decodeImages(filesOfDirectory(path, known), channels, height, width, stop, progress);
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

/// A class that the set calls as the model calls another one: the labels of one of them are wrong.
void noteOtherNames(ImageSet& set, const std::vector<std::string>& names) {
    std::set<int> used(set.labels.begin(), set.labels.end());
    for (const int label : used) {
        const auto i = static_cast<std::size_t>(label);
        if (i >= set.classNames.size() || i >= names.size() || set.classNames[i] == names[i])
            continue;
        const auto other = std::find(names.begin(), names.end(), set.classNames[i]);
        if (other == names.end()) continue;
        set.notes.push_back(set.name + ": class " + std::to_string(label) + " is \"" +
                            set.classNames[i] + "\" here, \"" + names[i] +
                            "\" in the model card (" + set.classNames[i] + " is its class " +
                            std::to_string(other - names.begin()) +
                            "); labels or class_names are wrong");
        return;
    }
}

}  // namespace

ImageSet loadImages(const fs::path& path, int channels, int height, int width,
                    const std::stop_token& stop, const ProgressFunction& progress) {
    return load(path, channels, height, width, {}, stop, progress);
}

ImageSet loadImages(const fs::path& path, const ModelCard& card, const std::stop_token& stop,
                    const ProgressFunction& progress) {
    ImageSet set = load(path, card.channels, card.height, card.width,
                        {card.classNames, card.classes}, stop, progress);
    noteOtherNames(set, card.classNames);
    return set;
}

}  // namespace lpstudio
