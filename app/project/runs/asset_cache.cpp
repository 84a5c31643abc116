#include "app/project/runs/asset_cache.h"

#include "app/project/import/images.h"
#include "app/project/import/model_file.h"
#include "core/base/error.h"

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

std::string keyOf(const ModelRecord& model) {
    return model.sha256 + model.file.string();
}

std::tuple<std::string, int, int, int> keyOf(const DatasetRecord& dataset, const ModelCard& card) {
    std::string key = dataset.sha256 + dataset.path.string();
    // The labels of a directory go by the model's names.
    for (const std::string& name : card.classNames) key += '\n' + name;
    return {key, card.channels, card.height, card.width};
}

}  // namespace

std::shared_ptr<const Network> AssetCache::network(const ModelRecord& model) {
    const auto entry = entryOf(mutex_, networks_, keyOf(model));
    const std::lock_guard lock(entry->mutex);
    if (!entry->value) {
        // First: what has changed may not even load, and that would be said instead.
        requireUnchanged(model);
        entry->value =
            std::make_shared<const Network>(loadModel(model.file, cardOfModel(model.file)));
    }
    return entry->value;
}

std::shared_ptr<const ImageSet> AssetCache::images(const DatasetRecord& dataset,
                                                   const ModelCard& card,
                                                   const std::stop_token& stop,
                                                   const ProgressFunction& progress) {
    const auto entry = entryOf(mutex_, images_, keyOf(dataset, card));
    const std::lock_guard lock(entry->mutex);
    if (!entry->value) {
        requireUnchanged(dataset);
        entry->value =
            std::make_shared<const ImageSet>(loadImages(dataset.path, card, stop, progress));
    }
    return entry->value;
}

void AssetCache::add(const ModelRecord& model, std::shared_ptr<const Network> network) {
    const auto entry = entryOf(mutex_, networks_, keyOf(model));
    const std::lock_guard lock(entry->mutex);
    entry->value = std::move(network);
}

void AssetCache::add(const DatasetRecord& dataset, const ModelCard& card,
                     std::shared_ptr<const ImageSet> images) {
    const auto entry = entryOf(mutex_, images_, keyOf(dataset, card));
    const std::lock_guard lock(entry->mutex);
    entry->value = std::move(images);
}

void AssetCache::take(AssetCache& other) {
    const std::scoped_lock lock(mutex_, other.mutex_);
    networks_.merge(other.networks_);
    images_.merge(other.images_);
}

}  // namespace lpstudio
