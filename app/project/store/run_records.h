#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/search/candidate.h"

namespace lpstudio {

class StoreDatabase;

enum class RunState {
    Running,
    Finished,
    Stopped,
    Failed,
    Limited,  ///< ended at the most candidates or the time that its settings allow
};
/// "running", "finished", "stopped", "failed", "limited".
const char* runStateName(RunState state);

/// Where a run's candidates come from.
enum class RunKind {
    Search,
    Manual,  ///< made one by one by the user; never searched, never resumed
};
/// "search", "hand".
const char* runKindName(RunKind kind);

/// One search, or manual candidates under the settings of one.
struct RunRecord {
    RunId id;
    std::string name;
    std::int64_t model = 0;                  ///< ModelRecord::id
    std::int64_t calibration = 0;            ///< DatasetRecord::id
    std::optional<std::int64_t> evaluation;  ///< DatasetRecord::id
    std::string settings;                    ///< JSON text, toJsonText(SearchSettings)
    std::string fingerprint;
    std::uint64_t seed = 0;
    std::string programVersion;
    std::string startedAt;  ///< ISO 8601, UTC
    RunState state = RunState::Running;
    std::string message;  ///< why it failed
    double seconds = 0;
    double floatTop1Percent = -1;  ///< negative: not measured
    std::optional<CandidateId> best;
    std::int64_t candidates = 0;  ///< number stored
    RunKind kind = RunKind::Search;
    /// Of a manual run: the run whose model, data and settings it has, if that is still there.
    std::optional<RunId> derivedFrom;
    std::string notes;  ///< the user's
};

/// Runs and their candidates, as ProjectStore keeps them.
class RunRecords {
public:
    /// Stores a new run, in state running and owned by this process. `id`, `state`, `best`, `kind`
    /// and `candidates` of the record are ignored. Throws Error if model or dataset is unknown.
    RunId beginRun(const RunRecord& run);
    /// Sets a run that has ended to running again; `settings`, unless empty, take the place of its
    /// own, for its limits may be others now. Throws Error while another process is running it.
    void resumeRun(RunId run, const std::string& settings = {});
    /// Committed when it returns: a kill loses nothing that was added. A candidate added again
    /// replaces its scores; a measured top-1 stays.
    void addCandidate(RunId run, const ScoredCandidate& candidate);
    void setTop1(RunId run, CandidateId candidate, double percent);
    void setFloatTop1(RunId run, double percent);
    void endRun(RunId run, RunState state, std::optional<CandidateId> best, double seconds,
                const std::string& message = {});
    void removeRun(RunId run);
    std::vector<RunRecord> runs() const;
    RunRecord run(RunId id) const;
    std::vector<ScoredCandidate> candidates(RunId run) const;  ///< by id
    /// Throws Error naming run and id if there is none.
    ScoredCandidate candidate(RunId run, CandidateId id) const;

protected:
    explicit RunRecords(std::shared_ptr<StoreDatabase> database);
    /// Marks runs as stopped that a process which is no more has left running.
    void stopOrphans();

private:
    std::shared_ptr<StoreDatabase> database_;
};

/// Adds a candidate or replaces its scores; a measured top-1 stays. Under the database's lock.
/// Throws Error if there is no such run, SQLite::Exception.
void insertCandidate(StoreDatabase& database, RunId run, const ScoredCandidate& candidate);

}  // namespace lpstudio
