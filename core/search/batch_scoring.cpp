#include "core/search/batch_scoring.h"

#include <unistd.h>
#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <exception>
#include <fstream>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace lpstudio {

std::size_t residentBytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t total = 0, resident = 0;
    if (!(file >> total >> resident)) return 0;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

using Clock = std::chrono::steady_clock;

namespace {

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

/// Evaluates proposals on the search's workers, while the thread that made it takes the results as
/// they come.
class BatchScoring::Evaluations {
public:
    struct Result {
        std::size_t index = 0;  ///< among the proposals
        Evaluation evaluation;
        double seconds = 0;
        std::exception_ptr failure;  ///< Cancelled where the evaluation was given up
    };

    /// Of the proposals of these indices, if any.
    Evaluations(Evaluator& evaluator, const SearchControl& control,
                const std::vector<Proposal>& proposals, const std::vector<std::size_t>& indices)
        : forward_(control.stop, [this] { stop_.request_stop(); }),
          thread_([this, &evaluator, &control, &proposals, &indices] {
              forEachParallel(indices.size(), std::max(1, control.workers), [&](std::size_t i) {
                  add(evaluate(evaluator, control.gate, proposals[indices[i]], indices[i]));
              });
          }) {}
    ~Evaluations() { cancel(); }

    /// Gives up everything not yet handed back.
    void cancel() { stop_.request_stop(); }

    /// Waits for the next result, of which there is one for each index.
    Result next() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !results_.empty(); });
        Result result = std::move(results_.front());
        results_.pop_front();
        return result;
    }

private:
    Result evaluate(Evaluator& evaluator, PauseGate* gate, const Proposal& proposal,
                    std::size_t index) const {
        Result result;
        result.index = index;
        const std::stop_token stop = stop_.get_token();
        try {
            if (gate != nullptr) gate->wait(stop);
            if (stop.stop_requested()) throw Cancelled();
            const auto start = Clock::now();
            result.evaluation = evaluator.evaluate(proposal.candidate, proposal.origin, stop);
            result.seconds = secondsSince(start);
        } catch (...) {
            result.failure = std::current_exception();
        }
        return result;
    }

    void add(Result result) {
        {
            const std::scoped_lock lock(mutex_);
            results_.push_back(std::move(result));
        }
        changed_.notify_one();
    }

    std::stop_source stop_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Result> results_;
    std::stop_callback<std::function<void()>> forward_;
    std::jthread thread_;  ///< last: it uses all the others
};

BatchScoring::BatchScoring(const SearchSpace& space, const CommonSettings& settings,
                           Evaluator& evaluator, SearchObserver& observer,
                           const SearchControl& control, std::int64_t planned)
    : space_(space),
      settings_(settings),
      evaluator_(evaluator),
      observer_(observer),
      control_(control),
      total_(settings.maxCandidates > 0 ? std::min(planned, settings.maxCandidates) : planned) {
    for (const ScoredCandidate& candidate : control.restored)
        restored_.emplace(candidate.id, candidate);
}

bool BatchScoring::score(const std::vector<Proposal>& proposals) {
    const auto first = static_cast<std::int64_t>(candidates_.size());
    const auto count = static_cast<std::size_t>(
        std::clamp<std::int64_t>(total_ - first, 0, static_cast<std::int64_t>(proposals.size())));
    if (control_.stop.stop_requested()) return false;
    std::vector<std::optional<ScoredCandidate>> scored(count);
    std::vector<std::size_t> pending;
    for (std::size_t i = 0; i < count; ++i) {
        const CandidateId id(first + static_cast<std::int64_t>(i));
        if (const auto known = restored_.find(id); known != restored_.end()) {
            if (!(known->second.candidate == proposals[i].candidate))
                throw Error("candidate " + std::to_string(id.value) +
                            " of the stored run is not what this search proposes; start a new run");
            scored[i] = describe(
                proposals[i], id,
                {known->second.contrast, known->second.compression, known->second.hardware},
                known->second.seconds);
            scored[i]->top1Percent = known->second.top1Percent;
            noteScored(*scored[i], true);
        } else if (!timeIsUp()) {
            pending.push_back(i);
        }
    }
    std::exception_ptr failure;
    Evaluations evaluations(evaluator_, control_, proposals, pending);
    for (std::size_t left = pending.size(); left > 0; --left) {
        const Evaluations::Result result = evaluations.next();
        if (result.failure) {
            try {
                std::rethrow_exception(result.failure);
            } catch (const Cancelled&) {
            } catch (...) {
                if (!failure) failure = std::current_exception();
                evaluations.cancel();
            }
            continue;
        }
        const CandidateId id(first + static_cast<std::int64_t>(result.index));
        scored[result.index] =
            describe(proposals[result.index], id, result.evaluation, result.seconds);
        noteScored(*scored[result.index], false);
        scored[result.index]->outputShifts.reset();  // whoever wanted them has them
        if (timeIsUp()) evaluations.cancel();
    }
    bool complete = count == proposals.size();
    for (std::optional<ScoredCandidate>& candidate : scored) {
        if (candidate)
            candidates_.push_back(std::move(*candidate));
        else
            complete = false;
    }
    if (failure) std::rethrow_exception(failure);
    return complete;
}

