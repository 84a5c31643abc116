#include "app/jobs/import_job.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/error.h"

namespace lpstudio {

std::int64_t addModelFile(ProjectStore& store, AssetCache& assets,
                          const std::filesystem::path& file) {
    ModelRecord record;
    record.file = std::filesystem::absolute(file);
    record.sha256 = fileSha256(record.file);
    const auto network = assets.network(record);
    record.name = network->name();
    return store.addModel(record);
}

std::string datasetName(const std::filesystem::path& path) {
    std::string name = path.filename().string();
    for (const std::string_view ending :
         {".gz", ".bin", ".csv", ".npz", "-idx3-ubyte", "-images", ".idx3"})
        if (name.size() > ending.size() && name.ends_with(ending))
            name.resize(name.size() - ending.size());
    return name;
}

std::int64_t addDatasetFile(ProjectStore& store, AssetCache& assets,
                            const std::filesystem::path& path,
                            const std::vector<ModelCard>& cards) {
    DatasetRecord record;
    record.path = std::filesystem::absolute(path);
    if (record.path.filename().empty()) record.path = record.path.parent_path();
    record.name = datasetName(record.path);
    record.sha256 = datasetSha256(record.path);
    std::string first;
    for (const ModelCard& card : cards) try {
            record.images = static_cast<std::int64_t>(assets.images(record, card)->size());
            return store.addDataset(record);
        } catch (const Error& error) {
            if (first.empty()) first = error.what();
        }
    throw Error(first);
}

std::vector<ModelCard> likelyCards(const ProjectStore& store) {
    std::vector<ModelCard> cards;
    const auto models = store.models();
    // The last added first: data usually follow their model.
    for (auto model = models.rbegin(); model != models.rend(); ++model) try {
            cards.push_back(readCard(cardPath(model->file)));
        } catch (const Error&) {
            // The model says so itself when it is chosen; here it only has no shape to offer.
        }
    for (const auto& [channels, side] : {std::pair{3, 32}, {1, 28}, {3, 224}}) {
        ModelCard card;
        card.channels = channels;
        card.height = card.width = side;
        cards.push_back(card);
    }
    return cards;
}

void ImportJob::start(std::shared_ptr<ProjectStore> store, std::shared_ptr<AssetCache> assets,
                      std::vector<std::filesystem::path> files) {
    // Models first, so that their cards give the shape of the images that come with them.
    std::stable_partition(files.begin(), files.end(),
                          [](const auto& file) { return file.extension() == ".pt"; });
    launch(files.size() == 1 ? tr("Importing a file") : tr("Importing %1 files").arg(files.size()),
           [this, store = std::move(store), assets = std::move(assets),
            files = std::move(files)](const JobContext& context) -> Delivery {
               std::int64_t model = 0, dataset = 0;
               QStringList problems;
               for (std::size_t i = 0; i < files.size(); ++i) {
                   if (context.stop.stop_requested()) throw Cancelled();
                   context.progress({"Importing " + files[i].filename().string(), i, files.size()});
                   try {
                       if (files[i].extension() == ".pt")
                           model = addModelFile(*store, *assets, files[i]);
                       else if (files[i].extension() != ".json")  // cards come with their model
                           dataset = addDatasetFile(*store, *assets, files[i], likelyCards(*store));
                   } catch (const Error& error) {
                       problems << QString::fromUtf8(error.what());
                   }
               }
               return
                   [this, model, dataset, problems] { Q_EMIT imported(model, dataset, problems); };
           });
}

}  // namespace lpstudio
