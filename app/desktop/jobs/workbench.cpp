#include "app/desktop/jobs/workbench.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "app/desktop/jobs/example_project.h"
#include "app/project/store/bundle_manifest.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// Sessions hold calibration tables and quantized weights: more than a few would fill the memory.
constexpr std::size_t kContexts = 2;

std::shared_ptr<ProjectStore> openStore(const std::filesystem::path& file) {
    // Runs of a program that was killed are not running any more.
    return std::make_shared<ProjectStore>(ProjectStore::open(file, true));
}

}  // namespace

Workbench::Workbench(QObject* parent) : QObject(parent) {
    for (Job* job : jobs()) connect(job, &Job::failed, this, &Workbench::problem);
    connect(&loadModel_, &LoadModelJob::loaded, this,
            [this](qint64 model, const std::shared_ptr<const Network>& network) {
                if (model == selection_.model()) selection_.setNetwork(network);
            });
    connect(&loadImages_, &LoadImagesJob::loaded, this,
            [this](qint64 dataset, const std::shared_ptr<const ImageSet>& images) {
                if (dataset == selection_.dataset()) selection_.setImages(images);
            });
    connect(&loadRun_, &LoadRunJob::loaded, this,
            [this](const RunRecord& run, const Selection::Candidates& candidates) {
                selection_.setRun(run, contextOf(run.id), candidates,
                                  std::exchange(wanted_, std::nullopt));
                chooseModel(run.model);
            });
    connect(&import_, &ImportJob::imported, this, &Workbench::finishImport);
    connect(&accuracy_, &AccuracyJob::measured, &selection_, &Selection::setTop1);
    connect(&accuracy_, &AccuracyJob::floatMeasured, &selection_, &Selection::setFloatTop1);
    connect(&import_, &Job::cancelled, this,
            [this] { Q_EMIT noted(tr("Import cancelled: nothing was added")); });
    connect(&export_, &ExportJob::written, this, [this](const QStringList& files) {
        Q_EMIT noted(files.size() == 1
                         ? tr("Wrote %1").arg(files.front())
                         : tr("Wrote %n files to %1", nullptr, static_cast<int>(files.size()))
                               .arg(QFileInfo(files.front()).absolutePath()));
    });
    connect(&report_, &ReportJob::written, this, [this](const QString& file, int pages) {
        Q_EMIT noted(tr("Wrote %1 (pages: %2)").arg(file).arg(pages));
        changeStore([&] {
            store_->addArtifact(artifactOf("report", file.toStdString(), selection_.run()));
        });
        Q_EMIT contentChanged();
    });
    followFiles();
    followSearch();
    followEdits();
}

Workbench::~Workbench() {
    searches_.clear();
    // All at once: one may wait for what another holds.
    for (Job* job : jobs()) job->cancel();
}

QString Workbench::projectName() const {
    if (!store_) return {};
    // In every unpacked bundle the project has the same name; the folder has the user's.
    const std::filesystem::path file = std::filesystem::absolute(store_->file());
    return QString::fromStdString(
        (file.filename() == kProjectInBundle ? file.parent_path().filename() : file.stem())
            .string());
}

std::vector<Job*> Workbench::jobs() {
    return {&search_, &report_,   &export_,    &accuracy_,   &import_,
            &bundle_, &unbundle_, &locate_,    &assetState_, &example_,
            &open_,   &formats_,  &loadModel_, &loadRun_,    &loadImages_};
}

bool Workbench::isLoading() const {
    return open_.isRunning() || example_.isRunning() || loadModel_.isRunning() ||
           loadImages_.isRunning() || loadRun_.isRunning() || formats_.isRunning();
}

void Workbench::openProject(const std::filesystem::path& file) {
    const QString name = QString::fromStdString(file.filename().string());
    // A large file is read through to see whether it is sound.
    open_.launch(tr("Opening %1").arg(name), [this, file](const JobContext&) -> Job::Delivery {
        return [this, store = openStore(file)] { adopt(store); };
    });
}

void Workbench::createProject(const std::filesystem::path& file) {
    adopt(std::make_shared<ProjectStore>(ProjectStore::create(file)));
}

