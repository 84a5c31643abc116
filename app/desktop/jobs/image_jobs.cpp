#include "app/desktop/jobs/image_jobs.h"

#include <algorithm>
#include <chrono>
#include <utility>

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

}  // namespace lpstudio
