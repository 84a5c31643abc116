#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace lpstudio {

/// Image files with their labels, before decoding.
struct LabelledFiles {
    std::vector<std::pair<std::filesystem::path, int>> files;
    std::vector<std::string> classNames;
    std::vector<std::string> notes;  ///< ImageSet::notes
};

/// What a model says of its classes.
struct KnownClasses {
    std::vector<std::string> names = {};  ///< in label order; empty: not known
    int count = 0;                        ///< 0: not known
};

/// Sub-directories of `directory` are the classes; image files anywhere below them, also behind
/// links, are the images. The label of a class is, whichever holds first:
/// - the place of its directory's name among the model's names, where all directories are there
///   (upper and lower case and '_', '-' and ' ' are the same);
/// - the number that its directory's name is, where all are numbers;
/// - its place in the sorted names, with a note where the model has other names or more classes.
/// Throws Error, also if only some directories have one of the model's names.
LabelledFiles filesOfDirectory(const std::filesystem::path& directory,
                               const KnownClasses& known = {});

/// Calls visit(path) for everything below a directory but directories, in sorted order of the names
/// in each, without what is hidden. Links to directories are followed, but not back into one in
/// which they lie. Throws Error if a directory cannot be read.
void forEachFileBelow(const std::filesystem::path& directory,
                      const std::function<void(const std::filesystem::path&)>& visit);

/// Lines of a CSV with the columns `file` and `class_index`; others are ignored, except `name`,
/// which names the class. Files are named relative to the list. Where a path that leads out of its
/// directory is not there, as in a list that has moved with its images, that path without its
/// first parts, the same number for all, is looked for below the list's directory. Throws Error
/// naming file and line.
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
