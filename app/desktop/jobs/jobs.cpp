#include "app/desktop/jobs/jobs.h"

#include <QFileInfo>
#include <chrono>
#include <exception>
#include <future>
#include <utility>

#include "app/project/import/assets.h"
#include "app/project/runs/export_candidate.h"
#include "app/project/runs/measure_top1.h"
#include "app/report/chart_scene.h"
#include "app/report/report_input.h"
#include "core/base/error.h"

namespace lpstudio {

namespace {

/// Between two looks at whether the work was stopped.
constexpr std::chrono::milliseconds kPatience{50};

/// Draws a figure of the draft on the GUI thread, where Qt Charts lives, between two of its events,
/// and waits for it. Throws Cancelled.
QByteArray drawnFigure(const std::shared_ptr<const ReportDraft>& draft, const DocFigure& figure,
                       std::size_t number, const JobContext& context) {
    const auto promise = std::make_shared<std::promise<QByteArray>>();
    std::future<QByteArray> picture = promise->get_future();
    // It may run when this thread waits no longer, so it owns what it touches.
    context.post([promise, draft, figure = &figure, size = draft->figureSizes[number]] {
        try {
            promise->set_value(figurePicture(*figure, size));
        } catch (...) {
            promise->set_exception(std::current_exception());
        }
    });
    while (picture.wait_for(kPatience) != std::future_status::ready)
        if (context.stop.stop_requested()) throw Cancelled();
    return picture.get();
}

std::vector<QByteArray> drawnFigures(const std::shared_ptr<const ReportDraft>& draft,
                                     const JobContext& context) {
    const std::vector<const DocFigure*> figures = figuresOf(draft->document);
    std::vector<QByteArray> pictures;
    for (std::size_t i = 0; i < draft->figureSizes.size(); ++i) {
        if (context.stop.stop_requested()) throw Cancelled();
        context.progress({"drawing charts", i, draft->figureSizes.size()});
        pictures.push_back(drawnFigure(draft, *figures[i], i, context));
    }
    return pictures;
}

}  // namespace

Jobs::Jobs(Session& session, QObject* parent) : QObject(parent), session_(session) {
    Messages& messages = session_.messages();
    for (Job* job : all()) {
        connect(job, &Job::failed, &messages,
                [&messages, job](const QString& text) { messages.tellProblem(text, job); });
        // The next search of a queue is another one: its success is no cure.
        if (job == &search_) continue;
        connect(job, &Job::succeeded, &messages, [&messages, job] { messages.solve(job); });
    }
    connect(&project_, &ProjectJobs::opened, this, &Jobs::openProject);
    followSearch();
}

Jobs::~Jobs() {
    desk_.close();
    searches_.clear();
    // All at once: one may wait for what another holds.
    for (Job* job : all()) job->cancel();
}

void Jobs::close() {
    desk_.close();
    // The search stops after the current candidate; all it has scored is stored.
    searches_.clear();
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

std::vector<Job*> Jobs::unfinished() {
    std::vector<Job*> jobs{&search_, &report_, &export_, &accuracy_};
    const std::vector<Job*> writing = project_.writing();
    jobs.insert(jobs.end(), writing.begin(), writing.end());
    std::erase_if(jobs, [](const Job* job) { return !job->isRunning(); });
    return jobs;
}

bool Jobs::isLoading() const {
    return project_.isOpening() || formats_.isRunning() || loading_.isRunning();
}

void Jobs::openProject(const std::shared_ptr<ProjectStore>& store) {
    desk_.close();
    searches_.clear();
    project_.forgetWaiting();
    for (Job* job : all()) job->abandon();
    project_.forgetAssets();
    lastSearched_.reset();
    session_.setProject(store);
    desk_.restore();
    loading_.chooseFirst();
    project_.checkAssets();
}

void Jobs::fitFormats(const std::shared_ptr<RunContext>& run, const ScoredCandidate& candidate) {
    formats_.launch(
        tr("Fitting activations of candidate %1").arg(candidate.id.value),
        [run, genes = candidate.candidate](const JobContext& context) {
            return run->formats(context.stop, context.progress).assignment(genes);
        },
        [this, id = run->run(), of = candidate.id](const Assignment& formats) {
            Q_EMIT formatsFitted(id, of, formats);
        });
}

void Jobs::measureTop1(const std::shared_ptr<RunContext>& run,
                       std::vector<ScoredCandidate> candidates) {
    const auto take = [this, id = run->run()](std::optional<CandidateId> candidate,
                                              double percent) {
        if (!candidate) return session_.selection().setFloatTop1(id, percent);
        session_.selection().setTop1(id, *candidate, percent);
        Q_EMIT top1Measured(id, *candidate, percent);
    };
    accuracy_.launch(
        tr("Measuring top-1"),
        [run, candidates = std::move(candidates),
         take](const JobContext& context) -> Job::Delivery {
            lpstudio::measureTop1(
                *run, candidates,
                [&](std::optional<CandidateId> candidate, double percent) {
                    context.post([take, candidate, percent] { take(candidate, percent); });
                },
                context.stop, context.progress);
            return {};
        });
}

void Jobs::exportCandidate(const std::shared_ptr<RunContext>& run, const ScoredCandidate& candidate,
                           const ExportOptions& options, const std::filesystem::path& folder) {
    export_.launch(
        tr("Exporting candidate %1").arg(candidate.id.value),
        [run, candidate, options, folder](const JobContext& context) {
            return lpstudio::exportCandidate(*run, candidate, options, folder, context.stop,
                                             context.progress);
        },
        [this](const std::vector<std::filesystem::path>& files) {
            const QString first = QString::fromStdString(files.front().string());
            const int count = static_cast<int>(files.size());
            Q_EMIT session_.messages().noted(count == 1
                                                 ? tr("Wrote %1").arg(first)
                                                 : tr("Wrote %n files to %1", nullptr, count)
                                                       .arg(QFileInfo(first).absolutePath()));
        });
}

void Jobs::writeReport(const std::shared_ptr<RunContext>& run, const ReportRequest& request,
                       const std::filesystem::path& file,
                       std::shared_ptr<const ReportInput> known) {
    report_.launch(
        tr("Report of %1").arg(QString::fromStdString(run->record().name)),
        [run, request, file, known = std::move(known)](const JobContext& context) {
            requireReportName(file);
            ReportInput input =
                known ? *known : gatherReport(*run, request, context.stop, context.progress);
            input.reportCommand = ownCommandText(request, run->run());
            const auto draft =
                std::make_shared<const ReportDraft>(draftReport(input, file, request.page));
            return finishReport(*draft, drawnFigures(draft, context)).value_or(0);
        },
        [this, file](int pages) {
            const QString name = QString::fromStdString(file.string());
            Q_EMIT session_.messages().noted(tr("Wrote %1 (pages: %2)").arg(name).arg(pages));
            session_.messages().attempt([&] {
                session_.store()->addArtifact(
                    artifactOf("report", file, session_.selection().run()));
            });
            Q_EMIT session_.contentChanged();
            Q_EMIT reportWritten(name, pages);
        });
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
