#include "app/desktop/jobs/import_job.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "app/project/import/import_plan.h"
#include "core/base/error.h"
#include "core/base/sha256.h"

namespace lpstudio {
namespace {

ModelRecord loadedModel(AssetCache& assets, const std::filesystem::path& file) {
    ModelRecord record;
    record.file = std::filesystem::absolute(file);
    record.sha256 = fileSha256(record.file);
    record.name = assets.network(record)->name();
    return record;
}

DatasetRecord loadedDataset(AssetCache& assets, const std::filesystem::path& path,
                            const std::vector<ModelCard>& cards, const std::stop_token& stop,
                            const ProgressFunction& progress) {
    DatasetRecord record;
    record.path = std::filesystem::absolute(path);
    if (record.path.filename().empty()) record.path = record.path.parent_path();
    record.name = datasetName(record.path);
    record.sha256 = datasetSha256(record.path);
    std::string first;
    for (const ModelCard& card : cards) try {
            record.images =
                static_cast<std::int64_t>(assets.images(record, card, stop, progress)->size());
            return record;
        } catch (const Cancelled&) {
            throw;
        } catch (const Error& error) {
            if (first.empty()) first = error.what();
        }
    throw Error(first);
}

/// What an import has read and will add.
struct Batch {
    std::vector<ModelRecord> models;
    std::vector<DatasetRecord> datasets;
    std::int64_t lastModel = 0, lastDataset = 0;
};

template <class Record>
bool isKnown(const std::vector<Record>& records, std::int64_t id) {
    return std::any_of(records.begin(), records.end(),
                       [id](const Record& record) { return record.id == id; });
}

/// Adds all or, throwing Error, nothing.
void addAll(ProjectStore& store, Batch& batch) {
    const auto models = store.models();
    const auto datasets = store.datasets();
    std::vector<std::int64_t> newModels, newDatasets;
    try {
        for (const ModelRecord& model : batch.models) {
            batch.lastModel = store.addModel(model);
            if (!isKnown(models, batch.lastModel)) newModels.push_back(batch.lastModel);
        }
        for (const DatasetRecord& dataset : batch.datasets) {
            batch.lastDataset = store.addDataset(dataset);
            if (!isKnown(datasets, batch.lastDataset)) newDatasets.push_back(batch.lastDataset);
        }
    } catch (const Error&) {
        for (const std::int64_t id : newDatasets) store.removeDataset(id);
        for (const std::int64_t id : newModels) store.removeModel(id);
        throw;
    }
}

}  // namespace

std::int64_t addModelFile(ProjectStore& store, AssetCache& assets,
                          const std::filesystem::path& file) {
    return store.addModel(loadedModel(assets, file));
}

std::string datasetName(const std::filesystem::path& path) {
    std::string name = path.filename().string();
    for (const std::string_view ending :
         {".gz", ".bin", ".csv", ".npz", "-idx3-ubyte", ".idx3-ubyte", "-images", ".idx3"})
        if (name.size() > ending.size() && name.ends_with(ending))
            name.erase(name.size() - ending.size());
    return name;
}

std::int64_t addDatasetFile(ProjectStore& store, AssetCache& assets,
                            const std::filesystem::path& path,
                            const std::vector<ModelCard>& cards) {
    return store.addDataset(loadedDataset(assets, path, cards, {}, {}));
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

ImportJob::ImportJob(QObject* parent) : Job(parent) {
    connect(this, &Job::cancelled, this, &ImportJob::forgetWaiting);
    connect(this, &Job::ended, this, [this] {
        if (waiting_.empty()) return;
        Order next = std::move(waiting_.front());
        waiting_.pop_front();
        run(std::move(next));
    });
}

void ImportJob::start(std::shared_ptr<ProjectStore> store, std::shared_ptr<AssetCache> assets,
                      std::vector<std::filesystem::path> files) {
    Order order{std::move(store), std::move(assets), std::move(files)};
    if (isRunning())
        waiting_.push_back(std::move(order));
    else
        run(std::move(order));
}

void ImportJob::run(Order order) {
    const QString title =
        order.files.size() == 1
            ? tr("Importing %1")
                  .arg(QString::fromStdString(order.files.front().filename().string()))
            : tr("Importing %1 files").arg(order.files.size());
    launch(title, [this, order = std::move(order)](const JobContext& context) -> Delivery {
        const auto items = planImport(order.files);
        std::vector<ModelCard> cards = likelyCards(*order.store);
        // Apart from the project's until all is well, so that nothing stays behind here either.
        AssetCache fresh;
        Batch batch;
        QStringList names, problems;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (context.stop.stop_requested()) throw Cancelled();
            const std::string name = items[i].path.filename().string();
            context.progress({name, i, items.size()});
            try {
                if (items[i].kind == ImportKind::Model) {
                    batch.models.push_back(loadedModel(fresh, items[i].path));
                    cards.insert(cards.begin(), readCard(cardPath(items[i].path)));
                    names << QString::fromStdString(batch.models.back().name);
                } else if (isImages(items[i].kind)) {
                    batch.datasets.push_back(loadedDataset(
                        fresh, items[i].path, cards, context.stop, [&](const Progress& at) {
                            context.progress({name + ": " + at.what, at.done, at.total});
                        }));
                    names << QString::fromStdString(batch.datasets.back().name);
                } else if (items[i].kind != ImportKind::Companion) {
                    const std::string where = items[i].path.string() + ": ";
                    problems << QString::fromStdString(
                        items[i].kind == ImportKind::Unknown
                            ? items[i].problem
                            : where + "a project is opened, not imported; use File > Open project");
                }
            } catch (const Cancelled&) {
                throw;
            } catch (const Error& error) {
                problems << QString::fromUtf8(error.what());
            }
        }
        // The last moment to change one's mind.
        if (context.stop.stop_requested()) throw Cancelled();
        addAll(*order.store, batch);
        order.assets->take(fresh);
        return [this, model = batch.lastModel, dataset = batch.lastDataset, names, problems] {
            Q_EMIT imported(model, dataset, names, problems);
        };
    });
}

}  // namespace lpstudio
