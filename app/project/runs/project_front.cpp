#include "app/project/runs/project_front.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/study/session.h"

namespace lpstudio {
namespace {

bool asksFor(std::span<const Objective> objectives, std::initializer_list<Objective> wanted) {
    return std::any_of(objectives.begin(), objectives.end(), [&](Objective objective) {
        return std::find(wanted.begin(), wanted.end(), objective) != wanted.end();
    });
}

/// NaN where it is not known: without an accelerator its figures stay 0.
ObjectiveValues knownScoreFunctions(const ScoredCandidate& candidate,
                                    std::span<const Objective> objectives) {
    ObjectiveValues values = objectivesOf(candidate, objectives);
    for (std::size_t k = 0; k < objectives.size(); ++k)
        if (asksFor(objectives.subspan(k, 1),
                    {Objective::Energy, Objective::Latency, Objective::Area}) &&
            values[k] <= 0)
            values[k] = std::numeric_limits<double>::quiet_NaN();
    return values;
}

}  // namespace

std::vector<ProjectFront::Convergence> convergenceOf(const std::vector<ObjectiveValues>& points,
                                                     std::size_t steps) {
    steps = std::min(steps, points.size());
    std::vector<std::size_t> counts;
    for (std::size_t i = 1; i <= steps; ++i) counts.push_back(i * points.size() / steps);
    const std::vector<double> volumes = hypervolumeOverTime(points, counts);
    std::vector<ProjectFront::Convergence> result;
    for (std::size_t i = 0; i < steps; ++i)
        result.push_back({static_cast<std::int64_t>(counts[i]), volumes[i]});
    return result;
}

std::string incomparable(const RunRecord& run, const RunRecord& reference,
                         std::span<const Objective> objectives) {
    if (run.model != reference.model) return "it uses another model";
    if (run.id == reference.id) return {};
    SearchSettings a, b;
    try {
        a = settingsFromJsonText(run.settings);
        b = settingsFromJsonText(reference.settings);
    } catch (const Error&) {
        return "its settings cannot be read";
    }
    if (asksFor(objectives, {Objective::Contrast})) {
        if (run.calibration != reference.calibration) return "it has other calibration images";
        if (a.scoreFunction != b.scoreFunction || a.pooling != b.pooling ||
            a.temperature != b.temperature || a.images != b.images)
            return "its score settings differ";
    }
    if (asksFor(objectives, {Objective::Compression}) && a.cost != b.cost)
        return "its cost term differs";
    const bool costsHardware =
        asksFor(objectives, {Objective::Compression}) && a.cost != CostKind::Bits;
    if ((costsHardware ||
         asksFor(objectives, {Objective::Energy, Objective::Latency, Objective::Area})) &&
        a.hardware != b.hardware)
        return "it is for another accelerator";
    if (asksFor(objectives, {Objective::Top1Error}) && run.evaluation != reference.evaluation)
        return "it has another evaluation set";
    return {};
}

ProjectFront projectFront(const ProjectStore& store, RunId reference,
                          std::span<const Objective> objectives, const std::stop_token& stop) {
    if (objectives.size() < 2 || objectives.size() > 4)
        throw UsageError("a front needs two to four objectives, not " +
                         std::to_string(objectives.size()));
    const RunRecord wanted = store.run(reference);
    ProjectFront result;
    std::vector<ObjectiveValues> points;
    for (const RunRecord& run : store.runs()) {
        if (stop.stop_requested()) throw Cancelled();
        if (const std::string reason = incomparable(run, wanted, objectives); !reason.empty()) {
            result.others.emplace_back(run.id, reason);
            continue;
        }
        result.runs.push_back(run.id);
        for (ScoredCandidate& candidate : store.candidates(run.id)) {
            points.push_back(knownScoreFunctions(candidate, objectives));
            candidate.candidate = {};
            result.candidates.push_back({run.id, std::move(candidate)});
        }
    }
    result.unknown = std::count_if(points.begin(), points.end(), [](const ObjectiveValues& point) {
        return !std::all_of(point.begin(), point.end(), [](double x) { return std::isfinite(x); });
    });
    for (const std::size_t i : paretoFront(points)) result.front.push_back(result.candidates[i]);

    result.convergence = convergenceOf(points, ProjectFront::kConvergencePoints);
    return result;
}

}  // namespace lpstudio
