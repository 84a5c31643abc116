#include "app/desktop/jobs/example_project.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>
#include <string>
#include <system_error>
#include <vector>

#include "app/desktop/jobs/import_job.h"
#include "app/project/store/store.h"
#include "core/base/error.h"
#include "core/base/paths.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

fs::path writableFolder() {
    for (const auto location : {QStandardPaths::AppDataLocation, QStandardPaths::TempLocation}) {
        const QString folder =
            QStandardPaths::writableLocation(location) +
            (location == QStandardPaths::TempLocation ? QStringLiteral("/lpstudio") : QString());
        if (QDir().mkpath(folder)) return folder.toStdString();
    }
    throw Error("the example project: no folder can be written; set HOME or TMPDIR to one");
}

/// Adds what the project lacks, so that one left half made by a crash is completed.
void fill(ProjectStore& store, const fs::path& example) {
    AssetCache assets;
    for (const char* model : {"fashion_resnet.pt", "fashion_vit.pt"})
        if (fs::exists(example / model)) addModelFile(store, assets, example / model);
    if (store.models().empty())
        throw Error(example.string() +
                    ": holds no example model; run resources/example/train.py, or set "
                    "LPSTUDIO_RESOURCES to the folder that holds example/");
    const std::vector<ModelCard> cards = likelyCards(store);
    // The full set where its package is installed, else the excerpt that comes with the example.
    const fs::path full = "/usr/share/datasets/fashion-mnist";
    const bool installed = fs::exists(full / "train-images-idx3-ubyte.gz");
    addDatasetFile(store, assets,
                   installed ? full / "train-images-idx3-ubyte.gz"
                             : example / "calibration-images-idx3-ubyte.gz",
                   cards);
    addDatasetFile(store, assets,
                   installed ? full / "t10k-images-idx3-ubyte.gz"
                             : example / "evaluation-images-idx3-ubyte.gz",
                   cards);
}

/// Whether every file of the project is still what was added (the program may have been updated).
bool isCurrent(const ProjectStore& store) {
    const auto same = [](const fs::path& file, const std::string& sha256) {
        return fs::exists(file) && datasetSha256(file) == sha256;
    };
    for (const ModelRecord& model : store.models())
        if (!same(model.file, model.sha256)) return false;
    for (const DatasetRecord& dataset : store.datasets())
        if (!same(dataset.path, dataset.sha256)) return false;
    return true;
}

/// Moves a project of an earlier example out of the way: its runs may be dear to the user.
void setAside(const fs::path& file) {
    fs::path aside;
    for (int number = 1; aside.empty() || fs::exists(aside); ++number)
        aside = file.parent_path() / ("example-" + std::to_string(number) + ".lps");
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::error_code ignored;  // the last two need not exist
        fs::rename(file.string() + suffix, aside.string() + suffix, ignored);
    }
}

}  // namespace

fs::path resourcePath(const fs::path& what) {
    std::vector<fs::path> places;
    if (const QString set = qEnvironmentVariable("LPSTUDIO_RESOURCES"); !set.isEmpty())
        places.emplace_back(set.toStdString());
    places.emplace_back(LPSTUDIO_RESOURCE_DIR);
    places.emplace_back(
        (QCoreApplication::applicationDirPath() + QStringLiteral("/../share/lpstudio"))
            .toStdString());
    std::string tried;
    for (const fs::path& place : places) {
        if (fs::exists(place / what)) return fs::weakly_canonical(place / what);
        tried += (tried.empty() ? "" : ", ") + place.string();
    }
    throw Error(what.string() + ": not found in " + tried +
                "; set LPSTUDIO_RESOURCES to the folder that holds it");
}

fs::path openExampleProject() {
    const fs::path example = resourcePath("example");
    fs::path file = writableFolder() / "example.lps";
    if (fs::exists(file) && !isCurrent(ProjectStore::open(file))) setAside(file);
    ProjectStore store = ProjectStore::openOrCreate(file);
    if (store.models().size() < 2 || store.datasets().size() < 2) fill(store, example);
    return file;
}

}  // namespace lpstudio
