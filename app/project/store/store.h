#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/search/candidate.h"

namespace lpstudio {

/// A model in a project: by path and SHA-256.
struct ModelRecord {
    std::int64_t id = 0;
    std::string name;
    std::filesystem::path file;
    std::string sha256;
    /// The absolute path as the project holds it; `file` may be elsewhere. Ignored when it is
    /// added.
    std::string stored = {};
    std::string notes = {};  ///< the user's; ignored when it is added
};

/// An image set in a project: by path and SHA-256 of the file (of the index for directories).
struct DatasetRecord {
    std::int64_t id = 0;
    std::string name;
    std::filesystem::path path;
    std::string sha256;
    std::int64_t images = 0;
    std::string stored = {};  ///< as ModelRecord::stored
    std::string notes = {};   ///< as ModelRecord::notes
};

/// A file made from the project's content, such as a report: by path and SHA-256.
struct ArtifactRecord {
    std::int64_t id = 0;
    std::string kind;  ///< "config", "report"; others are for later versions
    std::filesystem::path file;
    std::string sha256;
    std::optional<RunId> run;
    std::optional<CandidateId> candidate;
    std::string madeAt;       ///< ISO 8601, UTC
    std::string stored = {};  ///< as ModelRecord::stored
};

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

/// What the user says of a candidate.
struct CandidateNote {
    CandidateId candidate;
    std::string name, notes;
    bool starred = false;  ///< pinned as one to come back to

    bool isEmpty() const { return name.empty() && notes.empty() && !starred; }
    friend bool operator==(const CandidateNote&, const CandidateNote&) = default;
};

/// What can be renamed and have notes.
enum class AnnotatedItem { Model, Dataset, Run };

/// A project on disk: an SQLite file (`.lps`, WAL, foreign keys, schema version in user_version).
/// Every change is committed when the call returns. One object may be used from several threads
/// (calls are serialised), one file by several processes: each write waits for the others' (five
/// seconds at most, then it throws Error), reading continues meanwhile.
class ProjectStore {
public:
    /// Creates a new project. Throws Error if the file exists (also if another process is quicker)
    /// or cannot be written.
    static ProjectStore create(const std::filesystem::path& file);
    /// Opens an existing project; one of an older version is brought to this program's. On a
    /// read-only disk it can be read. Throws Error: missing, no project, damaged, newer. When
    /// `adopt` is true, runs left "running" by a process that is no more are marked stopped.
    static ProjectStore open(const std::filesystem::path& file, bool adopt = false);
    /// Opens it, or creates it if there is no such file.
    static ProjectStore openOrCreate(const std::filesystem::path& file);
    /// Throws Error as open() would, but changes nothing: neither the file nor its folder. For
    /// files that nobody has open.
    static void check(const std::filesystem::path& file);
    ProjectStore(ProjectStore&&) noexcept;
    ProjectStore& operator=(ProjectStore&&) noexcept;
    ~ProjectStore();

    const std::filesystem::path& file() const;

    /// Returns the id; a model of the same SHA-256 is not added twice (its path and name are
    /// updated). Paths are stored both absolute and relative to the project's folder, so that a
    /// project moves with its files or alone, and returned absolute: where the bundle that the
    /// project came in put them (bundle_manifest.h), else relative, else where they were.
    std::int64_t addModel(const ModelRecord& model);
    std::int64_t addDataset(const DatasetRecord& dataset);
    std::vector<ModelRecord> models() const;
    std::vector<DatasetRecord> datasets() const;
    ModelRecord model(std::int64_t id) const;  ///< throws Error if there is none
    DatasetRecord dataset(std::int64_t id) const;
    void removeModel(std::int64_t id);  ///< throws Error while runs use it
    void removeDataset(std::int64_t id);
    /// The same file at another place; nothing of it is read. Throws Error if there is none.
    void moveModel(std::int64_t id, const std::filesystem::path& file);
    void moveDataset(std::int64_t id, const std::filesystem::path& path);

    /// Returns the id; what was known of a file at the same path is replaced.
    std::int64_t addArtifact(const ArtifactRecord& artifact);
    std::vector<ArtifactRecord> artifacts() const;
    void removeArtifact(std::int64_t id);  ///< the record, not the file

    /// Writes a copy of the project, one consistent state of it even while others write, to a new
    /// file without what was removed. Throws Error.
    void writeSnapshot(const std::filesystem::path& file) const;

    /// Throw Error if there is no such item.
    std::string name(AnnotatedItem item, std::int64_t id) const;
    std::string notes(AnnotatedItem item, std::int64_t id) const;
    /// Throws Error if there is no such item or the name is empty.
    void rename(AnnotatedItem item, std::int64_t id, const std::string& name);
    /// Empty: none. Throws Error if there is no such item.
    void setNotes(AnnotatedItem item, std::int64_t id, const std::string& text);

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
    /// Stores a candidate that the user has made under the settings of `base`, with its name, in
    /// the manual run that belongs to it, which is made if need be (with `runName`); `base` may be
    /// such a run itself. Id and origin of the candidate are ignored. Returns where it is. Throws
    /// Error.
    std::pair<RunId, CandidateId> addManualCandidate(RunId base, const ScoredCandidate& candidate,
                                                     const std::string& name,
                                                     const std::string& runName);
    void removeRun(RunId run);
    std::vector<RunRecord> runs() const;
    RunRecord run(RunId id) const;
    std::vector<ScoredCandidate> candidates(RunId run) const;  ///< by id
    /// Throws Error naming run and id if there is none.
    ScoredCandidate candidate(RunId run, CandidateId id) const;

    /// Of the candidates of a run that have any, by id.
    std::vector<CandidateNote> candidateNotes(RunId run) const;
    /// An empty one if nothing is said of it.
    CandidateNote candidateNote(RunId run, CandidateId id) const;
    /// Replaces what was said. Throws Error if there is no such candidate.
    void setCandidateNote(RunId run, const CandidateNote& note);

private:
    struct Impl;
    explicit ProjectStore(std::unique_ptr<Impl> impl);
    void moveRow(const char* table, std::int64_t id, const std::filesystem::path& path);
    void removeRow(const char* table, const char* users, std::int64_t id);
    void stopOrphans();
    std::unique_ptr<Impl> impl_;
};

}  // namespace lpstudio
