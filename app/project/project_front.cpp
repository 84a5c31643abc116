#include "app/project/project_front.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/search/session.h"

namespace lpstudio {
namespace {

bool asksFor(std::span<const Aim> aims, std::initializer_list<Aim> wanted) {
    return std::any_of(aims.begin(), aims.end(), [&](Aim aim) {
        return std::find(wanted.begin(), wanted.end(), aim) != wanted.end();
    });
}

/// NaN where it is not known: without an accelerator its figures stay 0.
Objectives knownObjectives(const ScoredCandidate& candidate, std::span<const Aim> aims) {
    Objectives values = objectivesOf(candidate, aims);
    for (std::size_t k = 0; k < aims.size(); ++k)
        if (asksFor(aims.subspan(k, 1), {Aim::Energy, Aim::Latency, Aim::Area}) && values[k] <= 0)
            values[k] = std::numeric_limits<double>::quiet_NaN();
    return values;
}

}  // namespace

std::vector<ProjectFront::Convergence> convergenceOf(const std::vector<Objectives>& points,
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
                         std::span<const Aim> aims) {
    if (run.model != reference.model) return "it is of another model";
    if (run.id == reference.id) return {};
    SearchSettings a, b;
    try {
        a = settingsFromJsonText(run.settings);
        b = settingsFromJsonText(reference.settings);
    } catch (const Error&) {
        return "its settings cannot be read";
    }
    if (asksFor(aims, {Aim::Contrast})) {
        if (run.calibration != reference.calibration) return "it has other calibration images";
        if (a.objective != b.objective || a.pooling != b.pooling ||
            a.temperature != b.temperature || a.images != b.images)
            return "it is scored in another way";
    }
    if (asksFor(aims, {Aim::Compression}) && a.cost != b.cost) return "its cost is another";
    const bool costsHardware = asksFor(aims, {Aim::Compression}) && a.cost != CostKind::Bits;
    if ((costsHardware || asksFor(aims, {Aim::Energy, Aim::Latency, Aim::Area})) &&
        a.hardware != b.hardware)
        return "it is for another accelerator";
    if (asksFor(aims, {Aim::Top1Error}) && run.evaluation != reference.evaluation)
        return "it has another evaluation set";
    return {};
}

ProjectFront projectFront(const ProjectStore& store, RunId reference, std::span<const Aim> aims,
                          const std::stop_token& stop) {
    if (aims.size() < 2 || aims.size() > 4)
        throw UsageError("a front needs two to four objectives, not " +
                         std::to_string(aims.size()));
    const RunRecord wanted = store.run(reference);
    ProjectFront result;
    std::vector<Objectives> points;
    for (const RunRecord& run : store.runs()) {
        if (stop.stop_requested()) throw Cancelled();
        if (const std::string reason = incomparable(run, wanted, aims); !reason.empty()) {
            result.others.emplace_back(run.id, reason);
            continue;
        }
        result.runs.push_back(run.id);
        for (ScoredCandidate& candidate : store.candidates(run.id)) {
            points.push_back(knownObjectives(candidate, aims));
            candidate.candidate = {};
            result.candidates.push_back({run.id, std::move(candidate)});
        }
    }
    result.unknown = std::count_if(points.begin(), points.end(), [](const Objectives& point) {
        return !std::all_of(point.begin(), point.end(), [](double x) { return std::isfinite(x); });
    });
    for (const std::size_t i : nonDominated(points)) result.front.push_back(result.candidates[i]);

    result.convergence = convergenceOf(points, ProjectFront::kConvergencePoints);
    return result;
}

}  // namespace lpstudio
