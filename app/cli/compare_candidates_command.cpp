#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "app/cli/candidate_choice.h"
#include "app/cli/command_line.h"
#include "app/project/runs/comparison_table.h"
#include "app/project/runs/run_comparison.h"
#include "core/base/error.h"
#include "core/base/units.h"

namespace lpstudio::cli {
namespace {

constexpr std::size_t kLeast = 2, kMost = 6;

struct Options {
    CandidateOptions chosen;
    std::vector<std::string> candidates;  ///< ID, or RUN:ID
    std::vector<std::string> uniform;     ///< specs
    bool floating = false, networkOrder = false;
    std::string hardware;  ///< empty: the run's
};

/// "17" of the chosen run, "3:17" of run 3.
std::pair<RunId, CandidateId> placeOf(const std::string& word, RunId run) {
    std::int64_t numbers[2] = {run.value, -1};
    const std::size_t colon = word.find(':');
    const auto read = [&](std::size_t from, std::size_t to, std::int64_t& number) {
        const char* const end = word.data() + to;
        const auto [stopped, status] = std::from_chars(word.data() + from, end, number);
        return status == std::errc() && stopped == end && number >= 0;
    };
    const bool good = colon == std::string::npos
                          ? read(0, word.size(), numbers[1])
                          : read(0, colon, numbers[0]) && read(colon + 1, word.size(), numbers[1]);
    if (!good)
        throw UsageError("--candidate: \"" + word +
                         "\" is not a candidate; give its number, or RUN:NUMBER, for example 3,17 "
                         "or 2:0");
    return {RunId(numbers[0]), CandidateId(numbers[1])};
}

/// A column and what says where it is from.
struct Chosen {
    NamedFigures named;
    nlohmann::json from;
};

class Comparison {
public:
    Comparison(const Globals& globals, const Options& options)
        : globals_(globals), options_(options), run_(openRun(options.chosen)) {
        const RunRecord& record = run_.context->record();
        settings_ = settingsFromJsonText(record.settings);
        hardware_ = !options.hardware.empty()     ? options.hardware
                    : !settings_.hardware.empty() ? settings_.hardware
                                                  : SearchSettings().hardware;
        simulator_ = tools_.simulator(hardware_);  // what the user asks for must be there
    }

    std::vector<Chosen> columns() {
        const RunRecord& record = run_.context->record();
        std::vector<Chosen> columns;
        std::vector<std::string> words = options_.candidates;
        if (words.empty() && options_.chosen.candidate >= 0)
            words.push_back(std::to_string(options_.chosen.candidate));
        if (words.empty())
            words.push_back(std::to_string(chosenCandidate(*run_.store, record, -1).value));
        for (const std::string& word : words) {
            const auto [run, id] = placeOf(word, record.id);
            columns.push_back(candidate(run, id));
        }
        for (const std::string& spec : options_.uniform) {
            const std::string activations = uniformActivations(spec);
            columns.push_back({{spec, measured({{}, {}, spec, activations}), {}},
                               {{"uniform", spec}, {"activations", activations}}});
        }
        if (options_.floating) {
            columns.push_back({{"float", measured({}), {.top1Percent = record.floatTop1Percent}},
                               {{"float", true}}});
        }
        if (columns.size() < kLeast || columns.size() > kMost)
            throw UsageError("compare-candidates: " + std::to_string(columns.size()) +
                             " columns; give two to six with --candidate, --uniform and --float");
        return columns;
    }

    const std::string& hardware() const { return hardware_; }
    const ChosenRun& run() const { return run_; }

private:
    Chosen candidate(RunId run, CandidateId id) {
        const RunRecord record = run_.store->run(run);
        if (record.model != run_.context->record().model)
            throw UsageError("--candidate " + std::to_string(run.value) + ":" +
                             std::to_string(id.value) +
                             ": the run is of another model; compare candidates of one model");
        const ScoredCandidate scored = run_.store->candidate(run, id);
        const CandidateNote note = run_.store->candidateNote(run, id);
        const std::string name =
            (run == run_.context->record().id ? "" : "run " + std::to_string(run.value) + " ") +
            "candidate " + std::to_string(id.value);
        Chosen chosen{
            {name,
             measured({scored.candidate, settingsFromJsonText(record.settings).widths, {}, {}}),
             {scored.top1Percent, scored.contrast, scored.fitness}},
            {{"run", run.value},
             {"candidate", id.value},
             {"kind", runKindName(record.kind)},
             {"candidate_name", note.name}}};
        return chosen;
    }
    ColumnFigures measured(const ColumnFormats& formats) {
        ProgressPrinter progress(globals_);
        return measureFigures(*tools_.measures(run_.network), formats, simulator_.get(),
                              globals_.stop, progress.function());
    }

