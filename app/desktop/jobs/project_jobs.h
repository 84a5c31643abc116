#pragma once

#include <QObject>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "app/desktop/jobs/import_job.h"
#include "app/desktop/jobs/loading.h"
#include "app/desktop/jobs/task.h"
#include "app/project/bundle/bundle_write.h"
#include "app/project/import/assets.h"
#include "app/project/import/locate.h"

namespace lpstudio {

/// Of every file a project refers to, by the ids of its records.
struct AssetStates {
    std::map<std::int64_t, AssetState> models, datasets, artifacts;
};

/// Work on a project as a whole: opens and unpacks it, saves it as a bundle, imports files into it,
/// looks whether they are still there.
class ProjectJobs final : public QObject {
    Q_OBJECT

public:
    ProjectJobs(Session& session, Loading& loading, QObject* parent = nullptr);

    /// In the background; opened() follows, or a message that says what is wrong.
    void open(const std::filesystem::path& file);
    /// Replaces nothing: throws Error if the file exists.
    void create(const std::filesystem::path& file);
    void openExample();
    /// Unpacks a bundle and opens what was in it.
    void openBundle(const std::filesystem::path& bundle, const std::filesystem::path& folder);
    void saveBundle(const std::filesystem::path& file);
    void importFiles(std::vector<std::filesystem::path> files);
    /// Forgets imports that wait; for when another project is opened.
    void forgetWaiting() { import_.forgetWaiting(); }

    /// What is known of the project's files; null until they have been looked at.
    const std::shared_ptr<const AssetStates>& assetStates() const { return assetStates_; }
    /// Compares the project's files with what was added; reads them all.
    void checkAssets();
    void forgetAssets() { assetStates_.reset(); }
    /// Tells the project where a model, or else an image set, is now, after having looked whether
    /// it is the same; what else is missing and lies beside it is found too. The session's
    /// contentChanged() follows.
    void locate(ProjectAsset kind, std::int64_t id, const std::filesystem::path& path);

    bool isOpening() const { return open_.isRunning() || example_.isRunning(); }
    std::vector<Job*> jobs();
    /// Those that write something, which ending the program would leave undone.
    std::vector<Job*> writing() { return {&import_, &bundle_, &unbundle_}; }

Q_SIGNALS:
    void opened(std::shared_ptr<lpstudio::ProjectStore> store);
    void assetStatesChanged();

private:
    void finishImport(qint64 model, qint64 dataset, const QStringList& names,
                      const QStringList& problems);
    void finishLocating(const LocateResult& result);

    Session& session_;
    Loading& loading_;
    std::shared_ptr<const AssetStates> assetStates_;
    ImportJob import_;
    Task<std::shared_ptr<ProjectStore>> open_, example_;
    Task<BundleResult> bundle_, unbundle_;
    Task<std::shared_ptr<const AssetStates>> check_;
    Task<LocateResult> locate_;
};

}  // namespace lpstudio
