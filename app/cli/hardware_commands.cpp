#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "app/project/export/config.h"
#include "app/project/runs/network_workload.h"
#include "core/base/error.h"
#include "hw/accelerator.h"
#include "hw/accelerator_json.h"
#include "hw/simulate_json.h"
#include "hw/workload.h"

namespace lpstudio::cli {
namespace {

struct SimulateOptions {
    ModelOptions model;
    std::string hardware = "lpa-8x8", config, weights, activations, dataflow, workload;
    std::vector<std::int64_t> product;
    int weightBits = 0, activationBits = 0, batch = 0;  ///< 0: not given
    bool overlap = false;
};

/// The width that a format gives all layers of a workload.
int widthOf(const std::string& spec) {
    const FormatPtr format = parseFormat(spec.empty() ? "lp:8" : spec);
    if (format->bits() > 8)
        throw UsageError("simulate: " + spec + " has " + std::to_string(format->bits()) +
                         " bits; the accelerator takes at most 8");
    return format->bits();
}

Workload workloadFrom(const SimulateOptions& o) {
    const bool formats = !o.weights.empty() || !o.activations.empty();
    if (o.product.empty() && (o.weightBits != 0 || o.activationBits != 0))
        throw UsageError(
            "simulate: --weight-bits and --activation-bits belong to --product; give "
            "--weights and --activations, such as lp:4");
    if (!o.product.empty() && (formats || !o.config.empty()))
        throw UsageError(
            "simulate: with --product give --weight-bits and --activation-bits, not "
            "formats or a configuration");
    const int given =
        (o.product.empty() ? 0 : 1) + (o.workload.empty() ? 0 : 1) + (o.model.file.empty() ? 0 : 1);
    if (given != 1)
        throw UsageError("simulate: give one of MODEL.pt, --workload NAME and --product M,K,N");
    if (!o.product.empty()) {
        MatrixProduct product;
        product.name = "product";
        product.m = o.product[0];
        product.k = o.product[1];
        product.n = o.product[2];
        if (o.weightBits != 0) product.weightBits = o.weightBits;
        if (o.activationBits != 0) product.activationBits = o.activationBits;
        return {"product", {product}};
    }
    if (!o.workload.empty()) {
        if (!o.config.empty())
            throw UsageError(
                "simulate: --config belongs to a model; with --workload give --weights and "
                "--activations");
        Workload workload = loadWorkload(o.workload);
        // A table's own widths stand where nothing else is asked for.
        if (o.weights.empty() && o.activations.empty()) return workload;
        return withWidths(std::move(workload), widthOf(o.weights), widthOf(o.activations));
    }
    const Network network = o.model.load();
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

/// "4.1 (0.9 .. 7.2)".
std::string ranged(const Interval& interval, double unit) {
    return text(interval.value * unit) + " (" + text(interval.low * unit) + " .. " +
           text(interval.high * unit) + ")";
}

std::string decidedBy(const Uncertainty& bounds) {
    if (bounds.influences.empty()) return "";
    return "; energy depends mostly on " + bounds.influences.front().key;
}

nlohmann::json portDemandToJson(const Accelerator& accelerator) {
    nlohmann::json list = nlohmann::json::array();
    for (const PortDemand& demand : portDemands(accelerator))
        list.push_back({{"buffer", demand.buffer},
                        {"needs_bits_per_cycle", demand.needs},
                        {"delivers_bits_per_cycle", demand.delivers},
                        {"met", demand.isMet()}});
    return list;
}

void simulateCommand(const Globals& globals, const SimulateOptions& o) {
    SimulationOptions options;
    if (o.batch > 0) options.batch = o.batch;
    if (!o.dataflow.empty()) options.dataflow = dataflowFromName(o.dataflow);
    if (o.overlap) options.overlap = true;
    const Accelerator accelerator = loadAccelerator(o.hardware);
    const Workload workload = workloadFrom(o);
    const SimulationResult result = simulate(accelerator, workload, options);
    const Uncertainty bounds = uncertaintyOf(accelerator, workload, options);
    const Roofline roofline = rooflineOf(accelerator, result);
    nlohmann::json json = simulationToJson(result);
    json["uncertainty"] = uncertaintyToJson(bounds);
    json["roofline"] = rooflineToJson(roofline);
    json["dataflow"] = dataflowName(options.dataflow.value_or(accelerator.dataflow));
    json["overlap"] = options.overlap.value_or(accelerator.overlap);
    for (const MatrixProduct& product : workload.products) {
        json["weight_bits"].push_back(product.weightBits);
        json["activation_bits"].push_back(product.activationBits);
    }
    json["port_demand"] = portDemandToJson(accelerator);
    Table table{
        {"layer", "cycles", "compute", "stall", "utilization", "macs", "energy_pj", "dram_bytes"},
        {}};
    const auto row = [&](const std::string& name, const Cost& cost) {
        table.rows.push_back({name, std::to_string(cost.cycles.value),
                              std::to_string(cost.computeCycles.value),
                              std::to_string(cost.stallCycles.value), text(cost.utilization()),
                              std::to_string(cost.macs), text(cost.energy.total().picojoules(), 6),
                              text(static_cast<double>(cost.traffic.dram()) / 8, 9)});
    };
    for (const LayerResult& layer : result.layers) row(layer.name, layer.cost);
    row("total", result.totals);
    printResult(
        globals, json,
        {result.workload + " on " + result.hardware + ", batch " + std::to_string(result.batch),
         "time " + ranged(bounds.latency, 1e3) + " ms   " + text(result.gops) + " GOPS   energy " +
             ranged(bounds.energy, 1e6) + " uJ   compute area " + ranged(bounds.computeArea, 1e-6) +
             " mm2   " + text(result.topsPerMm2) + " TOPS/mm2   " + text(result.topsPerW) +
             " TOPS/W",
         "in brackets: the bounds that the ranges of the constants give" + decidedBy(bounds) +
             (portWarning(accelerator).empty() ? "" : "\nnote: " + portWarning(accelerator))},
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
                              std::string(sourceTypeName(c.sourceType)), text(c.low, 6),
                              text(c.high, 6), c.source});
    const auto buffer = [](const char* what, const Buffer& b) {
        return std::string(what) + " buffer " + std::to_string(b.bytes / 1024) + " KiB in " +
               std::to_string(b.banks) + " banks of " + std::to_string(b.bankBytes) + " B, " +
               std::to_string(b.ports) + (b.ports == 1 ? " port of " : " ports of ") +
               std::to_string(b.portBits) + " bit" + (b.doubleBuffered ? ", double-buffered" : "");
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

void publishedCommand(const Globals& globals) {
    const std::vector<PublishedCell> figures = publishedFigures();
    const std::vector<PublishedRatio> ratios = publishedRatios();
    Table table{
        {"design", "network", "quantity", "published", "model", "error_percent", "label", "remark"},
        {}};
    for (const PublishedCell& cell : figures)
        table.rows.push_back({cell.design, "", cell.quantity + " (" + cell.unit + ")",
                              text(cell.published, 4), text(cell.model, 5),
                              text(100 * cell.error(), 3), std::string(verdictName(cell.verdict)),
                              cell.why});
    for (const PublishedRatio& ratio : ratios)
        table.rows.push_back({ratio.design, ratio.network, ratio.quantity + " over AdaptivFloat",
                              text(ratio.published), text(ratio.model, 3),
                              text(100 * ratio.difference() / ratio.published, 3),
                              std::string(verdictName(ratio.verdict)), ratio.reason});
    printResult(globals, publishedToJson(figures, ratios),
                {"The tables of the LPA paper (DAC 2024) against the model; --json has every "
                 "variant of the ratios"},
                table);
}

void workloadsCommand(const Globals& globals, const std::string& name) {
    if (name.empty()) {
        nlohmann::json list = nlohmann::json::array();
        Table table{{"name", "summary"}, {}};
        for (const WorkloadInfo& info : workloads()) {
            list.push_back({{"name", info.name}, {"summary", info.summary}});
            table.rows.push_back({info.name, info.summary});
        }
        printResult(globals, {{"workloads", list}}, {}, table);
        return;
    }
    const Workload workload = loadWorkload(name);
    Table table{{"layer", "m", "k", "n", "groups", "macs", "post_operations"}, {}};
    for (const MatrixProduct& p : workload.products)
        table.rows.push_back({p.name, std::to_string(p.m), std::to_string(p.k), std::to_string(p.n),
                              std::to_string(p.groups),
                              text(static_cast<double>(p.m) * static_cast<double>(p.k) *
                                       static_cast<double>(p.n) * static_cast<double>(p.groups),
                                   15),
                              std::to_string(p.postOperations)});
    printResult(globals, workloadToJson(workload),
                {workload.name + ": " + workload.summary, workload.source}, table);
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
    simulate->add_option("--workload", options.workload,
                         "a layer table instead of a model: its name (see workloads) or JSON file");
    simulate->add_option("--weight-bits", options.weightBits, "of the product (default 8)")
        ->check(CLI::Range(1, 64));
    simulate->add_option("--activation-bits", options.activationBits, "of the product (default 8)")
        ->check(CLI::Range(1, 64));
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

    auto* published = app.add_subcommand(
        "published", "The published tables of LPA and its baselines against the model");
    published->callback([&globals] { publishedCommand(globals); });

    auto* tables =
        app.add_subcommand("workloads", "List the layer tables of known networks, or print one");
    static std::string workload;
    tables->add_option("NAME", workload, "a table's name or JSON file");
    tables->callback([&globals] { workloadsCommand(globals, workload); });
}

}  // namespace lpstudio::cli
