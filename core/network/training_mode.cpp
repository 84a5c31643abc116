#include "core/network/training_mode.h"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/network/sites.h"

namespace lpstudio {
namespace {

using torch::jit::Node;

/// The value of an argument, where it is a constant.
std::optional<torch::jit::IValue> argument(const Node& node, std::string_view name) {
    const c10::FunctionSchema* schema = node.maybeSchema();
    if (schema == nullptr) return std::nullopt;
    const auto at = schema->argumentIndexWithName(std::string(name));
    if (!at || static_cast<std::size_t>(*at) >= node.inputs().size()) return std::nullopt;
    return torch::jit::toIValue(node.input(static_cast<std::size_t>(*at)));
}

bool isTrue(const std::optional<torch::jit::IValue>& value) {
    return value && value->isBool() && value->toBool();
}

bool isZero(const std::optional<torch::jit::IValue>& value) {
    return value && value->isScalar() && value->toScalar().toDouble() == 0;
}

/// Of dropout, feature_dropout, rrelu, batch_norm, lstm, ... by what they call their arguments.
bool inTraining(const Node& node) {
    if (!isTrue(argument(node, "train")) && !isTrue(argument(node, "training"))) return false;
    // The share of dropped values, where there is one: none are.
    return !isZero(argument(node, "p")) && !isZero(argument(node, "dropout"));
}

std::string described(const Node& node) {
    const std::string module = moduleName(node);
    return node.kind().toQualString() + (module.empty() ? std::string() : " in \"" + module + "\"");
}

bool drawsNumbers(std::string_view name) {
    static constexpr std::array<std::string_view, 21> kNames{"rand",
                                                             "randn",
                                                             "randint",
                                                             "rand_like",
                                                             "randn_like",
                                                             "randint_like",
                                                             "randperm",
                                                             "bernoulli",
                                                             "normal",
                                                             "multinomial",
                                                             "poisson",
                                                             "binomial",
                                                             "uniform",
                                                             "exponential",
                                                             "random",
                                                             "log_normal",
                                                             "cauchy",
                                                             "geometric",
                                                             "_standard_gamma",
                                                             "_sample_dirichlet",
                                                             "fractional_max_pool2d"};
    if (name.ends_with('_')) name.remove_suffix(1);
    for (const std::string_view known : kNames)
        if (name == known) return true;
    return false;
}

}  // namespace

void refuseTrainingMode(torch::jit::Graph& graph, const std::filesystem::path& file) {
    std::vector<std::string> found;
    forEachNode(*graph.block(), [&](Node* node) {
        if (inTraining(*node)) found.push_back(described(*node));
    });
    if (found.empty()) return;
    const std::size_t more = found.size() - 1;
    throw Error(file.string() + ": traced in training mode: " + found.front() +
                (more > 0 ? " (and " + std::to_string(more) + " more)" : std::string()) +
                " makes its results random, or dependent on which images are run together; call "
                "model.eval() before torch.jit.trace, or export the model with "
                "resources/python/lpstudio_export.py of LP Studio");
}

std::string randomOperator(torch::jit::Graph& graph) {
    std::string found;
    forEachNode(*graph.block(), [&](Node* node) {
        if (found.empty() && drawsNumbers(node->kind().toUnqualString())) found = described(*node);
    });
    return found;
}

}  // namespace lpstudio
