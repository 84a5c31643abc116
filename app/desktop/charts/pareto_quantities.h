#pragma once

#include <QString>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/desktop/charts/pareto_geometry.h"
#include "app/desktop/plot/plot_geometry.h"
#include "core/search/candidate.h"
#include "core/search/pareto.h"

namespace lpstudio {

/// Something of a candidate that can stand on an axis, give a colour or a size.
struct ParetoQuantity {
    std::string key;        ///< "contrast", "energy", ...
    QString title;          ///< "Energy per image"
    QString unit;           ///< "J"; empty for plain numbers
    bool prefixes = false;  ///< whether the unit takes SI prefixes
    Better better = Better::Less;
    QString brief;  ///< "Energy", where there is little room; empty: the title

    const QString& shortTitle() const { return brief.isEmpty() ? title : brief; }
};
/// contrast, compression, fitness, weight-bits, activation-bits, energy, latency, model-size,
/// top1-loss, top1, area, efficiency, number.
const std::vector<ParetoQuantity>& paretoQuantities();
/// Throws UsageError listing the keys.
const ParetoQuantity& paretoQuantity(std::string_view key);
/// Position in paretoQuantities(). Throws UsageError likewise.
std::size_t quantityIndex(std::string_view key);

/// The same as something that can be compared over runs; nullopt for what depends on a run's
/// settings. Throws UsageError for an unknown key.
std::optional<Objective> objectiveOf(std::string_view key);

/// What a value depends on besides the candidate.
struct QuantityFacts {
    double floatTop1Percent = -1;  ///< of the float network; negative: not known
    double macs = 0;               ///< of the network per image; 0: not known
};
/// Value of a quantity in its unit; NaN where it is not known.
using QuantityReader = double (*)(const ScoredCandidate&, const QuantityFacts&);
/// Throws UsageError for an unknown key.
QuantityReader quantityReader(std::string_view key);

/// Value of a quantity in its unit; nullopt where it is not known (no hardware, top-1 not
/// measured). `floatTop1Percent` < 0: not known.
std::optional<double> valueOf(const ScoredCandidate& candidate, std::string_view key,
                              double floatTop1Percent);
/// With unit, SI prefix and 4 significant digits, trailing zeros kept: "12.30 µJ".
QString valueText(const ParetoQuantity& quantity, double value);

/// Every quantity of many candidates as columns of numbers, so that charts, limits and tables of
/// 100,000 of them are quick. Rows of a run lie together, by candidate number.
struct CandidateColumns {
    struct Run {
        RunId id;
        QString name;
        QuantityFacts facts;
        std::optional<CandidateId> best;
        std::size_t begin = 0, end = 0;  ///< rows
    };
    std::vector<Run> runs;             ///< the first is the chosen one
    std::vector<std::uint16_t> runOf;  ///< position in `runs`, by row
    std::vector<CandidateId> ids;
    /// By quantity in the order of paretoQuantities(), then by row; NaN where not known.
    std::vector<std::vector<double>> values;

    std::size_t size() const { return ids.size(); }
    /// Throws UsageError for an unknown key.
    const std::vector<double>& of(std::string_view key) const;
    /// By ascending number.
    void addRun(Run run, std::span<const ScoredCandidate* const> candidates);
    void addRun(Run run, std::span<const ScoredCandidate> candidates);
    /// The row of a candidate; nullopt if it has none.
    std::optional<std::size_t> rowOf(RunId run, CandidateId id) const;
};

/// What a user allows of a quantity, in its unit.
struct Limit {
    std::optional<double> least, most;

    bool isEmpty() const { return !least && !most; }
    /// Without a limit anything; with one no value that is not known (NaN).
    bool allows(double value) const;
    friend bool operator==(const Limit&, const Limit&) = default;
};

/// By the key of the quantity; none is empty.
using ParetoLimits = std::map<std::string, Limit>;
/// Of one quantity; empty if there is none.
Limit limitOn(const ParetoLimits& limits, const std::string& key);

/// 1 for every row of the columns that a limit excludes.
std::vector<std::uint8_t> infeasibleRows(const CandidateColumns& columns,
                                         const ParetoLimits& limits);

/// 1 for every row that is not in the region of the plane of two quantities, named by key, or of
/// which one of the two is not known.
std::vector<std::uint8_t> rowsOutside(const CandidateColumns& columns, std::string_view xKey,
                                      std::string_view yKey, const PlotRange& region);

}  // namespace lpstudio
