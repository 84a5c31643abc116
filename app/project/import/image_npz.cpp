#include "app/project/import/image_npz.h"

#include <quazip.h>
#include <quazipfile.h>
#include <unistd.h>

#include <QString>
#include <algorithm>
#include <limits>

#include "app/project/import/npy.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

NpyArray arrayOf(QuaZip& zip, const std::string& file, const char* name, const char* what) {
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
                    where);
}

std::string shapeText(const NpyArray& array) {
    std::string text = "(";
    for (const std::int64_t extent : array.shape)
        text += (text.size() > 1 ? "," : "") + std::to_string(extent);
    return text + ")";
}

}  // namespace

ImageSet readNpz(const fs::path& file) {
    const std::string name = file.string();
    QuaZip zip(QString::fromStdString(name));
    if (!zip.open(QuaZip::mdUnzip))
        throw Error(name + ": not a zip file; write it with numpy.savez(file, x=images, y=labels)");
    NpyArray x = arrayOf(zip, name, "x", "the images");
    const NpyArray y = arrayOf(zip, name, "y", "the labels");
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

}  // namespace lpstudio
