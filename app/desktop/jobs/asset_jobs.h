#pragma once

#include <QStringList>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>

#include "app/desktop/jobs/job.h"
#include "app/project/import/assets.h"

namespace lpstudio {

/// Of every file a project refers to, by the ids of its records.
struct AssetStates {
    std::map<std::int64_t, AssetState> models, datasets, artifacts;
};

/// Compares the files with what was added; reads them all.
class AssetStateJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<ProjectStore> store);

Q_SIGNALS:
    void found(std::shared_ptr<const lpstudio::AssetStates> states);
};

/// Tells the project where a model or an image set is now, after having looked whether it is the
/// same; what else is missing and lies beside it is found too.
class LocateJob final : public Job {
    Q_OBJECT

public:
    enum class Kind { Model, Dataset };

    using Job::Job;
    void start(std::shared_ptr<ProjectStore> store, Kind kind, std::int64_t id,
               const std::filesystem::path& path);

Q_SIGNALS:
    /// Names of the models and sets that were found.
    void located(const QStringList& names);
};

}  // namespace lpstudio