void Workbench::adopt(std::shared_ptr<ProjectStore> store) {
    searches_.clear();
    import_.forgetWaiting();
    for (Job* job : jobs()) job->abandon();
    store_ = std::move(store);
    assets_ = std::make_shared<AssetCache>();
    assetStates_.reset();
    contexts_.clear();
    runningRun_.reset();
    undoStack_.clear();
    compareList_.clear();
    working_.forget();
    lastSearched_.reset();
    selection_.clear();
    Q_EMIT projectChanged();
    Q_EMIT contentChanged();
    chooseFirst();
    checkAssets();
}

void Workbench::chooseFirst() {
    changeStore([this] {
        const auto runs = store_->runs();
        const auto models = store_->models();
        const auto datasets = store_->datasets();
        if (!datasets.empty()) chooseDataset(datasets.front().id);
        if (!models.empty()) chooseModel(models.front().id);
        // The last run is what the user came back for.
        if (!runs.empty()) chooseRun(runs.back().id);
    });
}

void Workbench::openExample() {
    example_.launch(tr("Preparing the example project"),
                    [this](const JobContext&) -> Job::Delivery {
                        return [this, store = openStore(openExampleProject())] { adopt(store); };
                    });
}

void Workbench::importFiles(std::vector<std::filesystem::path> files) {
    if (!store_) {
        Q_EMIT problem(tr("No project is open: create one first (File > New project)"));
        return;
    }
    if (files.empty()) return;
    import_.start(store_, assets_, std::move(files));
}

void Workbench::finishImport(qint64 model, qint64 dataset, const QStringList& names,
                             const QStringList& problems) {
    if (!names.isEmpty()) Q_EMIT noted(tr("Imported %1").arg(names.join(QStringLiteral(", "))));
    Q_EMIT contentChanged();
    checkAssets();
    if (model != 0) chooseModel(model);
    if (dataset != 0) chooseDataset(dataset);
    if (!problems.isEmpty()) Q_EMIT problem(problems.join(u'\n'));
}

void Workbench::chooseModel(qint64 model) {
    if (model == selection_.model() && (selection_.network() || loadModel_.isRunning())) return;
    selection_.setModel(model);
    if (model == 0) return;
    changeStore([&] {
        loadModel_.start(assets_, store_->model(model));
        // A run of another model would be shown with the wrong layers.
        if (!selection_.run() || selection_.runRecord().model == model) return;
        selection_.clearRun();
        const auto runs = store_->runs();
        const auto last = std::find_if(runs.rbegin(), runs.rend(),
                                       [&](const RunRecord& run) { return run.model == model; });
        if (last != runs.rend()) chooseRun(last->id);
    });
}

void Workbench::chooseDataset(qint64 dataset) {
    if (dataset == selection_.dataset() && (selection_.images() || loadImages_.isRunning())) return;
    selection_.setDataset(dataset);
    if (dataset == 0) return;
    changeStore(
        [&] { loadImages_.start(assets_, store_->dataset(dataset), likelyCards(*store_)); });
}

void Workbench::chooseRun(RunId run) {
    wanted_.reset();
    loadRun_.start(store_, run);
}

void Workbench::chooseCandidate(RunId run, CandidateId candidate) {
    chooseRun(run);
    wanted_ = candidate;
}

void Workbench::reload(RunId run) {
    if (selection_.run() == run) chooseRun(run);
}

void Workbench::removeModel(qint64 model) {
    changeStore([&] {
        store_->removeModel(model);
        if (selection_.model() == model) selection_.setModel(0);
    });
    Q_EMIT contentChanged();
}

void Workbench::removeDataset(qint64 dataset) {
    changeStore([&] {
        store_->removeDataset(dataset);
        if (selection_.dataset() == dataset) selection_.setDataset(0);
    });
    Q_EMIT contentChanged();
}

void Workbench::removeRun(RunId run) {
    if (run == runningRun_) {
        Q_EMIT problem(tr("The search of this run is still active: stop it first"));
        return;
    }
    changeStore([&] {
        store_->removeRun(run);
        // Steps may lead back to what is no more.
        undoStack_.clear();
        compareList_.removeRun(run);
        if (working_.exists() && working_.run() == run) working_.forget();
        if (selection_.run() == run) selection_.clearRun();
    });
    Q_EMIT contentChanged();
}

