#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "app/jobs/asset_cache.h"
#include "app/jobs/job.h"

namespace lpstudio {

/// Adds models (`.pt`) and image sets (anything else loadImages() reads) to a project after having
/// loaded each, so that what is in a project can be used.
class ImportJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<ProjectStore> store, std::shared_ptr<AssetCache> assets,
               std::vector<std::filesystem::path> files);

Q_SIGNALS:
    /// Ids in the project; 0: none of the kind. `problems`: one line a file that was refused.
    void imported(qint64 lastModel, qint64 lastDataset, const QStringList& problems);
};

/// Adds one model; returns its id. Throws Error. Used by the example project too.
std::int64_t addModelFile(ProjectStore& store, AssetCache& assets,
                          const std::filesystem::path& file);
/// What an image set is called: its file's name without the endings that only tell the format.
std::string datasetName(const std::filesystem::path& path);
/// Adds one image set in the first of the cards' shapes that fits; returns its id. Throws Error.
std::int64_t addDatasetFile(ProjectStore& store, AssetCache& assets,
                            const std::filesystem::path& path, const std::vector<ModelCard>& cards);
/// Cards of the project's models, then shapes that files of images often have.
std::vector<ModelCard> likelyCards(const ProjectStore& store);

}  // namespace lpstudio
