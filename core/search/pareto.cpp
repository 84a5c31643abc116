#include "core/search/pareto.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <pagmo/utils/hypervolume.hpp>
#include <pagmo/utils/multi_objective.hpp>
#include <string>
#include <tuple>

#include "core/base/enum_names.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

constexpr EnumNames<Objective> kObjectives("objective", {{Objective::Contrast, "contrast"},
                                                         {Objective::Compression, "compression"},
                                                         {Objective::WeightBits, "weight-bits"},
                                                         {Objective::ModelBytes, "model-size"},
                                                         {Objective::Energy, "energy"},
                                                         {Objective::Latency, "latency"},
                                                         {Objective::Area, "area"},
                                                         {Objective::Top1Error, "top1-error"}});

bool isFinite(const ObjectiveValues& point) {
    return std::all_of(point.begin(), point.end(), [](double x) { return std::isfinite(x); });
}

/// Whether a is nowhere worse than b; equal points, too.
bool isNowhereWorse(const ObjectiveValues& a, const ObjectiveValues& b) {
    for (std::size_t k = 0; k < a.size(); ++k)
        if (a[k] > b[k]) return false;
    return true;
}

/// So many points give a front that is near the one of all.
constexpr std::size_t kSample = 1000;

/// A point of a plane in which less is better; copies are sorted faster than positions.
struct TurnedPoint {
    double x, y;
    std::size_t position;
    bool operator<(const TurnedPoint& other) const {
        return std::tie(x, y, position) < std::tie(other.x, other.y, other.position);
    }
};

/// By ascending x; of equal points the first.
void keepFront(std::vector<TurnedPoint>& points) {
    std::sort(points.begin(), points.end());
    double least = std::numeric_limits<double>::infinity();
    std::erase_if(points, [&least](const TurnedPoint& one) {
        if (one.y >= least) return true;
        least = one.y;
        return false;
    });
}

/// Sorting is what takes time, so first whatever is clearly dominated goes: by the front of a few,
/// which is nearly that of all.
void dropDominatedBySample(std::vector<TurnedPoint>& points) {
    if (points.size() <= 4 * kSample) return;
    std::vector<TurnedPoint> sample;
    for (std::size_t i = 0; i < points.size(); i += points.size() / kSample)
        sample.push_back(points[i]);
    keepFront(sample);
    std::erase_if(points, [&](const TurnedPoint& one) {
        // The last at its left is the lowest there.
        const auto after = std::ranges::lower_bound(sample, one.x, {}, &TurnedPoint::x);
        return after != sample.begin() && std::prev(after)->y <= one.y;
    });
}

/// Without the objectives in which all points agree: they tell nothing apart, and pagmo's crowding
/// distance divides by their extent.
std::vector<ObjectiveValues> withoutConstants(const std::vector<ObjectiveValues>& points) {
    std::vector<ObjectiveValues> result(points.size());
    for (std::size_t k = 0; k < points.front().size(); ++k) {
        const auto same = [&](const ObjectiveValues& p) { return p[k] == points.front()[k]; };
        if (std::all_of(points.begin(), points.end(), same)) continue;
        for (std::size_t i = 0; i < points.size(); ++i) result[i].push_back(points[i][k]);
    }
    return result;
}

std::vector<ObjectiveValues> chosen(const std::vector<ObjectiveValues>& points,
                                    const std::vector<std::size_t>& positions) {
    std::vector<ObjectiveValues> result;
    result.reserve(positions.size());
    for (const std::size_t i : positions) result.push_back(points[i]);
    return result;
}

std::vector<double> crowdingOf(const std::vector<ObjectiveValues>& front) {
    const std::vector<ObjectiveValues> points = withoutConstants(front);
    if (front.size() < 3 || points.front().empty())
        return std::vector<double>(front.size(), std::numeric_limits<double>::infinity());
    if (points.front().size() > 1) return pagmo::crowding_distance(points);
    // On a front that differs in one objective alone all points are equal.
    return std::vector<double>(front.size(), 0);
}

}  // namespace

const char* objectiveName(Objective objective) {
    return kObjectives.name(objective);
}

Objective parseObjective(std::string_view text) {
    return kObjectives.parse(text);
}

double valueOf(const ScoredCandidate& c, Objective objective) {
    switch (objective) {
        case Objective::Contrast:
            return c.contrast;
        case Objective::Compression:
            return c.compression;
        case Objective::WeightBits:
            return c.meanWeightBits;
        case Objective::ModelBytes:
            return c.modelBytes;
        case Objective::Energy:
            return c.hardware.energyPicojoules;
        case Objective::Latency:
            return c.hardware.latencySeconds;
        case Objective::Area:
            return c.hardware.areaSquareMicrometres;
        case Objective::Top1Error:
            return c.hasTop1() ? 100 - c.top1Percent : std::numeric_limits<double>::quiet_NaN();
    }
    return 0;
}

std::span<const Objective> searchObjectives() {
    static constexpr Objective kSearched[] = {Objective::Contrast, Objective::Energy,
                                              Objective::Latency, Objective::ModelBytes};
    return kSearched;
}

ObjectiveValues objectivesOf(const ScoredCandidate& candidate,
                             std::span<const Objective> objectives) {
    ObjectiveValues result;
    for (const Objective objective : objectives) result.push_back(valueOf(candidate, objective));
    return result;
}

