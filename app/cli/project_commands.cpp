#include <nlohmann/json.hpp>

#include "app/cli/candidate_choice.h"
#include "app/cli/command_line.h"
#include "app/project/import/assets.h"
#include "app/project/import/locate.h"
#include "app/project/runs/project_front.h"
#include "app/project/store/store.h"
#include "core/base/error.h"
#include "core/base/json.h"

namespace lpstudio::cli {
namespace {

struct Options {
    std::string project;
    bool recover = false;
    std::string locate;  ///< OLD=NEW
    std::int64_t run = -1;
    std::vector<std::string> objectives{"contrast", "weight-bits"};
};

/// Both may hold '=': the parts are divided where the second is a path that exists.
std::pair<std::string, std::string> locateArguments(const std::string& argument) {
    std::size_t first = argument.find('=');
    if (first == std::string::npos || first == 0 || first + 1 == argument.size())
        throw UsageError("--locate " + argument +
                         ": write OLD=NEW, the path in the project and the new one");
    for (std::size_t at = first; at != std::string::npos; at = argument.find('=', at + 1)) {
        std::error_code ignored;
        if (at + 1 < argument.size() && std::filesystem::exists(argument.substr(at + 1), ignored)) {
            first = at;
            break;
        }
    }
    return {argument.substr(0, first), argument.substr(first + 1)};
}

void projectCommand(const Globals& globals, const Options& o) {
    ProjectStore store = ProjectStore::open(o.project, true);
    std::vector<std::string> summary;
    nlohmann::json located = nlohmann::json::array(), notLocated = nlohmann::json::array();
    if (!o.locate.empty()) {
        const auto [from, to] = locateArguments(o.locate);
        const LocateResult result = locateAssets(store, from, to);
        for (const LocatedAsset& found : result.found) {
            located.push_back({{"kind", found.isModel ? "model" : "dataset"},
                               {"id", found.id},
                               {"name", found.name},
                               {"from", found.from.string()},
                               {"to", found.to.string()}});
            summary.push_back("found    " + found.name + "  " + found.to.string());
        }
        for (const std::string& line : result.notFound) {
            notLocated.push_back(line);
            summary.push_back("not found: " + line);
        }
    }
    nlohmann::json models = nlohmann::json::array(), datasets = nlohmann::json::array(),
                   runs = nlohmann::json::array(), artifacts = nlohmann::json::array();
    const auto line = [&](const char* kind, const std::string& name, AssetState state,
                          const std::filesystem::path& file) {
        summary.push_back(
            kind + name + "  " +
            (state == AssetState::Present ? "" : std::string(assetStateName(state)) + ": ") +
            file.string());
    };
    for (const ModelRecord& m : store.models()) {
        const AssetState state = stateOf(m);
        models.push_back({{"id", m.id},
                          {"name", m.name},
                          {"file", m.file.string()},
                          {"sha256", m.sha256},
                          {"state", assetStateName(state)},
                          {"notes", m.notes}});
        line("model    ", m.name, state, m.file);
    }
    for (const DatasetRecord& d : store.datasets()) {
        const AssetState state = stateOf(d);
        datasets.push_back({{"id", d.id},
                            {"name", d.name},
                            {"path", d.path.string()},
                            {"sha256", d.sha256},
                            {"images", d.images},
                            {"state", assetStateName(state)},
                            {"notes", d.notes}});
        line("dataset  ", d.name + "  " + std::to_string(d.images) + " images", state, d.path);
    }
    for (const ArtifactRecord& a : store.artifacts()) {
        const AssetState state = stateOf(a);
        artifacts.push_back(
            {{"id", a.id},
             {"kind", a.kind},
             {"file", a.file.string()},
             {"sha256", a.sha256},
             {"run", a.run ? nlohmann::json(a.run->value) : nlohmann::json()},
             {"candidate", a.candidate ? nlohmann::json(a.candidate->value) : nlohmann::json()},
             {"made_at", a.madeAt},
             {"state", assetStateName(state)}});
        line("exported ", a.kind, state, a.file);
    }
    Table table{{"run", "name", "state", "candidates", "seconds", "seed", "best",
                 "float_top1_percent", "started", "kind"},
                {}};
    for (const RunRecord& r : store.runs()) {
        const nlohmann::json settings = parseStoredJson(r.settings);
        runs.push_back(
            {{"id", r.id.value},
             {"name", r.name},
             {"state", runStateName(r.state)},
             {"kind", runKindName(r.kind)},
             {"derived_from",
              r.derivedFrom ? nlohmann::json(r.derivedFrom->value) : nlohmann::json()},
             {"notes", r.notes},
             {"model", r.model},
             {"calibration", r.calibration},
             {"evaluation", r.evaluation ? nlohmann::json(*r.evaluation) : nlohmann::json()},
             {"candidates", r.candidates},
             {"seconds", r.seconds},
             {"seed", r.seed},
             {"best", r.best ? nlohmann::json(r.best->value) : nlohmann::json()},
             {"started_at", r.startedAt},
             {"float_top1_percent",
              r.floatTop1Percent >= 0 ? nlohmann::json(r.floatTop1Percent) : nlohmann::json()},
             {"settings", settings.is_discarded() ? nlohmann::json() : settings},
             {"message", r.message}});
        table.rows.push_back({std::to_string(r.id.value), r.name, runStateName(r.state),
                              std::to_string(r.candidates), text(r.seconds), std::to_string(r.seed),
                              r.best ? std::to_string(r.best->value) : "-",
                              r.floatTop1Percent >= 0 ? text(r.floatTop1Percent) : "-", r.startedAt,
                              runKindName(r.kind)});
    }
    nlohmann::json result{{"project", o.project},
                          {"models", models},
                          {"datasets", datasets},
                          {"runs", runs},
                          {"artifacts", artifacts}};
    if (!o.locate.empty()) {
        result["located"] = located;
        result["not_located"] = notLocated;
    }
    printResult(globals, result, summary, table);
}

void frontCommand(const Globals& globals, const Options& o) {
    const ProjectStore store = ProjectStore::open(o.project);
    std::vector<Objective> objectives;
    for (const std::string& name : o.objectives) objectives.push_back(parseObjective(name));
    const ProjectFront found =
        projectFront(store, chosenRun(store, o.run).id, objectives, globals.stop);
    nlohmann::json runs = nlohmann::json::array(), others = nlohmann::json::array(),
                   front = nlohmann::json::array(), convergence = nlohmann::json::array();
    for (const RunId run : found.runs) runs.push_back(run.value);
    std::vector<std::string> summary;
    for (const auto& [run, reason] : found.others) {
        others.push_back({{"run", run.value}, {"reason", reason}});
        summary.push_back("run " + std::to_string(run.value) + " is left out: " + reason);
    }
    for (const auto& step : found.convergence)
        convergence.push_back(
            {{"candidates", step.candidates}, {"hypervolume", number(step.hypervolume)}});
    Table table{{"run", "id", "contrast", "weight_bits", "model_bytes", "energy_pj", "latency_s",
                 "top1_percent"},
                {}};
    for (const auto& [run, c] : found.front) {
        front.push_back(candidateJson(c));
        front.back()["run"] = run.value;
        table.rows.push_back({std::to_string(run.value), std::to_string(c.id.value),
                              text(c.contrast, 5), text(c.meanWeightBits), text(c.modelBytes, 9),
                              text(c.hardware.energyPicojoules), text(c.hardware.latencySeconds),
                              c.hasTop1() ? text(c.top1Percent) : "-"});
    }
    std::string names;
    for (const std::string& name : o.objectives) names += (names.empty() ? "" : ", ") + name;
    const double volume = found.convergence.empty() ? 0 : found.convergence.back().hypervolume;
    summary.push_back(std::to_string(found.front.size()) + " of " +
                      std::to_string(found.candidates.size()) + " candidates of " +
                      std::to_string(found.runs.size()) + " runs are not dominated in (" + names +
                      "); hypervolume " + text(volume) + " of the front's box");
    if (found.unknown > 0)
        summary.push_back(std::to_string(found.unknown) +
                          " candidates are left out: a value is missing");
    printResult(globals,
                {{"project", o.project},
                 {"objectives", o.objectives},
                 {"runs", runs},
                 {"left_out", others},
                 {"candidates", found.candidates.size()},
                 {"unknown", found.unknown},
                 {"front", front},
                 {"convergence", convergence}},
                summary, table);
}

}  // namespace

void addProjectCommands(CLI::App& app, Globals& globals) {
    static Options o;
    auto* project = app.add_subcommand("project", "List a project's models, datasets and runs");
    project->add_option("PROJECT", o.project, "project file (.lps)")->required();
    auto* recover = project->add_flag("--recover", o.recover,
                                      "save what can be read of a damaged project into a new "
                                      "one, P.recovered.lps");
    project
        ->add_option("--locate", o.locate,
                     "OLD=NEW: a model or image set that was moved; OLD is its path, its file name "
                     "or a folder")
        ->excludes(recover);
    project->callback([&globals] {
        if (o.recover)
            recoverCommand(globals, o.project);
        else
            projectCommand(globals, o);
    });

    auto* front = app.add_subcommand("front", "The Pareto front over a project's runs");
    front->add_option("PROJECT", o.project, "project file (.lps)")->required();
    front->add_option("--run", o.run,
                      "run with which the others must be comparable (default: the newest)");
    front
        ->add_option("--objectives", o.objectives,
                     "two to four of contrast, compression, weight-bits, model-size, energy, "
                     "latency, area, top1-error")
        ->delimiter(',')
        ->capture_default_str();
    front->callback([&globals] { frontCommand(globals, o); });
}

}  // namespace lpstudio::cli