void Workbench::removeArtifact(qint64 artifact) {
    changeStore([&] { store_->removeArtifact(artifact); });
    Q_EMIT contentChanged();
}

std::shared_ptr<RunContext> Workbench::contextOf(RunId run) {
    const auto known = std::find_if(contexts_.begin(), contexts_.end(),
                                    [&](const auto& context) { return context->run() == run; });
    std::shared_ptr<RunContext> context;
    if (known != contexts_.end()) {
        context = *known;
        contexts_.erase(known);
    } else {
        context = std::make_shared<RunContext>(store_, assets_, run);
    }
    contexts_.push_back(context);
    if (contexts_.size() > kContexts) contexts_.erase(contexts_.begin());
    return context;
}

void Workbench::followFiles() {
    connect(&bundle_, &BundleJob::bundled, this,
            [this](const QString& file, const QStringList& leftOut) {
                Q_EMIT noted(
                    leftOut.isEmpty()
                        ? tr("Saved %1").arg(file)
                        : tr("Saved %1, without %2").arg(file, leftOut.join(QStringLiteral("; "))));
            });
    connect(&unbundle_, &UnbundleJob::unpacked, this,
            [this](const QString& project) { openProject(project.toStdString()); });
    connect(&assetState_, &AssetStateJob::found, this,
            [this](const std::shared_ptr<const AssetStates>& states) {
                assetStates_ = states;
                Q_EMIT assetStatesChanged();
            });
    connect(&locate_, &LocateJob::located, this, &Workbench::finishLocating);
}

void Workbench::openBundle(const std::filesystem::path& bundle,
                           const std::filesystem::path& folder) {
    unbundle_.start(bundle, folder);
}

void Workbench::saveBundle(const std::filesystem::path& file) {
    if (store_) bundle_.start(store_, file);
}

void Workbench::checkAssets() {
    if (store_) assetState_.start(store_);
}

void Workbench::locate(LocateJob::Kind kind, qint64 id, const std::filesystem::path& path) {
    if (store_) locate_.start(store_, kind, id, path);
}

void Workbench::finishLocating(const QStringList& names) {
    Q_EMIT noted(tr("Found %1").arg(names.join(QStringLiteral(", "))));
    // They hold the old paths.
    contexts_.clear();
    Q_EMIT contentChanged();
    checkAssets();
    if (!selection_.network()) chooseModel(selection_.model());
    if (!selection_.images()) chooseDataset(selection_.dataset());
    if (selection_.run()) reload(*selection_.run());
}

void Workbench::followSearch() {
    connect(&search_, &SearchJob::runBegan, this, [this](RunId run) {
        runningRun_ = run;
        const auto shown = selection_.run();
        // A search whose turn came does not take the eyes off another run.
        const bool follow =
            searches_.startedManually() || !shown || shown == lastSearched_ || shown == run;
        lastSearched_ = run;
        Q_EMIT contentChanged();
        if (!follow) return;
        loadRun_.abandon();
        wanted_.reset();
        changeStore([&] {
            selection_.setRun(store_->run(run), contextOf(run),
                              std::make_shared<std::vector<ScoredCandidate>>());
        });
    });
    connect(&search_, &SearchJob::batchScored, this, [this](const SearchBatch& batch) {
        if (selection_.run() == runningRun_) selection_.addCandidates(batch.candidates);
    });
    connect(&search_, &SearchJob::searchEnded, this,
            [this](RunId run, const std::shared_ptr<RunContext>& context) {
                std::erase_if(contexts_, [&](const auto& one) { return one->run() == run; });
                contexts_.push_back(context);
                runningRun_.reset();
                Q_EMIT contentChanged();
                reload(run);
            });
    connect(&search_, &SearchJob::top1Measured, this, &Workbench::reload);
    connect(&search_, &Job::ended, this, [this] {
        runningRun_.reset();
        Q_EMIT contentChanged();
    });
}

}  // namespace lpstudio
