#include "app/cli/candidate_choice.h"

#include <algorithm>

#include "app/cli/command_line.h"
#include "core/base/error.h"

namespace lpstudio::cli {

RunRecord chosenRun(const ProjectStore& store, std::int64_t run) {
    if (run >= 0) return store.run(RunId(run));
    const auto runs = store.runs();
    if (runs.empty())
        throw Error(store.file().string() +
                    ": holds no run; start one with lpstudio-cli search --project " +
                    store.file().string());
    // Manual candidates are asked for by number: the search they came from stays the subject.
    const auto search = std::find_if(runs.rbegin(), runs.rend(), [](const RunRecord& one) {
        return one.kind == RunKind::Search;
    });
    return search == runs.rend() ? runs.back() : *search;
}

CandidateId chosenCandidate(const ProjectStore& store, const RunRecord& run,
                            std::int64_t candidate) {
    if (candidate >= 0) return CandidateId(candidate);
    if (!run.best)
        throw Error(store.file().string() + ": run " + std::to_string(run.id.value) +
                    " has no best candidate yet; give --candidate ID");
    return *run.best;
}

void CandidateOptions::addProject(CLI::App& command) {
    command.add_option("PROJECT", project, "project file (.lps)")->required();
}
void CandidateOptions::addRun(CLI::App& command) {
    command.add_option("--run", run, "number of the run (default: the newest search)")
        ->check(atLeast(0));
}
void CandidateOptions::addCandidate(CLI::App& command) {
    command
        .add_option("--candidate", candidate, "number of the candidate (default: the run's best)")
        ->check(atLeast(0));
}

ChosenRun openRun(const CandidateOptions& options) {
    ChosenRun chosen;
    chosen.store = std::make_shared<ProjectStore>(ProjectStore::open(options.project));
    const RunRecord run = chosenRun(*chosen.store, options.run);
    chosen.context =
        std::make_unique<RunContext>(chosen.store, std::make_shared<AssetCache>(), run.id);
    chosen.network = chosen.context->network();
    return chosen;
}

}  // namespace lpstudio::cli