bool dominates(const ObjectiveValues& a, const ObjectiveValues& b) {
    return isNowhereWorse(a, b) && a != b;
}

std::vector<std::size_t> paretoFront(std::span<const double> x, std::span<const double> y,
                                     FrontSense sense, std::span<const std::uint8_t> excluded) {
    if (!sense.exists()) return {};
    const double xSign = sense.x == Better::More ? -1 : 1, ySign = sense.y == Better::More ? -1 : 1;
    std::vector<TurnedPoint> points;
    points.reserve(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
        if (std::isfinite(x[i]) && std::isfinite(y[i]) && (excluded.empty() || excluded[i] == 0))
            points.push_back({xSign * x[i], ySign * y[i], i});
    dropDominatedBySample(points);
    keepFront(points);
    std::vector<std::size_t> front;
    front.reserve(points.size());
    for (const TurnedPoint& one : points) front.push_back(one.position);
    return front;
}

std::vector<std::size_t> paretoFront(const std::vector<ObjectiveValues>& points) {
    if (!points.empty() && points.front().size() == 2) {
        std::vector<double> x, y;
        for (const ObjectiveValues& point : points) {
            x.push_back(point[0]);
            y.push_back(point[1]);
        }
        return paretoFront(x, y);
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (isFinite(points[i])) order.push_back(i);
    // In this order no point dominates an earlier one.
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
    std::vector<std::size_t> front;
    for (const std::size_t i : order)
        if (std::none_of(front.begin(), front.end(),
                         [&](std::size_t f) { return isNowhereWorse(points[f], points[i]); }))
            front.push_back(i);
    return front;
}

std::vector<std::size_t> paretoFront(const std::vector<ScoredCandidate>& candidates) {
    std::vector<double> compression, contrast;
    compression.reserve(candidates.size());
    contrast.reserve(candidates.size());
    for (const ScoredCandidate& candidate : candidates) {
        compression.push_back(candidate.compression);
        contrast.push_back(candidate.contrast);
    }
    return paretoFront(compression, contrast);
}

std::vector<FrontRank> rankFronts(const std::vector<ObjectiveValues>& points,
                                  const std::vector<double>& violations) {
    std::vector<FrontRank> ranks(points.size());
    std::vector<std::size_t> feasible, others;
    for (std::size_t i = 0; i < points.size(); ++i)
        (violations[i] <= 0 && isFinite(points[i]) ? feasible : others).push_back(i);
    std::size_t next = 0;
    const auto rankOne = [&](const std::vector<std::size_t>& front) {
        const std::vector<double> crowding = crowdingOf(chosen(points, front));
        for (std::size_t k = 0; k < front.size(); ++k) ranks[front[k]] = {next, crowding[k]};
        ++next;
    };
    if (feasible.size() == 1) {
        rankOne(feasible);
    } else if (!feasible.empty()) {
        const auto sorted = pagmo::fast_non_dominated_sorting(chosen(points, feasible));
        for (const auto& front : std::get<0>(sorted)) {
            std::vector<std::size_t> positions(front.size());
            std::transform(front.begin(), front.end(), positions.begin(),
                           [&](auto k) { return feasible[k]; });
            rankOne(positions);
        }
    }
    const auto violation = [&](std::size_t i) {
        return isFinite(points[i]) ? violations[i] : std::numeric_limits<double>::infinity();
    };
    std::stable_sort(others.begin(), others.end(),
                     [&](std::size_t a, std::size_t b) { return violation(a) < violation(b); });
    for (std::size_t k = 0; k < others.size(); ++k) {
        if (k > 0 && violation(others[k]) > violation(others[k - 1])) ++next;
        ranks[others[k]] = {next, 0};
    }
    return ranks;
}

std::vector<double> hypervolumeOverTime(const std::vector<ObjectiveValues>& points,
                                        std::span<const std::size_t> counts) {
    std::vector<double> result(counts.size(), 0);
    const std::vector<std::size_t> last = paretoFront(points);
    if (last.empty()) return result;
    ObjectiveValues ideal = points[last.front()], nadir = ideal;
    for (const std::size_t i : last)
        for (std::size_t k = 0; k < ideal.size(); ++k) {
            ideal[k] = std::min(ideal[k], points[i][k]);
            nadir[k] = std::max(nadir[k], points[i][k]);
        }
    // Scaled to the unit box, where objectives of all units weigh alike.
    const auto scaled = [&](const ObjectiveValues& point) {
        ObjectiveValues s;
        for (std::size_t k = 0; k < point.size(); ++k) {
            const double extent = (nadir[k] - ideal[k]) * 1.1;
            s.push_back(extent > 0 ? (point[k] - ideal[k]) / extent
                                   : (point[k] > ideal[k] ? 1.0 : 0.0));
        }
        return s;
    };
    std::vector<ObjectiveValues> front;  ///< of the points so far within the box
    std::size_t seen = 0;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        for (; seen < std::min(counts[c], points.size()); ++seen) {
            if (!isFinite(points[seen])) continue;
            ObjectiveValues s = scaled(points[seen]);
            if (std::all_of(s.begin(), s.end(), [](double x) { return x < 1; }))
                front.push_back(std::move(s));
        }
        front = chosen(front, paretoFront(front));
        if (!front.empty())
            result[c] =
                pagmo::hypervolume(front, false).compute(ObjectiveValues(ideal.size(), 1.0));
    }
    return result;
}

}  // namespace lpstudio
