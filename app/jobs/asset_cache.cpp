#include "app/jobs/asset_cache.h"

#include <QCryptographicHash>
#include <algorithm>
#include <vector>

#include "app/project/images.h"
#include "core/error.h"

namespace lpstudio {
namespace {

/// Finds or makes the entry under `mutex`; the caller fills it under the entry's own.
template <class Map, class Key>
auto entryOf(std::mutex& mutex, Map& map, const Key& key) {
    const std::lock_guard lock(mutex);
    auto& entry = map[key];
    if (!entry) entry = std::make_shared<typename Map::mapped_type::element_type>();
    return entry;
}

}  // namespace

std::shared_ptr<const Network> AssetCache::network(const ModelRecord& model) {
    const auto entry = entryOf(mutex_, networks_, model.sha256 + model.file.string());
    const std::lock_guard lock(entry->mutex);
    if (!entry->value) {
        auto network = std::make_shared<const Network>(
            Network::load(model.file, readCard(cardPath(model.file))));
        if (network->sha256() != model.sha256)
            throw Error(model.file.string() +
                        ": has changed since it was added to the project; import it again");
        entry->value = std::move(network);
    }
    return entry->value;
}

std::shared_ptr<const ImageSet> AssetCache::images(const DatasetRecord& dataset,
                                                   const ModelCard& card) {
    const auto entry = entryOf(
        mutex_, images_,
        ImageKey{dataset.sha256 + dataset.path.string(), card.channels, card.height, card.width});
    const std::lock_guard lock(entry->mutex);
    if (!entry->value)
        entry->value = std::make_shared<const ImageSet>(
            loadImages(dataset.path, card.channels, card.height, card.width));
    return entry->value;
}

std::string datasetSha256(const std::filesystem::path& path) {
    namespace fs = std::filesystem;
    if (!fs::is_directory(path)) return fileSha256(path);
    std::vector<std::string> lines;
    for (const auto& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file())
            lines.push_back(fs::relative(entry.path(), path).generic_string() + '\t' +
                            std::to_string(entry.file_size()) + '\n');
    std::sort(lines.begin(), lines.end());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const std::string& line : lines)
        hash.addData(QByteArrayView(line.data(), static_cast<qsizetype>(line.size())));
    return hash.result().toHex().toStdString();
}

}  // namespace lpstudio
