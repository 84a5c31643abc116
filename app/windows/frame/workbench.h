#pragma once

#include <QObject>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "app/jobs/asset_jobs.h"
#include "app/jobs/bundle_job.h"
#include "app/jobs/candidate_jobs.h"
#include "app/jobs/export_job.h"
#include "app/jobs/import_job.h"
#include "app/jobs/load_job.h"
#include "app/jobs/report_job.h"
#include "app/jobs/search_job.h"
#include "app/windows/frame/selection.h"

namespace lpstudio {

/// The open project and the work done on it: loads what is chosen, runs the jobs, tells the pages.
class Workbench final : public QObject {
    Q_OBJECT

public:
    explicit Workbench(QObject* parent = nullptr);
    /// Stops all work and waits for it.
    ~Workbench() override;

    Selection& selection() { return selection_; }
    /// Null if no project is open.
    const std::shared_ptr<ProjectStore>& store() const { return store_; }
    const std::shared_ptr<AssetCache>& assets() const { return assets_; }
    QString projectName() const;

    /// Throws Error.
    void openProject(const std::filesystem::path& file);
    /// Replaces nothing: throws Error if the file exists.
    void createProject(const std::filesystem::path& file);
    void openExample();
    /// Unpacks a bundle and opens what was in it.
    void openBundle(const std::filesystem::path& bundle, const std::filesystem::path& folder);
    void saveBundle(const std::filesystem::path& file);
    void importFiles(std::vector<std::filesystem::path> files);

    void chooseModel(qint64 model);
    void chooseDataset(qint64 dataset);
    void chooseRun(RunId run);
    /// And one of its candidates rather than its best.
    void chooseCandidate(RunId run, CandidateId candidate);
    void removeModel(qint64 model);
    void removeDataset(qint64 dataset);
    void removeRun(RunId run);
    void removeArtifact(qint64 artifact);  ///< from the project; the file stays

    /// What is known of the project's files; null until they have been looked at.
    const std::shared_ptr<const AssetStates>& assetStates() const { return assetStates_; }
    /// Tells where a missing or changed file is; contentChanged() follows if it is the same.
    void locate(LocateJob::Kind kind, qint64 id, const std::filesystem::path& path);

    SearchJob& search() { return search_; }
    FormatsJob& formats() { return formats_; }
    AccuracyJob& accuracy() { return accuracy_; }
    ExportJob& exporter() { return export_; }
    ReportJob& reporter() { return report_; }
    /// All of them, for the status bar; the most interesting first.
    std::vector<Job*> jobs();
    /// Something chosen is still on its way.
    bool isLoading() const;
    /// The run whose candidates are being made now.
    std::optional<RunId> runningRun() const { return runningRun_; }

Q_SIGNALS:
    void projectChanged();
    /// Models, datasets or runs were added, removed or changed state.
    void contentChanged();
    /// Something went wrong; one line that says what to do.
    void problem(const QString& message);
    void noted(const QString& message);
    /// Of the project's files.
    void assetStatesChanged();

private:
    void adopt(ProjectStore store);
    void chooseFirst();
    void finishImport(qint64 model, qint64 dataset, const QStringList& names,
                      const QStringList& problems);
    void followFiles();
    void followSearch();
    void checkAssets();
    void finishLocating(const QStringList& names);
    void reload(RunId run);
    std::shared_ptr<RunContext> contextOf(RunId run);
    /// Runs `change` on the store; an Error becomes problem().
    template <class Change>
    void changeStore(Change&& change);

    Selection selection_;
    std::shared_ptr<ProjectStore> store_;
    std::shared_ptr<AssetCache> assets_;
    std::shared_ptr<const AssetStates> assetStates_;
    std::vector<std::shared_ptr<RunContext>> contexts_;  ///< newest last, a few
    std::optional<RunId> runningRun_;
    std::optional<CandidateId> wanted_;  ///< of the run that is being loaded

    LoadModelJob loadModel_;
    LoadImagesJob loadImages_;
    LoadRunJob loadRun_;
    ImportJob import_;
    BundleJob bundle_;
    UnbundleJob unbundle_;
    AssetStateJob assetState_;
    LocateJob locate_;
    Job example_;
    SearchJob search_;
    FormatsJob formats_;
    AccuracyJob accuracy_;
    ExportJob export_;
    ReportJob report_;
};

}  // namespace lpstudio
