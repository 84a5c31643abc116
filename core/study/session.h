#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/network/image_set.h"
#include "core/network/pooling.h"
#include "core/network/quantization.h"
#include "core/search/lpq.h"
#include "core/study/score_function.h"
#include "core/study/scorer.h"

namespace lpstudio {

/// Where the first population comes from.
enum class StartKind {
    Informed,  ///< half of it from the layers' sensitivities (informedStart()), the rest at random
    Random,    ///< as published
};

/// Everything a user chooses for a search.
struct SearchSettings {
    /// NSGA-II's population unless the user says otherwise; LPQ's is that of LpqSettings.
    static constexpr int kNsga2Population = 100;

    Algorithm algorithm = Algorithm::Lpq;
    LpqSettings lpq;
    int generations = 25;  ///< of NSGA-II
    ScoreFunction scoreFunction = ScoreFunction::GlobalLocal;
    Pooling pooling = Pooling::Kurtosis3;
    double temperature = 0.1;  ///< tau
    CostKind cost = CostKind::Bits;
    std::vector<int> widths{2, 3, 4, 5, 6, 7, 8};
    int maxExponentSize = 5, maxRegime = 15;
    double sfRange = 1;
    std::size_t images = 128;  ///< for calibration
    StartKind start = StartKind::Informed;
    bool biasCorrection = false;  ///< of the quantized layers' outputs, bias_correction.h
    std::vector<std::pair<std::string, std::string>>
        locks;                         ///< layer name, LP spec (unfitted ones are fitted)
    std::string hardware = "lpa-8x8";  ///< preset or file behind the cost
    std::size_t batch = 64;            ///< images executed at once
    /// Bound of each of the two caches: quantized weights, and activations kept to resume from.
    std::size_t cacheMebibytes = 256;
    bool reuse = true;  ///< of activations; off for comparison only, scores are the same
};

/// Throws UsageError naming the setting, its value and its range.
void validate(const SearchSettings& settings);

/// The settings of plain LPQ as published: everything beyond the paper off. Throws UsageError for
/// another algorithm.
void makePaper(SearchSettings& settings);

/// What found the best candidates in resources/help/objective.md: with a target width the mean
/// squared error of the logits; without one the global-local contrast, whose product with the cost
/// comes to a balance at useful widths (the others keep to wide weights or run to 2 bits).
ScoreFunction defaultScoreFunction(double targetBits);

/// Number of candidates of a whole search, limits aside.
std::int64_t plannedCandidates(const SearchSettings& settings, const SearchSpace& space);

/// "informed", "random".
const char* startName(StartKind kind);
/// Throws UsageError listing the names.
StartKind parseStart(std::string_view name);

/// "bits", "energy", "latency", "edp".
const char* costName(CostKind kind);
/// Throws UsageError listing the names.
CostKind parseCost(std::string_view name);

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
    Evaluation evaluate(const Candidate& candidate, std::stop_token stop = {}) const;

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

/// Settings as JSON text and back; unknown fields are an error. For the store and the fingerprint.
std::string toJsonText(const SearchSettings& settings);
SearchSettings settingsFromJsonText(const std::string& text);

/// What a run depends on: model, data, settings, seed, scoring version, intra-op threads (always
/// one; earlier versions allowed more), and `hardware`, the accelerator's description; equal text,
/// equal candidates and scores. Limits, memory and the number of cores do not count. Read with
/// fingerprintDifferences().
std::string fingerprint(const Network& network, const ImageSet& calibration,
                        const SearchSettings& settings, const std::string& hardware = {});

/// What changed between two fingerprints, for people: "the model file", "population 20 -> 30".
/// Empty: nothing. Throws Error if the stored one cannot be read.
std::vector<std::string> fingerprintDifferences(const std::string& stored,
                                                const std::string& current);

}  // namespace lpstudio
