#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "core/network/image_set.h"
#include "core/network/pooling.h"
#include "core/network/quantization.h"
#include "core/search/lpq.h"
#include "core/study/fingerprint.h"
#include "core/study/scorer.h"
#include "core/study/settings.h"

namespace lpstudio {

/// Width of weights (second operand) and activations of a layer.
struct LayerBits {
    int weights = 8, activations = 8;
};
/// Estimates a candidate on an accelerator; given by the caller so that the search does not know
/// the accelerator.
using HardwareCostFunction = std::function<HardwareCost(const std::vector<LayerBits>&)>;

/// What one layer at one width, with least-error parameters, does to the network while all others
/// are in full precision; its activations follow the rule.
struct Sensitivity {
    LayerIndex layer;
    int width = 0;
    LpParameters parameters;
    double score = 0;   ///< by the score function
    double sqnrDb = 0;  ///< of the layer's weights (second operand)
};

/// A search made ready: calibration images drawn, activations fitted, reference run done, space
/// laid out. Network and image set must outlive it.
class SearchSession {
public:
    /// `threads`: cores that the session may use, here and in all that it does later; 0: all. No
    /// result depends on it. Throws UsageError, Error, Cancelled.
    SearchSession(const Network& network, const ImageSet& calibration,
                  const SearchSettings& settings, HardwareCostFunction hardware = {},
                  const std::stop_token& stop = {}, const ProgressFunction& progress = {},
                  int threads = 0);
    ~SearchSession();

    const SearchSpace& space() const;
    const SearchSettings& settings() const;
    /// Chosen images of the calibration set.
    const std::vector<std::size_t>& calibrationImages() const;
    const Calibration& calibration() const;

    /// The workers share the session's threads: each runs the batches of its candidate on
    /// threads / workers of them, at least one. 0 workers: one for each thread. `progress` tells
    /// of what comes before the first candidate.
    SearchResult run(SearchObserver& observer, const SearchControl& control = {},
                     const ProgressFunction& progress = {});
    /// Each layer alone at each width of the space, by layer and width; locked layers only if
    /// asked.
    std::vector<Sensitivity> sensitivities(bool pinnedToo, const SearchControl& control = {},
                                           const ProgressFunction& progress = {});
    /// The score of the float network itself.
    double floatScore() const;
    /// Scores one candidate.
    Evaluation evaluate(const Candidate& candidate, const std::stop_token& stop = {}) const;

    /// What was saved by resuming from kept activations.
    ReuseStatistics reuse() const;

    /// Formats of weights and activations of a candidate, all fitted.
    Assignment assignment(const Candidate& candidate) const;
    /// What a run of the candidate does at each layer, bias correction included.
    RunPlan plan(const Candidate& candidate) const;
    /// Top-1 in percent on the given images of a labelled set; of a candidate, or of the network
    /// with one layer quantized.
    double measureTop1(const Sensitivity& sensitivity, const ImageSet& set,
                       std::span<const std::size_t> images, const std::stop_token& stop = {}) const;
    double measureTop1(const Candidate& candidate, const ImageSet& set,
                       std::span<const std::size_t> images, const std::stop_token& stop = {},
                       const ProgressFunction& progress = {}) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Throws Error unless the candidate, which may come from a file, has a gene for each layer.
void requireGeneForEachLayer(const Candidate& candidate, std::size_t layers);

/// The formats of a candidate given the activation rule; needs the calibration behind the fits.
Assignment assignmentOf(const Network& network, const Candidate& candidate,
                        const std::vector<int>& widths, const Calibration& calibration);

/// Compression of a candidate, L_CR: its mean weight width over 8 bits, or its cost over that of
/// 8 bits everywhere.
double compressionOf(CostKind kind, double meanWeightBits, const HardwareCost& cost,
                     const HardwareCost& uniform8);

}  // namespace lpstudio
