#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"

namespace lpstudio {

/// What became of a table's rows.
struct RecoveredTable {
    std::string table;
    std::int64_t saved = 0;
    /// Rows that are known to be gone: read but no good (values that cannot be, references to what
    /// is gone), and of candidates the numbers that are missing in their run. What left no trace is
    /// not counted.
    std::int64_t lost = 0;
};
struct RecoverResult {
    bool sound = false;          ///< nothing was wrong, nothing was written
    std::filesystem::path file;  ///< the recovered project
    std::vector<RecoveredTable> tables;
};

/// "P.recovered.lps" of "P.lps".
std::filesystem::path recoveredPath(const std::filesystem::path& project);

/// Saves what can be read of a damaged project into a new one beside it, recoveredPath(). The
/// damaged file is only read, and so is its "-wal". Rows are read through the tables as far as
/// these hold together, then from every page of the file that looks like one of a table; those that
/// break a constraint are dropped. Damage inside a number or a text that leaves it possible is not
/// noticed. Throws Error: no such file, the recovered one exists already, made by a newer version,
/// nothing could be saved; Cancelled.
RecoverResult recoverProject(const std::filesystem::path& project, const std::stop_token& stop = {},
                             const ProgressFunction& progress = {});

}  // namespace lpstudio
