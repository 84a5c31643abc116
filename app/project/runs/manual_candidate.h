#pragma once

#include <stop_token>
#include <string>
#include <utility>

#include "app/project/runs/run_context.h"
#include "core/network/network.h"
#include "core/study/session.h"

namespace lpstudio {

/// Scores a candidate that the user has made as the search of the session would have: the same
/// score function on the same images, the cost by `settings` (the session itself may have been made
/// for formats only). Top-1 is not measured; id and origin are left to the store. Throws Error if
/// the accelerator of the settings is not there any more, Cancelled.
ScoredCandidate scoreManualCandidate(const Network& network, const SearchSession& session,
                                     const SearchSettings& settings, const Candidate& candidate,
                                     const std::stop_token& stop = {});

/// Scores a candidate that the user has made under the settings of the run `base` and stores it,
/// see ProjectStore::addManualCandidate(). `top1Percent` negative: not measured. Throws Error,
/// Cancelled.
std::pair<RunId, CandidateId> saveManualCandidate(RunContext& base, const Candidate& candidate,
                                                  const std::string& name,
                                                  const std::string& runName, double top1Percent,
                                                  const std::stop_token& stop = {},
                                                  const ProgressFunction& progress = {});

}  // namespace lpstudio
