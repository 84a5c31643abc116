#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "app/cli/search_options.h"
#include "core/base/error.h"
#include "core/network/accuracy.h"
#include "core/study/session.h"

namespace lpstudio::cli {
namespace {

struct Options {
    ModelOptions model;
    std::string calibration, evaluation;
    SearchOptions search;
    int workers = 0;
};

void sensitivityCommand(const Globals& globals, const Options& o) {
    const SearchSettings settings = o.search.settings();
    validate(settings);
    const Network network = o.model.load();
    const ImageSet calibration = loadLabelled(o.calibration, network);
    ProgressPrinter progress(globals);
    SearchSession session(network, calibration, settings, {}, globals.stop, progress.function());
    const auto all =
        session.sensitivities(true, {globals.stop, o.workers, nullptr, {}}, progress.function());

    std::vector<double> top1(all.size(), -1);
    double floatTop1 = -1;
    if (!o.evaluation.empty()) {
        const auto [set, images] =
            loadEvaluation(o.evaluation, network, calibration, session.calibrationImages());
        floatTop1 = measureAccuracy(network, {}, set, images, 100, globals.stop).top1Percent();
        for (std::size_t i = 0; i < all.size(); ++i) {
            progress.show("measuring top-1  " + std::to_string(i + 1) + "/" +
                          std::to_string(all.size()));
            top1[i] = session.measureTop1(all[i], set, images, globals.stop);
        }
    }

    nlohmann::json layers = nlohmann::json::array();
    Table table{{"layer", "width", "spec", "contrast", "sqnr_db", "top1_percent"}, {}};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Sensitivity& s = all[i];
        const std::string& name = network.layers()[static_cast<std::size_t>(s.layer.value)].name;
        const std::string spec = LpFormat(s.parameters).spec();
        layers.push_back(
            {{"name", name},
             {"width", s.width},
             {"spec", spec},
             {"contrast", number(s.score)},
             {"sqnr_db", number(s.sqnrDb)},
             {"top1_percent", top1[i] >= 0 ? nlohmann::json(top1[i]) : nlohmann::json()}});
        table.rows.push_back({name, std::to_string(s.width), spec, text(s.score, 5), text(s.sqnrDb),
                              top1[i] >= 0 ? text(top1[i]) : "-"});
    }
    std::vector<std::string> summary{std::string("objective ") +
                                     scoreFunctionName(settings.scoreFunction) +
                                     " of the float network: " + text(session.floatScore(), 5)};
    if (floatTop1 >= 0) summary.push_back("top-1 of the float network: " + text(floatTop1) + " %");
    printResult(
        globals,
        {{"float_contrast", number(session.floatScore())},
         {"float_top1_percent", floatTop1 >= 0 ? nlohmann::json(floatTop1) : nlohmann::json()},
         {"layers", layers}},
        summary, table);
}

}  // namespace

void addSensitivityCommand(CLI::App& app, Globals& globals) {
    auto* command = app.add_subcommand(
        "sensitivity", "Each layer alone at each width, the rest in floating point");
    static Options o;
    o.model.add(*command);
    command
        ->add_option("--calibration", o.calibration, "images to draw the calibration images from")
        ->required();
    command->add_option("--evaluation", o.evaluation, "labelled images for top-1");
    o.search.add(*command, {{"widths", nullptr},
                            {"images", nullptr},
                            {"seed", "draws the calibration images"},
                            {"objective", "global-local, global, kl or mse"},
                            {"temperature", nullptr}});
    command->add_option("--workers", o.workers, "runs at once (0: one for each core)")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
    command->callback([&globals] { sensitivityCommand(globals, o); });
}

}  // namespace lpstudio::cli
