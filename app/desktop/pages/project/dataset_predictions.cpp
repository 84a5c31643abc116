#include "app/desktop/pages/project/dataset_predictions.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "app/desktop/session/desktop_session.h"
#include "core/base/error.h"
#include "core/study/session.h"

namespace lpstudio {
namespace {

using Clock = std::chrono::steady_clock;
/// Often enough to see it work, seldom enough to leave the window its time.
constexpr std::chrono::milliseconds kPieceInterval{250};
/// Pixel values that are run at once: a cancel waits for one batch.
constexpr std::size_t kBatchElements = std::size_t{1} << 22, kLargestBatch = 100;

std::size_t batchOf(const ImageSet& set) {
    return std::clamp<std::size_t>(kBatchElements / std::max<std::size_t>(1, set.imageElements()),
                                   1, kLargestBatch);
}

/// Choices whose predictions are kept.
constexpr std::size_t kKept = 6;

/// What a run does with each image of the set `dataset`, as ImageList::PartRole; empty if it does
/// not use it. Loads what it needs. Throws Error.
std::vector<std::uint8_t> imageParts(RunContext& run, std::int64_t dataset) {
    const RunRecord& record = run.record();
    const bool calibrates = record.calibration == dataset;
    const bool evaluates = record.evaluation == dataset;
    if (!calibrates && !evaluates) return {};
    const auto set = calibrates ? run.calibration() : run.evaluation();
    std::vector<std::uint8_t> parts(set->size(), 0);
    if (evaluates)
        for (const std::size_t image : run.evaluationImages()) parts[image] = 2;
    if (calibrates) {
        const SearchSettings settings = settingsFromJsonText(record.settings);
        for (const std::size_t image :
             stratifiedSample(*set, std::min(settings.images, set->size()), settings.common.seed))
            parts[image] = 1;
    }
    return parts;
}

}  // namespace

/// What the images of a set are to be run through.
struct PredictionOrder {
    std::shared_ptr<AssetCache> assets;
    DatasetRecord dataset;
    std::shared_ptr<const Network> network;
    bool floating = true;             ///< the network as it is; off where that is known already
    std::shared_ptr<RunContext> run;  ///< of the candidate; null: no candidate
    std::optional<ScoredCandidate> candidate;  ///< quantized as this says, after the float network
};

void DatasetPredictions::start(PredictionOrder order) {
    const QString title = tr("Predicting %1").arg(QString::fromStdString(order.dataset.name));
    job_.launch(
        title, [this, order = std::move(order)](const JobContext& context) -> Job::Delivery {
            const auto set = order.assets->images(order.dataset, order.network->card(),
                                                  context.stop, context.progress);
            const auto images = firstImages(*set, 0);
            const auto run = [&](const RunPlan& plan, bool quantized, const std::string& what) {
                std::vector<Prediction> piece;
                std::size_t first = 0;
                auto last = Clock::now();
                const auto post = [&] {
                    const std::size_t count = piece.size();
                    context.post([this, quantized, first, piece = std::exchange(piece, {})] {
                        images_.addVerdicts(quantized, first, piece);
                        Q_EMIT changed();
                    });
                    first += count;
                    last = Clock::now();
                };
                predict(
                    *order.network, plan, *set, images,
                    [&](std::size_t, std::vector<Prediction> batch) {
                        piece.insert(piece.end(), batch.begin(), batch.end());
                        if (Clock::now() - last >= kPieceInterval) post();
                    },
                    batchOf(*set), context.stop,
                    [&](const Progress& at) {
                        context.progress({what, at.done, at.total});
                    });
                post();
            };
            if (order.floating) run({}, false, "float network");
            if (order.run && order.candidate)
                run(order.run->plan(*order.candidate, context.stop, context.progress), true,
                    "candidate " + std::to_string(order.candidate->id.value));
            return {};
        });
}

DatasetPredictions::DatasetPredictions(Session& session, ImageList& images, QObject* parent)
    : QObject(parent), session_(session), images_(images) {
    const Selection& selection = session_.selection();
    connect(&session_, &Session::projectChanged, this, [this] {
        forgetImages();
        known_.clear();
        source_ = Source::None;
        problem_.clear();
        Q_EMIT changed();
    });
    connect(&selection, &Selection::candidateChanged, this, &DatasetPredictions::refresh);
    connect(&selection, &Selection::runChanged, this, &DatasetPredictions::refresh);
    connect(&job_, &Job::failed, this, [this](const QString& message) { problem_ = message; });
    connect(&job_, &Job::cancelled, this, [this] { cancelled_ = true; });
    connect(&job_, &Job::ended, this, [this] {
        keep();
        Q_EMIT changed();
    });
    connect(&parts_, &Job::failed, this, [this](const QString& message) {
        problem_ = message;
        Q_EMIT changed();
    });
}

void DatasetPredictions::setSource(Source source) {
    source_ = source;
    running_ = {};
    refresh();
    Q_EMIT changed();
}

void DatasetPredictions::setWatched(bool watched) {
    watched_ = watched;
    refresh();
}

void DatasetPredictions::refresh() {
    if (!watched_) return;
    if (images_.images() != of_) forgetImages();
    restart();
    refreshParts();
}

void DatasetPredictions::forgetImages() {
    job_.abandon();
    parts_.abandon();
    of_ = images_.images();
    running_ = {};
    partsOf_ = {0, 0};
}

DatasetPredictions::Key DatasetPredictions::key(bool quantized) const {
    const Selection& selection = session_.selection();
    if (!quantized) return {selection.dataset(), selection.model(), 0, -1};
    return {selection.dataset(), selection.model(), selection.run()->value,
            selection.candidate()->id.value};
}

const std::vector<Prediction>* DatasetPredictions::known(const Key& key) const {
    const auto at = std::find_if(known_.begin(), known_.end(),
                                 [&](const auto& one) { return one.first == key; });
    return at == known_.end() ? nullptr : &at->second;
}

void DatasetPredictions::keep() {
    if (!images_.images()) return;
    const auto& [floating, quantized] = images_.verdicts();
    const auto put = [this](const Key& of, const std::vector<Prediction>& predictions) {
        if (of == Key() || predictions.size() != images_.images()->size() || known(of) != nullptr)
            return;
        known_.emplace_back(of, predictions);
        if (known_.size() > kKept) known_.erase(known_.begin());
    };
    put(running_.first, floating);
    put(running_.second, quantized);
}

void DatasetPredictions::restart() {
    const Selection& selection = session_.selection();
    const bool possible = source_ != Source::None && images_.images() != nullptr &&
                          images_.images() == selection.images() && selection.network();
    const bool quantized = possible && source_ == Source::Candidate && selection.run() &&
                           selection.runRecord().model == selection.model() &&
                           selection.candidate() != nullptr && selection.runContext();
    const std::pair<Key, Key> wanted{possible ? key(false) : Key(), quantized ? key(true) : Key()};
    if (wanted == running_ && possible) return;
    job_.abandon();
    running_ = wanted;
    problem_.clear();
    cancelled_ = false;
    ImageVerdicts verdicts;
    if (!possible) {
        images_.setVerdicts({});
        Q_EMIT changed();
        return;
    }
    if (const auto* found = known(wanted.first)) verdicts.floating = *found;
    if (const auto* found = quantized ? known(wanted.second) : nullptr) verdicts.quantized = *found;
    PredictionOrder order;
    order.floating = verdicts.floating.empty();
    const bool runs = order.floating || (quantized && verdicts.quantized.empty());
    if (quantized && verdicts.quantized.empty()) {
        order.run = selection.runContext();
        order.candidate = *selection.candidate();
    }
    images_.setVerdicts(std::move(verdicts));
    if (runs) try {
            order.assets = session_.assets();
            order.dataset = session_.store()->dataset(selection.dataset());
            order.network = selection.network();
            start(std::move(order));
        } catch (const Error& error) {
            problem_ = QString::fromUtf8(error.what());
        }
    Q_EMIT changed();
}

void DatasetPredictions::refreshParts() {
    const Selection& selection = session_.selection();
    const bool possible = selection.run() && selection.runContext() && images_.images();
    const std::pair<qint64, qint64> wanted =
        possible ? std::pair{qint64{selection.run()->value}, selection.dataset()}
                 : std::pair<qint64, qint64>{0, 0};
    if (wanted == partsOf_) return;
    partsOf_ = wanted;
    parts_.abandon();
    images_.setParts({});
    if (possible)
        parts_.launch(
            tr("Looking up the images of a run"),
            [run = selection.runContext(), dataset = wanted.second](const JobContext&) {
                return imageParts(*run, dataset);
            },
            [this](std::vector<std::uint8_t> parts) {
                images_.setParts(std::move(parts));
                Q_EMIT changed();
            });
    Q_EMIT changed();
}

}  // namespace lpstudio
