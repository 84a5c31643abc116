#include "app/project/bundle/bundle_read.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>
#include <quazip/quazipfileinfo.h>
#include <sys/stat.h>

#include <QFile>
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <system_error>

#include "app/project/store/scratch_folder.h"
#include "app/project/store/store.h"
#include "core/base/error.h"
#include "core/base/sha256.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunkBytes = std::size_t{1} << 18;
constexpr const char* kAgain = "; get the bundle again";
constexpr const char* kHostile = "; do not use this bundle";

/// Reads a bundle that may have been made to do harm. QuaZip only tells what the archive says; all
/// of that is checked here.
class Reader {
public:
    Reader(const fs::path& bundle, const BundleLimits& limits)
        : name_(bundle.string()),
          limits_(limits),
          device_(QFile::decodeName(bundle.c_str())),
          zip_(&device_) {
        std::error_code failure;
        if (!fs::exists(bundle, failure)) throw Error(name_ + ": no such bundle; check the path");
        if (!fs::is_regular_file(bundle, failure))
            throw Error(name_ + ": is not a file; give a .lpz file");
        size_ = fs::file_size(bundle, failure);
        if (!device_.open(QIODevice::ReadOnly))
            throw Error(name_ + ": cannot be read; check its permissions");
        if (!zip_.open(QuaZip::mdUnzip))
            throw Error(name_ + ": is not a bundle, or is truncated or damaged" + kAgain);
        list();
        readManifest();
    }

    const BundleManifest& manifest() const { return manifest_; }
    std::uintmax_t total() const { return total_; }

    /// Hands out every file once, in pieces: `sink(file)` gives what takes the bytes of one.
    template <class Sink, class Chunk>
    void readAll(const Sink& sink, const Chunk& chunk) {
        std::map<std::string, const BundleFile*> files;
        for (const BundleFile& file : manifest_.files) files.emplace(file.path, &file);
        for (bool more = zip_.goToFirstFile(); more; more = zip_.goToNextFile()) {
            const std::string path = current().name.toStdString();
            if (path == kManifestName) continue;
            const BundleFile& file = *files.at(path);
            auto out = sink(file);
            Sha256 hash;
            copy(path, file.bytes, [&](const char* data, std::size_t bytes) {
                hash.add(data, bytes);
                if (out &&
                    out->write(data, static_cast<qint64>(bytes)) != static_cast<qint64>(bytes))
                    throw Error(out->fileName().toStdString() +
                                ": cannot be written; check the disk's room");
                chunk(file, bytes);
            });
            if (out) {
                out->close();
                if (out->error() != QFileDevice::NoError)
                    throw Error(out->fileName().toStdString() +
                                ": cannot be written; check the disk's room");
            }
            if (hash.hex() != file.sha256)
                fail(path, "is not what the manifest says (another SHA-256)", kAgain);
        }
    }

private:
    [[noreturn]] void fail(const std::string& entry, const std::string& what, const char* remedy) {
        // The name comes from the archive and may hold anything.
        std::string shown;
        for (const char c : entry.substr(0, 200))
            shown += static_cast<unsigned char>(c) < 32 || c == 127 ? '?' : c;
        throw Error(name_ + ": \"" + shown + "\" " + what + remedy);
    }

    QuaZipFileInfo64 current() {
        QuaZipFileInfo64 info;
        if (!zip_.getCurrentFileInfo(&info))
            throw Error(name_ + ": its table of contents is damaged" + kAgain);
        return info;
    }

    void checkKind(const std::string& entry, const QuaZipFileInfo64& info) {
        if (const std::string problem = entryNameProblem(entry); !problem.empty())
            fail(entry, problem, kHostile);
        const mode_t kind = (info.externalAttr >> 16) & S_IFMT;
        if (kind == S_IFLNK) fail(entry, "is a link", kHostile);
        if (kind != 0 && kind != S_IFREG) fail(entry, "is not a file", kHostile);
        constexpr quint32 kDosFolder = 0x10;
        if ((info.externalAttr & kDosFolder) != 0) fail(entry, "is a folder", kHostile);
        if ((info.flags & 1) != 0)
            fail(entry, "is encrypted", "; bundles are not, get another one");
        if (info.method != 0 && info.method != Z_DEFLATED)
            fail(entry, "is packed in an unknown way", kAgain);
    }

