#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/project/runs/asset_cache.h"

namespace lpstudio {

/// Adds models and image sets to a project after having loaded each, so that what is in a project
/// can be used. A file that is refused does not stop the others. Nothing is added before all have
/// been read: an import that is cancelled, or fails in the end, leaves the project as it was.
class ImportJob final : public Job {
    Q_OBJECT

public:
    explicit ImportJob(QObject* parent = nullptr);
    /// What the files are: planImport(). While an import is running, this one waits for its end.
    void start(std::shared_ptr<ProjectStore> store, std::shared_ptr<AssetCache> assets,
               std::vector<std::filesystem::path> files);
    /// Forgets imports that wait; for when another project is opened.
    void forgetWaiting() { waiting_.clear(); }

Q_SIGNALS:
    /// Ids in the project; 0: none of the kind. `names`: of all that was added; `problems`: one
    /// line a file that was refused.
    void imported(qint64 lastModel, qint64 lastDataset, const QStringList& names,
                  const QStringList& problems);

private:
    struct Order {
        std::shared_ptr<ProjectStore> store;
        std::shared_ptr<AssetCache> assets;
        std::vector<std::filesystem::path> files;
    };
    void run(Order order);

    std::deque<Order> waiting_;
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
