#include "app/report/report_input.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include "app/report/settings_text.h"
#include "core/error.h"
#include "core/version.h"

namespace lpstudio {
namespace {

std::string nowUtc() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts);
    return text;
}

std::string specOf(const FormatPtr& format) {
    return format ? format->spec() : "float";
}

/// The search's first candidate has every free layer at the largest width.
std::optional<ScoredCandidate> uniformOf(const std::vector<ScoredCandidate>& candidates,
                                         const SearchSettings& settings) {
    if (settings.widths.empty() || settings.widths.back() != 8) return std::nullopt;
    const auto found =
        std::find_if(candidates.begin(), candidates.end(), [](const ScoredCandidate& candidate) {
            const Origin& origin = candidate.origin;
            return origin.pass == 0 && origin.block == 0 && origin.cycle == 0 && origin.child == 0;
        });
    return found == candidates.end() ? std::nullopt : std::optional(*found);
}

/// The layers worth a picture: the one with the most weights, and the narrowest of the others (of
/// equals the larger).
std::vector<std::size_t> shownLayers(const std::vector<Layer>& layers,
                                     const Assignment& assignment) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (layers[i].parameters > 0 && assignment[i].weights) order.push_back(i);
    if (order.empty()) return {};
    const auto larger = [&](std::size_t a, std::size_t b) {
        return layers[a].parameters < layers[b].parameters;
    };
    const auto most = std::max_element(order.begin(), order.end(), larger);
    const std::size_t first = *most;
    order.erase(most);
    if (order.empty()) return {first};
    const auto narrower = [&](std::size_t a, std::size_t b) {
        const int bitsA = assignment[a].weights->bits(), bitsB = assignment[b].weights->bits();
        return bitsA != bitsB ? bitsA < bitsB : layers[a].parameters > layers[b].parameters;
    };
    return {first, *std::min_element(order.begin(), order.end(), narrower)};
}

}  // namespace

ReportInput makeReportInput(const ProjectStore& store, RunId runId, CandidateId chosen,
                            const Network& network, const Assignment& assignment,
                            const std::string& command) {
    const RunRecord run = store.run(runId);
    const SearchSettings settings = settingsFromJsonText(run.settings);
    ReportInput input;
    input.project = store.file().stem().string();
    input.run = run.name;
    input.modelName = network.name();
    input.modelFile = network.file().string();
    input.modelSha256 = network.sha256();
    const ModelCard& card = network.card();
    input.channels = card.channels;
    input.height = card.height;
    input.width = card.width;
    input.classes = network.classes();
    input.parameters = network.parameters();
    input.macs = network.macs();
    const DatasetRecord calibration = store.dataset(run.calibration);
    input.calibration = {calibration.name, calibration.path.string(),
                         static_cast<std::int64_t>(settings.images)};
    if (run.evaluation) {
        const DatasetRecord evaluation = store.dataset(*run.evaluation);
        input.evaluation = {evaluation.name, evaluation.path.string(), evaluation.images};
    }
    input.settings = settingsText(settings);
    input.objective = settings.objective;
    input.targetBits = settings.lpq.targetBits;
    input.seed = run.seed;
    input.programVersion = kVersion;
    input.date = nowUtc();
    input.seconds = run.seconds;
    input.state = runStateName(run.state);
    input.command = command;
    input.candidates = store.candidates(runId);
    if (input.candidates.empty())
        throw Error(store.file().string() + ": run \"" + run.name +
                    "\" has no candidates to report; let it run first");
    const bool known =
        std::any_of(input.candidates.begin(), input.candidates.end(),
                    [&](const ScoredCandidate& candidate) { return candidate.id == chosen; });
    if (!known)
        throw Error(store.file().string() + ": run \"" + run.name + "\" has no candidate " +
                    std::to_string(chosen.value) + "; choose one of its candidates");
    if (assignment.size() != network.layers().size())
        throw Error(store.file().string() +
                    ": the candidate's formats and the model's layers "
                    "differ in number; give the model of the run");
    input.chosen = chosen;
    input.chosenIsBest = run.best == chosen;
    input.uniform8 = uniformOf(input.candidates, settings);
    input.floatTop1Percent = run.floatTop1Percent;
    if (input.uniform8 && input.uniform8->hardware.energyPicojoules > 0)
        input.hardware = settings.hardware;
    const auto pinned = [&](const Layer& layer) {
        return (layer.isProduct() && settings.cost == CostKind::Bits) ||
               std::any_of(settings.pins.begin(), settings.pins.end(),
                           [&](const auto& pin) { return pin.first == layer.name; });
    };
    for (const Layer& layer : network.layers()) {
        const LayerFormats& formats = assignment[static_cast<std::size_t>(layer.index.value)];
        input.layers.push_back({layer.name, kindName(layer.kind), layer.parameters, layer.macs,
                                specOf(formats.weights), specOf(formats.activations),
                                pinned(layer)});
    }
    for (const std::size_t i : shownLayers(network.layers(), assignment)) {
        const auto weights = network.weights(network.layers()[i].index);
        input.distributions.push_back(
            {network.layers()[i].name, {weights.begin(), weights.end()}, assignment[i].weights});
    }
    return input;
}

}  // namespace lpstudio
