#include "app/desktop/pages/project/dataset_predictions.h"

#include <algorithm>
#include <chrono>
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

}  // namespace

void PredictionsJob::start(const PredictionOrder& order) {
    launch(tr("Predicting %1").arg(QString::fromStdString(order.dataset.name)),
           [this, order](const JobContext& context) -> Delivery {
               const auto set = order.assets->images(order.dataset, order.network->card(),
                                                     context.stop, context.progress);
               const auto images = firstImages(*set, 0);
               const auto run = [&](const RunPlan& plan, bool quantized, const std::string& what) {
                   auto piece = std::make_shared<std::vector<Prediction>>();
                   std::size_t first = 0;
                   auto last = Clock::now();
                   const auto post = [&] {
                       context.post([this, quantized, first, piece] {
                           Q_EMIT predicted(quantized, static_cast<qint64>(first), *piece);
                       });
                       first += piece->size();
                       piece = std::make_shared<std::vector<Prediction>>();
                       last = Clock::now();
                   };
                   predict(
                       *order.network, plan, *set, images,
                       [&](std::size_t, std::vector<Prediction> batch) {
                           piece->insert(piece->end(), batch.begin(), batch.end());
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

std::vector<ImagePart> imageParts(RunContext& run, std::int64_t dataset) {
    const RunRecord& record = run.record();
    const bool calibrates = record.calibration == dataset;
    const bool evaluates = record.evaluation == dataset;
    if (!calibrates && !evaluates) return {};
    const auto set = calibrates ? run.calibration() : run.evaluation();
    std::vector<ImagePart> parts(set->size(), ImagePart::Unused);
    if (evaluates)
        for (const std::size_t image : run.evaluationImages()) parts[image] = ImagePart::Evaluation;
    if (calibrates) {
        const SearchSettings settings = settingsFromJsonText(record.settings);
        for (const std::size_t image :
             stratifiedSample(*set, std::min(settings.images, set->size()), settings.common.seed))
            parts[image] = ImagePart::Calibration;
    }
    return parts;
}

void ImagePartsJob::start(std::shared_ptr<RunContext> run, qint64 dataset) {
    launch(tr("Looking up the images of a run"),
           [this, run = std::move(run), dataset](const JobContext&) -> Delivery {
               auto parts = imageParts(*run, dataset);
               return [this, id = run->run(), dataset, parts = std::move(parts)] {
                   Q_EMIT found(id, dataset, parts);
               };
           });
}

namespace {

constexpr std::size_t kKept = 6;

}  // namespace

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
    connect(&job_, &PredictionsJob::predicted, this,
            [this](bool quantized, qint64 first, const std::vector<Prediction>& more) {
                images_.addVerdicts(quantized, static_cast<std::size_t>(first), more);
                Q_EMIT changed();
            });
    connect(&job_, &Job::failed, this, [this](const QString& message) { problem_ = message; });
    connect(&job_, &Job::cancelled, this, [this] { cancelled_ = true; });
    connect(&job_, &Job::ended, this, [this] {
        keep();
        Q_EMIT changed();
    });
    connect(&parts_, &ImagePartsJob::found, this,
            [this](RunId run, qint64 dataset, const std::vector<ImagePart>& parts) {
                if (partsOf_ != std::pair{qint64{run.value}, dataset}) return;
                std::vector<std::uint8_t> bytes;
                bytes.reserve(parts.size());
                for (const ImagePart part : parts) bytes.push_back(static_cast<std::uint8_t>(part));
                images_.setParts(std::move(bytes));
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
            job_.start(order);
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
    if (possible) parts_.start(selection.runContext(), wanted.second);
    Q_EMIT changed();
}

}  // namespace lpstudio
