#include "app/desktop/jobs/jobs.h"

#include <QFileInfo>

#include "app/project/import/assets.h"
#include "app/project/runs/export_candidate.h"

namespace lpstudio {

void ExportJob::start(std::shared_ptr<RunContext> run, const ScoredCandidate& candidate,
                      const ExportOptions& options, const std::filesystem::path& folder) {
    launch(tr("Exporting candidate %1").arg(candidate.id.value),
           [this, run = std::move(run), candidate, options,
            folder](const JobContext& context) -> Delivery {
               QStringList files;
               for (const auto& file : exportCandidate(*run, candidate, options, folder,
                                                       context.stop, context.progress))
                   files << QString::fromStdString(file.string());
               return [this, files] { Q_EMIT written(files); };
           });
}

Jobs::Jobs(Session& session, QObject* parent) : QObject(parent), session_(session) {
    Messages& messages = session_.messages();
    for (Job* job : all()) connect(job, &Job::failed, &messages, &Messages::problem);
    connect(&project_, &ProjectJobs::opened, this, &Jobs::openProject);
    connect(&accuracy_, &AccuracyJob::measured, &session_.selection(), &Selection::setTop1);
    connect(&accuracy_, &AccuracyJob::floatMeasured, &session_.selection(),
            &Selection::setFloatTop1);
    connect(&export_, &ExportJob::written, this, [&messages](const QStringList& files) {
        Q_EMIT messages.noted(
            files.size() == 1 ? tr("Wrote %1").arg(files.front())
                              : tr("Wrote %n files to %1", nullptr, static_cast<int>(files.size()))
                                    .arg(QFileInfo(files.front()).absolutePath()));
    });
    connect(&report_, &ReportJob::written, this, [this, &messages](const QString& file, int pages) {
        Q_EMIT messages.noted(tr("Wrote %1 (pages: %2)").arg(file).arg(pages));
        messages.attempt([&] {
            session_.store()->addArtifact(
                artifactOf("report", file.toStdString(), session_.selection().run()));
        });
        Q_EMIT session_.contentChanged();
    });
    followSearch();
}

Jobs::~Jobs() {
    searches_.clear();
    // All at once: one may wait for what another holds.
    for (Job* job : all()) job->cancel();
}

std::vector<Job*> Jobs::all() {
    std::vector<Job*> jobs{&search_, &report_, &export_, &accuracy_};
    const auto append = [&jobs](const std::vector<Job*>& more) {
        jobs.insert(jobs.end(), more.begin(), more.end());
    };
    append(project_.jobs());
    jobs.push_back(&formats_);
    append(loading_.jobs());
    return jobs;
}

bool Jobs::isLoading() const {
    return project_.isOpening() || formats_.isRunning() || loading_.isRunning();
}

void Jobs::openProject(const std::shared_ptr<ProjectStore>& store) {
    searches_.clear();
    project_.forgetWaiting();
    for (Job* job : all()) job->abandon();
    project_.forgetAssets();
    lastSearched_.reset();
    session_.setProject(store);
    loading_.chooseFirst();
    project_.checkAssets();
}

void Jobs::followSearch() {
    connect(&search_, &SearchJob::runBegan, this, &Jobs::beginRun);
    connect(&search_, &SearchJob::batchScored, this, [this](const SearchBatch& batch) {
        if (session_.selection().run() == session_.runningRun())
            session_.selection().addCandidates(batch.candidates);
    });
    connect(&search_, &SearchJob::searchEnded, this,
            [this](RunId run, const std::shared_ptr<RunContext>& context) {
                session_.keepContext(context);
                session_.setRunningRun({});
                Q_EMIT session_.contentChanged();
                loading_.reload(run);
            });
    connect(&search_, &SearchJob::top1Measured, &loading_, &Loading::reload);
    connect(&search_, &Job::ended, this, [this] {
        session_.setRunningRun({});
        Q_EMIT session_.contentChanged();
    });
}

void Jobs::beginRun(RunId run) {
    session_.setRunningRun(run);
    Q_EMIT searchBegan(run);
    const auto shown = session_.selection().run();
    // A search whose turn came does not take the eyes off another run.
    const bool follow =
        searches_.startedManually() || !shown || shown == lastSearched_ || shown == run;
    lastSearched_ = run;
    Q_EMIT session_.contentChanged();
    if (follow) loading_.chooseBegun(run);
}

}  // namespace lpstudio
