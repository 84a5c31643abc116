#include "app/project/bundle/bundle_plan.h"

#include <nlohmann/json.hpp>
#include <set>
#include <system_error>

#include "app/project/import/assets.h"
#include "app/project/import/labelled_files.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/network/card.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

class Planner {
public:
    Planner(const ProjectStore& store, const BundleOptions& options)
        : store_(store), options_(options) {}

    BundlePlan plan() {
        for (const ModelRecord& model : store_.models())
            orLeaveOut("model", model.name, [&] { addModel(model); });
        std::set<std::int64_t> calibrations;
        std::set<std::string> hardware;
        for (const RunRecord& run : store_.runs()) {
            calibrations.insert(run.calibration);
            const auto settings = parseStoredJson(run.settings);
            if (settings.is_object() && settings.contains("hardware") &&
                settings["hardware"].is_string())
                hardware.insert(settings["hardware"].get<std::string>());
        }
        for (const DatasetRecord& dataset : store_.datasets()) {
            const bool wanted =
                options_.data == BundleData::All ||
                (options_.data == BundleData::Used && calibrations.count(dataset.id) > 0);
            if (wanted)
                orLeaveOut("image set", dataset.name, [&] { addDataset(dataset); });
            else
                leaveOut("image set", dataset.name,
                         options_.data == BundleData::None ? "no image sets were asked for"
                                                           : "no run was calibrated on it");
        }
        for (const ArtifactRecord& artifact : store_.artifacts()) addArtifact(artifact);
        for (const std::string& file : hardware) addHardware(file);
        return std::move(plan_);
    }

private:
    void leaveOut(const char* what, const std::string& name, const std::string& why) {
        plan_.leftOut.push_back(std::string(what) + " \"" + name + "\": " + why);
    }

    template <class Add>
    void orLeaveOut(const char* what, const std::string& name, const Add& add) {
        try {
            add();
        } catch (const Error& error) {
            if (!options_.leaveOutMissing) throw;
            leaveOut(what, name, error.what());
        }
    }

    /// A path of its own in the bundle: "models/net.pt", "models/net-2.pt". What goes by `taken`
    /// names is added to them.
    std::string freeName(const std::string& folder, const fs::path& name) {
        for (int number = 1;; ++number) {
            std::string path = folder + name.stem().string();
            if (number > 1) path += "-" + std::to_string(number);
            path += name.extension().string();
            // A model's card, MODEL.json, must be its own too.
            const std::string key = foldedName(fs::path(path).replace_extension().string());
            if (taken_.insert(key).second) return path;
        }
    }

    void add(const fs::path& source, const std::string& path, const char* role,
             const std::string& sha256 = {}) {
        if (const std::string problem = entryNameProblem(path); !problem.empty())
            throw Error(source.string() + ": " + problem +
                        ", which a bundle cannot hold; rename it and import it again");
        if (!paths_.insert(foldedName(path)).second)
            throw Error(source.string() +
                        ": another file has the same name but for upper and "
                        "lower case; rename one of them");
        plan_.files.push_back({source, path, role, sha256});
    }

    void addModel(const ModelRecord& model) {
        requireUnchanged(model);
        const std::string path = freeName("models/", model.file.filename());
        add(model.file, path, "model", model.sha256);
        std::error_code ignored;
        if (const fs::path card = cardPath(model.file); fs::exists(card, ignored))
            add(card, cardPath(path).generic_string(), "card");
        plan_.places[model.stored] = path;
    }

    void addDataset(const DatasetRecord& dataset) {
        requireUnchanged(dataset);
        const std::vector<DatasetFile> files = datasetFiles(dataset.path);
        std::uintmax_t bytes = 0;
        for (const DatasetFile& file : files) bytes += fs::file_size(file.file);
        if (bytes > options_.dataLimit) {
            leaveOut("image set", dataset.name,
                     std::to_string(bytes >> 20) + " MiB, more than the limit of " +
                         std::to_string(options_.dataLimit >> 20) + " MiB");
            return;
        }
        // Each in a folder of its own: an IDX file's labels or a list's images stay beside it.
        const bool directory = fs::is_directory(dataset.path);
        const std::string folder =
            freeName("data/", directory ? dataset.path.filename() : dataset.path.stem());
        for (const DatasetFile& file : files)
            add(file.file, folder + "/" + file.relative, "data",
                !directory && files.size() == 1 ? dataset.sha256 : "");
        if (!directory && dataset.path.extension() != ".csv")
            if (const fs::path names = classNamesBeside(dataset.path); !names.empty())
                add(names, folder + "/" + names.filename().string(), "names");
        plan_.places[dataset.stored] =
            directory ? folder : folder + "/" + dataset.path.filename().string();
    }

    void addArtifact(const ArtifactRecord& artifact) {
        if (artifact.kind != "config" && artifact.kind != "report") return;
        std::error_code ignored;
        if (!fs::is_regular_file(artifact.file, ignored)) {
            leaveOut(artifact.kind.c_str(), artifact.file.filename().string(), "was not found");
            return;
        }
        const std::string path =
            freeName(artifact.kind == "config" ? "configs/" : "reports/", artifact.file.filename());
        add(artifact.file, path, artifact.kind == "config" ? "config" : "report");
        plan_.places[artifact.stored] = path;
    }

    /// An accelerator of the user's own; presets come with the program.
    void addHardware(const std::string& name) {
        std::error_code ignored;
        if (!name.ends_with(".json") || !fs::is_regular_file(name, ignored)) return;
        add(name, freeName("hardware/", fs::path(name).filename()), "hardware");
    }

    const ProjectStore& store_;
    const BundleOptions& options_;
    BundlePlan plan_;
    std::set<std::string> taken_, paths_{foldedName(kManifestName), foldedName(kProjectInBundle)};
};

}  // namespace

BundlePlan planBundle(const ProjectStore& store, const BundleOptions& options) {
    return Planner(store, options).plan();
}

}  // namespace lpstudio
