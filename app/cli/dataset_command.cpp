#include <map>
#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"

namespace lpstudio::cli {
namespace {

struct Options {
    ModelOptions model;
    std::string data;
};

void datasetCommand(const Globals& globals, const Options& o) {
    const Network network = o.model.load();
    const ModelCard& card = network.card();
    const ImageSet set = loadLabelled(o.data, network);
    std::map<int, std::int64_t> counts;
    for (const int label : set.labels) ++counts[label];
    const std::vector<std::string>& names =
        set.classNames.empty() ? card.classNames : set.classNames;
    nlohmann::json classes = nlohmann::json::array();
    Table table{{"class_index", "name", "images"}, {}};
    for (const auto& [label, count] : counts) {
        const auto i = static_cast<std::size_t>(label);
        const std::string name = i < names.size() ? names[i] : "";
        classes.push_back({{"class_index", label}, {"name", name}, {"images", count}});
        table.rows.push_back({std::to_string(label), name, std::to_string(count)});
    }
    const std::string shape = std::to_string(set.channels) + "x" + std::to_string(set.height) +
                              "x" + std::to_string(set.width);
    printResult(globals,
                {{"data", o.data},
                 {"images", set.size()},
                 {"shape", {set.channels, set.height, set.width}},
                 {"classes", classes}},
                {o.data + ": " + std::to_string(set.size()) + " images of " + shape + ", " +
                 std::to_string(counts.size()) + " classes"},
                table);
}

}  // namespace

void addDatasetCommand(CLI::App& app, Globals& globals) {
    static Options o;
    auto* dataset =
        app.add_subcommand("dataset", "Count the images of each class, as a model takes them");
    o.model.add(*dataset);
    dataset->add_option("--data", o.data, "labelled images")->required();
    dataset->callback([&globals] { datasetCommand(globals, o); });
}

}  // namespace lpstudio::cli
