#include "app/project/bundle/bundle_write.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>
#include <quazip/quazipnewinfo.h>

#include <QDateTime>
#include <QFile>
#include <algorithm>
#include <array>
#include <system_error>

#include "app/project/bundle/bundle_plan.h"
#include "app/project/bundle/bundle_read.h"
#include "app/project/import/assets.h"
#include "app/project/store/scratch_folder.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/base/version.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunk = std::size_t{1} << 18;
/// Compressing takes time: what is large and not the project (weights, packed images) is stored.
constexpr std::uintmax_t kCompressed = std::uintmax_t{32} << 20;

bool isWorthCompressing(const PlannedFile& file, std::uintmax_t bytes) {
    if (file.role == "project") return true;
    constexpr std::array kTexts = {".json", ".csv", ".html", ".bin"};
    const std::string extension = fs::path(file.path).extension().string();
    return bytes <= kCompressed &&
           (std::find(kTexts.begin(), kTexts.end(), extension) != kTexts.end() ||
            file.path.ends_with("ubyte"));
}

QString fromPath(const fs::path& path) {
    return QFile::decodeName(path.c_str());
}

class Writer {
public:
    Writer(const fs::path& name, const fs::path& temporary, bool large)
        : name_(name), device_(fromPath(temporary)), zip_(&device_) {
        // The size at the end of the central directory may need it even if no file does.
        zip_.setZip64Enabled(large);
        zip_.setUtf8Enabled(true);
        zip_.setAutoClose(true);
        if (!device_.open(QIODevice::ReadWrite) || !zip_.open(QuaZip::mdCreate)) fail();
    }

    /// Copies a file while it is hashed; `chunk` is told of the bytes read.
    template <class Function>
    BundleFile add(const PlannedFile& file, const Function& chunk) {
        QFile in(fromPath(file.source));
        if (!in.open(QIODevice::ReadOnly))
            throw Error(file.source.string() +
                        ": cannot be read; check the path and its permissions");
        const auto size = static_cast<std::uintmax_t>(in.size());
        QuaZipFile out(&zip_);
        openEntry(out, file.path, isWorthCompressing(file, size));
        Sha256 hash;
        BundleFile result{file.path, 0, {}, file.role};
        std::vector<char> buffer(kChunk);
        for (;;) {
            const qint64 count = in.read(buffer.data(), static_cast<qint64>(buffer.size()));
            if (count < 0) throw Error(file.source.string() + ": cannot be read; check the disk");
            if (count == 0) break;
            hash.add(buffer.data(), static_cast<std::size_t>(count));
            if (out.write(buffer.data(), count) != count) fail();
            result.bytes += static_cast<std::uintmax_t>(count);
            chunk(static_cast<std::size_t>(count));
        }
        closeEntry(out);
        result.sha256 = hash.hex();
        if (!file.sha256.empty() && result.sha256 != file.sha256)
            throw Error(file.source.string() + ": changed while it was bundled (SHA-256 " +
                        shortHash(file.sha256) + ", now " + shortHash(result.sha256) +
                        "); try again when nothing writes to it");
        return result;
    }

    void add(const char* name, const std::string& text) {
        QuaZipFile out(&zip_);
        openEntry(out, name, true);
        if (out.write(text.data(), static_cast<qint64>(text.size())) !=
            static_cast<qint64>(text.size()))
            fail();
        closeEntry(out);
    }

    void close() {
        zip_.close();
        if (zip_.getZipError() != ZIP_OK) fail();
    }

private:
    void openEntry(QuaZipFile& out, const std::string& name, bool compress) {
        QuaZipNewInfo info(QString::fromStdString(name));
        // The same for all: the bytes of a bundle tell its content, not when it was made.
        info.dateTime = QDateTime(QDate(2000, 1, 1), QTime(0, 0));
        info.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup |
                            QFile::ReadOther);
        if (!out.open(QIODevice::WriteOnly, info, nullptr, 0, compress ? Z_DEFLATED : 0,
                      compress ? 6 : 0))
            fail();
    }
    void closeEntry(QuaZipFile& out) {
        out.close();
        if (out.getZipError() != ZIP_OK) fail();
    }
    [[noreturn]] void fail() {
        throw Error(name_.string() +
                    ": cannot be written; check that its folder may be written and the disk has "
                    "room");
    }

    const fs::path& name_;
    QFile device_;
    QuaZip zip_;
};

}  // namespace

BundleResult writeBundle(const ProjectStore& store, const fs::path& out,
                         const BundleOptions& options, const std::stop_token& stop,
                         const ProgressFunction& progress) {
    AtomicFile target(out);
    const ScratchFolder scratch(out.parent_path());
    const BundlePlan plan = planBundle(store, options);
    const fs::path snapshot = scratch / kProjectInBundle;
    store.writeSnapshot(snapshot);

    std::vector<PlannedFile> files{{snapshot, kProjectInBundle, "project", {}}};
    files.insert(files.end(), plan.files.begin(), plan.files.end());
    std::uintmax_t total = 0;
    for (const PlannedFile& file : files) {
        std::error_code ignored;
        if (const auto size = fs::file_size(file.source, ignored); !ignored) total += size;
    }
    BundleManifest manifest{kVersion, store.file().stem().string(), {}, plan.places, plan.leftOut};
    {
        Writer writer(out, target.temporary(), total > (std::uintmax_t{1} << 31));
        std::size_t done = 0;
        for (const PlannedFile& file : files)
            manifest.files.push_back(writer.add(file, [&](std::size_t bytes) {
                if (stop.stop_requested()) throw Cancelled();
                done += bytes;
                if (progress)
                    progress({"Bundling " + file.path, done, static_cast<std::size_t>(total)});
            }));
        writer.add(kManifestName, manifestText(manifest));
        writer.close();
    }
    // What is handed over can be unpacked: cheaper to know now than when the original is gone.
    checkBundle(target.temporary(), stop, progress);
    BundleResult result{out, std::move(manifest.files), fs::file_size(target.temporary()),
                        plan.leftOut};
    target.commit();
    return result;
}

}  // namespace lpstudio
