#pragma once

#include <vector>

#include "app/desktop/widgets/facts_panel.h"
#include "core/search/candidate.h"

namespace lpstudio {

/// What is known of a candidate, for a FactsPanel. `floatTop1Percent` < 0: not measured.
std::vector<Fact> candidateFacts(const ScoredCandidate& candidate, double floatTop1Percent);

}  // namespace lpstudio
