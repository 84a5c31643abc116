#pragma once

#include <filesystem>
#include <stop_token>
#include <vector>

#include "app/project/export/export.h"
#include "app/project/runs/run_context.h"
#include "core/base/progress.h"

namespace lpstudio {

/// Writes a stored candidate in the chosen forms, see exportConfig(); the project remembers its
/// configuration, if it can be written to. Returns the files. Throws Error, UsageError, Cancelled.
std::vector<std::filesystem::path> exportCandidate(RunContext& run,
                                                   const ScoredCandidate& candidate,
                                                   const ExportOptions& options,
                                                   const std::filesystem::path& folder,
                                                   const std::stop_token& stop = {},
                                                   const ProgressFunction& progress = {});

}  // namespace lpstudio
