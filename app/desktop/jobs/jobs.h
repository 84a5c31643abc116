#pragma once

#include <QObject>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "app/desktop/jobs/desk.h"
#include "app/desktop/jobs/loading.h"
#include "app/desktop/jobs/other_runs.h"
#include "app/desktop/jobs/project_jobs.h"
#include "app/desktop/jobs/search_job.h"
#include "app/desktop/jobs/search_queue.h"
#include "app/desktop/jobs/task.h"
#include "app/desktop/session/desktop_session.h"

namespace lpstudio {

struct ExportOptions;
struct ReportInput;
struct ReportRequest;

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
    /// Keeps the queue, the columns of Compare and the working candidate in the project and stops
    /// all work: the program is about to end.
    void close();
    /// The work of measureTop1(), exportCandidate() and writeReport().
    Job& accuracy() { return accuracy_; }
    Job& exporter() { return export_; }
    Job& reporter() { return report_; }

    /// The formats of a candidate, weights and activations fitted: formatsFitted().
    void fitFormats(const std::shared_ptr<RunContext>& run, const ScoredCandidate& candidate);
    /// Top-1 of candidates on the images of the run's evaluation set that did not calibrate it,
    /// into the store and the selection: top1Measured() as each is known.
    void measureTop1(const std::shared_ptr<RunContext>& run,
                     std::vector<ScoredCandidate> candidates);
    /// Writes a candidate in the chosen forms.
    void exportCandidate(const std::shared_ptr<RunContext>& run, const ScoredCandidate& candidate,
                         const ExportOptions& options, const std::filesystem::path& folder);
    /// Makes a report: reportWritten(). `file` ends in .pdf, .html or .json. `known`: what was
    /// gathered for this very request, but for the file and the paper; null: it is gathered now.
    void writeReport(const std::shared_ptr<RunContext>& run, const ReportRequest& request,
                     const std::filesystem::path& file, std::shared_ptr<const ReportInput> known);

    /// All of them, for the status bar; the most interesting first.
    std::vector<Job*> all();
    /// Those whose work would be lost, or left undone, if the program ended now.
    std::vector<Job*> unfinished();
    /// Something chosen is still on its way.
    bool isLoading() const;

Q_SIGNALS:
    /// The search that runs has its run in the store and is the session's running run. If the
    /// search is followed, the selection turns to the run only after this, so that whoever keeps
    /// what a search tells knows by then that the run is the one it keeps.
    void searchBegan(lpstudio::RunId run);
    void formatsFitted(lpstudio::RunId run, lpstudio::CandidateId candidate,
                       const lpstudio::Assignment& formats);
    void top1Measured(lpstudio::RunId run, lpstudio::CandidateId candidate, double percent);
    /// `pages`: 0 for what has none.
    void reportWritten(const QString& file, int pages);

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
    Desk desk_{session_, searches_};
    OtherRuns others_{session_, loading_};
    Task<Assignment> formats_;
    Job accuracy_;
    Task<std::vector<std::filesystem::path>> export_;
    Task<int> report_;
};

}  // namespace lpstudio
