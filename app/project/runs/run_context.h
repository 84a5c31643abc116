#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include "app/project/runs/asset_cache.h"
#include "app/project/store/store.h"
#include "core/study/session.h"

namespace lpstudio {

/// Everything behind a stored run. The costly parts (network, images, calibrated session) are made
/// when a worker first asks for them and kept.
class RunContext {
public:
    /// Reads the records. Throws Error.
    RunContext(std::shared_ptr<ProjectStore> store, std::shared_ptr<AssetCache> assets, RunId run);

    RunId run() const { return record_.id; }
    const RunRecord& record() const { return record_; }
    const std::shared_ptr<ProjectStore>& store() const { return store_; }

    std::shared_ptr<const Network> network();
    std::shared_ptr<const ImageSet> calibration();
    /// Null if the run has none.
    std::shared_ptr<const ImageSet> evaluation();
    /// Images of the evaluation set that the calibration did not use; empty if the run has no such
    /// set. Throws Error if it used them all.
    std::vector<std::size_t> evaluationImages();
    /// Throws Error, Cancelled.
    const SearchSession& session(const std::stop_token& stop, const ProgressFunction& progress);
    /// Gives the session of the search that has just ended, so that it is not made twice.
    void adoptSession(std::shared_ptr<const SearchSession> session);

private:
    std::shared_ptr<ProjectStore> store_;
    std::shared_ptr<AssetCache> assets_;
    RunRecord record_;
    ModelRecord model_;
    DatasetRecord calibration_;
    std::optional<DatasetRecord> evaluation_;

    std::mutex mutex_;  ///< guards what follows
    std::shared_ptr<const Network> network_;
    std::shared_ptr<const ImageSet> calibrationImages_;
    std::shared_ptr<const SearchSession> session_;
};

}  // namespace lpstudio
