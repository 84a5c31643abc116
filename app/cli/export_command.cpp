#include "app/cli/candidate_choice.h"
#include "app/cli/command.h"
#include "app/project/config.h"
#include "core/error.h"

namespace lpstudio::cli {
namespace {

struct Options : CandidateOptions {
    std::string to, what = "config";
};

void exportCommand(const Globals& globals, const Options& o) {
    ProgressPrinter progress(globals);
    const ChosenRun chosen = openRun(globals, o);
    const CandidateId id = chosenCandidate(*chosen.store, chosen.context->record(), o.candidate);
    const ScoredCandidate candidate = chosen.store->candidate(chosen.context->run(), id);
    const SearchSession& session = chosen.context->session(globals.stop, progress.function());
    std::error_code error;
    std::filesystem::create_directories(o.to, error);
    if (error)
        throw Error(o.to + ": cannot be made (" + error.message() + "); choose another folder");
    const std::filesystem::path file =
        std::filesystem::path(o.to) / ("candidate-" + std::to_string(id.value) + ".config.json");
    writeConfig(
        makeConfig(*chosen.network, session, candidate, chosen.context->record().floatTop1Percent),
        file);
    printResult(globals, {{"files", {file.string()}}}, {}, {{"file"}, {{file.string()}}});
}

}  // namespace

void addExportCommand(CLI::App& app, Globals& globals) {
    static Options o;
    auto* exporter = app.add_subcommand("export", "Write a candidate's LP configuration");
    o.addProject(*exporter);
    o.addRun(*exporter);
    o.addCandidate(*exporter);
    exporter->add_option("--to", o.to, "folder")->required();
    exporter->add_option("--what", o.what)->capture_default_str()->check(CLI::IsMember({"config"}));
    exporter->callback([&globals] { exportCommand(globals, o); });
}

}  // namespace lpstudio::cli
