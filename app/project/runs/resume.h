#pragma once

#include <string>

#include "app/project/store/store.h"

namespace lpstudio {

/// Throws Error naming the run and what changed since, unless a search of this fingerprint may go
/// on with it.
void requireResumable(const ProjectStore& store, const RunRecord& run,
                      const std::string& fingerprint);

/// The project's newest unfinished run. Throws Error if there is none, and as requireResumable().
RunRecord runToResume(const ProjectStore& store, const std::string& fingerprint);

}  // namespace lpstudio
