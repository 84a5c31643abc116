#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "core/base/error.h"
#include "core/network/weight_comparison.h"

namespace lpstudio::cli {
namespace {

struct CompareOptions {
    ModelOptions model;
    std::vector<std::string> widths{"3", "4", "6", "8"};
    bool perChannel = false;
};

/// Ascending, each once.
std::vector<int> widthsFrom(const std::vector<std::string>& words) {
    std::vector<int> widths;
    for (const std::string& word : words) {
        int width = 0;
        const char* const end = word.data() + word.size();
        const auto [stopped, status] = std::from_chars(word.data(), end, width);
        if (status != std::errc() || stopped != end || width < 2 || width > 16)
            throw UsageError("--widths: \"" + word +
                             "\" is not a width; give whole numbers of 2..16, for example 3,4,6,8");
        widths.push_back(width);
    }
    std::sort(widths.begin(), widths.end());
    widths.erase(std::unique(widths.begin(), widths.end()), widths.end());
    return widths;
}

std::string decibels(double sqnr) {
    if (std::isnan(sqnr)) return "-";
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.1f", sqnr);
    return buffer;
}

/// Mean SQNR as lines of text: a row a family, a column a width.
std::vector<std::string> meanMatrix(const std::string& title, const std::vector<MeanSqnr>& means,
                                    double MeanSqnr::*value, const std::vector<int>& widths) {
    constexpr int kFamily = 30, kCell = 9;
    const auto padded = [](const std::string& s, int width) {
        char buffer[80];
        std::snprintf(buffer, sizeof buffer, "%*s", width, s.c_str());
        return std::string(buffer);
    };
    std::vector<std::string> lines{padded(title, -kFamily)};
    for (const int width : widths) lines[0] += padded(std::to_string(width) + " bits", kCell);
    for (const FormatFamily& family : formatFamilies()) {
        std::string line = padded(family.title, -kFamily);
        bool known = false;
        for (const int width : widths) {
            const auto mean = std::find_if(means.begin(), means.end(), [&](const MeanSqnr& m) {
                return m.family == family.key && m.width == width;
            });
            known = known || mean != means.end();
            line += padded(mean == means.end() ? "" : decibels((*mean).*value), kCell);
        }
        line.resize(line.find_last_not_of(' ') + 1);
        if (known) lines.push_back(line);
    }
    return lines;
}

/// Empty: the means are over all layers.
std::string leftOutLine(const std::vector<std::string>& layers) {
    if (layers.empty()) return {};
    constexpr std::size_t kShown = 5;
    std::string line = "left out of the means, for a format here represents them exactly: ";
    for (std::size_t i = 0; i < std::min(kShown, layers.size()); ++i)
        line += (i > 0 ? ", " : "") + layers[i];
    return layers.size() > kShown
               ? line + " and " + std::to_string(layers.size() - kShown) + " more"
               : line;
}

void compareCommand(const Globals& globals, const CompareOptions& options) {
    const std::vector<int> widths = widthsFrom(options.widths);
    const Network network = options.model.load();
    std::vector<WeightComparison> comparison;
    {
        ProgressPrinter progress(globals);
        comparison = compareWeightFormats(network, widths, options.perChannel, globals.stop,
                                          progress.function());
    }
    nlohmann::json layers = nlohmann::json::array();
    Table table{{"layer", "family", "width", "spec", "sqnr_db"}, {}};
    if (options.perChannel) table.columns.emplace_back("sqnr_db_per_tensor");
    for (const WeightComparison& layer : comparison) {
        const std::string& name =
            network.layers()[static_cast<std::size_t>(layer.layer.value)].name;
        nlohmann::json formats = nlohmann::json::array();
        for (std::size_t i = 0; i < layer.results.size(); ++i) {
            const FamilyResult& result = layer.results[i];
            formats.push_back({{"family", result.family},
                               {"spec", result.format->spec()},
                               {"width", result.width},
                               {"sqnr_db", number(result.sqnrDb)}});
            table.rows.push_back({name, result.family, std::to_string(result.width),
                                  result.format->spec(), text(result.sqnrDb, 6)});
            if (!options.perChannel) continue;
            formats.back()["sqnr_db_per_tensor"] = number(layer.perTensorSqnrDb[i]);
            table.rows.back().push_back(text(layer.perTensorSqnrDb[i], 6));
        }
        layers.push_back({{"name", name}, {"formats", formats}});
    }
    const std::vector<MeanSqnr> means = meanOverLayers(comparison);
    std::vector<std::string> names;
    for (const LayerIndex layer : leftOutOfMeans(comparison))
        names.push_back(network.layers()[static_cast<std::size_t>(layer.value)].name);
    nlohmann::json mean = nlohmann::json::array();
    for (const MeanSqnr& m : means) {
        mean.push_back({{"family", m.family}, {"width", m.width}, {"sqnr_db", number(m.sqnrDb)}});
        if (options.perChannel) mean.back()["sqnr_db_per_tensor"] = number(m.perTensorSqnrDb);
    }
    std::vector<std::string> summary{network.name() + ": weights of " +
                                         std::to_string(comparison.size()) +
                                         " layers, SQNR in dB, mean over the layers",
                                     ""};
    const auto append = [&](const std::vector<std::string>& lines) {
        summary.insert(summary.end(), lines.begin(), lines.end());
    };
    const std::string leftOutText = leftOutLine(names);
    if (!leftOutText.empty()) summary.insert(summary.begin() + 1, leftOutText);
    append(meanMatrix(options.perChannel ? "one scale a channel" : "one format a layer", means,
                      &MeanSqnr::sqnrDb, widths));
    if (options.perChannel) {
        summary.emplace_back();
        append(meanMatrix("one format a layer", means, &MeanSqnr::perTensorSqnrDb, widths));
    }
    printResult(globals,
                {{"model", network.name()},
                 {"widths", widths},
                 {"per_channel", options.perChannel},
                 {"layers", layers},
                 {"mean", mean},
                 {"layers_left_out_of_mean", names}},
                summary, table);
}

}  // namespace

void addCompareCommand(CLI::App& app, Globals& globals) {
    auto* compare = app.add_subcommand(
        "compare", "Compare the number formats on a model's weights at equal widths");
    static CompareOptions o;
    o.model.add(*compare);
    compare->add_option("--widths", o.widths, "word lengths in bits, 2..16")
        ->delimiter(',')
        ->capture_default_str();
    compare->add_flag("--per-channel", o.perChannel,
                      "one scale (sf) for each output channel; shown with one format a layer");
    compare->callback([&globals] { compareCommand(globals, o); });
}

}  // namespace lpstudio::cli
