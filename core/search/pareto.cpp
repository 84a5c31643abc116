#include "core/search/pareto.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <pagmo/utils/hypervolume.hpp>
#include <pagmo/utils/multi_objective.hpp>
#include <string>

#include "core/base/error.h"

namespace lpstudio {
namespace {

struct ObjectiveName {
    Objective objective;
    const char* text;
};
constexpr ObjectiveName kObjectives[] = {{Objective::Contrast, "contrast"},
                                         {Objective::Compression, "compression"},
                                         {Objective::WeightBits, "weight-bits"},
                                         {Objective::ModelBytes, "model-size"},
                                         {Objective::Energy, "energy"},
                                         {Objective::Latency, "latency"},
                                         {Objective::Area, "area"},
                                         {Objective::Top1Error, "top1-error"}};

bool isFinite(const ObjectiveValues& point) {
    return std::all_of(point.begin(), point.end(), [](double x) { return std::isfinite(x); });
}

bool dominates(const ObjectiveValues& a, const ObjectiveValues& b) {
    for (std::size_t k = 0; k < a.size(); ++k)
        if (a[k] > b[k]) return false;
    return true;
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
    for (const ObjectiveName& name : kObjectives)
        if (name.objective == objective) return name.text;
    return "";
}

Objective parseObjective(std::string_view text) {
    for (const ObjectiveName& name : kObjectives)
        if (name.text == text) return name.objective;
    throw UsageError("objective \"" + std::string(text) +
                     "\" is unknown; give contrast, compression, weight-bits, model-size, energy, "
                     "latency, area or top1-error");
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

std::vector<std::size_t> nonDominated(const std::vector<ObjectiveValues>& points) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (isFinite(points[i])) order.push_back(i);
    // In this order no point dominates an earlier one.
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
    std::vector<std::size_t> front;
    for (const std::size_t i : order) {
        // With two objectives the last of the front has the least second one.
        const bool two = points[i].size() == 2 && !front.empty();
        const auto begin = two ? front.end() - 1 : front.begin();
        if (std::none_of(begin, front.end(),
                         [&](std::size_t f) { return dominates(points[f], points[i]); }))
            front.push_back(i);
    }
    return front;
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
    const std::vector<std::size_t> last = nonDominated(points);
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
        front = chosen(front, nonDominated(front));
        if (!front.empty())
            result[c] =
                pagmo::hypervolume(front, false).compute(ObjectiveValues(ideal.size(), 1.0));
    }
    return result;
}

}  // namespace lpstudio
