#pragma once

#include <QString>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/desktop/charts/pareto_geometry.h"
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
/// With unit, SI prefix and 4 significant digits: "12.34 µJ".
QString valueText(const ParetoQuantity& quantity, double value);

}  // namespace lpstudio
