#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "app/project/runs/asset_cache.h"
#include "app/project/runs/run_formats.h"
#include "app/project/store/store.h"
#include "core/network/image_set.h"
#include "core/study/session.h"

namespace lpstudio {

/// Images (by number) of a labelled set whose pixels equal those of a calibration image: top-1 is
/// not measured on them.
std::vector<std::size_t> imagesLeftOut(const ImageSet& set, const ImageSet& calibration,
                                       std::span<const std::size_t> calibrationImages);

/// All others. Throws Error naming `name` if there are none.
std::vector<std::size_t> imagesBut(const ImageSet& set, std::span<const std::size_t> leftOut,
                                   const std::string& name);

[[noreturn]] void throwNoImagesLeft(const std::string& name);

/// Everything behind a stored run. The costly parts (network, images, calibrated session) are made
/// when a worker first asks for them and kept. Exporting, reporting and comparing do without images
/// and session: what they need of them is in the project.
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
    /// The settings it was made with. Throws Error naming the file and the run if they are damaged.
    SearchSettings settings() const;

    /// What the run found out from its images, from the project. A run of an older version has it
    /// worked out and stored when it is first asked for, which takes its images and runs the
    /// network: throws Error naming the run if they are not there; Cancelled.
    const RunInputs& inputs(const std::stop_token& stop = {},
                            const ProgressFunction& progress = {});
    /// The formats of its candidates; as inputs().
    const RunFormats& formats(const std::stop_token& stop = {},
                              const ProgressFunction& progress = {});
    /// What bias correction adds for a stored candidate; empty if the run does without. From the
    /// project, or as inputs().
    OutputShifts outputShifts(const ScoredCandidate& candidate, const std::stop_token& stop = {},
                              const ProgressFunction& progress = {});
    /// What a run of the network in a stored candidate's formats does at each layer, for any
    /// images.
    RunPlan plan(const ScoredCandidate& candidate, const std::stop_token& stop = {},
                 const ProgressFunction& progress = {});
    /// How many images of the evaluation set the calibration did not use; nothing if the run has no
    /// such set. Does not read it. Throws Error if none are left; as inputs().
    std::optional<std::size_t> evaluationCount();
    /// Their numbers; empty if the run has no such set.
    std::vector<std::size_t> evaluationImages();

    /// For scoring and for formats that no candidate of the run has. Throws Error, Cancelled.
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

    void load(const std::stop_token& stop, const ProgressFunction& progress);
    const SearchSession& lockedSession(const std::stop_token& stop,
                                       const ProgressFunction& progress);

    std::mutex mutex_;  ///< guards what follows
    std::optional<RunInputs> inputs_;
    std::optional<RunFormats> formats_;  ///< with inputs_
    std::shared_ptr<const Network> network_;
    std::shared_ptr<const ImageSet> calibrationImages_;
    std::shared_ptr<const SearchSession> session_;
    WeightCache weights_;  ///< has a lock of its own
};

}  // namespace lpstudio
