#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"

namespace lpstudio {

class StoreDatabase;

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

/// Models, image sets and files made from a project, as ProjectStore keeps them.
class AssetRecords {
public:
    /// Returns the id; a model of the same SHA-256 is not added twice (its path and name are
    /// updated). Paths are stored both absolute and relative to the project's folder, so that a
    /// project moves with its files or alone, and returned absolute: where the bundle that the
    /// project came in put them (bundle_manifest.h), else relative, else where they were.
    std::int64_t addModel(const ModelRecord& model) { return add(model); }
    std::int64_t addDataset(const DatasetRecord& dataset) { return add(dataset); }
    std::vector<ModelRecord> models() const { return all<ModelRecord>(); }
    std::vector<DatasetRecord> datasets() const { return all<DatasetRecord>(); }
    /// Throws Error if there is none.
    ModelRecord model(std::int64_t id) const { return one<ModelRecord>(id); }
    DatasetRecord dataset(std::int64_t id) const { return one<DatasetRecord>(id); }
    /// Throws Error while runs use it.
    void removeModel(std::int64_t id) { removeRow("model", "model = ?1", id); }
    void removeDataset(std::int64_t id) {
        removeRow("dataset", "calibration = ?1 OR evaluation = ?1", id);
    }
    /// The same file at another place; nothing of it is read. Throws Error if there is none.
    void moveModel(std::int64_t id, const std::filesystem::path& file) {
        moveRow("model", id, file);
    }
    void moveDataset(std::int64_t id, const std::filesystem::path& path) {
        moveRow("dataset", id, path);
    }

    /// Returns the id; what was known of a file at the same path is replaced.
    std::int64_t addArtifact(const ArtifactRecord& artifact);
    std::vector<ArtifactRecord> artifacts() const;
    void removeArtifact(std::int64_t id);  ///< the record, not the file

protected:
    explicit AssetRecords(std::shared_ptr<StoreDatabase> database);

private:
    template <class Record>
    std::int64_t add(const Record& record);
    template <class Record>
    std::vector<Record> all() const;
    template <class Record>
    Record one(std::int64_t id) const;
    void moveRow(const char* table, std::int64_t id, const std::filesystem::path& path);
    void removeRow(const char* table, const char* users, std::int64_t id);

    std::shared_ptr<StoreDatabase> database_;
};

}  // namespace lpstudio
