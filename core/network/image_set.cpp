#include "core/network/image_set.h"

#include <unistd.h>
#include <zlib.h>
#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <unordered_set>

#include "core/base/error.h"

namespace lpstudio {
namespace {

/// 64-bit FNV-1a.
class Hash {
public:
    void add(std::span<const std::uint8_t> bytes) {
        for (const std::uint8_t byte : bytes) value_ = (value_ ^ byte) * 0x100000001b3ULL;
    }
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

}  // namespace

void ImageSet::appendPixels(std::size_t image, std::vector<float>& out) const {
    const std::size_t count = imageElements(), begin = image * count;
    if (bytes.empty()) {
        out.insert(out.end(), floats.begin() + static_cast<std::ptrdiff_t>(begin),
                   floats.begin() + static_cast<std::ptrdiff_t>(begin + count));
    } else {
        // Division, not multiplication by 1/255: what the models were trained with.
        for (std::size_t i = 0; i < count; ++i)
            out.push_back(static_cast<float>(bytes[begin + i]) / 255.0F);
    }
}

std::uint64_t ImageSet::pixelHash(std::size_t image) const {
    const std::size_t count = imageElements();
    Hash hash;
    if (bytes.empty()) {
        const auto pixels = std::span(floats).subspan(image * count, count);
        hash.add({reinterpret_cast<const std::uint8_t*>(pixels.data()), pixels.size_bytes()});
    } else {
        hash.add(std::span(bytes).subspan(image * count, count));
    }
    return hash.value();
}

std::uint64_t ImageSet::fingerprint() const {
    Hash hash;
    hash.add(bytes);
    hash.add({reinterpret_cast<const std::uint8_t*>(floats.data()), floats.size() * sizeof(float)});
    hash.add({reinterpret_cast<const std::uint8_t*>(labels.data()), labels.size() * sizeof(int)});
    return hash.value();
}

std::vector<std::size_t> stratifiedSample(const ImageSet& set, std::size_t count,
                                          std::uint64_t seed) {
    if (count == 0 || count > set.size())
        throw UsageError(set.name + ": " + std::to_string(count) +
                         " calibration images asked for, the set has " +
                         std::to_string(set.size()) + "; give --images 1.." +
                         std::to_string(set.size()));
    std::map<int, std::vector<std::size_t>> byLabel;
    for (std::size_t i = 0; i < set.size(); ++i) byLabel[set.labels[i]].push_back(i);
    std::seed_seq words{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                        0x696d6773U};
    std::mt19937_64 random(words);
    // std::shuffle's sequence is not fixed by the standard; this one is.
    for (auto& [label, images] : byLabel)
        for (std::size_t i = images.size(); i > 1; --i)
            std::swap(images[i - 1], images[random() % i]);
    // One of each label in turn, so that the counts differ by one at most while labels last.
    std::vector<std::size_t> chosen;
    for (std::size_t round = 0; chosen.size() < count; ++round)
        for (const auto& [label, images] : byLabel)
            if (round < images.size() && chosen.size() < count) chosen.push_back(images[round]);
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

std::vector<std::size_t> imagesNotIn(const ImageSet& set, const ImageSet& others,
                                     std::span<const std::size_t> otherImages) {
    std::unordered_set<std::uint64_t> used;
    for (const std::size_t i : otherImages) used.insert(others.pixelHash(i));
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < set.size(); ++i)
        if (!used.contains(set.pixelHash(i))) rest.push_back(i);
    return rest;
}

std::vector<std::size_t> firstImages(const ImageSet& set, std::size_t limit) {
    std::vector<std::size_t> images(limit == 0 ? set.size() : std::min(limit, set.size()));
    std::iota(images.begin(), images.end(), std::size_t{0});
    return images;
}

namespace {

namespace fs = std::filesystem;

/// A small file may unpack to anything; what is larger than this cannot be worked with anyway.
std::size_t halfOfMemory() {
    return static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) *
           static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) / 2;
}

/// A file's bytes, unpacked if it is gzip. All members throw Error.
class Bytes {
public:
    explicit Bytes(const fs::path& file) : file_(file), in_(nullptr, gzclose) {
        if (!fs::exists(file)) throw Error(file.string() + ": no such file; check the path");
        if (fs::is_directory(file)) throw Error(file.string() + ": is a directory; give a file");
        in_.reset(gzopen(file.c_str(), "rb"));
        if (!in_) throw Error(file.string() + ": cannot be opened; check its permissions");
        gzbuffer(in_.get(), 1U << 17);
    }

    /// Appends up to `count` bytes, fewer only at the end of the file.
    void read(std::size_t count, std::vector<std::uint8_t>& bytes) {
        std::array<std::uint8_t, 1U << 16> chunk;
        while (count > 0) {
            const auto wanted = static_cast<unsigned>(std::min(chunk.size(), count));
            const int got = gzread(in_.get(), chunk.data(), wanted);
            // A truncated gzip ends early and only gzerror or gzclose tell.
            int status = Z_OK;
            gzerror(in_.get(), &status);
            if (got < 0 || (status != Z_OK && status != Z_STREAM_END))
                throw Error(file_.string() + ": damaged or truncated gzip file; get it again");
            if (got == 0) return;
            bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + got);
            count -= static_cast<std::size_t>(got);
        }
    }

private:
    const fs::path& file_;
    std::unique_ptr<gzFile_s, int (*)(gzFile)> in_;
};

[[noreturn]] void throwTooLarge(const fs::path& file) {
    throw Error(file.string() +
                ": holds or promises more than half of this machine's memory; give fewer images");
}

