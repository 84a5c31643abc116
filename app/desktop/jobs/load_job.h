#pragma once

#include <memory>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/project/runs/asset_cache.h"

namespace lpstudio {

/// Loads a network of the project.
class LoadModelJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<AssetCache> assets, const ModelRecord& model);

Q_SIGNALS:
    void loaded(qint64 model, std::shared_ptr<const lpstudio::Network> network);
};

/// Loads an image set in the first of several shapes that it can have.
class LoadImagesJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    /// `cards`: in order of preference, at least one.
    void start(std::shared_ptr<AssetCache> assets, const DatasetRecord& dataset,
               std::vector<ModelCard> cards);

Q_SIGNALS:
    void loaded(qint64 dataset, std::shared_ptr<const lpstudio::ImageSet> images);
};

/// Reads a run's candidates from the store.
class LoadRunJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<ProjectStore> store, RunId run);

Q_SIGNALS:
    void loaded(const lpstudio::RunRecord& run,
                std::shared_ptr<std::vector<lpstudio::ScoredCandidate>> candidates);
};

}  // namespace lpstudio
