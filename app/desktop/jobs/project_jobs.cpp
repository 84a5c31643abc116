#include "app/desktop/jobs/project_jobs.h"

#include <QStringList>
#include <utility>

#include "app/desktop/jobs/example_project.h"
#include "app/project/bundle/bundle_read.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

QString nameOfFile(const std::filesystem::path& file) {
    return QString::fromStdString(file.filename().string());
}

std::shared_ptr<ProjectStore> openStore(const std::filesystem::path& file) {
    // Runs of a program that was killed are not running any more.
    return std::make_shared<ProjectStore>(ProjectStore::open(file, true));
}

std::shared_ptr<const AssetStates> statesOf(const ProjectStore& store,
                                            const std::stop_token& stop) {
    auto states = std::make_shared<AssetStates>();
    const auto check = [&](const auto& records, auto& into) {
        for (const auto& record : records) {
            if (stop.stop_requested()) throw Cancelled();
            into[record.id] = stateOf(record);
        }
    };
    check(store.models(), states->models);
    check(store.datasets(), states->datasets);
    check(store.artifacts(), states->artifacts);
    return states;
}

}  // namespace

ProjectJobs::ProjectJobs(Session& session, Loading& loading, QObject* parent)
    : QObject(parent), session_(session), loading_(loading) {
    connect(&import_, &ImportJob::imported, this, &ProjectJobs::finishImport);
    connect(&import_, &Job::cancelled, this, [this] {
        Q_EMIT session_.messages().noted(tr("Import cancelled: nothing was added"));
    });
}

std::vector<Job*> ProjectJobs::jobs() {
    return {&import_, &bundle_, &unbundle_, &locate_, &check_, &example_, &open_};
}

void ProjectJobs::open(const std::filesystem::path& file) {
    // A large file is read through to see whether it is sound.
    open_.launch(
        tr("Opening %1").arg(nameOfFile(file)),
        [file](const JobContext&) { return openStore(file); },
        [this](const std::shared_ptr<ProjectStore>& store) { Q_EMIT opened(store); });
}

void ProjectJobs::create(const std::filesystem::path& file) {
    Q_EMIT opened(std::make_shared<ProjectStore>(ProjectStore::create(file)));
}

void ProjectJobs::openExample() {
    example_.launch(
        tr("Preparing the example project"),
        [](const JobContext&) { return openStore(openExampleProject()); },
        [this](const std::shared_ptr<ProjectStore>& store) { Q_EMIT opened(store); });
}

void ProjectJobs::openBundle(const std::filesystem::path& bundle,
                             const std::filesystem::path& folder) {
    unbundle_.launch(
        tr("Unpacking %1").arg(nameOfFile(bundle)),
        [bundle, folder](const JobContext& context) {
            return unpackBundle(bundle, folder, context.stop, context.progress);
        },
        [this](const BundleResult& result) { open(result.file); });
}

void ProjectJobs::saveBundle(const std::filesystem::path& file) {
    if (!session_.store()) return;
    bundle_.launch(
        tr("Saving %1").arg(nameOfFile(file)),
        [store = session_.store(), file](const JobContext& context) {
            return writeBundle(*store, file, {}, context.stop, context.progress);
        },
        [this, name = QString::fromStdString(file.string())](const BundleResult& result) {
            QStringList leftOut;
            for (const std::string& line : result.leftOut) leftOut << QString::fromStdString(line);
            Q_EMIT session_.messages().noted(
                leftOut.isEmpty()
                    ? tr("Saved %1").arg(name)
                    : tr("Saved %1, without %2").arg(name, leftOut.join(QStringLiteral("; "))));
        });
}

void ProjectJobs::importFiles(std::vector<std::filesystem::path> files) {
    if (!session_.store()) {
        Q_EMIT session_.messages().problem(
            tr("No project is open: create one first (File > New project)"));
        return;
    }
    if (files.empty()) return;
    import_.start(session_.store(), session_.assets(), std::move(files));
}

void ProjectJobs::finishImport(qint64 model, qint64 dataset, const QStringList& names,
                               const QStringList& problems) {
    if (!names.isEmpty())
        Q_EMIT session_.messages().noted(tr("Imported %1").arg(names.join(QStringLiteral(", "))));
    Q_EMIT session_.contentChanged();
    checkAssets();
    if (model != 0) loading_.chooseModel(model);
    if (dataset != 0) loading_.chooseDataset(dataset);
    if (problems.isEmpty())
        session_.messages().solve(this);
    else
        session_.messages().tellProblem(problems.join(u'\n'), this);
}

void ProjectJobs::checkAssets() {
    if (!session_.store()) return;
    check_.launch(
        tr("Checking the project's files"),
        [store = session_.store()](const JobContext& context) {
            return statesOf(*store, context.stop);
        },
        [this](std::shared_ptr<const AssetStates> states) {
            assetStates_ = std::move(states);
            Q_EMIT assetStatesChanged();
        });
}

void ProjectJobs::locate(ProjectAsset kind, std::int64_t id, const std::filesystem::path& path) {
    if (!session_.store()) return;
    locate_.launch(
        tr("Checking %1").arg(nameOfFile(path)),
        [store = session_.store(), kind, id, path](const JobContext&) {
            return kind == ProjectAsset::Model ? locateModel(*store, id, path)
                                               : locateDataset(*store, id, path);
        },
        [this](const LocateResult& result) { finishLocating(result); });
}

void ProjectJobs::finishLocating(const LocateResult& result) {
    QStringList names;
    for (const LocatedAsset& found : result.found) names << QString::fromStdString(found.name);
    Q_EMIT session_.messages().noted(tr("Found %1").arg(names.join(QStringLiteral(", "))));
    // They hold the old paths.
    session_.forgetContexts();
    Q_EMIT session_.contentChanged();
    checkAssets();
    const Selection& selection = session_.selection();
    if (!selection.network()) loading_.chooseModel(selection.model());
    if (!selection.images()) loading_.chooseDataset(selection.dataset());
    if (selection.run()) loading_.reload(*selection.run());
}

}  // namespace lpstudio
