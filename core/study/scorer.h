#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/network/pooling.h"
#include "core/network/quantization.h"
#include "core/search/candidate.h"
#include "core/study/score_function.h"

namespace lpstudio {

/// How quantized runs are scored, and the memory that may be used to be quick about it.
struct ScorerSettings {
    ScoreFunction scoreFunction = ScoreFunction::GlobalLocal;
    Pooling pooling = Pooling::Kurtosis3;
    double temperature = 0.1;  ///< tau
    std::size_t batch = 64;    ///< images executed at once
    /// Bound of each of the two caches: quantized weights, and activations kept to resume from.
    std::size_t cacheMebibytes = 256;
    bool reuse = true;  ///< keep activations; off for comparison only
    int threads = 0;    ///< of the float run: batches at once; 0: as many as there are cores
};

/// What the scorer's memory of activations was good for.
struct ReuseStatistics {
    std::int64_t runs = 0;
    std::int64_t resumed = 0;                    ///< of them resumed part-way
    std::int64_t macs = 0, macsOfWholeRuns = 0;  ///< executed; if none had been resumed
    std::size_t bytes = 0;                       ///< activations held now
};

/// Scores quantized runs of one network against its float run on the same images. Where a run
/// agrees with an earlier one in all layers before a resume point (Network::resumePoints), it goes
/// on from the activations kept there; its score is that of a whole run to the last bit. Batches
/// run side by side, and scores are the same to the last bit for any number of threads. Thread
/// safe.
class Scorer {
public:
    /// `images`: normalised, N*C*H*W. `biasCorrection`: null for none, see makePlan();
    /// with it all images are executed as one batch on one thread, see settled(). All must outlive
    /// the scorer. Runs the float network, of which `progress` is told. Throws Error, Cancelled.
    Scorer(const Network& network, std::span<const float> images, const ScorerSettings& settings,
           const Calibration* biasCorrection = nullptr, const std::stop_token& stop = {},
           const ProgressFunction& progress = {});
    ~Scorer();

    /// The score of a run of the assignment, all formats fitted. `changing`: the layers from
    /// which on the next runs are likely to differ from this one; the activations before it are
    /// worth keeping. `threads`: batches at once; 0: as many as there are cores. `shifts`, unless
    /// null, gets what bias correction has added in the run, which is what settled() finds. Throws
    /// Error, Cancelled.
    double score(const Assignment& assignment, LayerIndex changing, const std::stop_token& stop,
                 int threads = 1, OutputShifts* shifts = nullptr);

    std::size_t images() const;
    /// Quantized weights, shared with whoever runs the same network.
    WeightCache& weights();
    ReuseStatistics statistics() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lpstudio
