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

#include "core/data/image_set.h"
#include "core/model/pooling.h"
#include "core/model/quantization.h"
#include "core/search/lpq.h"
#include "core/search/objective.h"

namespace lpstudio {

/// Everything a user chooses for a search.
struct SearchSettings {
    LpqSettings lpq;
    Objective objective = Objective::GlobalLocal;
    Pooling pooling = Pooling::Kurtosis3;
    double temperature = 0.1;  ///< tau
    CostKind cost = CostKind::Bits;
    std::vector<int> widths{2, 3, 4, 5, 6, 7, 8};
    int maxExponentSize = 5, maxRegime = 15;
    double sfRange = 1;
    std::size_t images = 128;  ///< for calibration
    std::vector<std::pair<std::string, std::string>>
        pins;                          ///< layer name, LP spec (unfitted ones are fitted)
    std::string hardware = "lpa-8x8";  ///< preset or file behind the cost
    std::size_t batch = 64;            ///< images executed at once
    std::size_t cacheMebibytes = 256;  ///< for quantized weights
};

/// Throws UsageError naming the setting, its value and its range.
void validate(const SearchSettings& settings);

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

/// A search made ready: calibration images drawn, activations fitted, reference run done, space
/// laid out. Network and image set must outlive it.
class SearchSession {
public:
    /// Throws UsageError, Error, Cancelled.
    SearchSession(const Network& network, const ImageSet& calibration,
                  const SearchSettings& settings, HardwareCostFunction hardware = {},
                  const std::stop_token& stop = {}, const ProgressFunction& progress = {});
    ~SearchSession();

    const SearchSpace& space() const;
    const SearchSettings& settings() const;
    /// Chosen images of the calibration set.
    const std::vector<std::size_t>& calibrationImages() const;
    const Calibration& calibration() const;

    SearchResult run(SearchObserver& observer, std::stop_token stop = {});
    /// Scores one candidate.
    Evaluation evaluate(const Candidate& candidate, std::stop_token stop = {});

    /// Formats of weights and activations of a candidate, all fitted.
    Assignment assignment(const Candidate& candidate) const;
    /// Top-1 in percent on the given images of a labelled set.
    double measureTop1(const Candidate& candidate, const ImageSet& set,
                       std::span<const std::size_t> images, const std::stop_token& stop = {},
                       const ProgressFunction& progress = {}) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The formats of a candidate given the activation rule; needs the calibration behind the fits.
Assignment assignmentOf(const Network& network, const Candidate& candidate,
                        const std::vector<int>& widths, const Calibration& calibration);

/// Settings as JSON text and back; unknown fields are an error. For the store and the fingerprint.
std::string toJsonText(const SearchSettings& settings);
SearchSettings settingsFromJsonText(const std::string& text);

/// What a run depends on: model, data, settings, seed, scoring version, threads; equal text, equal
/// scores.
std::string fingerprint(const Network& network, const ImageSet& calibration,
                        const SearchSettings& settings);

}  // namespace lpstudio
