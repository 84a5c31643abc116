#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace lpstudio {

/// Image files with their labels, before decoding.
struct LabelledFiles {
    std::vector<std::pair<std::filesystem::path, int>> files;
    std::vector<std::string> classNames;
};

/// Sub-directories of `directory`, in sorted order, are the classes; image files anywhere below
/// them are the images. Throws Error.
LabelledFiles filesOfDirectory(const std::filesystem::path& directory);

/// Lines of a CSV with the columns `file` and `class_index`; others are ignored, except `name`,
/// which names the class. Throws Error naming file and line.
LabelledFiles filesOfCsv(const std::filesystem::path& csv);

/// Records of a CSV file (RFC 4180: quoted fields may hold commas, quotes and line breaks) with the
/// line on which each begins. Throws Error for a quote that is never closed.
struct CsvRecord {
    std::size_t line = 1;
    std::vector<std::string> fields;
};
std::vector<CsvRecord> parseCsv(const std::string& text, const std::string& name);

/// The file that names the classes of a set without names of its own (a CIFAR-10 .bin, an IDX file,
/// an .npz): `class_names.txt` or CIFAR-10's `batches.meta.txt` in the same folder. Empty: none.
std::filesystem::path classNamesBeside(const std::filesystem::path& images);
/// A name a line, in the order of the labels. Empty if the file has fewer than `classes` or is no
/// such list: names are an ornament, not a reason to refuse the images.
std::vector<std::string> readClassNames(const std::filesystem::path& file, std::size_t classes);

/// Whether the file's name has the ending of an image the program reads.
bool isImageName(const std::filesystem::path& file);

}  // namespace lpstudio
