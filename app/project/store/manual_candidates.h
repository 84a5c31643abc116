#pragma once

#include <memory>
#include <string>
#include <utility>

#include "core/search/candidate.h"

namespace lpstudio {

class StoreDatabase;

/// Candidates that the user makes, as ProjectStore keeps them.
class ManualCandidates {
public:
    /// Stores a candidate that the user has made under the settings of `base`, with its name, in
    /// the manual run that belongs to it, which is made if need be (with `runName`); `base` may be
    /// such a run itself. Id and origin of the candidate are ignored. Returns where it is. Throws
    /// Error.
    std::pair<RunId, CandidateId> addManualCandidate(RunId base, const ScoredCandidate& candidate,
                                                     const std::string& name,
                                                     const std::string& runName);

protected:
    explicit ManualCandidates(std::shared_ptr<StoreDatabase> database);

private:
    std::shared_ptr<StoreDatabase> database_;
};

}  // namespace lpstudio
