#pragma once

#include <QObject>
#include <QStringList>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "app/desktop/jobs/candidate_jobs.h"
#include "app/desktop/jobs/job.h"
#include "app/desktop/jobs/loading.h"
#include "app/desktop/jobs/project_jobs.h"
#include "app/desktop/jobs/report_jobs.h"
#include "app/desktop/jobs/search_job.h"
#include "app/desktop/jobs/search_queue.h"
#include "app/desktop/session/desktop_session.h"
#include "app/project/export/export.h"
#include "app/project/runs/run_context.h"

namespace lpstudio {

/// Writes a candidate in the chosen forms.
class ExportJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<RunContext> run, const ScoredCandidate& candidate,
               const ExportOptions& options, const std::filesystem::path& folder);

Q_SIGNALS:
    void written(const QStringList& files);
};

/// The work done in the background on a session. What it finds goes into the session; failures and
/// what was done go to the session's messages.
class Jobs final : public QObject {
    Q_OBJECT

public:
    explicit Jobs(Session& session, QObject* parent = nullptr);
    /// Stops all work and waits for it.
    ~Jobs() override;

    ProjectJobs& project() { return project_; }
    Loading& loading() { return loading_; }
    SearchJob& search() { return search_; }
    /// Starts the searches, one after the other.
    SearchQueue& searches() { return searches_; }
    FormatsJob& formats() { return formats_; }
    AccuracyJob& accuracy() { return accuracy_; }
    ExportJob& exporter() { return export_; }
    ReportJob& reporter() { return report_; }
    /// All of them, for the status bar; the most interesting first.
    std::vector<Job*> all();
    /// Something chosen is still on its way.
    bool isLoading() const;

Q_SIGNALS:
    /// The search that runs has its run in the store and is the session's running run. If the
    /// search is followed, the selection turns to the run only after this, so that whoever keeps
    /// what a search tells knows by then that the run is the one it keeps.
    void searchBegan(lpstudio::RunId run);

private:
    void openProject(const std::shared_ptr<ProjectStore>& store);
    void followSearch();
    void beginRun(RunId run);

    Session& session_;
    std::optional<RunId> lastSearched_;
    Loading loading_{session_};
    ProjectJobs project_{session_, loading_};
    SearchJob search_;
    SearchQueue searches_{search_};
    FormatsJob formats_;
    AccuracyJob accuracy_;
    ExportJob export_;
    ReportJob report_;
};

}  // namespace lpstudio
