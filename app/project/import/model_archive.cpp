#include "app/project/import/model_archive.h"

#include <quazip.h>
#include <quazipfile.h>
#include <quazipfileinfo.h>
#include <unistd.h>

#include <QFile>
#include <QString>
#include <cstdint>
#include <cstdio>
#include <memory>

#include "core/base/error.h"
#include "core/base/text.h"

namespace lpstudio {

namespace {

/// A zip file that is read. By its descriptor: the name may be no UTF-8, which no QString holds.
class Archive {
public:
    explicit Archive(const std::filesystem::path& file)
        : opened_(std::fopen(file.c_str(), "rb"), &std::fclose), zip_(&device_) {
        isZip_ = opened_ && device_.open(opened_.get(), QIODevice::ReadOnly) &&
                 zip_.open(QuaZip::mdUnzip);
    }

    bool isZip() const { return isZip_; }
    QuaZip& zip() { return zip_; }

private:
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened_;
    QFile device_;
    QuaZip zip_;
    bool isZip_ = false;
};

}  // namespace

void requireSoundArchive(const std::filesystem::path& file) {
    const std::string name = file.string();
    Archive archive(file);
    if (!archive.isZip()) return;
    QuaZip& zip = archive.zip();
    const auto damaged = [&](const QString& entry) {
        throw Error(name + ": is damaged (" + shortened(entry.toStdString(), 200) +
                    " in it does not match its checksum); get the file again");
    };
    QByteArray chunk(1 << 20, Qt::Uninitialized);
    const std::uint64_t most = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                               static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 2;
    std::uint64_t total = 0;
    for (bool more = zip.goToFirstFile(); more; more = zip.goToNextFile()) {
        const QString entry = zip.getCurrentFileName();
        QuaZipFileInfo64 info;
        if (!zip.getCurrentFileInfo(&info)) damaged(entry);
        // A small file may unpack to anything, and the loader takes all of it into memory.
        if (info.uncompressedSize > most - total)
            throw Error(name + ": unpacks to more than half of this machine's memory (" +
                        shortened(entry.toStdString(), 200) + " in it to " +
                        std::to_string(info.uncompressedSize >> 20) +
                        " MiB); do not use this file");
        total += info.uncompressedSize;
        QuaZipFile content(&zip);
        if (!content.open(QIODevice::ReadOnly)) damaged(entry);
        qint64 read = 0;
        while ((read = content.read(chunk.data(), chunk.size())) > 0) {
        }
        content.close();
        if (read < 0 || content.getZipError() != UNZ_OK) damaged(entry);
    }
    if (zip.getZipError() != UNZ_OK) damaged(QStringLiteral("the list of entries"));
}

bool holdsCode(const std::filesystem::path& file) {
    Archive archive(file);
    if (!archive.isZip()) return false;
    QuaZip& zip = archive.zip();
    for (bool more = zip.goToFirstFile(); more; more = zip.goToNextFile())
        if (zip.getCurrentFileName().contains(QStringLiteral("/code/"))) return true;
    return false;
}

}  // namespace lpstudio
