#include "app/cli/command.h"
#include "app/project/config.h"
#include "app/project/workload.h"
#include "core/error.h"
#include "hw/accelerator_json.h"
#include "hw/simulate_json.h"

namespace lpstudio::cli {
namespace {

struct SimulateOptions {
    ModelOptions model;
    std::string hardware = "lpa-8x8", config, weights, activations, dataflow;
    std::vector<std::int64_t> product;
    int weightBits = 8, activationBits = 8, batch = 0;
    bool overlap = false;
};

Workload workloadFrom(const Globals& globals, const SimulateOptions& o) {
    if (!o.product.empty()) {
        if (!o.model.file.empty())
            throw UsageError("simulate: give either MODEL or --product, not both");
        MatrixProduct product;
        product.name = "product";
        product.m = o.product[0];
        product.k = o.product[1];
        product.n = o.product[2];
        product.weightBits = o.weightBits;
        product.activationBits = o.activationBits;
        return {"product", {product}};
    }
    if (o.model.file.empty()) throw UsageError("simulate: give MODEL.pt or --product M,K,N");
    const Network network = o.model.load(globals);
    Assignment assignment;
    if (!o.config.empty()) {
        if (!o.weights.empty() || !o.activations.empty())
            throw UsageError(
                "simulate: give either --config or --weights and --activations, not both");
        assignment = assignmentOf(readConfig(o.config), network, o.config);
    } else {
        // Only widths matter here, so nothing is fitted.
        assignment.assign(network.layers().size(),
                          {parseFormat(o.weights.empty() ? "lp:8" : o.weights),
                           parseFormat(o.activations.empty() ? "lp:8" : o.activations)});
    }
    return workloadOf(network, widthsOf(network, assignment));
}

void simulateCommand(const Globals& globals, const SimulateOptions& o) {
    SimulationOptions options;
    if (o.batch > 0) options.batch = o.batch;
    if (!o.dataflow.empty()) options.dataflow = dataflowFromName(o.dataflow);
    if (o.overlap) options.overlap = true;
    const SimulationResult result =
        simulate(loadAccelerator(o.hardware), workloadFrom(globals, o), options);
    const nlohmann::json json = simulationToJson(result);
    Table table{
        {"layer", "cycles", "compute", "stall", "utilization", "macs", "energy_pj", "dram_bytes"},
        {}};
    const auto row = [&](const std::string& name, const Cost& cost) {
        table.rows.push_back({name, std::to_string(cost.cycles.value),
                              std::to_string(cost.computeCycles.value),
                              std::to_string(cost.stallCycles.value), text(cost.utilization()),
                              std::to_string(cost.macs),
                              text(static_cast<double>(cost.energy.total().value) / 1000, 6),
                              text(static_cast<double>(cost.traffic.dram()) / 8, 9)});
    };
    for (const LayerResult& layer : result.layers) row(layer.name, layer.cost);
    row("total", result.totals);
    printResult(
        globals, json,
        {result.workload + " on " + result.hardware + ", batch " + std::to_string(result.batch),
         "time " + text(result.seconds * 1e3) + " ms   " + text(result.gops) + " GOPS   energy " +
             text(static_cast<double>(result.totals.energy.total().value) * 1e-9) +
             " uJ   compute area " + text(static_cast<double>(result.area.compute().value) * 1e-9) +
             " mm2   " + text(result.topsPerMm2) + " TOPS/mm2   " + text(result.topsPerW) +
             " TOPS/W"},
        table);
}

void hardwareCommand(const Globals& globals, const std::string& name) {
    if (name.empty()) {
        nlohmann::json list = nlohmann::json::array();
        Table table{{"name", "summary"}, {}};
        for (const PresetInfo& preset : presets()) {
            list.push_back({{"name", preset.name}, {"summary", preset.summary}});
            table.rows.push_back({preset.name, preset.summary});
        }
        printResult(globals, {{"presets", list}}, {}, table);
        return;
    }
    const Accelerator accelerator = loadAccelerator(name);
    Table table{{"constant", "value", "unit", "node", "standing", "low", "high", "source"}, {}};
    for (const Constant& c : accelerator.constants)
        table.rows.push_back({c.key, text(c.value, 6), c.unit, c.node,
                              std::string(standingName(c.standing)), text(c.low, 6),
                              text(c.high, 6), c.source});
    const auto buffer = [](const char* what, const Buffer& b) {
        return std::string(what) + " buffer " + std::to_string(b.bytes / 1024) + " KiB in " +
               std::to_string(b.banks) + " banks of " + std::to_string(b.bankBytes) + " B" +
               (b.doubleBuffered ? ", double-buffered" : "");
    };
    std::string modes;
    for (const int mode : accelerator.weightModes)
        modes += (modes.empty() ? "" : "/") + std::to_string(mode);
    printResult(globals, acceleratorToJson(accelerator),
                {accelerator.name + ": " + accelerator.summary,
                 std::to_string(accelerator.rows) + " x " + std::to_string(accelerator.columns) +
                     " PEs, " + std::string(peKindName(accelerator.peKind)) + ", weights of " +
                     modes + " bits, dataflow " + std::string(dataflowName(accelerator.dataflow)) +
                     (accelerator.overlap ? ", weight loading overlapped" : ""),
                 buffer("weight", accelerator.weights), buffer("input", accelerator.inputs),
                 buffer("output", accelerator.outputs)},
                table);
}

}  // namespace

void addHardwareCommands(CLI::App& app, Globals& globals) {
    auto* simulate =
        app.add_subcommand("simulate", "Estimate cycles, energy and area on an accelerator");
    static SimulateOptions options;
    options.model.add(*simulate);
    simulate->get_option("MODEL")->required(false);
    simulate
        ->add_option("--product", options.product, "M,K,N: one matrix product instead of a model")
        ->delimiter(',')
        ->expected(3);
    simulate->add_option("--weight-bits", options.weightBits)->check(CLI::Range(1, 64));
    simulate->add_option("--activation-bits", options.activationBits)->check(CLI::Range(1, 64));
    simulate->add_option("--hardware", options.hardware, "preset or JSON file")
        ->capture_default_str();
    simulate->add_option("--config", options.config, "LP configuration (JSON)");
    simulate->add_option("--weights", options.weights, "format of all weights (default lp:8)");
    simulate->add_option("--activations", options.activations,
                         "format of all activations (default lp:8)");
    simulate->add_option("--batch", options.batch, "images at a time")
        ->check(CLI::Range(1, 1 << 20));
    simulate->add_option("--dataflow", options.dataflow, "ws, os or is")
        ->check(CLI::IsMember({"ws", "os", "is"}));
    simulate->add_flag("--overlap", options.overlap,
                       "load the next weights behind the current fold");
    simulate->callback([&globals] { simulateCommand(globals, options); });

    auto* hardware = app.add_subcommand(
        "hardware", "List the accelerator presets, or print one description with its constants");
    static std::string name;
    hardware->add_option("H", name, "preset or JSON file");
    hardware->callback([&globals] { hardwareCommand(globals, name); });
}

}  // namespace lpstudio::cli
