#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "app/cli/search_options.h"
#include "app/project/import/assets.h"
#include "app/project/runs/run_search.h"
#include "core/base/error.h"

namespace lpstudio::cli {
namespace {

struct Options {
    ModelOptions model;
    std::string calibration, evaluation, project;
    SearchOptions options;
    SearchSettings settings;  ///< as the options have them
    bool paper = false;
    int workers = 0;
    bool resume = false;
};

class SearchPrinter final : public SearchRunObserver {
public:
    SearchPrinter(std::string name, ProgressPrinter& printer)
        : name_(std::move(name)), printer_(printer) {}

    void onProgress(const SearchProgress& p) override {
        char line[160];
        std::snprintf(line, sizeof line,
                      "%s  %lld/%lld  %.3g cand/s  %.0f s left  best %.4g  %zu MiB", name_.c_str(),
                      static_cast<long long>(p.done), static_cast<long long>(p.total),
                      p.candidatesPerSecond, p.secondsLeft, p.bestFitness, p.memoryBytes >> 20);
        printer_.show(line);
    }

private:
    std::string name_;
    ProgressPrinter& printer_;
};

nlohmann::json toJson(const ScoredCandidate& c, const Network& network,
                      const Assignment& assignment) {
    nlohmann::json genes = nlohmann::json::array();
    for (const Layer& layer : network.layers()) {
        const auto index = static_cast<std::size_t>(layer.index.value);
        const LpParameters& g = c.candidate.genes[index];
        genes.push_back({{"layer", layer.name},
                         {"n", g.n},
                         {"es", g.es},
                         {"rs", g.rs},
                         {"sf", g.sf},
                         {"weights", assignment[index].weights->spec()},
                         {"activations", assignment[index].activations->spec()}});
    }
    nlohmann::json result = candidateJson(c);
    result["genes"] = genes;
    return result;
}

/// The files of the command line as records of a project that does not know them yet; images and
/// network are read here, with what the options say of them.
SearchRequest requestOf(const Options& o) {
    SearchRequest request;
    request.assets = std::make_shared<AssetCache>();
    request.project = o.project;
    request.resumeNewest = o.resume;
    request.settings = o.settings;
    const auto network = std::make_shared<const Network>(o.model.load());
    request.model = {0, network->name(), std::filesystem::absolute(network->file()),
                     network->sha256()};
    request.assets->add(request.model, network);
    const ModelCard& card = network->card();
    const auto dataset = [&](const std::string& path) {
        auto images = std::make_shared<const ImageSet>(loadLabelled(path, *network));
        DatasetRecord record{0, std::filesystem::path(path).filename().string(),
                             std::filesystem::absolute(path),
                             o.project.empty() ? std::string() : datasetSha256(path),
                             static_cast<std::int64_t>(images->size())};
        request.assets->add(record, card, std::move(images));
        return record;
    };
    request.calibration = dataset(o.calibration);
    if (!o.evaluation.empty()) request.evaluation = dataset(o.evaluation);
    return request;
}

const char* endText(RunState state) {
    if (state == RunState::Limited) return ", ended at its limit";
    return state == RunState::Finished ? "" : ", stopped early";
}

void searchCommand(const Globals& globals, Options o) {
    if (o.resume && o.project.empty())
        throw UsageError("--resume: give the project that holds the run, --project P.lps");
    o.settings = o.options.settings();
    if (o.paper) makePaper(o.settings);
    validate(o.settings);
    if (o.settings.measure == Top1Scope::Front && o.evaluation.empty())
        throw UsageError("--measure front: give labelled images to measure with, --evaluation D");
    const SearchRequest request = requestOf(o);
    ProgressPrinter progress(globals);
    SearchPrinter printer(algorithmTitle(o.settings.algorithm), progress);
    const SearchOutcome outcome =
        runSearch(request, printer, {globals.stop, o.workers, nullptr, {}}, progress.function());
    const SearchResult& result = outcome.result;
    const SearchSession& session = *outcome.session;
    const Network& network = *outcome.network;

    const ScoredCandidate& best = result.candidates[result.best];
    nlohmann::json front = nlohmann::json::array();
    Table table{{"id", "fitness", "contrast", "compression", "weight_bits", "activation_bits",
                 "model_bytes", "energy_pj", "latency_s", "top1_percent"},
                {}};
    for (const std::size_t i : result.front) {
        const ScoredCandidate& c = result.candidates[i];
        front.push_back(toJson(c, network, session.assignment(c.candidate)));
        table.rows.push_back({std::to_string(c.id.value), text(c.fitness, 5), text(c.contrast, 5),
                              text(c.compression), text(c.meanWeightBits),
                              text(c.meanActivationBits), text(c.modelBytes, 9),
                              text(c.hardware.energyPicojoules), text(c.hardware.latencySeconds),
                              c.hasTop1() ? text(c.top1Percent) : "-"});
    }
    const double rate =
        result.seconds > 0 ? static_cast<double>(result.candidates.size()) / result.seconds : 0;
    std::vector<std::string> summary{
        std::to_string(result.candidates.size()) + " candidates in " + text(result.seconds) +
            " s (" + text(rate) + " per second)" + endText(outcome.state),
        "best: candidate " + std::to_string(best.id.value) + "  fitness " + text(best.fitness, 5) +
            "  weights " + text(best.meanWeightBits) + " bits  activations " +
            text(best.meanActivationBits) + " bits" +
            (best.hasTop1() ? "  top-1 " + text(best.top1Percent) + " % (float " +
                                  text(outcome.floatTop1Percent) + " %)"
                            : "")};
    if (!result.targetMet)
        summary.push_back("no candidate reached the target of " +
                          text(o.settings.common.targetBits) +
                          " bits; search longer or raise --target-bits");
    printResult(globals,
                {{"run", outcome.run ? nlohmann::json(outcome.run->value) : nlohmann::json()},
                 {"finished", outcome.state == RunState::Finished},
                 {"state", runStateName(outcome.state)},
                 {"target_met", result.targetMet},
                 {"candidates", result.candidates.size()},
                 {"seconds", result.seconds},
                 {"candidates_per_second", rate},
                 {"float_top1_percent", outcome.floatTop1Percent >= 0
                                            ? nlohmann::json(outcome.floatTop1Percent)
                                            : nlohmann::json()},
                 {"best", toJson(best, network, session.assignment(best.candidate))},
                 {"front", front}},
                summary, table);
}

}  // namespace

void addSearchCommand(CLI::App& app, Globals& globals) {
    auto* search = app.add_subcommand("search", "Search each layer's LP parameters (LPQ, NSGA-II)");
    static Options o;
    o.model.add(*search);
    search->add_option("--calibration", o.calibration, "images to draw the calibration images from")
        ->required();
    search->add_option("--evaluation", o.evaluation, "labelled images for top-1 after the search");
    search->add_option("--project", o.project,
                       "project file (.lps) that stores the run; created if absent");
    o.options.add(*search, true);
    search->add_flag("--paper", o.paper,
                     "plain LPQ as published: random start, no bias correction, global-local "
                     "objective");
    search
        ->add_option("--workers", o.workers,
                     "candidates scored at once, which share the cores (0: one for each core)")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
    search->add_flag("--resume", o.resume, "resume the project's newest unfinished run");
    o.options.add(*search, false);
    search->callback([&globals] { searchCommand(globals, o); });
}

}  // namespace lpstudio::cli