    const Globals& globals_;
    const Options& options_;
    ChosenRun run_;
    SearchSettings settings_;
    std::string hardware_;
    ComparisonTools tools_;
    std::shared_ptr<const Simulator> simulator_;
};

nlohmann::json columnJson(const Chosen& chosen, const std::vector<Layer>& layers,
                          const std::vector<std::size_t>& order) {
    const ColumnFigures& figures = chosen.named.figures;
    const ColumnScores& scores = chosen.named.scores;
    nlohmann::json json = chosen.from;
    json["name"] = chosen.named.name;
    json["mean_weight_bits"] = number(figures.meanWeightBits);
    json["mean_activation_bits"] = number(figures.meanActivationBits);
    json["model_bytes"] = number(figures.modelBytes);
    json["mean_sqnr_db"] = number(figures.meanSqnrDb);
    json["weighted_sqnr_db"] = number(figures.weightedSqnrDb);
    json["energy_pj"] = number(figures.energyPicojoules);
    json["latency_s"] = number(figures.latencySeconds);
    json["contrast"] = number(scores.contrast);
    json["fitness"] = number(scores.fitness);
    json["top1_percent"] = scores.top1Percent >= 0 ? number(scores.top1Percent) : nlohmann::json();
    if (!figures.estimateProblem.empty()) json["no_estimate"] = figures.estimateProblem;
    json["layers"] = nlohmann::json::array();
    for (const std::size_t i : order) {
        const LayerFigures& layer = figures.layers.at(i);
        json["layers"].push_back({{"name", layers.at(i).name},
                                  {"weights", layer.weights},
                                  {"activations", layer.activations},
                                  {"weight_bits", layer.weightBits},
                                  {"activation_bits", layer.activationBits},
                                  {"sqnr_db", number(layer.sqnrDb)},
                                  {"energy_pj", number(layer.energyPicojoules)},
                                  {"latency_s", number(layer.latencySeconds)}});
    }
    return json;
}

void compareCandidates(const Globals& globals, const Options& options) {
    Comparison comparison(globals, options);
    const std::vector<Chosen> columns = comparison.columns();
    const std::vector<Layer>& layers = comparison.run().network->layers();
    std::vector<NamedFigures> named;
    std::vector<ColumnFigures> compared;
    std::vector<std::string> names;
    named.reserve(columns.size());
    compared.reserve(columns.size());
    for (const Chosen& column : columns) {
        named.push_back(column.named);
        compared.push_back(column.named.figures);
    }
    names.reserve(layers.size());
    for (const Layer& layer : layers) names.push_back(layer.name);
    std::vector<std::size_t> order = orderByDifference(compared);
    if (options.networkOrder) std::iota(order.begin(), order.end(), std::size_t{0});

    nlohmann::json list = nlohmann::json::array(), differences = nlohmann::json::array();
    for (const Chosen& column : columns) list.push_back(columnJson(column, layers, order));
    for (const std::size_t i : order) {
        const LayerDifference difference = differenceOf(compared, i);
        differences.push_back({{"name", names[i]},
                               {"weight_bits", difference.bits},
                               {"sqnr_db", difference.decibels},
                               {"differs", difference.differs}});
    }
    Table table;
    std::vector<std::string> summary;
    if (globals.csv) {
        const ComparisonTable all = comparisonTable(names, named, order);
        table = {all.columns, all.rows};
    } else {
        table.columns = {"layer", "differ_by"};
        for (const NamedFigures& one : named) table.columns.push_back(one.name);
        for (const std::size_t i : order) {
            std::vector<std::string> row{names[i], text(differenceOf(compared, i).bits, 3)};
            for (const ColumnFigures& column : compared)
                row.push_back(column.layers[i].weights + "  " + text(column.layers[i].sqnrDb, 3) +
                              " dB");
            table.rows.push_back(std::move(row));
        }
        for (const NamedFigures& one : named)
            summary.push_back(
                one.name + ": " + text(one.figures.meanWeightBits, 3) + " bit, " +
                text(one.figures.modelBytes / 1000, 4) + " kB, SQNR " +
                text(one.figures.meanSqnrDb, 3) + " dB" +
                (std::isnan(one.figures.energyPicojoules)
                     ? std::string()
                     : ", " + text(Picojoules(one.figures.energyPicojoules).microjoules(), 4) +
                           " uJ, " + text(Seconds(one.figures.latencySeconds).microseconds(), 4) +
                           " us an image") +
                (one.scores.top1Percent >= 0 ? ", top-1 " + text(one.scores.top1Percent) + " %"
                                             : std::string()));
    }
    printResult(globals,
                {{"project", options.chosen.project},
                 {"run", comparison.run().context->record().id.value},
                 {"hardware", comparison.hardware()},
                 {"columns", list},
                 {"differences", differences}},
                summary, table);
}

}  // namespace

void addCompareCandidatesCommand(CLI::App& app, Globals& globals) {
    static Options o;
    auto* command =
        app.add_subcommand("compare-candidates",
                           "Compare candidates, uniform formats and floating point layer by layer");
    o.chosen.addProject(*command);
    o.chosen.addRun(*command);
    command
        ->add_option("--candidate", o.candidates,
                     "numbers of candidates, or RUN:NUMBER (default: the run's best)")
        ->delimiter(',');
    command->add_option("--uniform", o.uniform, "formats for all layers, for example lp:4,int:8")
        ->delimiter(',');
    command->add_flag("--float", o.floating, "also floating point");
    command->add_option("--hardware", o.hardware,
                        "preset or file for the estimates (default: the run's)");
    command->add_flag("--network-order", o.networkOrder,
                      "layers in execution order (default: largest differences first)");
    command->callback([&globals] { compareCandidates(globals, o); });
}

}  // namespace lpstudio::cli