bool BatchScoring::scoreFirstPopulation(std::span<const Candidate> seeds) {
    std::vector<Proposal> proposals;
    proposals.reserve(static_cast<std::size_t>(settings_.population));
    for (int i = 0; i < settings_.population; ++i) {
        const Origin origin{0, 0, 0, i};
        proposals.push_back({starter(seeds, origin), origin});
    }
    return score(proposals);
}

Candidate BatchScoring::starter(std::span<const Candidate> seeds, const Origin& origin) const {
    const auto place = static_cast<std::size_t>(origin.child);
    if (place > 0 && place <= seeds.size()) return seeds[place - 1];
    OriginRandom random(settings_.seed, origin);
    Candidate candidate;
    for (const SearchLayer& layer : space_.layers) {
        if (layer.pinned)
            candidate.genes.push_back(*layer.pinned);
        else
            candidate.genes.push_back(place == 0 ? layer.starts.back()
                                                 : randomGene(space_, layer, random));
    }
    return candidate;
}

void BatchScoring::tellPopulation(const std::vector<std::size_t>& members) {
    std::vector<CandidateId> ids;
    ids.reserve(members.size());
    double sum = 0;
    for (const std::size_t i : members) {
        ids.push_back(candidates_[i].id);
        sum += candidates_[i].fitness;
    }
    meanFitness_ = sum / static_cast<double>(members.size());
    observer_.onPopulation(ids);
}

SearchResult BatchScoring::takeResult(bool finished) {
    if (candidates_.empty()) throw Cancelled();
    SearchResult result;
    result.finished = finished;
    result.seconds = elapsedSeconds();
    result.candidates = std::move(candidates_);
    summarise(result, settings_.targetBits);
    return result;
}

ScoredCandidate BatchScoring::describe(const Proposal& proposal, CandidateId id,
                                       const Evaluation& evaluation, double seconds) const {
    ScoredCandidate scored;
    scored.id = id;
    scored.origin = proposal.origin;
    scored.candidate = proposal.candidate;
    scored.contrast = evaluation.contrast;
    scored.compression = evaluation.compression;
    scored.hardware = evaluation.hardware;
    scored.fitness = fitness(evaluation.contrast, evaluation.compression, settings_.lambda);
    scored.meanWeightBits = meanWeightBits(space_, proposal.candidate);
    scored.meanActivationBits = meanActivationBits(space_, proposal.candidate);
    scored.modelBytes = modelBytes(space_, proposal.candidate);
    scored.seconds = seconds;
    scored.outputShifts = evaluation.outputShifts;
    return scored;
}

void BatchScoring::noteScored(const ScoredCandidate& candidate, bool restored) {
    if (!best_ || isFitter(candidate, *best_, settings_.targetBits)) {
        best_ = candidate;
        best_->outputShifts.reset();
    }
    ++done_;
    if (restored) {
        observer_.onRestored(candidate);
        return;
    }
    ++scored_;
    observer_.onScored(candidate);
    report();
}

void BatchScoring::report() {
    SearchProgress progress;
    progress.done = done_;
    progress.total = total_;
    progress.seconds = elapsedSeconds();
    if (progress.seconds > 0)
        progress.candidatesPerSecond = static_cast<double>(scored_) / progress.seconds;
    if (progress.candidatesPerSecond > 0)
        progress.secondsLeft =
            static_cast<double>(progress.total - progress.done) / progress.candidatesPerSecond;
    progress.pass = pass_;
    progress.block = block_;
    progress.meanFitness = meanFitness_;
    progress.bestFitness = best_->fitness;
    progress.memoryBytes = residentBytes();
    observer_.onProgress(progress);
}

bool BatchScoring::timeIsUp() const {
    return settings_.timeLimitSeconds > 0 && elapsedSeconds() >= settings_.timeLimitSeconds;
}

double BatchScoring::elapsedSeconds() const {
    return secondsSince(start_);
}

}  // namespace lpstudio
