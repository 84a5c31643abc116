#include "app/project/export/export.h"

#include <fcntl.h>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>

#include "app/project/export/codes_file.h"
#include "app/project/export/config.h"
#include "app/project/export/memory_image.h"
#include "app/project/store/scratch_folder.h"
#include "core/base/atomic_file.h"
#include "core/base/enum_names.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/network/layout.h"
#include "core/network/quantization.h"
#include "core/network/torchscript_export.h"
#include "core/number/lp.h"
#include "core/number/tensor_quantizer.h"

namespace lpstudio {
namespace {

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const std::int64_t size : shape) text += (text.empty() ? "" : "x") + std::to_string(size);
    return text;
}

/// Spec, n, es, rs, sf.
std::array<std::string, 5> formatCells(const FormatPtr& format) {
    if (!format) return {"float", "", "", "", ""};
    const auto lp = lpParameters(*format);
    if (!lp) return {format->spec(), "", "", "", ""};
    return {format->spec(), std::to_string(lp->n), std::to_string(lp->es), std::to_string(lp->rs),
            shortestText(lp->sf)};
}

constexpr const char* kHeader =
    "index,name,kind,groups,weight_shape,input_shape,output_shape,parameters,macs,"
    "weights,weights_n,weights_es,weights_rs,weights_sf,"
    "activations,activations_n,activations_es,activations_rs,activations_sf,"
    "pinned,weight_bytes,sqnr_db,zeroed_share,saturated_share\n";

/// A line for each quantizable layer of a candidate as CSV (RFC 4180): place and shapes in the
/// network, formats of weights and activations as spec and as LP parameters (empty for another
/// format), and what the rounding of the weights costs (SQNR in dB, shares that became zero or
/// saturated; empty where nothing is stored). Shapes are "16x3x3x3", without the batch.
std::string layerTableCsv(const Network& network, const Config& config,
                          const Assignment& assignment, Rounding rounding) {
    std::string csv = kHeader;
    for (const Layer& layer : network.layers()) {
        const auto i = static_cast<std::size_t>(layer.index.value);
        std::vector<std::string> cells = {std::to_string(i),
                                          layer.name,
                                          kindName(layer.kind),
                                          std::to_string(layer.groups),
                                          shapeText(layer.weightShape),
                                          shapeText(layer.inputShape),
                                          shapeText(layer.outputShape),
                                          std::to_string(layer.parameters),
                                          std::to_string(layer.macs)};
        const LayerFormats& formats = assignment.at(i);
        for (const FormatPtr& format : {formats.weights, formats.activations})
            for (const std::string& cell : formatCells(format)) cells.push_back(cell);
        cells.emplace_back(config.layers.at(i).pinned ? "true" : "false");
        const double bits = formats.weights ? formats.weights->storageBits() : 32;
        cells.push_back(shortestText(std::ceil(bits * static_cast<double>(layer.parameters) / 8)));
        if (formats.weights && !layer.isProduct()) {
            const WeightRows rows(layer, network.weights(layer.index));
            const Measures measures =
                formats.weights->tensorQuantizer(rounding)->measure(rows.tensor());
            for (const double value :
                 {measures.sqnrDb, measures.zeroedShare, measures.saturatedShare})
                cells.push_back(std::isfinite(value) ? shortestText(value) : "");
        } else {
            cells.insert(cells.end(), 3, "");
        }
        csv += csvRecord(cells);
    }
    return csv;
}

namespace fs = std::filesystem;

constexpr EnumNames<ExportKind> kKinds("export", {{ExportKind::Config, "config"},
                                                  {ExportKind::Csv, "csv"},
                                                  {ExportKind::Codes, "codes"},
                                                  {ExportKind::TorchScript, "torchscript"},
                                                  {ExportKind::Memory, "memory"}});
constexpr const char* kConfigEnding = ".config.json";
constexpr Rounding kRounding = Rounding::Nearest;  // what searches and `evaluate` use

/// What is moved into a folder, over what has the same names there: all of it, or nothing.
class Mover {
public:
    Mover(const fs::path& from, const fs::path& to) : from_(from), to_(to) {}

    void move() {
        std::vector<fs::path> names;
        for (const auto& entry : fs::directory_iterator(from_))
            names.push_back(entry.path().filename());
        std::error_code ignored;
        for (const fs::path& name : names)
            if (fs::exists(to_ / name, ignored) &&
                fs::is_directory(to_ / name, ignored) != fs::is_directory(from_ / name, ignored))
                fail(name, fs::is_directory(to_ / name, ignored) ? "is a folder" : "is a file");
        for (const fs::path& name : names) {
            if (!exchange(from_ / name, to_ / name)) {
                const int error = errno;
                for (const fs::path& done : moved_) exchange(to_ / done, from_ / done);
                fail(name, std::strerror(error));
            }
            moved_.push_back(name);
        }
    }

private:
    [[noreturn]] void fail(const fs::path& name, const std::string& why) const {
        throw Error((to_ / name).string() + ": cannot be replaced (" + why +
                    "); move it away, or choose another folder");
    }

    /// Gives a file or folder another name; what had it, if anything, gets the old name.
    static bool exchange(const fs::path& from, const fs::path& to) {
        if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0)
            return true;
        std::error_code ignored;
        if (errno == ENOENT && fs::exists(from, ignored))
            return ::rename(from.c_str(), to.c_str()) == 0;
        // Not every file system can; then there is a moment in which neither is there.
        if (errno != EINVAL && errno != ENOSYS) return false;
        if (!fs::exists(to, ignored)) return ::rename(from.c_str(), to.c_str()) == 0;
        const fs::path aside = from.string() + ".old";
        if (::rename(to.c_str(), aside.c_str()) != 0) return false;
        if (::rename(from.c_str(), to.c_str()) == 0)
            return ::rename(aside.c_str(), from.c_str()) == 0;
        const int error = errno;
        static_cast<void>(::rename(aside.c_str(), to.c_str()));
        errno = error;
        return false;
    }

    const fs::path &from_, &to_;
    std::vector<fs::path> moved_;
};

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
    return kKinds.name(kind);
}

ExportKind parseExportKind(std::string_view name) {
    if (const auto* known = kKinds.find(name)) return known->value;
    throw UsageError("export \"" + std::string(name) + "\" is unknown; give one or more of " +
                     kKinds.choices(", "));
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
    MadeFolders made(folder);
    const ScratchFolder staging(folder);
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
    Mover(staging.path(), folder).move();
    made.keep();
    std::vector<fs::path> files;
    files.reserve(names.size());
    for (const std::string& name : names) files.push_back(folder / name);
    return files;
}

}  // namespace lpstudio
