#include "app/desktop/jobs/load_job.h"

#include <utility>

#include "core/base/error.h"

namespace lpstudio {

void LoadModelJob::start(std::shared_ptr<AssetCache> assets, const ModelRecord& model) {
    launch(tr("Loading %1").arg(QString::fromStdString(model.name)),
           [this, assets = std::move(assets), model](const JobContext&) -> Delivery {
               auto network = assets->network(model);
               return [this, id = model.id, network = std::move(network)] {
                   Q_EMIT loaded(id, network);
               };
           });
}

void LoadImagesJob::start(std::shared_ptr<AssetCache> assets, const DatasetRecord& dataset,
                          std::vector<ModelCard> cards) {
    launch(tr("Loading %1").arg(QString::fromStdString(dataset.name)),
           [this, assets = std::move(assets), dataset,
            cards = std::move(cards)](const JobContext&) -> Delivery {
               std::string first;
               for (const ModelCard& card : cards) try {
                       auto images = assets->images(dataset, card);
                       return [this, id = dataset.id, images = std::move(images)] {
                           Q_EMIT loaded(id, images);
                       };
                   } catch (const Error& error) {
                       if (first.empty()) first = error.what();
                   }
               throw Error(first);
           });
}

void LoadRunJob::start(std::shared_ptr<ProjectStore> store, RunId run) {
    launch(tr("Reading candidates"),
           [this, store = std::move(store), run](const JobContext&) -> Delivery {
               const RunRecord record = store->run(run);
               auto candidates =
                   std::make_shared<std::vector<ScoredCandidate>>(store->candidates(run));
               return [this, record, candidates = std::move(candidates)] {
                   Q_EMIT loaded(record, candidates);
               };
           });
}

}  // namespace lpstudio
