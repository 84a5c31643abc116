#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <tuple>

#include "app/project/import/assets.h"
#include "app/project/store/store.h"
#include "core/base/progress.h"
#include "core/network/image_set.h"
#include "core/network/network.h"

namespace lpstudio {

/// Loads networks and image sets once and keeps them for the project's life. Meant for worker
/// threads: calls may take seconds; two threads asking for the same thing load it once.
class AssetCache {
public:
    /// Throws Error if the file is gone, changed since it was added, or cannot be read.
    std::shared_ptr<const Network> network(const ModelRecord& model);
    /// In the shape that `card` wants. Throws Error likewise; Cancelled once stopped, and nothing
    /// is kept then.
    std::shared_ptr<const ImageSet> images(const DatasetRecord& dataset, const ModelCard& card,
                                           const std::stop_token& stop = {},
                                           const ProgressFunction& progress = {});
    /// Keeps what has been loaded already, with other options than the files' own perhaps.
    void add(const ModelRecord& model, std::shared_ptr<const Network> network);
    void add(const DatasetRecord& dataset, const ModelCard& card,
             std::shared_ptr<const ImageSet> images);
    /// Takes over what another cache holds and this one does not.
    void take(AssetCache& other);

private:
    template <class Value>
    struct Entry {
        std::mutex mutex;
        std::shared_ptr<const Value> value;
    };
    using ImageKey = std::tuple<std::string, int, int, int>;

    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Entry<Network>>> networks_;
    std::map<ImageKey, std::shared_ptr<Entry<ImageSet>>> images_;
};

}  // namespace lpstudio
