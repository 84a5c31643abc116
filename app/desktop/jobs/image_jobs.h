#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/project/runs/asset_cache.h"
#include "app/project/runs/run_context.h"
#include "core/network/predictions.h"

namespace lpstudio {

/// What the images of a set are to be run through.
struct PredictionOrder {
    std::shared_ptr<AssetCache> assets;
    DatasetRecord dataset;
    std::shared_ptr<const Network> network;
    bool floating = true;             ///< the network as it is; off where that is known already
    std::shared_ptr<RunContext> run;  ///< of the candidate; null: no candidate
    std::optional<ScoredCandidate> candidate;  ///< quantized as this says, after the float network
};

/// What a network, in floating point or quantized as a candidate says, takes each image of a set
/// for. Results come in pieces while it works.
class PredictionsJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(const PredictionOrder& order);

Q_SIGNALS:
    /// Of the images from `first` on; pieces of either kind come in order and without gaps.
    void predicted(bool quantized, qint64 first,
                   const std::vector<lpstudio::Prediction>& predictions);
};

/// What a run does with an image.
enum class ImagePart : std::uint8_t {
    Unused,
    Calibration,  ///< activations are fitted and candidates scored on it
    Evaluation,   ///< top-1 is measured on it
};

/// How a run uses the images of a set.
class ImagePartsJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<RunContext> run, qint64 dataset);

Q_SIGNALS:
    /// One entry an image.
    void found(lpstudio::RunId run, qint64 dataset, const std::vector<lpstudio::ImagePart>& parts);
};

/// The parts of the set `dataset` in the run; empty if the run does not use it. Loads what it
/// needs. Throws Error.
std::vector<ImagePart> imageParts(RunContext& run, std::int64_t dataset);

}  // namespace lpstudio
