#include <QDateTime>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "app/cli/search_options.h"
#include "app/project/import/images.h"
#include "app/project/runs/asset_cache.h"
#include "app/project/runs/network_workload.h"
#include "app/project/runs/resume.h"
#include "app/project/store/store.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/network/accuracy.h"

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

/// Stores every candidate before it is counted, and shows the progress.
class Recorder final : public SearchObserver {
public:
    Recorder(ProjectStore* store, RunId run, std::string name, ProgressPrinter& printer)
        : store_(store), run_(run), name_(std::move(name)), printer_(printer) {}

    void onScored(const ScoredCandidate& candidate) override {
        if (store_ != nullptr) store_->addCandidate(run_, candidate);
    }
    void onProgress(const SearchProgress& p) override {
        char line[160];
        std::snprintf(line, sizeof line,
                      "%s  %lld/%lld  %.3g cand/s  %.0f s left  best %.4g  %zu MiB", name_.c_str(),
                      static_cast<long long>(p.done), static_cast<long long>(p.total),
                      p.candidatesPerSecond, p.secondsLeft, p.bestFitness, p.memoryBytes >> 20);
        printer_.show(line);
    }

private:
    ProjectStore* store_;
    RunId run_;
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

/// Top-1 of the float network, of the best candidate and of the front on the images that
/// calibration did not use.
double measureAll(const Globals& globals, const Options& o, const Network& network,
                  const ImageSet& calibration, const SearchSession& session, SearchResult& result,
                  ProgressPrinter& progress, ProjectStore* store, RunId run) {
    const auto [set, images] =
        loadEvaluation(o.evaluation, network, calibration, session.calibrationImages());
    const double floatTop1 =
        measureAccuracy(network, {}, set, images, 100, globals.stop, progress.function())
            .top1Percent();
    if (store != nullptr) store->setFloatTop1(run, floatTop1);
    std::vector<std::size_t> wanted{result.best};
    for (const std::size_t i : result.front)
        if (i != result.best) wanted.push_back(i);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        ScoredCandidate& candidate = result.candidates[wanted[i]];
        candidate.top1Percent = session.measureTop1(
            candidate.candidate, set, images, globals.stop, [&](const Progress& p) {
                progress.show("measuring top-1  candidate " + std::to_string(i + 1) + "/" +
                              std::to_string(wanted.size()) + "  " + std::to_string(p.done) + "/" +
                              std::to_string(p.total));
            });
        if (store != nullptr) store->setTop1(run, candidate.id, candidate.top1Percent);
    }
    return floatTop1;
}

RunId beginRun(ProjectStore& store, const Options& o, const Network& network,
               const ImageSet& calibration, std::size_t evaluationImages,
               const std::string& print) {
    RunRecord record;
    record.model = store.addModel(
        {0, network.name(), std::filesystem::absolute(network.file()), network.sha256()});
    const auto addDataset = [&](const std::string& path, std::size_t images) {
        return store.addDataset({0, std::filesystem::path(path).filename().string(),
                                 std::filesystem::absolute(path), datasetSha256(path),
                                 static_cast<std::int64_t>(images)});
    };
    record.calibration = addDataset(o.calibration, calibration.size());
    if (!o.evaluation.empty()) record.evaluation = addDataset(o.evaluation, evaluationImages);
    record.name = std::string(algorithmTitle(o.settings.algorithm)) + " on " + network.name();
    record.settings = toJsonText(o.settings);
    record.fingerprint = print;
    record.seed = o.settings.common.seed;
    record.programVersion = kVersion;
    record.startedAt = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    return store.beginRun(record);
}

void searchCommand(const Globals& globals, Options o) {
    if (o.resume && o.project.empty())
        throw UsageError("--resume: give the project that holds the run, --project P.lps");
    o.settings = o.options.settings();
    if (o.paper) makePaper(o.settings);
    validate(o.settings);
    const Network network = o.model.load();
    const ModelCard& card = network.card();
    const ImageSet calibration = loadImages(o.calibration, card.channels, card.height, card.width);
    // What cannot be read is found before a project is made and hours are spent.
    std::size_t evaluationImages = 0;
    if (!o.evaluation.empty()) {
        const ImageSet set = loadImages(o.evaluation, card.channels, card.height, card.width);
        requireFits(set, card, network.classes());
        evaluationImages = set.size();
    }
    ProgressPrinter progress(globals);
    SearchSession session(network, calibration, o.settings,
                          hardwareCost(network, o.settings.hardware), globals.stop,
                          progress.function());

    std::optional<ProjectStore> store;
    SearchControl control{globals.stop, o.workers, nullptr, {}};
    RunId run;
    double secondsBefore = 0;
    if (!o.project.empty()) {
        store.emplace(o.resume ? ProjectStore::open(o.project)
                               : ProjectStore::openOrCreate(o.project));
        const std::string print =
            fingerprint(network, calibration, o.settings, hardwareText(o.settings.hardware));
        if (o.resume) {
            const RunRecord record = runToResume(*store, print);
            run = record.id;
            secondsBefore = record.seconds;
            store->resumeRun(run);
            control.restored = store->candidates(run);
        } else {
            run = beginRun(*store, o, network, calibration, evaluationImages, print);
        }
    }
    ProjectStore* const storeOrNull = store ? &*store : nullptr;

    SearchResult result;
    double floatTop1 = -1;
    try {
        Recorder recorder(storeOrNull, run, algorithmTitle(o.settings.algorithm), progress);
        result = session.run(recorder, control, progress.function());
        result.seconds += secondsBefore;
        if (store)
            store->endRun(run, result.finished ? RunState::Finished : RunState::Stopped,
                          result.candidates[result.best].id, result.seconds);
        if (!o.evaluation.empty() && !globals.stop.stop_requested())
            floatTop1 = measureAll(globals, o, network, calibration, session, result, progress,
                                   storeOrNull, run);
    } catch (const Cancelled&) {
        if (store && result.candidates.empty())
            store->endRun(run, RunState::Stopped, std::nullopt, secondsBefore);
        throw;
    } catch (const std::exception& error) {
        if (store && result.candidates.empty())
            store->endRun(run, RunState::Failed, std::nullopt, secondsBefore, error.what());
        throw;
    }

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
            " s (" + text(rate) + " per second)" + (result.finished ? "" : ", stopped early"),
        "best: candidate " + std::to_string(best.id.value) + "  fitness " + text(best.fitness, 5) +
            "  weights " + text(best.meanWeightBits) + " bits  activations " +
            text(best.meanActivationBits) + " bits" +
            (best.hasTop1()
                 ? "  top-1 " + text(best.top1Percent) + " % (float " + text(floatTop1) + " %)"
                 : "")};
    if (!result.targetMet)
        summary.push_back("no candidate reached the target of " +
                          text(o.settings.common.targetBits) +
                          " bits; search longer or raise --target-bits");
    printResult(
        globals,
        {{"run", store ? nlohmann::json(run.value) : nlohmann::json()},
         {"finished", result.finished},
         {"target_met", result.targetMet},
         {"candidates", result.candidates.size()},
         {"seconds", result.seconds},
         {"candidates_per_second", rate},
         {"float_top1_percent", floatTop1 >= 0 ? nlohmann::json(floatTop1) : nlohmann::json()},
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
