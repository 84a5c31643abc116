#include "app/export/export.h"

#include <unistd.h>

#include <algorithm>

#include "app/export/codes_file.h"
#include "app/export/layer_table.h"
#include "app/export/memory_image.h"
#include "app/project/atomic_file.h"
#include "core/error.h"
#include "core/model/torchscript_export.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConfigEnding = ".config.json";
constexpr Rounding kRounding = Rounding::Nearest;  // what searches and `evaluate` use

/// A folder inside another that is gone when this is.
class Staging {
public:
    explicit Staging(const fs::path& folder) {
        std::error_code error;
        fs::create_directories(folder, error);
        if (error)
            throw Error(folder.string() + ": cannot be made (" + error.message() +
                        "); choose another folder");
        std::string name = (folder / ".lpstudio-export-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr)
            throw Error(folder.string() +
                        ": cannot be written to; choose another folder, or make it writable");
        path_ = name;
    }
    ~Staging() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// Moves a file or folder over one of the same name.
void moveOver(const fs::path& from, const fs::path& to) {
    std::error_code error;
    // rename() replaces a file, but no folder that holds something.
    if (fs::is_directory(from)) fs::remove_all(to, error);
    if (!error) fs::rename(from, to, error);
    if (error)
        throw Error(to.string() + ": cannot be replaced (" + error.message() +
                    "); move it away, or choose another folder");
}

struct Source {
    const Network& network;
    const Config& config;
    Assignment assignment;
};

RunPlan planOf(const Source& source) {
    WeightCache cache;
    RunPlan plan = makePlan(source.network, source.assignment, kRounding, cache);
    applyOutputShifts(source.config, source.network, "configuration", plan);
    return plan;
}

/// What a kind makes, as names in the folder.
std::vector<std::string> make(ExportKind kind, const Source& source, const ExportOptions& options,
                              const fs::path& folder) {
    switch (kind) {
        case ExportKind::Config: {
            const std::string name = options.stem + kConfigEnding;
            writeConfig(source.config, folder / name);
            return {name};
        }
        case ExportKind::Csv: {
            const std::string name = options.stem + ".layers.csv";
            writeFileAtomically(folder / name, layerTableCsv(source.network, source.config,
                                                             source.assignment, kRounding));
            return {name};
        }
        case ExportKind::Codes: {
            const std::string name = options.stem + ".codes.safetensors";
            writeCodesFile(source.network, source.assignment, kRounding, folder / name);
            return {name};
        }
        case ExportKind::TorchScript: {
            const std::string name = options.stem + ".pt";
            saveTorchScript(source.network, planOf(source),
                            options.activationsInGraph ? &source.assignment : nullptr, kRounding,
                            folder / name);
            ModelCard card = source.network.card();
            card.name = source.network.name() + ", " + options.stem;
            card.classes = source.network.classes();
            card.floatTop1Percent = -1;
            writeFileAtomically(folder / cardPath(name), cardText(card));
            return {name, cardPath(name).string()};
        }
        case ExportKind::Memory: {
            const std::string name = options.stem + ".memory";
            fs::create_directory(folder / name);
            std::vector<std::string> names;
            for (const fs::path& file :
                 writeMemoryImages(source.network, source.assignment, kRounding,
                                   loadAccelerator(options.hardware), folder / name))
                names.push_back((fs::path(name) / file.filename()).string());
            return names;
        }
    }
    return {};
}

}  // namespace

const char* exportKindName(ExportKind kind) {
    switch (kind) {
        case ExportKind::Config:
            return "config";
        case ExportKind::Csv:
            return "csv";
        case ExportKind::Codes:
            return "codes";
        case ExportKind::TorchScript:
            return "torchscript";
        case ExportKind::Memory:
            return "memory";
    }
    return "";
}

ExportKind parseExportKind(std::string_view name) {
    std::string known;
    for (const ExportKind kind : kExportKinds) {
        if (name == exportKindName(kind)) return kind;
        known += (known.empty() ? "" : ", ") + std::string(exportKindName(kind));
    }
    throw UsageError("export \"" + std::string(name) + "\" is unknown; give one or more of " +
                     known);
}

bool isConfigFile(const fs::path& file) {
    return file.filename().string().ends_with(kConfigEnding);
}

std::string exportStem(RunId run, CandidateId candidate) {
    return "run-" + std::to_string(run.value) + "-candidate-" + std::to_string(candidate.value);
}

std::vector<fs::path> exportConfig(const Network& network, const Config& config,
                                   const ExportOptions& options, const fs::path& folder,
                                   const std::stop_token& stop, const ProgressFunction& progress) {
    const Source source{network, config, assignmentOf(config, network, "configuration")};
    const Staging staging(folder);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < options.what.size(); ++i) {
        if (stop.stop_requested()) throw Cancelled();
        if (progress)
            progress({std::string("Exporting ") + exportKindName(options.what[i]), i,
                      options.what.size()});
        for (std::string& name : make(options.what[i], source, options, staging.path()))
            names.push_back(std::move(name));
    }
    if (stop.stop_requested()) throw Cancelled();
    for (const auto& entry : fs::directory_iterator(staging.path()))
        moveOver(entry.path(), folder / entry.path().filename());
    std::vector<fs::path> files;
    files.reserve(names.size());
    for (const std::string& name : names) files.push_back(folder / name);
    return files;
}

}  // namespace lpstudio
