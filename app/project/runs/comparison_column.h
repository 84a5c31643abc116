#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/search/candidate.h"

/// The words of a comparison (page Compare, command compare-candidates):
/// - column: number formats for all layers of a network that stand beside others
/// - ColumnSource, CompareList (app/desktop/session): what the user has put there: a candidate, the
///   WorkingCandidate (the one that is being edited), a uniform format, floating point
/// - ColumnFormats: a column's formats, by spec; FormatChoice: of which one layer takes the best
/// - LayerFigures, ColumnFigures: what weights and accelerator model tell of them
///   (measureFigures()); LayerDifference: how far those of several columns are apart
/// - ColumnScores: what running the network in them tells (measureScores())
/// - CompareColumn (app/desktop/pages/compare): all that of one column, as the page shows it;
///   NamedFigures: as tables and files show it
/// - item: a column's place among the columns, where "column" is already one of a table

namespace lpstudio {

/// The number formats of a column: LP parameters by layer; else a spec for all layers; else
/// floating point.
struct ColumnFormats {
    std::optional<Candidate> genes;
    std::vector<int> widths;           ///< for the activations of `genes`, by the rule
    std::string weights, activations;  ///< uniform; empty: floating point

    friend bool operator==(const ColumnFormats&, const ColumnFormats&) = default;
};

/// What is known of a layer in some formats. NaN: not known, or there is no such thing.
struct LayerFigures {
    std::string weights, activations;  ///< specs; "float"
    double weightBits = 32;            ///< stored bits an element
    double activationBits = 32;
    double sqnrDb = std::numeric_limits<double>::quiet_NaN();  ///< of the weights
    double energyPicojoules = std::numeric_limits<double>::quiet_NaN();
    double latencySeconds = std::numeric_limits<double>::quiet_NaN();
};

/// And of all layers of a column.
struct ColumnFigures {
    std::vector<LayerFigures> layers;
    double meanWeightBits = 32, meanActivationBits = 32;
    double modelBytes = 0;
    double meanSqnrDb = std::numeric_limits<double>::quiet_NaN();        ///< over the layers
    double weightedSqnrDb = std::numeric_limits<double>::quiet_NaN();    ///< by number of weights
    double energyPicojoules = std::numeric_limits<double>::quiet_NaN();  ///< an image
    double latencySeconds = std::numeric_limits<double>::quiet_NaN();    ///< likewise
    std::string estimateProblem;  ///< why there is no estimate
};

/// What running the network in a column's formats tells. NaN: not known, or a search has no score
/// for such formats.
struct ColumnScores {
    double top1Percent = -1;  ///< negative: not measured
    double contrast = std::numeric_limits<double>::quiet_NaN();
    double fitness = std::numeric_limits<double>::quiet_NaN();
};

/// How far apart columns are at a layer.
struct LayerDifference {
    double bits = 0;       ///< widest less narrowest weights
    double decibels = 0;   ///< highest less lowest finite SQNR
    bool differs = false;  ///< the specs are not all the same

    /// Of two layers, the one that the user should see first.
    friend bool operator<(const LayerDifference& a, const LayerDifference& b) {
        return a.bits != b.bits ? a.bits < b.bits : a.decibels < b.decibels;
    }
};
LayerDifference differenceOf(const std::vector<ColumnFigures>& columns, std::size_t layer);

/// Positions of the layers, those first where the columns differ most; stable.
std::vector<std::size_t> orderByDifference(const std::vector<ColumnFigures>& columns);

}  // namespace lpstudio
