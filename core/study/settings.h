#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/network/layer.h"
#include "core/network/pooling.h"
#include "core/search/lpq.h"
#include "core/search/nsga2.h"
#include "core/study/score_function.h"

namespace lpstudio {

/// Where the first population comes from.
enum class StartKind {
    Informed,  ///< half of it from the layers' sensitivities (informedStart()), the rest at random
    Random,    ///< as published
};

/// Of which candidates top-1 is measured once a search has ended, if there is an evaluation set; a
/// pass over that set for each, and one for the float network.
enum class Top1Scope {
    None,   ///< nothing, not even the float network
    Best,   ///< the best candidate
    Front,  ///< it and the whole front
};

/// Layers that a search leaves alone: name and LP spec (an unfitted one is fitted).
using LayerLocks = std::vector<std::pair<std::string, std::string>>;

/// Everything a user chooses for a search. What files, commands, reports and forms call each of
/// these, its unit and its range are in one table, setting_table.h.
struct SearchSettings {
    Algorithm algorithm = Algorithm::Lpq;
    CommonSettings common;
    LpqSettings lpq;
    Nsga2Settings nsga2;
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
    LayerLocks locks;
    Top1Scope measure = Top1Scope::Best;  ///< afterwards
    std::string hardware = "lpa-8x8";     ///< preset or file behind the cost
    std::size_t batch = 64;               ///< images executed at once
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

/// The defaults where some depend on what else was chosen: the population on the algorithm, the
/// score function on the target width.
SearchSettings usualSettings(const SearchSettings& chosen);

/// Number of candidates of a whole search, limits aside.
std::int64_t plannedCandidates(const SearchSettings& settings, const SearchSpace& space);

/// "informed", "random".
const char* startName(StartKind kind);
/// Throws UsageError listing the names.
StartKind parseStart(std::string_view name);

/// "kurtosis-3", "mean".
const char* poolingName(Pooling pooling);
/// Throws UsageError listing the names.
Pooling parsePooling(std::string_view name);

/// "none", "best", "front".
const char* top1ScopeName(Top1Scope scope);
/// Throws UsageError listing the names.
Top1Scope parseTop1Scope(std::string_view name);

/// "bits", "energy", "latency", "edp".
const char* costName(CostKind kind);
/// Throws UsageError listing the names.
CostKind parseCost(std::string_view name);

/// Settings as JSON text and back, for the store and the fingerprint. Throws Error for an unknown
/// field, one of the wrong type, and text that is no JSON object.
std::string toJsonText(const SearchSettings& settings);
SearchSettings settingsFromJsonText(const std::string& text);

/// Throws UsageError unless `spec` is an LP format that a search can lock a layer to.
void validateLock(const std::string& layer, const std::string& spec);

/// Whether a search with these settings leaves the layer's format alone: the user has locked it, or
/// it is a product of activations, whose width nothing would bound where the cost is bits.
bool isLocked(const Layer& layer, const SearchSettings& settings);

}  // namespace lpstudio
