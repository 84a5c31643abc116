#pragma once

#include <QByteArray>
#include <QCryptographicHash>
#include <cstdint>
#include <string>
#include <vector>

#include "app/project/store/bundle_manifest.h"

// Archives as no library would write them: every field can be a lie.

namespace lpstudio::test {

struct RawEntry {
    std::string name, content;
    bool deflate = false;
    std::uint32_t unixMode = 0100644;
    std::uint16_t flags = 0x0800;  ///< names are UTF-8
    std::int64_t declaredSize = -1;
    int method = -1;
    std::uint32_t dosAttributes = 0;
};

inline std::uint32_t crcOf(const std::string& content) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char c : content) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

inline void append(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
}

inline std::string rawZip(const std::vector<RawEntry>& entries) {
    std::string out, directory;
    for (const RawEntry& entry : entries) {
        std::string packed = entry.content;
        if (entry.deflate) {
            // Without Qt's length (4 bytes), zlib's header (2) and checksum (4).
            const QByteArray zlib = qCompress(QByteArray::fromStdString(entry.content), 9);
            packed = zlib.mid(6, zlib.size() - 10).toStdString();
        }
        const auto size = entry.declaredSize >= 0 ? static_cast<std::uint64_t>(entry.declaredSize)
                                                  : entry.content.size();
        std::string common;
        append(common, 20, 2);
        append(common, entry.flags, 2);
        append(common,
               entry.method >= 0 ? static_cast<unsigned>(entry.method) : (entry.deflate ? 8U : 0U),
               2);
        append(common, 0x28210000, 4);
        append(common, crcOf(entry.content), 4);
        append(common, packed.size(), 4);
        append(common, size, 4);
        append(common, entry.name.size(), 2);
        append(common, 0, 2);
        const std::uint64_t offset = out.size();
        append(out, 0x04034b50, 4);
        out += common + entry.name + packed;
        append(directory, 0x02014b50, 4);
        append(directory, 0x0314, 2);  // made on Unix
        directory += common;
        append(directory, 0, 2);
        append(directory, 0, 2);
        append(directory, 0, 2);
        append(directory, entry.unixMode << 16 | entry.dosAttributes, 4);
        append(directory, offset, 4);
        directory += entry.name;
    }
    const std::uint64_t begin = out.size();
    out += directory;
    append(out, 0x06054b50, 4);
    append(out, 0, 4);
    append(out, entries.size(), 2);
    append(out, entries.size(), 2);
    append(out, directory.size(), 4);
    append(out, begin, 4);
    append(out, 0, 2);
    return out;
}

inline BundleFile listed(const RawEntry& entry, const std::string& role = "data") {
    return {entry.name, entry.content.size(),
            QCryptographicHash::hash(QByteArray::fromStdString(entry.content),
                                     QCryptographicHash::Sha256)
                .toHex()
                .toStdString(),
            role};
}

/// The entries with a manifest that lists them all.
inline std::vector<RawEntry> withManifest(std::vector<RawEntry> entries) {
    BundleManifest manifest;
    for (const RawEntry& entry : entries) manifest.files.push_back(listed(entry));
    entries.push_back({kManifestName, manifestText(manifest)});
    return entries;
}

}  // namespace lpstudio::test