std::uint32_t bigEndian(const std::vector<std::uint8_t>& bytes, std::size_t at) {
    return (static_cast<std::uint32_t>(bytes[at]) << 24) |
           (static_cast<std::uint32_t>(bytes[at + 1]) << 16) |
           (static_cast<std::uint32_t>(bytes[at + 2]) << 8) | bytes[at + 3];
}

/// Sizes and payload of an IDX file of bytes.
struct Idx {
    std::vector<std::size_t> sizes;
    std::vector<std::uint8_t> bytes;
};

Idx parseIdx(const fs::path& file, std::size_t dimensions) {
    Bytes in(file);
    std::vector<std::uint8_t> header;
    in.read(4 + 4 * dimensions, header);
    // Magic: two zero bytes, 8 for unsigned bytes, number of dimensions.
    if (header.size() < 4 + 4 * dimensions || bigEndian(header, 0) != 0x800U + dimensions)
        throw Error(file.string() + ": not an IDX file of " + std::to_string(dimensions) +
                    "-dimensional bytes; expected the magic number " +
                    std::to_string(0x800U + dimensions));
    Idx idx;
    std::size_t total = 1;
    for (std::size_t i = 0; i < dimensions; ++i) {
        idx.sizes.push_back(bigEndian(header, 4 + 4 * i));
        // Heights and widths are counted in int.
        constexpr std::size_t kMost = std::numeric_limits<int>::max();
        if ((idx.sizes.back() > 0 && total > halfOfMemory() / idx.sizes.back()) ||
            (i > 0 && idx.sizes.back() > kMost))
            throwTooLarge(file);
        total *= idx.sizes.back();
    }
    // No more is unpacked than is wanted, and one byte to tell that there is more.
    in.read(total + 1, idx.bytes);
    if (total == 0 || idx.bytes.size() != total)
        throw Error(file.string() + ": header promises " + std::to_string(total) +
                    " bytes, the file holds " +
                    (idx.bytes.size() > total ? "more" : std::to_string(idx.bytes.size())) +
                    "; it is truncated or damaged, get it again");
    return idx;
}

/// Where the part of a name begins that makes it one of IDX, "images-idx3-ubyte" or
/// "images.idx3-ubyte"; npos: nowhere.
std::size_t idxPart(const std::string& name, const std::string& what, const std::string& kind) {
    for (const char* separator : {"-", "."}) {
        const auto at = name.find(what + separator + kind);
        if (at != std::string::npos && (at == 0 || name[at - 1] == '-' || name[at - 1] == '.'))
            return at;
    }
    return std::string::npos;
}

}  // namespace

bool isIdxName(const fs::path& file) {
    return idxPart(file.filename().string(), "images", "idx3-ubyte") != std::string::npos;
}

bool isIdxLabelsName(const fs::path& file) {
    return idxPart(file.filename().string(), "labels", "idx1-ubyte") != std::string::npos;
}

fs::path idxLabelsOf(const fs::path& imageFile) {
    const std::string name = imageFile.filename().string();
    const std::string stem = name.substr(0, idxPart(name, "images", "idx3-ubyte"));
    for (const char* spelling : {"labels-idx1-ubyte", "labels.idx1-ubyte"})
        for (const char* ending : {".gz", ""}) {
            std::error_code ignored;
            fs::path labels = imageFile.parent_path() / (stem + spelling + ending);
            if (fs::exists(labels, ignored)) return labels;
        }
    return {};
}

ImageSet readCifar10(const fs::path& file) {
    constexpr std::size_t kPixels = 3072, kRecord = kPixels + 1;
    std::vector<std::uint8_t> bytes;
    const std::size_t most = halfOfMemory();
    Bytes(file).read(most + 1, bytes);
    if (bytes.size() > most) throwTooLarge(file);
    if (bytes.empty() || bytes.size() % kRecord != 0)
        throw Error(file.string() + ": " + std::to_string(bytes.size()) +
                    " bytes is not a whole number of 3073-byte CIFAR-10 records; it is truncated "
                    "or of another kind");
    ImageSet set{file.string(), 3, 32, 32, {}, {}, {}, {}};
    set.bytes.reserve(bytes.size() / kRecord * kPixels);
    for (std::size_t at = 0; at < bytes.size(); at += kRecord) {
        if (bytes[at] > 9)
            throw Error(file.string() + ": record " + std::to_string(at / kRecord) + " has label " +
                        std::to_string(bytes[at]) + "; CIFAR-10 labels are 0..9");
        set.labels.push_back(bytes[at]);
        const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        set.bytes.insert(set.bytes.end(), begin + 1, begin + kRecord);
    }
    return set;
}

ImageSet readIdx(const fs::path& imageFile) {
    Idx images = parseIdx(imageFile, 3);
    const fs::path labelFile = idxLabelsOf(imageFile);
    if (labelFile.empty())
        throw Error(imageFile.string() +
                    ": no labels beside it; put the *-labels-idx1-ubyte file into the same folder");
    const Idx labels = parseIdx(labelFile, 1);
    if (labels.sizes[0] != images.sizes[0])
        throw Error(imageFile.string() + ": " + std::to_string(images.sizes[0]) + " images but " +
                    std::to_string(labels.sizes[0]) + " labels in " + labelFile.string() +
                    "; they do not belong together");
    ImageSet set{imageFile.string(),
                 1,
                 static_cast<int>(images.sizes[1]),
                 static_cast<int>(images.sizes[2]),
                 {},
                 {},
                 {},
                 {}};
    set.bytes = std::move(images.bytes);
    set.labels.assign(labels.bytes.begin(), labels.bytes.end());
    return set;
}

}  // namespace lpstudio
