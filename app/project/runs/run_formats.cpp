#include "app/project/runs/run_formats.h"

#include <set>

#include "core/base/error.h"
#include "core/number/lp.h"
#include "core/search/search_space.h"

namespace lpstudio {
namespace {

/// Widths that the rule can give to activations, whatever a locked layer's weights have.
std::set<int> activationWidths(const std::vector<int>& widths) {
    std::set<int> found;
    for (int bits = 2; bits <= 8; ++bits) found.insert(activationWidth(bits, widths));
    return found;
}

/// The format of a stored spec; null unless it is a fitted one.
FormatPtr storedFormat(const std::string& spec) {
    try {
        FormatPtr format = parseFormat(spec);
        return format->isFitted() ? format : nullptr;
    } catch (const Error&) {
        return nullptr;
    }
}

}  // namespace

RunInputs inputsOf(const Network& network, const SearchSession& session,
                   std::optional<std::vector<std::size_t>> leftOut) {
    RunInputs inputs;
    const SearchSpace& space = session.space();
    const std::set<int> used = activationWidths(space.widths);
    for (const Layer& layer : network.layers()) {
        const auto index = static_cast<std::size_t>(layer.index.value);
        for (std::size_t w = 0; w < space.widths.size(); ++w) {
            RunFormat format{layer.index.value,
                             space.widths[w],
                             LpFormat(space.layers[index].starts[w]).spec(),
                             {}};
            if (used.contains(format.width))
                format.activations =
                    session.calibration()
                        .fitInput(layer.index, std::make_shared<LpFormat>(format.width))
                        ->spec();
            inputs.formats.push_back(std::move(format));
        }
    }
    inputs.calibrationImages = session.calibrationImages();
    inputs.leftOut = std::move(leftOut);
    return inputs;
}

std::optional<RunFormats> RunFormats::of(const RunInputs& stored, const Network& network,
                                         const SearchSettings& settings) {
    RunFormats formats;
    formats.layers_ = network.layers().size();
    formats.widths_ = settings.widths;
    const std::set<int> used = activationWidths(settings.widths);
    for (const RunFormat& one : stored.formats) {
        const FormatPtr weights = storedFormat(one.weights);
        const auto parameters = weights ? lpParameters(*weights) : std::nullopt;
        if (!parameters || parameters->n != one.width) return std::nullopt;
        formats.weights_[{one.layer, one.width}] = *parameters;
        if (one.activations.empty()) continue;
        const FormatPtr activations = storedFormat(one.activations);
        if (!activations) return std::nullopt;
        formats.activations_[{one.layer, one.width}] = activations;
    }
    for (int layer = 0; layer < static_cast<int>(formats.layers_); ++layer) {
        for (const int width : settings.widths)
            if (!formats.weights_.contains({layer, width})) return std::nullopt;
        for (const int width : used)
            if (!formats.activations_.contains({layer, width})) return std::nullopt;
    }
    return formats;
}

Assignment RunFormats::assignment(const Candidate& candidate) const {
    requireGeneForEachLayer(candidate, layers_);
    Assignment assignment;
    for (std::size_t layer = 0; layer < layers_; ++layer) {
        const LpParameters& gene = candidate.genes[layer];
        assignment.push_back(
            {std::make_shared<LpFormat>(gene),
             activations_.at({static_cast<int>(layer), activationWidth(gene.n, widths_)})});
    }
    return assignment;
}

std::optional<LpParameters> RunFormats::leastError(LayerIndex layer, int width) const {
    const auto found = weights_.find({layer.value, width});
    return found == weights_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Candidate> RunFormats::leastError(int width) const {
    Candidate candidate;
    for (int layer = 0; layer < static_cast<int>(layers_); ++layer) {
        const auto parameters = leastError(LayerIndex(layer), width);
        if (!parameters) return std::nullopt;
        candidate.genes.push_back(*parameters);
    }
    return candidate;
}

}  // namespace lpstudio
