#include "app/jobs/front_jobs.h"

#include <algorithm>
#include <utility>

namespace lpstudio {
namespace {

RunsFront gather(const ProjectStore& store, RunId reference, std::vector<Aim> aims,
                 const JobContext& context) {
    RunsFront result;
    result.reference = reference;
    result.front = projectFront(store, reference, aims, context.stop);
    result.aims = std::move(aims);
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

void GrowthJob::start(const std::vector<ScoredCandidate>& candidates,
                      const std::vector<Aim>& aims) {
    // Only the numbers are copied here: a search goes on adding to its candidates.
    std::vector<double> values;
    values.reserve(candidates.size() * aims.size());
    for (const ScoredCandidate& candidate : candidates)
        for (const Aim aim : aims) values.push_back(valueOf(candidate, aim));
    launch(tr("Measuring the growth of the front"),
           [this, values = std::move(values), width = aims.size()](const JobContext&) -> Delivery {
               std::vector<Objectives> points;
               points.reserve(values.size() / width);
               for (auto at = values.begin(); at != values.end();
                    at += static_cast<std::ptrdiff_t>(width))
                   points.emplace_back(at, at + static_cast<std::ptrdiff_t>(width));
               auto growth = convergenceOf(points, kSteps);
               return [this, growth = std::move(growth)] { Q_EMIT ready(growth); };
           });
}

void RunsFrontJob::start(std::shared_ptr<ProjectStore> store, RunId reference,
                         std::vector<Aim> aims) {
    launch(tr("Gathering the front over all runs"),
           [this, store = std::move(store), reference,
            aims = std::move(aims)](const JobContext& context) -> Delivery {
               auto front =
                   std::make_shared<const RunsFront>(gather(*store, reference, aims, context));
               return [this, front = std::move(front)] { Q_EMIT ready(front); };
           });
}

}  // namespace lpstudio
