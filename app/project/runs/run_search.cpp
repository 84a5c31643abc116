#include "app/project/runs/run_search.h"

#include <QDateTime>
#include <algorithm>
#include <chrono>
#include <utility>

#include "app/project/runs/measure_top1.h"
#include "app/project/runs/network_workload.h"
#include "app/project/runs/resume.h"
#include "app/project/runs/run_context.h"
#include "app/project/runs/run_formats.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/version.h"
#include "core/network/accuracy.h"
#include "core/number/format.h"

namespace lpstudio {
namespace {

using Clock = std::chrono::steady_clock;

/// Stores candidates before anyone hears of them.
class Recorder final : public SearchObserver {
public:
    Recorder(SearchObserver& observer, ProjectStore* store, std::optional<RunId> run)
        : observer_(observer), store_(store), run_(run) {}

    void onScored(const ScoredCandidate& candidate) override {
        if (store_ != nullptr) store_->addCandidate(*run_, candidate);
        observer_.onScored(candidate);
    }
    void onRestored(const ScoredCandidate& candidate) override { observer_.onRestored(candidate); }
    void onProgress(const SearchProgress& progress) override { observer_.onProgress(progress); }
    void onPopulation(const std::vector<CandidateId>& members) override {
        observer_.onPopulation(members);
    }

private:
    SearchObserver& observer_;
    ProjectStore* store_;
    std::optional<RunId> run_;
};

class SearchRun {
public:
    SearchRun(const SearchRequest& request, SearchRunObserver& observer,
              const SearchControl& control, const ProgressFunction& progress)
        : request_(request),
          observer_(observer),
          control_(control),
          progress_(progress),
          store_(request.store) {
        control_.restored.clear();
    }

    SearchOutcome run() {
        load();
        if (resumes()) findRunToResume();
        calibrate();
        begin();
        search();
        observer_.onEnded(outcome_);
        if (evaluation_ && outcome_.state != RunState::Stopped &&
            request_.settings.measure != Top1Scope::None)
            measure();
        return std::move(outcome_);
    }

private:
    bool resumes() const { return request_.resume || request_.resumeNewest; }
    /// What cannot be read is found before a project is made and hours are spent.
    void load();
    void findRunToResume();
    void calibrate();
    void begin();
    RunRecord newRun();
    void search();
    void end(double seconds, const std::string& message = {});
    CandidateId best() const;
    void measure();

