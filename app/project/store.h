#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/search/candidate.h"

namespace lpstudio {

/// A model in a project: by path and SHA-256.
struct ModelRecord {
    std::int64_t id = 0;
    std::string name;
    std::filesystem::path file;
    std::string sha256;
};

/// An image set in a project: by path and SHA-256 of the file (of the index for directories).
struct DatasetRecord {
    std::int64_t id = 0;
    std::string name;
    std::filesystem::path path;
    std::string sha256;
    std::int64_t images = 0;
};

enum class RunState { Running, Finished, Stopped, Failed };
const char* runStateName(RunState state);

/// One search.
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
};

/// A project on disk: an SQLite file (`.lps`, WAL, foreign keys, schema version in user_version).
/// Every change is committed when the call returns. One object may be used from several threads
/// (calls are serialised); several processes may read.
class ProjectStore {
public:
    /// Creates a new project. Throws Error if the file exists or cannot be written.
    static ProjectStore create(const std::filesystem::path& file);
    /// Opens an existing project. Throws Error: missing, not a project, damaged, made by a newer
    /// version. When `adopt` is true, runs left "running" by a process that is no more are marked
    /// stopped.
    static ProjectStore open(const std::filesystem::path& file, bool adopt = false);
    /// Opens it, or creates it if there is no such file.
    static ProjectStore openOrCreate(const std::filesystem::path& file);
    ProjectStore(ProjectStore&&) noexcept;
    ProjectStore& operator=(ProjectStore&&) noexcept;
    ~ProjectStore();

    const std::filesystem::path& file() const;

    /// Returns the id; a model of the same SHA-256 is not added twice (its path and name are
    /// updated). Paths are stored both absolute and relative to the project's folder, so that a
    /// project moves with its files or alone, and returned absolute.
    std::int64_t addModel(const ModelRecord& model);
    std::int64_t addDataset(const DatasetRecord& dataset);
    std::vector<ModelRecord> models() const;
    std::vector<DatasetRecord> datasets() const;
    ModelRecord model(std::int64_t id) const;  ///< throws Error if there is none
    DatasetRecord dataset(std::int64_t id) const;
    void removeModel(std::int64_t id);  ///< throws Error while runs use it
    void removeDataset(std::int64_t id);

    /// Stores a new run, in state running and owned by this process. `id`, `state`, `best` and
    /// `candidates` of the record are ignored. Throws Error if model or dataset is unknown.
    RunId beginRun(const RunRecord& run);
    /// Sets a stopped run to running again. Throws Error while another process is running it.
    void resumeRun(RunId run);
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

private:
    struct Impl;
    explicit ProjectStore(std::unique_ptr<Impl> impl);
    void removeRow(const char* table, const char* users, std::int64_t id);
    void stopOrphans();
    std::unique_ptr<Impl> impl_;
};

}  // namespace lpstudio
