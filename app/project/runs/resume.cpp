#include "app/project/runs/resume.h"

#include <algorithm>

#include "core/base/error.h"

namespace lpstudio {

void requireResumable(const ProjectStore& store, const RunRecord& run,
                      const std::string& fingerprint) {
    if (run.kind == RunKind::Manual)
        throw Error(store.file().string() + ": the candidates of run " +
                    std::to_string(run.id.value) +
                    " were made manually; there is no search to resume, choose another run");
    std::string changed;
    for (const std::string& difference : fingerprintDifferences(run.fingerprint, fingerprint))
        changed += (changed.empty() ? "" : "; ") + difference;
    if (!changed.empty())
        throw Error(store.file().string() + ": run " + std::to_string(run.id.value) +
                    " cannot be resumed, for this has changed since it began: " + changed +
                    "; restore it, or start a new run");
}

void requireRoom(const ProjectStore& store, const RunRecord& run, const SearchSettings& settings) {
    const std::int64_t most = settings.common.maxCandidates;
    if (most <= 0 || run.candidates < most ||
        (run.candidates == most && run.state != RunState::Limited))
        return;
    throw UsageError(store.file().string() + ": run " + std::to_string(run.id.value) + " has " +
                     std::to_string(run.candidates) + " candidates already and the limit is " +
                     std::to_string(most) + "; give a higher limit, or none");
}

RunRecord runToResume(const ProjectStore& store, const std::string& fingerprint) {
    std::vector<RunRecord> runs = store.runs();
    std::erase_if(runs, [](const RunRecord& run) { return run.kind == RunKind::Manual; });
    const auto newest =
        std::max_element(runs.begin(), runs.end(), [](const RunRecord& a, const RunRecord& b) {
            const bool over = a.state == RunState::Finished, other = b.state == RunState::Finished;
            return over != other ? over : a.id < b.id;
        });
    if (newest == runs.end() || newest->state == RunState::Finished)
        throw Error(store.file().string() +
                    ": holds no unfinished run to resume; start a new one "
                    "without --resume");
    requireResumable(store, *newest, fingerprint);
    return *newest;
}

}  // namespace lpstudio
