#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "app/cli/command_line.h"
#include "app/project/runs/run_context.h"
#include "app/project/store/store.h"

namespace lpstudio::cli {

/// The run the user means: the given one, else (negative) the newest. Throws Error.
RunRecord chosenRun(const ProjectStore& store, std::int64_t run);

/// `PROJECT --run R --candidate C`.
struct CandidateOptions {
    std::string project;
    std::int64_t run = -1;        ///< negative: the newest
    std::int64_t candidate = -1;  ///< negative: the run's best

    void addProject(CLI::App& command);
    void addRun(CLI::App& command);
    void addCandidate(CLI::App& command);
};

/// The best of a run, or the candidate that was given (not negative). Throws Error.
CandidateId chosenCandidate(const ProjectStore& store, const RunRecord& run,
                            std::int64_t candidate);

/// A stored run with what is needed to say everything of its candidates.
struct ChosenRun {
    std::shared_ptr<ProjectStore> store;
    std::unique_ptr<RunContext> context;
    std::shared_ptr<const Network> network;
};
/// Throws Error.
ChosenRun openRun(const CandidateOptions& options);

}  // namespace lpstudio::cli
