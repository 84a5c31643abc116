#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/project/store/store.h"

namespace lpstudio {

/// How a file that a project refers to compares with what was added.
enum class AssetState {
    Present,
    Missing,
    Changed,  ///< it is there, but its SHA-256 is another
};
/// "present", "missing", "changed".
const char* assetStateName(AssetState state);

/// Fingerprint by which a project knows a data set: SHA-256 of the file or, where there are several
/// (a directory; a list and its images; an IDX file and its labels), of lines in sorted order, one
/// a file that loadImages() reads: path relative to the set's folder, size, and SHA-256 of the
/// content, with tabs between. Of sets above 1 GiB names and sizes must do, for reading them
/// through takes minutes. Throws Error.
std::string datasetSha256(const std::filesystem::path& path);

/// Whether the file or data set at `path` is what was added with this fingerprint, also by a
/// version of the program that made it otherwise. Reads all of it.
bool isUnchanged(const std::filesystem::path& path, const std::string& sha256);

/// These read the whole file, which may take seconds. A file that cannot be read is missing; one
/// that was added without a SHA-256 cannot be found changed.
AssetState stateOf(const ModelRecord& model);
AssetState stateOf(const DatasetRecord& dataset);
AssetState stateOf(const ArtifactRecord& artifact);

/// Throws Error naming the file, what is wrong with it (both hashes if it has changed) and what to
/// do.
void requireUnchanged(const ModelRecord& model);
void requireUnchanged(const DatasetRecord& dataset);

/// The record of a file that has just been made, for ProjectStore::addArtifact(). Throws Error if
/// it cannot be read.
ArtifactRecord artifactOf(const std::string& kind, const std::filesystem::path& file,
                          std::optional<RunId> run, std::optional<CandidateId> candidate = {});

/// Adds such a record to the project if it can be written to. The file is there either way: a
/// project that is only read (another's, on a read-only disk) is no reason to fail.
void rememberArtifact(ProjectStore& store, const std::string& kind,
                      const std::filesystem::path& file, RunId run,
                      std::optional<CandidateId> candidate = {});

/// The first twelve digits, for people.
std::string shortHash(const std::string& sha256);

/// A file of an image set: where it is, and its path relative to the set's folder (to the folder of
/// the list or the file, if that is the set).
struct DatasetFile {
    std::filesystem::path file;
    std::string relative;  ///< with '/'
};
/// Every file that loadImages() would need to read the set elsewhere, sorted: the file itself, an
/// IDX file's labels, all of a directory, all that a list names. Throws Error if a file lies
/// outside the set's folder or is missing.
std::vector<DatasetFile> datasetFiles(const std::filesystem::path& path);

}  // namespace lpstudio
