#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace lpstudio {

/// Labelled images in memory, planes in C,H,W order, bytes 0..255 or floats 0..1.
struct ImageSet {
    std::string name;  ///< where it came from, for messages
    int channels = 0, height = 0, width = 0;
    std::vector<std::uint8_t> bytes;  ///< N*C*H*W, or empty if `floats` holds the images
    std::vector<float> floats;
    std::vector<int> labels;              ///< one an image
    std::vector<std::string> classNames;  ///< in label order, where known
    /// What whoever uses the labels should know of how the set was read, a sentence each.
    std::vector<std::string> notes = {};

    std::size_t size() const { return labels.size(); }
    std::size_t imageElements() const {
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(height) *
               static_cast<std::size_t>(width);
    }
    /// Pixels of one image as 0..1 floats, appended to `out`.
    void appendPixels(std::size_t image, std::vector<float>& out) const;
    /// Of an image's pixels; equal images have equal hashes in every set of the same pixel type.
    std::uint64_t pixelHash(std::size_t image) const;
    /// SHA-free fingerprint over all images and labels, for resume checks.
    std::uint64_t fingerprint() const;
};

/// A CIFAR-10 binary batch: records of a label byte and 3072 bytes of R, G, B planes. Throws Error
/// (missing, wrong size, label above 9).
ImageSet readCifar10(const std::filesystem::path& file);

/// An IDX image file, `*-images-idx3-ubyte` or `.gz` (http://yann.lecun.com/exdb/mnist), also in
/// the other usual spelling, `*-images.idx3-ubyte`; the labels are idxLabelsOf() it. Throws Error
/// (missing, bad magic, truncated, no labels, counts differ).
ImageSet readIdx(const std::filesystem::path& imageFile);

/// Whether the file's name is that of an IDX image file, or of an IDX label file.
bool isIdxName(const std::filesystem::path& file);
bool isIdxLabelsName(const std::filesystem::path& file);
/// The labels beside an IDX image file, `*-labels-idx1-ubyte`, `*-labels.idx1-ubyte` or `.gz`;
/// empty if there are none.
std::filesystem::path idxLabelsOf(const std::filesystem::path& imageFile);

/// `count` images drawn without replacement by the seed, stratified by label, in ascending order.
/// Throws UsageError if the set has fewer.
std::vector<std::size_t> stratifiedSample(const ImageSet& set, std::size_t count,
                                          std::uint64_t seed);

/// Images of `set` (in order) whose pixels equal none of `others`' images.
std::vector<std::size_t> imagesNotIn(const ImageSet& set, const ImageSet& others,
                                     std::span<const std::size_t> otherImages);

/// The first `limit` images of all, or all if limit is 0.
std::vector<std::size_t> firstImages(const ImageSet& set, std::size_t limit);

}  // namespace lpstudio
