#include "app/desktop/jobs/search_job.h"

#include <chrono>
#include <map>
#include <utility>

namespace lpstudio {

using Clock = std::chrono::steady_clock;

/// Tells the window, on its thread, what a search does.
class SearchJob::Teller final : public SearchRunObserver {
public:
    Teller(const JobContext& context, const SearchRequest& request, SearchJob* job)
        : context_(context), request_(request), job_(job) {}

    void onCalibrating() override {
        say(tr("Calibrating on %1 images of %2")
                .arg(request_.settings.images)
                .arg(QString::fromStdString(request_.calibration.name)));
    }

    void onBegan(const SearchBeginning& beginning) override {
        run_ = *beginning.run;
        context_.post([job = job_, run = run_] { Q_EMIT job->runBegan(run); });
        say(beginning.restored == 0 ? tr("Searching: up to %1 candidates").arg(beginning.planned)
                                    : tr("Resuming after %1 of up to %2 candidates")
                                          .arg(beginning.restored)
                                          .arg(beginning.planned));
    }

    void onScored(const ScoredCandidate& candidate) override { show(candidate); }
    void onRestored(const ScoredCandidate& candidate) override { show(candidate); }

    void onPopulation(const std::vector<CandidateId>& members) override {
        batch_.populations.push_back({next_.value, members});
    }

    void onProgress(const SearchProgress& progress) override {
        batch_.progress = progress;
        if (Clock::now() - announced_ > std::chrono::milliseconds(100)) announce();
    }

    void onEnded(const SearchOutcome& outcome) override {
        for (auto& [id, candidate] : early_) batch_.candidates.push_back(std::move(candidate));
        early_.clear();
        announce();
        const std::size_t count = outcome.result.candidates.size();
        say(outcome.state == RunState::Stopped   ? tr("Stopped after %1 candidates").arg(count)
            : outcome.state == RunState::Limited ? tr("Ended at its limit: %1 candidates in %2 s")
                                                       .arg(count)
                                                       .arg(outcome.result.seconds, 0, 'f', 1)
                                                 : tr("Finished: %1 candidates in %2 s")
                                                       .arg(count)
                                                       .arg(outcome.result.seconds, 0, 'f', 1));
        if (!outcome.result.targetMet)
            say(tr("No candidate meets the target width; the nearest is kept"));
        const auto run = std::make_shared<RunContext>(request_.store, request_.assets, run_);
        run->adoptSession(outcome.session);
        context_.post([job = job_, id = run_, run] {
            job->searched_ = true;
            Q_EMIT job->searchEnded(id, run);
        });
    }

    void onTop1(std::optional<CandidateId>, double) override {
        context_.post([job = job_, run = run_] { Q_EMIT job->top1Measured(run); });
    }

private:
    void say(const QString& text) {
        context_.post([job = job_, text] { Q_EMIT job->eventHappened(text); });
    }

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
    const SearchRequest& request_;
    SearchJob* job_;
    RunId run_;
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
    searched_ = false;
    launch(tr("%1 on %2")
               .arg(tr(algorithmTitle(request.settings.algorithm)),
                    QString::fromStdString(request.model.name)),
           [request, gate, this](const JobContext& context) -> Delivery {
               Teller teller(context, request, this);
               runSearch(request, teller, {context.stop, 0, gate.get(), {}}, context.progress);
               return {};
           });
}

void SearchJob::setPaused(bool paused) {
    if (!gate_ || !canPause() || gate_->isPaused() == paused) return;
    gate_->setPaused(paused);
    Q_EMIT pausedChanged(paused);
}

bool SearchJob::isPaused() const {
    return gate_ && canPause() && gate_->isPaused();
}

}  // namespace lpstudio