    const SearchRequest& request_;
    SearchRunObserver& observer_;
    SearchControl control_;
    const ProgressFunction& progress_;
    std::shared_ptr<ProjectStore> store_;  ///< null: nothing is stored
    std::shared_ptr<const ImageSet> evaluation_;
    std::vector<std::size_t> images_;  ///< of it, that were not used for calibration
    std::shared_ptr<SearchSession> session_;
    RunInputs inputs_;
    std::string fingerprint_;
    std::optional<RunRecord> before_;  ///< the run as it was left, if it is resumed
    SearchOutcome outcome_;
};

void SearchRun::load() {
    if (progress_) progress_({"Loading model and images", 0, 0});
    validate(request_.settings);
    AssetCache& assets = *request_.assets;
    outcome_.network = assets.network(request_.model);
    const Network& network = *outcome_.network;
    outcome_.calibration =
        assets.images(request_.calibration, network.card(), control_.stop, progress_);
    if (request_.evaluation) {
        evaluation_ = assets.images(*request_.evaluation, network.card(), control_.stop, progress_);
        requireFits(*evaluation_, network.card(), network.classes());
    }
    fingerprint_ = fingerprint(network, *outcome_.calibration, request_.settings,
                               hardwareText(request_.settings.hardware));
}

void SearchRun::findRunToResume() {
    if (!store_) store_ = std::make_shared<ProjectStore>(ProjectStore::open(request_.project));
    if (request_.resume) {
        before_ = store_->run(*request_.resume);
        requireResumable(*store_, *before_, fingerprint_);
    } else {
        before_ = runToResume(*store_, fingerprint_);
    }
    requireRoom(*store_, *before_, request_.settings);
}

void SearchRun::calibrate() {
    observer_.onCalibrating();
    const Network& network = *outcome_.network;
    HardwareCostFunction cost;
    if (!request_.settings.hardware.empty())
        cost = hardwareCost(network, request_.settings.hardware);
    session_ = std::make_shared<SearchSession>(network, *outcome_.calibration, request_.settings,
                                               std::move(cost), control_.stop, progress_);
    outcome_.session = session_;
    std::optional<std::vector<std::size_t>> leftOut;
    if (evaluation_) {
        leftOut = imagesLeftOut(*evaluation_, *outcome_.calibration, session_->calibrationImages());
        images_ = imagesBut(*evaluation_, *leftOut, request_.evaluation->path.string());
    }
    inputs_ = inputsOf(network, *session_, std::move(leftOut));
}

RunRecord SearchRun::newRun() {
    const auto modelId = [&](const ModelRecord& model) {
        return model.id != 0 ? model.id : store_->addModel(model);
    };
    const auto datasetId = [&](const DatasetRecord& dataset) {
        return dataset.id != 0 ? dataset.id : store_->addDataset(dataset);
    };
    RunRecord record;
    record.model = modelId(request_.model);
    record.calibration = datasetId(request_.calibration);
    if (request_.evaluation) record.evaluation = datasetId(*request_.evaluation);
    record.name = !request_.name.empty()
                      ? request_.name
                      : std::string(algorithmTitle(request_.settings.algorithm)) + " on " +
                            outcome_.network->name();
    record.settings = toJsonText(request_.settings);
    record.fingerprint = fingerprint_;
    record.seed = request_.settings.common.seed;
    record.programVersion = kVersion;
    record.startedAt = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    return record;
}

void SearchRun::begin() {
    SearchBeginning beginning;
    if (before_) {
        store_->resumeRun(before_->id, toJsonText(request_.settings));
        control_.restored = store_->candidates(before_->id);
        outcome_.run = before_->id;
    } else {
        if (!store_ && !request_.project.empty())
            store_ = std::make_shared<ProjectStore>(ProjectStore::openOrCreate(request_.project));
        if (store_) outcome_.run = store_->beginRun(newRun());
    }
    if (outcome_.run) store_->setInputs(*outcome_.run, inputs_);
    beginning.run = outcome_.run;
    beginning.restored = static_cast<std::int64_t>(control_.restored.size());
    beginning.planned = plannedCandidates(request_.settings, session_->space());
    if (const auto most = request_.settings.common.maxCandidates; most > 0)
        beginning.planned = std::min(beginning.planned, most);
    observer_.onBegan(beginning);
}

void SearchRun::search() {
    const auto start = Clock::now();
    const double secondsBefore = before_ ? before_->seconds : 0;
    const auto seconds = [&] {
        return secondsBefore + std::chrono::duration<double>(Clock::now() - start).count();
    };
    try {
        Recorder recorder(observer_, store_.get(), outcome_.run);
        outcome_.result = session_->run(recorder, control_, progress_);
    } catch (const Cancelled&) {
        outcome_.state = RunState::Stopped;
        if (control_.stop.stop_requested()) {
            end(seconds());
            throw;
        }
        outcome_.state = RunState::Limited;
        end(seconds());
        throw Error("the time limit of " + shortestText(request_.settings.common.timeLimitSeconds) +
                    " s was over before the first candidate was scored; give more time");
    } catch (const std::exception& error) {
        outcome_.state = RunState::Failed;
        end(seconds(), error.what());
        throw;
    }
    outcome_.result.seconds += secondsBefore;
    outcome_.state = outcome_.result.finished         ? RunState::Finished
                     : control_.stop.stop_requested() ? RunState::Stopped
                                                      : RunState::Limited;
    end(outcome_.result.seconds);
}

/// A search that was resumed and has ended before it was where it had been has not yet found again
/// what was best then.
CandidateId SearchRun::best() const {
    const SearchResult& result = outcome_.result;
    const ScoredCandidate* best = &result.candidates[result.best];
    for (const ScoredCandidate& known : control_.restored)
        if (before_->best == known.id &&
            isFitter(known, *best, request_.settings.common.targetBits))
            best = &known;
    return best->id;
}

void SearchRun::end(double seconds, const std::string& message) {
    if (!outcome_.run) return;
    std::optional<CandidateId> found;
    if (!outcome_.result.candidates.empty())
        found = best();
    else if (before_)
        found = before_->best;
    store_->endRun(*outcome_.run, outcome_.state, found, seconds, message);
}

void SearchRun::measure() {
    SearchResult& result = outcome_.result;
    std::vector<std::size_t> places{result.best};
    if (request_.settings.measure == Top1Scope::Front)
        for (const std::size_t at : result.front)
            if (at != result.best) places.push_back(at);
    std::vector<ScoredCandidate> wanted;
    wanted.reserve(places.size());
    for (const std::size_t at : places) wanted.push_back(result.candidates[at]);
    std::size_t next = 0;
    measureTop1(
        {*outcome_.network, *evaluation_, images_,
         [&](const ScoredCandidate& one) { return session_->plan(one.candidate); }},
        true, wanted,
        [&](std::optional<CandidateId> candidate, double percent) {
            if (candidate) {
                result.candidates[places[next++]].top1Percent = percent;
                if (store_) store_->setTop1(*outcome_.run, *candidate, percent);
            } else {
                outcome_.floatTop1Percent = percent;
                if (store_) store_->setFloatTop1(*outcome_.run, percent);
            }
            observer_.onTop1(candidate, percent);
        },
        control_.stop, progress_);
}

}  // namespace

SearchOutcome runSearch(const SearchRequest& request, SearchRunObserver& observer,
                        const SearchControl& control, const ProgressFunction& progress) {
    return SearchRun(request, observer, control, progress).run();
}

}  // namespace lpstudio
