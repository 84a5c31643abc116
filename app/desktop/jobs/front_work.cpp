#include "app/desktop/jobs/front_work.h"

#include <utility>

namespace lpstudio {

std::vector<double> objectiveTable(std::span<const ScoredCandidate> candidates,
                                   const std::vector<Objective>& objectives) {
    std::vector<double> table;
    table.reserve(candidates.size() * objectives.size());
    for (const ScoredCandidate& candidate : candidates)
        for (const Objective objective : objectives) table.push_back(valueOf(candidate, objective));
    return table;
}

std::vector<ProjectFront::Convergence> hypervolumeOf(std::span<const double> table,
                                                     std::size_t width) {
    std::vector<ObjectiveValues> points;
    points.reserve(table.size() / width);
    for (auto at = table.begin(); at != table.end(); at += static_cast<std::ptrdiff_t>(width))
        points.emplace_back(at, at + static_cast<std::ptrdiff_t>(width));
    return convergenceOf(points, kHypervolumeSteps);
}

RunsFront runsFront(const ProjectStore& store, RunId reference, std::vector<Objective> objectives,
                    const std::stop_token& stop) {
    RunsFront result;
    result.reference = reference;
    result.front = projectFront(store, reference, objectives, stop);
    result.objectives = std::move(objectives);
    const std::int64_t model = store.run(reference).model;
    for (const RunRecord& run : store.runs())
        if (run.model == model) result.names[run.id] = run.name;
    std::erase_if(result.front.others,
                  [&](const auto& other) { return !result.names.contains(other.first); });
    std::erase_if(result.front.candidates,
                  [&](const RunCandidate& candidate) { return candidate.run == reference; });
    return result;
}

}  // namespace lpstudio