    /// Every entry of the archive is a plain file with a decent name, and none is there twice.
    void list() {
        for (bool more = zip_.goToFirstFile(); more; more = zip_.goToNextFile()) {
            const QuaZipFileInfo64 info = current();
            const std::string entry = info.name.toStdString();
            checkKind(entry, info);
            if (!names_.emplace(foldedName(entry), entry).second)
                fail(entry, "appears twice", kHostile);
            if (names_.size() > limits_.entries)
                throw Error(name_ + ": holds more than " + std::to_string(limits_.entries) +
                            " files" + kHostile);
            sizes_[entry] = info.uncompressedSize;
        }
        if (zip_.getZipError() != UNZ_OK)
            throw Error(name_ + ": its table of contents is damaged" + kAgain);
        // A list that breaks off gives fewer entries than the archive promises.
        if (static_cast<std::size_t>(std::max(0, zip_.getEntriesCount())) != names_.size())
            throw Error(name_ + ": its table of contents is damaged" + kAgain);
        if (sizes_.count(kManifestName) == 0)
            throw Error(name_ + ": is not an LP Studio bundle (it has no " + kManifestName +
                        "); give a .lpz file");
    }

    void readManifest() {
        const std::uintmax_t bytes = sizes_.at(kManifestName);
        if (bytes > limits_.manifestBytes) fail(kManifestName, "is absurdly large", kHostile);
        for (bool more = zip_.goToFirstFile(); more; more = zip_.goToNextFile())
            if (current().name == QLatin1String(kManifestName)) break;
        std::string text;
        copy(kManifestName, bytes,
             [&](const char* data, std::size_t count) { text.append(data, count); });
        manifest_ = parseManifest(text, name_ + ": " + kManifestName);
        std::map<std::string, std::uintmax_t> unlisted = sizes_;
        unlisted.erase(kManifestName);
        for (const BundleFile& file : manifest_.files) {
            const auto at = unlisted.find(file.path);
            if (at == unlisted.end()) fail(file.path, "is missing", kAgain);
            if (at->second != file.bytes)
                fail(file.path,
                     "has " + std::to_string(at->second) + " bytes, the manifest says " +
                         std::to_string(file.bytes),
                     kAgain);
            unlisted.erase(at);
            if (file.bytes > limits_.totalBytes - total_)
                fail(file.path, "makes the whole absurdly large", kHostile);
            total_ += file.bytes;
        }
        if (!unlisted.empty()) fail(unlisted.begin()->first, "is not in the manifest", kHostile);
        if (total_ > limits_.free && total_ / limits_.ratio > size_)
            throw Error(name_ + ": " + std::to_string(size_) + " bytes would become " +
                        std::to_string(total_) + ", as no bundle does" + kHostile);
    }

    /// The current entry, which must have exactly `bytes`; stops as soon as it has more.
    template <class Take>
    void copy(const std::string& entry, std::uintmax_t bytes, const Take& take) {
        QuaZipFile in(&zip_);
        if (!in.open(QIODevice::ReadOnly)) fail(entry, "cannot be unpacked", kAgain);
        buffer_.resize(kChunkBytes);
        std::uintmax_t done = 0;
        for (;;) {
            const qint64 count = in.read(buffer_.data(), static_cast<qint64>(buffer_.size()));
            if (count < 0) fail(entry, "is damaged", kAgain);
            if (count == 0) break;
            done += static_cast<std::uintmax_t>(count);
            if (done > bytes) fail(entry, "is longer than it says", kHostile);
            take(buffer_.data(), static_cast<std::size_t>(count));
        }
        in.close();
        if (done != bytes || in.getZipError() != UNZ_OK)
            fail(entry, "is damaged or cut short", kAgain);
    }

    std::string name_;
    const BundleLimits limits_;
    std::uintmax_t size_ = 0, total_ = 0;
    QFile device_;
    QuaZip zip_;
    std::map<std::string, std::string> names_;
    std::map<std::string, std::uintmax_t> sizes_;
    std::vector<char> buffer_;
    BundleManifest manifest_;
};

/// Unpacks into `stage`: everything, or what is `wanted`.
BundleResult unpackTo(const fs::path& stage, Reader& reader, const char* what, bool projectOnly,
                      const std::stop_token& stop, const ProgressFunction& progress) {
    std::size_t done = 0;
    reader.readAll(
        [&](const BundleFile& file) -> std::unique_ptr<QFile> {
            if (projectOnly && file.path != kProjectInBundle) return nullptr;
            const fs::path target = stage / file.path;
            std::error_code failure;
            fs::create_directories(target.parent_path(), failure);
            auto out = std::make_unique<QFile>(QFile::decodeName(target.c_str()));
            // The folder is new and only regular files are made in it: there is nothing to follow.
            if (failure || !out->open(QIODevice::WriteOnly | QIODevice::NewOnly))
                throw Error(target.string() + ": cannot be written; check the disk's room");
            return out;
        },
        [&](const BundleFile& file, std::size_t bytes) {
            if (stop.stop_requested()) throw Cancelled();
            done += bytes;
            if (progress)
                progress({std::string(what) + " " + file.path, done,
                          static_cast<std::size_t>(reader.total())});
        });
    return {stage / kProjectInBundle, reader.manifest().files, reader.total(),
            reader.manifest().leftOut};
}

