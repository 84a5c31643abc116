#pragma once

#include <QString>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/desktop/charts/pareto_geometry.h"
#include "app/desktop/charts/pareto_quantities.h"

namespace lpstudio {

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

/// How the points of a cloud look, by position. Each list is empty where all look alike.
struct PointLooks {
    static constexpr std::uint8_t kUnknownShade = 255;
    static constexpr int kSizes = 8;

    std::vector<std::uint8_t> shades;    ///< 0..254 along the colour scale, kUnknownShade
    std::vector<std::uint8_t> sizes;     ///< 0..kSizes-1
    std::vector<std::uint8_t> excluded;  ///< 1: greyed out, beyond a limit
    std::vector<std::uint8_t> outside;   ///< 1: not in the chosen region
};

/// A quantity spread over colours or sizes. The outer hundredths of the values share the ends, so
/// that a few far off do not take the scale for themselves.
struct ValueScale {
    ParetoQuantity quantity;
    double from = 0, to = 1;
    bool below = false, above = false;  ///< values beyond the ends

    /// 0..1; NaN for NaN.
    double share(double value) const;
};
/// Over the known values; 0..1 if there are none.
ValueScale scaleOf(const ParetoQuantity& quantity, std::span<const double> values);

/// Other runs beside the one that is shown.
struct ParetoOthers {
    std::vector<ParetoPoint> points;   ///< `id` counts within the run
    std::vector<RunId> runs;           ///< of each point
    std::vector<std::uint8_t> colors;  ///< of each point, ChartTheme::runColor(); empty: 1 for all
    std::map<RunId, QString> names;    ///< of the runs
    PointLooks looks;
    std::size_t count = 0;  ///< runs that the front is over; 0: no such front
};

/// What a Pareto chart shows.
struct ParetoData {
    ParetoQuantity x, y;
    std::vector<ParetoPoint> points;
    PointLooks looks;
    std::vector<ParetoMark> marks;
    std::optional<CandidateId> best;
    std::size_t unknown = 0;   ///< candidates left out because a value is not known
    std::size_t excluded = 0;  ///< points beyond a limit, of all runs
    std::optional<ValueScale> color, size;
    QString name;  ///< of the shown run
    ParetoOthers others;

    FrontSense sense() const { return {x.better, y.better}; }
};

/// Candidates on two axes named by key. Throws UsageError for an unknown key.
ParetoData paretoData(const std::vector<ScoredCandidate>& candidates, std::string_view xKey,
                      std::string_view yKey, double floatTop1Percent,
                      std::optional<CandidateId> best = std::nullopt,
                      const std::vector<NamedCandidate>& marks = {});

/// Keys of the quantities that a chart shows; empty `color`, `size`: none.
struct ParetoChoice {
    std::string x = "weight-bits", y = "contrast", color, size;
    friend bool operator==(const ParetoChoice&, const ParetoChoice&) = default;
};
/// The first run of the columns and the others beside it. `excluded`: rows beyond a limit.
/// `outside`: rows that are not in the chosen region; empty: there is none. Throws UsageError for
/// an unknown key.
ParetoData paretoData(const CandidateColumns& columns, const ParetoChoice& choice,
                      std::span<const std::uint8_t> excluded,
                      std::span<const std::uint8_t> outside = {});
/// 1 for every row on the front over all runs of the columns; excluded rows are not on it.
std::vector<std::uint8_t> onFront(const CandidateColumns& columns, const ParetoChoice& choice,
                                  std::span<const std::uint8_t> excluded);
/// A mark where a candidate stands; nullopt where a value is not known.
std::optional<ParetoMark> markOf(const NamedCandidate& named, const ParetoChoice& choice,
                                 const QuantityFacts& facts);

}  // namespace lpstudio
