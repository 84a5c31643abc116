#include "app/project/runs/measure_top1.h"

#include "core/base/error.h"
#include "core/network/accuracy.h"

namespace lpstudio {
namespace {

constexpr std::size_t kBatch = 100;

/// One count over all passes, so that the time left is that of the whole.
ProgressFunction progressOf(const ProgressFunction& progress, std::size_t pass,
                            std::size_t passes) {
    return [&progress, pass, passes](const Progress& at) {
        if (progress) progress({"Measuring top-1", pass * at.total + at.done, passes * at.total});
    };
}

}  // namespace

void measureTop1(const Top1Subject& subject, bool floatToo,
                 std::span<const ScoredCandidate> candidates, const Top1Taken& take,
                 const std::stop_token& stop, const ProgressFunction& progress) {
    const std::size_t passes = candidates.size() + (floatToo ? 1 : 0);
    std::size_t pass = 0;
    const auto measure = [&](const RunPlan& plan) {
        return measureAccuracy(subject.network, plan, subject.set, subject.images, kBatch, stop,
                               progressOf(progress, pass++, passes))
            .top1Percent();
    };
    if (floatToo) take(std::nullopt, measure({}));
    for (const ScoredCandidate& candidate : candidates)
        take(candidate.id, measure(subject.plan(candidate)));
}

void measureTop1(RunContext& run, std::span<const ScoredCandidate> candidates,
                 const Top1Taken& taken, const std::stop_token& stop,
                 const ProgressFunction& progress) {
    const auto set = run.evaluation();
    if (!set)
        throw Error(run.record().name +
                    ": the run has no evaluation set; choose one when you start a search");
    const auto network = run.network();
    requireFits(*set, network->card(), network->classes());
    const std::vector<std::size_t> images = run.evaluationImages();
    ProjectStore& store = *run.store();
    measureTop1(
        {*network, *set, images,
         [&](const ScoredCandidate& candidate) { return run.plan(candidate, stop, progress); }},
        store.run(run.run()).floatTop1Percent < 0, candidates,
        [&](std::optional<CandidateId> candidate, double percent) {
            // In one that can only be read it is worked out again the next time.
            if (!store.isReadOnly()) {
                if (candidate)
                    store.setTop1(run.run(), *candidate, percent);
                else
                    store.setFloatTop1(run.run(), percent);
            }
            if (taken) taken(candidate, percent);
        },
        stop, progress);
}

}  // namespace lpstudio
