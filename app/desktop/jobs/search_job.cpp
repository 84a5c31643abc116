#include "app/desktop/jobs/search_job.h"

#include <QDateTime>
#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "app/project/runs/network_workload.h"
#include "app/project/runs/resume.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/network/accuracy.h"

namespace lpstudio {

using Clock = std::chrono::steady_clock;

/// Writes candidates to the store as they come and announces them in batches.
class SearchJob::Recorder final : public SearchObserver {
public:
    Recorder(const JobContext& context, RunContext& run, SearchJob* job)
        : context_(context), run_(run), job_(job) {}

    void onScored(const ScoredCandidate& candidate) override {
        run_.store()->addCandidate(run_.run(), candidate);
        show(candidate);
    }
    void onRestored(const ScoredCandidate& candidate) override { show(candidate); }

    void onPopulation(const std::vector<CandidateId>& members) override {
        batch_.populations.push_back({next_.value, members});
    }

    void onProgress(const SearchProgress& progress) override {
        batch_.progress = progress;
        if (Clock::now() - announced_ > std::chrono::milliseconds(100)) announce();
    }

    /// Announces what is left, after the search.
    void finish() {
        for (auto& [id, candidate] : early_) batch_.candidates.push_back(std::move(candidate));
        early_.clear();
        announce();
    }

private:
    /// Several workers finish out of order; the window shows candidates by number.
    void show(const ScoredCandidate& candidate) {
        early_.emplace(candidate.id, candidate);
        for (auto first = early_.begin(); first != early_.end() && first->first == next_;
             first = early_.erase(first)) {
            batch_.candidates.push_back(std::move(first->second));
            next_ = CandidateId(next_.value + 1);
        }
    }

    void announce() {
        announced_ = Clock::now();
        context_.post([job = job_, batch = std::exchange(batch_, {})] {
            const SearchProgress& at = batch.progress;
            job->setProgress({job->title(), at.done, at.total, at.secondsLeft});
            Q_EMIT job->batchScored(batch);
        });
    }

