#pragma once

#include <string>

#include "app/project/store/store.h"
#include "core/study/session.h"

namespace lpstudio {

/// Throws Error naming the run and what changed since, unless a search of this fingerprint may go
/// on with it.
void requireResumable(const ProjectStore& store, const RunRecord& run,
                      const std::string& fingerprint);

/// Throws UsageError unless the limits of `settings` leave such a run anything to do.
void requireRoom(const ProjectStore& store, const RunRecord& run, const SearchSettings& settings);

/// The project's newest run that has not finished. Throws Error if there is none, and as
/// requireResumable().
RunRecord runToResume(const ProjectStore& store, const std::string& fingerprint);

}  // namespace lpstudio
