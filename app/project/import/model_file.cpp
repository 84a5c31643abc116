#include "app/project/import/model_file.h"

#include <quazip.h>
#include <quazipfile.h>
#include <quazipfileinfo.h>
#include <unistd.h>

#include <QString>
#include <cstdint>

#include "core/base/error.h"

namespace lpstudio {
namespace {

/// Reads every entry of a zip file; QuaZip compares the checksum when it is closed. What is no zip
/// file at all is left to the loader, which knows what to say of it.
void requireSoundArchive(const std::filesystem::path& file) {
    const std::string name = file.string();
    QuaZip zip(QString::fromStdString(name));
    if (!zip.open(QuaZip::mdUnzip)) return;
    const auto damaged = [&](const QString& entry) {
        throw Error(name + ": is damaged (" + entry.toStdString() +
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
                        entry.toStdString() + " in it to " +
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

/// Whether it is a zip file with code in it, as a TorchScript archive is.
bool holdsCode(const std::filesystem::path& file) {
    QuaZip zip(QString::fromStdString(file.string()));
    if (!zip.open(QuaZip::mdUnzip)) return false;
    for (bool more = zip.goToFirstFile(); more; more = zip.goToNextFile())
        if (zip.getCurrentFileName().contains(QStringLiteral("/code/"))) return true;
    return false;
}

}  // namespace

ModelCard cardOfModel(const std::filesystem::path& file) {
    std::error_code ignored;
    const std::filesystem::path card = cardPath(file);
    // The loader knows what to say of a file that is something else, and says it by throwing.
    if (!std::filesystem::exists(card, ignored) &&
        std::filesystem::is_regular_file(file, ignored) && !holdsCode(file))
        loadModel(file, {});
    return readCard(card);
}

Network loadModel(const std::filesystem::path& file, const ModelCard& card) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) requireSoundArchive(file);
    return Network::load(file, card);
}

}  // namespace lpstudio
