#pragma once

#include <QObject>
#include <QUndoGroup>
#include <QUndoStack>
#include <filesystem>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "app/desktop/jobs/asset_jobs.h"
#include "app/desktop/jobs/bundle_job.h"
#include "app/desktop/jobs/candidate_jobs.h"
#include "app/desktop/jobs/export_job.h"
#include "app/desktop/jobs/import_job.h"
#include "app/desktop/jobs/load_job.h"
#include "app/desktop/jobs/report_job.h"
#include "app/desktop/jobs/search_job.h"
#include "app/desktop/jobs/search_queue.h"
#include "app/desktop/session/compare_list.h"
#include "app/desktop/session/selection.h"
#include "app/desktop/session/working_candidate.h"
#include "core/base/error.h"

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

    /// In the background; projectChanged() follows, or problem().
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

    /// Edits of the project's content: of layers, names, notes, pins. Empty for another project.
    QUndoStack& undoStack() { return undoStack_; }
    /// That stack and those of pages with edits of their own; the active one is what Edit > Undo
    /// acts on.
    QUndoGroup& undoGroup() { return undoGroup_; }
    WorkingCandidate& working() { return working_; }
    /// Makes sure that there is a working candidate for the model that is looked at: if need be a
    /// copy of the chosen candidate. Otherwise false, and problem() says what to do.
    bool ensureWorking();
    /// Gives a layer of the working candidate these parameters, beginning one if need be; false if
    /// it cannot be, and problem() says why.
    bool useForLayer(int layer, const LpParameters& parameters);
    /// Names, notes and pins, as steps that can be undone; problem() if they cannot be stored.
    void rename(AnnotatedItem item, qint64 id, const QString& name);
    void setNotes(AnnotatedItem item, qint64 id, const QString& text);
    void setCandidateNote(RunId run, const CandidateNote& note);
    CompareList& compareList() { return compareList_; }
    /// Puts a candidate beside what is compared already; what is of another model goes. problem()
    /// if there is no room.
    void addToCompare(RunId run, CandidateId candidate);
    void removeFromCompare(RunId run, CandidateId candidate);
    /// For work on a run's candidates. Throws Error.
    std::shared_ptr<RunContext> contextOf(RunId run);

    SearchJob& search() { return search_; }
    /// Starts the searches, one after the other.
    SearchQueue& searches() { return searches_; }
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
    /// A candidate's name, notes or pin.
    void candidateNoteChanged(lpstudio::RunId run, lpstudio::CandidateId candidate);
    /// Something went wrong; one line that says what to do.
    void problem(const QString& message);
    void noted(const QString& message);
    /// Of the project's files.
    void assetStatesChanged();

private:
    void adopt(std::shared_ptr<ProjectStore> store);
    void chooseFirst();
    void finishImport(qint64 model, qint64 dataset, const QStringList& names,
                      const QStringList& problems);
    void followFiles();
    void followSearch();
    void checkAssets();
    void finishLocating(const QStringList& names);
    void reload(RunId run);
    /// Runs `change` on the store; an Error becomes problem() and the answer false.
    template <class Change>
    bool changeStore(Change&& change);

    void followEdits();
    void followRename();
    /// A step that writes to the store; the first time it must succeed to become one.
    template <class Value>
    void pushStoreStep(const QString& text, const Value& before, const Value& after,
                       std::function<void(const Value&)> write);
    /// 0 if nothing that is compared says so.
    qint64 comparedModel() const;
    /// Only columns of one model stand beside each other: others go.
    void keepToModel(qint64 model);

    Selection selection_;
    QUndoGroup undoGroup_;
    QUndoStack undoStack_;
    WorkingCandidate working_{undoStack_};
    CompareList compareList_;
    std::optional<RunId> workingRun_;  ///< of the working candidate that was put beside the rest
    std::shared_ptr<ProjectStore> store_;
    std::shared_ptr<AssetCache> assets_;
    std::shared_ptr<const AssetStates> assetStates_;
    std::vector<std::shared_ptr<RunContext>> contexts_;  ///< newest last, a few
    std::optional<RunId> runningRun_, lastSearched_;
    std::optional<CandidateId> wanted_;  ///< of the run that is being loaded

    LoadModelJob loadModel_;
    LoadImagesJob loadImages_;
    LoadRunJob loadRun_;
    ImportJob import_;
    BundleJob bundle_;
    UnbundleJob unbundle_;
    AssetStateJob assetState_;
    LocateJob locate_;
    Job example_, open_;
    SearchJob search_;
    SearchQueue searches_{search_};
    FormatsJob formats_;
    AccuracyJob accuracy_;
    ExportJob export_;
    ReportJob report_;
};

template <class Change>
bool Workbench::changeStore(Change&& change) {
    try {
        change();
        return true;
    } catch (const Error& error) {
        Q_EMIT problem(QString::fromUtf8(error.what()));
        return false;
    }
}

}  // namespace lpstudio
