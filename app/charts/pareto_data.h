#pragma once

#include <QString>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/charts/pareto_geometry.h"
#include "core/search/candidate.h"
#include "core/search/dominance.h"

namespace lpstudio {

/// Something of a candidate that can stand on an axis; less is better in all of them.
struct ParetoQuantity {
    std::string key;  ///< "contrast", "energy", ...
    QString title;    ///< "Energy per image"
    QString unit;     ///< "J"; empty for plain numbers
    bool prefixes;    ///< whether the unit takes SI prefixes
};
/// contrast, compression, fitness, weight-bits, activation-bits, energy, latency, model-size,
/// top1-loss.
const std::vector<ParetoQuantity>& paretoQuantities();
/// Throws UsageError listing the keys.
const ParetoQuantity& paretoQuantity(std::string_view key);

/// The same as something that can be compared over runs; nullopt for what depends on a run's
/// settings. Throws UsageError for an unknown key.
std::optional<Aim> aimOf(std::string_view key);

/// Value of a quantity in its unit; nullopt where it is not known (no hardware, top-1 not
/// measured). `floatTop1Percent` < 0: not known.
std::optional<double> valueOf(const ScoredCandidate& candidate, std::string_view key,
                              double floatTop1Percent);
/// With unit, SI prefix and 4 significant digits: "12.34 µJ".
QString valueText(const ParetoQuantity& quantity, double value);

/// A labelled mark for orientation, such as a uniform baseline.
struct ParetoMark {
    QString label;
    double x = 0, y = 0;
    QString format;  ///< spec or family that gives the colour, "lp:8", "int:4"
};
struct NamedCandidate {
    QString label;
    ScoredCandidate candidate;
    QString format = QStringLiteral("lp");
};

/// Other runs beside the one that is shown.
struct ParetoOthers {
    std::vector<ParetoPoint> points;  ///< `id` counts within the run
    std::vector<RunId> runs;          ///< of each point
    std::map<RunId, QString> names;   ///< of the runs
    std::vector<ParetoPoint> front;   ///< over all runs; of the shown one newer points may count
    std::size_t count = 0;            ///< runs that the front is over; 0: no such front
};

/// What a Pareto chart shows.
struct ParetoData {
    ParetoQuantity x, y;
    std::vector<ParetoPoint> points;
    std::vector<ParetoMark> marks;
    std::optional<CandidateId> best;
    std::size_t unknown = 0;  ///< candidates left out because a value is not known
    ParetoOthers others;
};

/// Candidates on two axes named by key. Throws UsageError for an unknown key.
ParetoData paretoData(const std::vector<ScoredCandidate>& candidates, std::string_view xKey,
                      std::string_view yKey, double floatTop1Percent,
                      std::optional<CandidateId> best = std::nullopt,
                      const std::vector<NamedCandidate>& marks = {});

}  // namespace lpstudio
