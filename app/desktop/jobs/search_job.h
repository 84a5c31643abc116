#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/project/runs/run_context.h"
#include "app/project/runs/run_search.h"

namespace lpstudio {

/// The population after so many candidates, best first.
struct PopulationChange {
    std::int64_t after = 0;
    std::vector<CandidateId> members;
};

/// Candidates that were scored since the last batch, with the state of the search.
struct SearchBatch {
    std::vector<ScoredCandidate> candidates;  ///< by number, without gaps between batches
    std::vector<PopulationChange> populations;
    SearchProgress progress;
};

/// Shows runSearch(), which runs on a worker thread. Announcements of candidates come in batches,
/// about ten a second.
class SearchJob final : public Job {
    Q_OBJECT

public:
    explicit SearchJob(QObject* parent = nullptr);
    ~SearchJob() override;

    void start(const SearchRequest& request);
    /// Takes effect after the candidates being scored. Nothing happens while it cannot be paused.
    void setPaused(bool paused);
    bool isPaused() const;
    /// Until the search has ended: measuring top-1 afterwards cannot be paused.
    bool canPause() const { return isRunning() && !searched_; }
    /// The search has ended and is stored; top-1 is being measured.
    bool isMeasuring() const { return isRunning() && searched_; }

Q_SIGNALS:
    /// The run is in the store.
    void runBegan(lpstudio::RunId run);
    void batchScored(const lpstudio::SearchBatch& batch);
    /// A line for the log of events.
    void eventHappened(const QString& text);
    void pausedChanged(bool paused);
    /// The search is over (finished, stopped at the user's wish, or at a limit) and stored; top-1
    /// follows if there is an evaluation set and the settings ask for it. `context` holds the
    /// session.
    void searchEnded(lpstudio::RunId run, std::shared_ptr<lpstudio::RunContext> context);
    /// Top-1 of some of the run's candidates has been stored.
    void top1Measured(lpstudio::RunId run);

private:
    class Teller;

    std::shared_ptr<PauseGate> gate_;  ///< of the search that is running
    bool searched_ = false;            ///< it has ended; what runs is what follows
};

}  // namespace lpstudio