/// A project that cannot be opened is told by its name in the bundle.
void checkProject(const fs::path& project, const fs::path& bundle) {
    try {
        ProjectStore::check(project);
    } catch (const Error& error) {
        std::string what = error.what();
        if (const auto at = what.find(project.string()); at != std::string::npos)
            what.replace(at, project.string().size(), kProjectInBundle);
        what.resize(std::min(what.size(), what.find("; ")));
        throw Error(bundle.string() + ": " + what + kAgain);
    }
}

void requireRoom(const fs::path& parent, std::uintmax_t bytes, const fs::path& bundle) {
    std::error_code failure;
    const fs::space_info space = fs::space(parent.empty() ? fs::path(".") : parent, failure);
    if (!failure && space.available < bytes)
        throw Error(bundle.string() + ": needs " + std::to_string(bytes >> 20) + " MiB, " +
                    parent.string() + " has " + std::to_string(space.available >> 20) +
                    " MiB left; choose another folder");
}

/// Moves what was unpacked into a folder that exists; the project comes last, so that it is never
/// there without its files.
void moveInto(const fs::path& stage, const fs::path& folder) {
    std::vector<fs::path> names;
    for (const auto& entry : fs::directory_iterator(stage))
        names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end(), [](const fs::path& a, const fs::path& b) {
        return std::pair(a == kProjectInBundle, a) < std::pair(b == kProjectInBundle, b);
    });
    std::vector<fs::path> moved;
    try {
        for (const fs::path& name : names) {
            fs::rename(stage / name, folder / name);
            moved.push_back(folder / name);
        }
    } catch (const fs::filesystem_error& error) {
        std::error_code ignored;
        for (const fs::path& path : moved) fs::remove_all(path, ignored);
        throw Error(folder.string() + ": cannot be written (" + error.code().message() +
                    "); choose another folder");
    }
}

}  // namespace

BundleResult unpackBundle(const fs::path& bundle, const fs::path& folder,
                          const std::stop_token& stop, const ProgressFunction& progress,
                          const BundleLimits& limits) {
    fs::path target = fs::absolute(folder).lexically_normal();
    if (target.filename().empty()) target = target.parent_path();
    std::error_code ignored;
    const bool exists = fs::exists(fs::symlink_status(target, ignored));
    if (exists && (!fs::is_directory(target, ignored) || !fs::is_empty(target, ignored)))
        throw Error(folder.string() +
                    ": is there already and is not an empty folder; give another");
    Reader reader(bundle, limits);
    MadeFolders made(exists ? target : target.parent_path());
    requireRoom(exists ? target : target.parent_path(), reader.total(), bundle);
    ScratchFolder stage(exists ? target : target.parent_path());
    BundleResult result = unpackTo(stage.path(), reader, "Unpacking", false, stop, progress);
    checkProject(result.file, bundle);
    {
        QFile out(QFile::decodeName((stage / kManifestName).c_str()));
        const std::string text = manifestText(reader.manifest());
        if (!out.open(QIODevice::WriteOnly | QIODevice::NewOnly) ||
            out.write(text.data(), static_cast<qint64>(text.size())) !=
                static_cast<qint64>(text.size()) ||
            !out.flush())
            throw Error(folder.string() + ": cannot be written; check the disk's room");
    }
    if (exists) {
        moveInto(stage.path(), target);
    } else {
        std::error_code failure;
        fs::rename(stage.path(), target, failure);
        if (failure)
            throw Error(folder.string() + ": cannot be made (" + failure.message() +
                        "); choose another folder");
        stage.release();
    }
    made.keep();
    result.file = folder / kProjectInBundle;
    return result;
}

BundleResult checkBundle(const fs::path& bundle, const std::stop_token& stop,
                         const ProgressFunction& progress, const BundleLimits& limits) {
    Reader reader(bundle, limits);
    const ScratchFolder stage(bundle.parent_path());
    BundleResult result = unpackTo(stage.path(), reader, "Checking", true, stop, progress);
    checkProject(result.file, bundle);
    result.file = bundle;
    return result;
}

}  // namespace lpstudio
