#include "app/desktop/jobs/project_front_jobs.h"

#include <algorithm>
#include <utility>

namespace lpstudio {
namespace {

RunsFront gather(const ProjectStore& store, RunId reference, std::vector<Objective> objectives,
                 const JobContext& context) {
    RunsFront result;
    result.reference = reference;
    result.front = projectFront(store, reference, objectives, context.stop);
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

}  // namespace

void HypervolumeJob::start(const std::vector<ScoredCandidate>& candidates,
                           const std::vector<Objective>& objectives) {
    // Only the numbers are copied here: a search keeps adding to its candidates.
    std::vector<double> values;
    values.reserve(candidates.size() * objectives.size());
    for (const ScoredCandidate& candidate : candidates)
        for (const Objective objective : objectives)
            values.push_back(valueOf(candidate, objective));
    launch(tr("Computing the hypervolume"),
           [this, values = std::move(values),
            width = objectives.size()](const JobContext&) -> Delivery {
               std::vector<ObjectiveValues> points;
               points.reserve(values.size() / width);
               for (auto at = values.begin(); at != values.end();
                    at += static_cast<std::ptrdiff_t>(width))
                   points.emplace_back(at, at + static_cast<std::ptrdiff_t>(width));
               auto hypervolume = convergenceOf(points, kSteps);
               return [this, hypervolume = std::move(hypervolume)] { Q_EMIT ready(hypervolume); };
           });
}

void RunsFrontJob::start(std::shared_ptr<ProjectStore> store, RunId reference,
                         std::vector<Objective> objectives) {
    launch(tr("Computing the front of all runs"),
           [this, store = std::move(store), reference,
            objectives = std::move(objectives)](const JobContext& context) -> Delivery {
               auto front = std::make_shared<const RunsFront>(
                   gather(*store, reference, objectives, context));
               return [this, front = std::move(front)] { Q_EMIT ready(front); };
           });
}

}  // namespace lpstudio
