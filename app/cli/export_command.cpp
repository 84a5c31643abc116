#include <nlohmann/json.hpp>

#include "app/cli/candidate_choice.h"
#include "app/cli/command_line.h"
#include "app/project/runs/export_candidate.h"
#include "core/base/error.h"

namespace lpstudio::cli {
namespace {

struct Options : CandidateOptions {
    std::string to, hardware;
    std::vector<std::string> what{"config"};
    bool activationsInGraph = false;
};

void exportCommand(const Globals& globals, const Options& o) {
    ExportOptions options;
    options.what.clear();
    for (const std::string& name : o.what) {
        const ExportKind kind = parseExportKind(name);
        if (std::find(options.what.begin(), options.what.end(), kind) == options.what.end())
            options.what.push_back(kind);
    }
    options.activationsInGraph = o.activationsInGraph;
    const bool torchScript = std::find(options.what.begin(), options.what.end(),
                                       ExportKind::TorchScript) != options.what.end();
    if (o.activationsInGraph && !torchScript)
        throw UsageError(
            "--activations-in-graph belongs to a TorchScript file; add torchscript to "
            "--what");
    ProgressPrinter progress(globals);
    const ChosenRun chosen = openRun(o);
    const RunRecord& run = chosen.context->record();
    const CandidateId id = chosenCandidate(*chosen.store, run, o.candidate);
    const ScoredCandidate candidate = chosen.store->candidate(run.id, id);
    options.hardware =
        o.hardware.empty() ? settingsFromJsonText(run.settings).hardware : o.hardware;
    options.stem = exportStem(run.id, id);
    nlohmann::json files = nlohmann::json::array();
    Table table{{"file", "bytes"}, {}};
    for (const auto& file : exportCandidate(*chosen.context, candidate, options, o.to, globals.stop,
                                            progress.function())) {
        files.push_back(file.string());
        table.rows.push_back({file.string(), std::to_string(std::filesystem::file_size(file))});
    }
    printResult(globals, {{"files", files}}, {}, table);
}

}  // namespace

void addExportCommand(CLI::App& app, Globals& globals) {
    static Options o;
    auto* exporter = app.add_subcommand(
        "export", "Write a candidate: configuration, tables, code words, TorchScript, memory");
    o.addProject(*exporter);
    o.addRun(*exporter);
    o.addCandidate(*exporter);
    exporter->add_option("--to", o.to, "folder")->required();
    exporter
        ->add_option("--what", o.what,
                     "one or more of config (JSON), csv (layers), codes (packed weights, "
                     "safetensors), torchscript (quantized .pt), memory ($readmemh)")
        ->delimiter(',')
        ->capture_default_str();
    exporter->add_flag("--activations-in-graph", o.activationsInGraph,
                       "torchscript: also quantize activations (standard operators only)");
    exporter->add_option("--hardware", o.hardware,
                         "memory: design whose grid the images are for (default: the run's)");
    exporter->callback([&globals] { exportCommand(globals, o); });
}

}  // namespace lpstudio::cli
