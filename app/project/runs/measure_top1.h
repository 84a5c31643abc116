#pragma once

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "app/project/runs/run_context.h"
#include "core/base/progress.h"
#include "core/network/image_set.h"
#include "core/network/network.h"
#include "core/search/candidate.h"

namespace lpstudio {

/// Told of each top-1 in percent as soon as it is measured; no candidate: of the float network.
using Top1Taken = std::function<void(std::optional<CandidateId> candidate, double percent)>;

/// What top-1 is measured with.
struct Top1Subject {
    const Network& network;
    const ImageSet& set;
    std::span<const std::size_t> images;
    /// What a run of a candidate does at each layer, for any images.
    std::function<RunPlan(const ScoredCandidate&)> plan;
};

/// Top-1 of the float network, if it is wanted, and then of each candidate. Throws Error,
/// Cancelled.
void measureTop1(const Top1Subject& subject, bool floatToo,
                 std::span<const ScoredCandidate> candidates, const Top1Taken& take,
                 const std::stop_token& stop = {}, const ProgressFunction& progress = {});

/// The same of candidates of a stored run on its evaluation set, into the store before it is told;
/// the float network's where it is not known. Throws Error too if the run has no such set.
void measureTop1(RunContext& run, std::span<const ScoredCandidate> candidates,
                 const Top1Taken& taken, const std::stop_token& stop = {},
                 const ProgressFunction& progress = {});

}  // namespace lpstudio
