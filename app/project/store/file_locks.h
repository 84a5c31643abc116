#pragma once

#include <sys/types.h>
#include <filesystem>
#include <utility>

namespace lpstudio {

/// Makes SQLite's locks on files belong to the open file instead of to the process (open file
/// description locks, fcntl(2)). Of the usual POSIX locks a process loses all that it holds on a
/// file as soon as it closes any descriptor of it: one look into a project by a file dialog, a
/// checksum or a thumbnail, and the next process takes the project for unused and removes the
/// write-ahead log under the first. Both kinds respect each other, so that other programs that use
/// SQLite can work on the same file.
///
/// For all connections that are opened later, once for a process; cheap when called again. Thread
/// safe. Where the system has no such locks SQLite keeps its own.
void keepLocksOfOpenFiles();

/// A file by device and number, whatever it is called.
using FileNumber = std::pair<dev_t, ino_t>;
/// Of the file that is there now; {0, 0} if there is none.
FileNumber fileNumber(const std::filesystem::path& path);
/// Where a file is by now that a connection has locked, after renames. Empty if it was removed, or
/// no connection is open.
std::filesystem::path placeOfOpenFile(const FileNumber& file);

}  // namespace lpstudio
