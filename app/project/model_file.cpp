#include "app/project/model_file.h"

#include <quazip.h>
#include <quazipfile.h>

#include <QString>

#include "core/error.h"

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
                    " in it does not have the checksum it was written with); get the file again");
    };
    QByteArray chunk(1 << 20, Qt::Uninitialized);
    for (bool more = zip.goToFirstFile(); more; more = zip.goToNextFile()) {
        const QString entry = zip.getCurrentFileName();
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

}  // namespace

Network loadModel(const std::filesystem::path& file, const ModelCard& card) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) requireSoundArchive(file);
    return Network::load(file, card);
}

}  // namespace lpstudio
