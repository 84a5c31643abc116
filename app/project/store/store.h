#pragma once

#include <filesystem>
#include <memory>

#include "app/project/store/asset_records.h"
#include "app/project/store/desk_record.h"
#include "app/project/store/manual_candidates.h"
#include "app/project/store/note_records.h"
#include "app/project/store/run_inputs.h"
#include "app/project/store/run_records.h"

namespace lpstudio {

/// A project on disk: an SQLite file (`.lps`, WAL, foreign keys, schema version in user_version).
/// Every change is committed when the call returns. One object may be used from several threads
/// (calls are serialised), one file by several processes: each write waits for the others' (five
/// seconds at most, then it throws Error), reading continues meanwhile.
class ProjectStore : public AssetRecords,
                     public RunRecords,
                     public RunInputRecords,
                     public NoteRecords,
                     public ManualCandidates,
                     public DeskRecord {
public:
    /// Creates a new project. Throws Error if the file exists (also if another process is quicker)
    /// or cannot be written (a full disk), and then leaves none.
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
    /// What is stored throws Error then.
    bool isReadOnly() const;

    /// Writes a copy of the project, one consistent state of it even while others write, to a new
    /// file without what was removed. Throws Error.
    void writeSnapshot(const std::filesystem::path& file) const;

private:
    explicit ProjectStore(const std::shared_ptr<StoreDatabase>& database);
    std::shared_ptr<StoreDatabase> database_;
};

}  // namespace lpstudio
