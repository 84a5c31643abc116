#include "app/desktop/jobs/loading.h"

#include <algorithm>

#include "app/desktop/jobs/import_job.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

QString text(const std::string& string) {
    return QString::fromStdString(string);
}

/// In the first of several shapes that the set can have.
std::shared_ptr<const ImageSet> loadImages(AssetCache& assets, const DatasetRecord& dataset,
                                           const std::vector<ModelCard>& cards) {
    std::string first;
    for (const ModelCard& card : cards) try {
            return assets.images(dataset, card);
        } catch (const Error& error) {
            if (first.empty()) first = error.what();
        }
    throw Error(first);
}

}  // namespace

Loading::Loading(Session& session, QObject* parent) : QObject(parent), session_(session) {}

void Loading::chooseModel(qint64 model) {
    Selection& selection = session_.selection();
    if (model == selection.model() && (selection.network() || model_.isRunning())) return;
    selection.setModel(model);
    if (model == 0) return;
    session_.messages().attempt([&] {
        loadModel(model);
        // A run of another model would be shown with the wrong layers.
        if (selection.run() && selection.runRecord().model == model) return;
        run_.abandon();
        if (selection.run()) selection.clearRun();
        const auto runs = session_.store()->runs();
        const auto last = std::find_if(runs.rbegin(), runs.rend(),
                                       [&](const RunRecord& run) { return run.model == model; });
        if (last != runs.rend()) chooseRun(last->id);
    });
}

void Loading::loadModel(qint64 model) {
    const ModelRecord record = session_.store()->model(model);
    model_.launch(
        tr("Loading %1").arg(text(record.name)),
        [assets = session_.assets(), record](const JobContext&) { return assets->network(record); },
        [this, model](std::shared_ptr<const Network> network) {
            if (model == session_.selection().model())
                session_.selection().setNetwork(std::move(network));
        });
}

void Loading::chooseDataset(qint64 dataset) {
    Selection& selection = session_.selection();
    if (dataset == selection.dataset() && (selection.images() || images_.isRunning())) return;
    selection.setDataset(dataset);
    if (dataset == 0) return;
    session_.messages().attempt([&] {
        const DatasetRecord record = session_.store()->dataset(dataset);
        images_.launch(
            tr("Loading %1").arg(text(record.name)),
            [assets = session_.assets(), record, cards = likelyCards(*session_.store())](
                const JobContext&) { return loadImages(*assets, record, cards); },
            [this, dataset](std::shared_ptr<const ImageSet> images) {
                if (dataset == session_.selection().dataset())
                    session_.selection().setImages(std::move(images));
            });
    });
}

void Loading::loadRun(RunId run) {
    run_.launch(
        tr("Reading candidates"),
        [store = session_.store(), run](const JobContext&) {
            return std::pair(store->run(run), std::make_shared<std::vector<ScoredCandidate>>(
                                                  store->candidates(run)));
        },
        [this](const std::pair<RunRecord, Selection::Candidates>& loaded) {
            const RunRecord& record = loaded.first;
            session_.selection().setRun(record, session_.contextOf(record.id), loaded.second,
                                        std::exchange(wanted_, std::nullopt));
            chooseModel(record.model);
        });
}

void Loading::chooseRun(RunId run) {
    wanted_.reset();
    loadRun(run);
}

void Loading::chooseCandidate(RunId run, CandidateId candidate) {
    wanted_ = candidate;
    loadRun(run);
}

void Loading::chooseFirst() {
    session_.messages().attempt([this] {
        const auto& store = session_.store();
        const auto runs = store->runs();
        const auto models = store->models();
        const auto datasets = store->datasets();
        if (!datasets.empty()) chooseDataset(datasets.front().id);
        if (!models.empty()) {
            session_.selection().setModel(models.front().id);
            loadModel(models.front().id);
        }
        // The last run is what the user came back for.
        if (!runs.empty()) chooseRun(runs.back().id);
    });
}

void Loading::chooseBegun(RunId run) {
    run_.abandon();
    wanted_.reset();
    session_.messages().attempt([&] {
        session_.selection().setRun(session_.store()->run(run), session_.contextOf(run),
                                    std::make_shared<std::vector<ScoredCandidate>>());
    });
}

void Loading::reload(RunId run) {
    if (session_.selection().run() == run) chooseRun(run);
}

}  // namespace lpstudio