    const JobContext& context_;
    RunContext& run_;
    SearchJob* job_;
    SearchBatch batch_;
    std::map<CandidateId, ScoredCandidate> early_;  ///< scored before one of a lower number
    CandidateId next_{0};
    Clock::time_point announced_{};
};

SearchJob::SearchJob(QObject* parent) : Job(parent) {}

SearchJob::~SearchJob() = default;

void SearchJob::start(const SearchRequest& request) {
    auto gate = std::make_shared<PauseGate>();
    gate_ = gate;
    launch(tr("%1 on %2")
               .arg(tr(algorithmTitle(request.settings.algorithm)),
                    QString::fromStdString(request.model.name)),
           [request, gate, this](const JobContext& context) {
               return work(context, request, gate, this);
           });
}

void SearchJob::setPaused(bool paused) {
    if (!gate_ || !isRunning() || gate_->isPaused() == paused) return;
    gate_->setPaused(paused);
    Q_EMIT pausedChanged(paused);
}

bool SearchJob::isPaused() const {
    return gate_ && isRunning() && gate_->isPaused();
}

namespace {

RunId beginRun(const SearchRequest& request, const std::string& print) {
    RunRecord record;
    record.name = request.name.toStdString();
    record.model = request.model.id;
    record.calibration = request.calibration.id;
    if (request.evaluation) record.evaluation = request.evaluation->id;
    record.settings = toJsonText(request.settings);
    record.fingerprint = print;
    record.seed = request.settings.common.seed;
    record.programVersion = kVersion;
    record.startedAt = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    return request.store->beginRun(record);
}

}  // namespace

Job::Delivery SearchJob::work(const JobContext& context, const SearchRequest& request,
                              const std::shared_ptr<PauseGate>& gate, SearchJob* job) {
    const auto say = [&](const QString& text) {
        context.post([job, text] { Q_EMIT job->eventHappened(text); });
    };
    context.progress({"Loading model and images", 0, 0});
    validate(request.settings);
    const auto network = request.assets->network(request.model);
    const auto calibration = request.assets->images(request.calibration, network->card());

    HardwareCostFunction cost;
    if (!request.settings.hardware.empty())
        cost = hardwareCost(*network, request.settings.hardware);
    say(tr("Calibrating on %1 images of %2")
            .arg(request.settings.images)
            .arg(QString::fromStdString(request.calibration.name)));
    auto session = std::make_unique<SearchSession>(*network, *calibration, request.settings,
                                                   std::move(cost), context.stop, context.progress);

    const std::string print = fingerprint(*network, *calibration, request.settings,
                                          hardwareText(request.settings.hardware));
    SearchControl control{context.stop, 0, gate.get(), {}};
    double secondsBefore = 0;
    std::optional<CandidateId> bestBefore;
    const RunId run = [&] {
        if (!request.resume) return beginRun(request, print);
        const RunRecord record = request.store->run(*request.resume);
        requireResumable(*request.store, record, print);
        request.store->resumeRun(record.id);
        control.restored = request.store->candidates(record.id);
        secondsBefore = record.seconds;
        bestBefore = record.best;
        return record.id;
    }();
    const auto runContext = std::make_shared<RunContext>(request.store, request.assets, run);
    context.post([job, run] { Q_EMIT job->runBegan(run); });
    auto planned = plannedCandidates(request.settings, session->space());
    if (const auto most = request.settings.common.maxCandidates; most > 0)
        planned = std::min(planned, most);
    say(control.restored.empty() ? tr("Searching: up to %1 candidates").arg(planned)
                                 : tr("Resuming after %1 of up to %2 candidates")
                                       .arg(control.restored.size())
                                       .arg(planned));

    const auto start = Clock::now();
    SearchResult result;
    try {
        Recorder recorder(context, *runContext, job);
        result = session->run(recorder, control, context.progress);
        result.seconds += secondsBefore;
        recorder.finish();
    } catch (const std::exception& error) {
        const double seconds =
            secondsBefore + std::chrono::duration<double>(Clock::now() - start).count();
        const bool stopped = dynamic_cast<const Cancelled*>(&error) != nullptr;
        request.store->endRun(run, stopped ? RunState::Stopped : RunState::Failed, bestBefore,
                              seconds, stopped ? std::string() : error.what());
        throw;
    }
    const bool stopped = context.stop.stop_requested();
    request.store->endRun(run, stopped ? RunState::Stopped : RunState::Finished,
                          result.candidates[result.best].id, result.seconds);
    say(stopped ? tr("Stopped after %1 candidates").arg(result.candidates.size())
                : tr("Finished: %1 candidates in %2 s")
                      .arg(result.candidates.size())
                      .arg(result.seconds, 0, 'f', 1));
    if (!result.targetMet) say(tr("No candidate meets the target width; the nearest is kept"));
    runContext->adoptSession(std::move(session));
    context.post([job, run, runContext] { Q_EMIT job->searchEnded(run, runContext); });

    if (request.evaluation && !stopped) measureTop1(context, *runContext, result, job);
    return {};
}

void SearchJob::measureTop1(const JobContext& context, RunContext& run, const SearchResult& result,
                            SearchJob* job) {
    const auto network = run.network();
    const auto set = run.evaluation();
    const std::vector<std::size_t> images = run.evaluationImages();
    requireFits(*set, network->card(), network->classes());
    const auto stored = [&] {
        context.post([job, id = run.run()] { Q_EMIT job->top1Measured(id); });
    };
    const auto progressAs = [&](const std::string& what) {
        return [&context, what](const Progress& at) {
            context.progress({what, at.done, at.total});
        };
    };
    const Accuracy accuracy = measureAccuracy(*network, {}, *set, images, 100, context.stop,
                                              progressAs("Top-1 in floating point"));
    run.store()->setFloatTop1(run.run(), accuracy.top1Percent());
    stored();

    std::vector<std::size_t> order{result.best};
    for (const std::size_t at : result.front)
        if (at != result.best) order.push_back(at);
    const SearchSession& session = run.session(context.stop, context.progress);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const ScoredCandidate& candidate = result.candidates[order[i]];
        const double percent =
            session.measureTop1(candidate.candidate, *set, images, context.stop,
                                progressAs("Top-1 of the front, " + std::to_string(i + 1) + " of " +
                                           std::to_string(order.size())));
        run.store()->setTop1(run.run(), candidate.id, percent);
        stored();
    }
}

}  // namespace lpstudio
