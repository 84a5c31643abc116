#include "core/network/network.h"

#include <ATen/Functions.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/freeze_module.h>
#include <torch/csrc/jit/passes/inliner.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/network/finite_logits.h"
#include "core/network/graph_hooks.h"
#include "core/network/own_state.h"
#include "core/network/probe.h"
#include "core/network/segments.h"
#include "core/network/sites.h"
#include "core/network/stored_parameters.h"
#include "core/network/torch_runtime.h"
#include "core/network/torchscript_import.h"
#include "core/network/training_mode.h"

namespace lpstudio {

struct Network::Impl {
    std::filesystem::path file;
    std::string name, sha256;
    ModelCard card;
    Precision precision = Precision::Single;
    torch::jit::Module module;
    bool hasState = false;       ///< the module's attributes change in a run
    std::string randomOperator;  ///< an operator of the graph that draws numbers, if there is one
    std::unique_ptr<SegmentedGraph> graph;
    std::vector<LayerIndex> resumePoints;  ///< where the graph's second and later pieces begin
    std::vector<bool> runsOnce;            ///< by layer
    std::vector<Site> sites;
    std::vector<int> layerOfSite;
    std::vector<Layer> layers;
    /// By layer; layers that use the same weights share them.
    std::vector<std::shared_ptr<const std::vector<float>>> weights;
    std::int64_t parameters = 0, otherParameters = 0;
    int classes = 0;

    at::Tensor sample() const;
    at::Tensor execute(const at::Tensor& images, GraphHooks& context,
                       const SegmentedGraph::Keep& keep = {}) const;
    at::Tensor resume(torch::jit::Stack stack, std::size_t segment, GraphHooks& context,
                      const SegmentedGraph::Keep& keep) const;
    void load();
    void probe();
    void requireRepeatable(const at::Tensor& logits) const;
    void divide(const std::shared_ptr<torch::jit::Graph>& whole);
};

struct Checkpoint::Values {
    std::size_t segment;
    torch::jit::Stack alive;
};

namespace {

std::string firstLine(std::string text) {
    text = text.substr(0, text.find('\n'));
    // c10 puts source positions in front of or behind its messages.
    if (const auto at = text.find(" (most recent call first)"); at != std::string::npos)
        text.resize(at);
    return text;
}

/// The last line that says what went wrong in an interpreter's trace.
std::string reason(const std::string& text) {
    const auto at = text.rfind("RuntimeError: ");
    return firstLine(at == std::string::npos ? text : text.substr(at + 14));
}

}  // namespace

at::Tensor Network::Impl::execute(const at::Tensor& images, GraphHooks& context,
                                  const SegmentedGraph::Keep& keep) const {
    // The network may change its input and its own attributes in place: both are the run's own.
    at::Tensor input = precision == Precision::Double ? images.to(at::kDouble) : images.clone();
    return resume({hasState ? module.deepcopy()._ivalue() : module._ivalue(), std::move(input)}, 0,
                  context, keep);
}

at::Tensor Network::Impl::resume(torch::jit::Stack stack, std::size_t segment, GraphHooks& context,
                                 const SegmentedGraph::Keep& keep) const {
    computeOnThisThread();
    const at::NoGradGuard noGradient;
    const GraphHooks::Scope scope(context);
    context.failure = nullptr;
    try {
        graph->run(stack, segment, keep);
    } catch (const std::exception& error) {
        if (context.failure) std::rethrow_exception(context.failure);
        throw Error(file.string() + ": the network does not run on images of " +
                    std::to_string(card.channels) + "x" + std::to_string(card.height) + "x" +
                    std::to_string(card.width) + " (" + reason(error.what()) +
                    "); check \"input\" in its card or --input");
    }
    if (stack.size() != 1 || !stack[0].isTensor())
        throw Error(
            file.string() + ": the network returns " +
            (stack.empty() ? "nothing" : stack[0].tagKind()) +
            ", not one tensor of logits; wrap it so that forward(image) returns the logits");
    return stack[0].toTensor();
}

void Network::Impl::load() {
    torch::jit::Module loaded = loadModule(file);
    loaded.eval();
    const std::string path = file.string();
    if (!loaded.find_method("forward"))
        throw Error(path + ": has no method forward; export a whole model");
    const ParameterUse use = parameterUse(loaded);
    parameters = use.parameters;
    otherParameters = use.keptElements;
    if (precision == Precision::Double) loaded.to(at::kDouble);
    std::shared_ptr<torch::jit::Graph> whole;
    try {
        auto before = loaded.get_method("forward").graph()->copy();
        torch::jit::Inline(*before);
        refuseFusedAttention(*before, path);
        // Without the numeric optimisations, which would fold normalisation into convolutions.
        module = torch::jit::freeze_module(loaded);
        whole = module.get_method("forward").graph()->copy();
        torch::jit::Inline(*whole);
        torch::jit::EliminateDeadCode(whole);
        if (whole->inputs().size() != 2)
            throw Error(
                path + ": forward takes " + std::to_string(whole->inputs().size() - 1) +
                " arguments; LP Studio needs a classifier whose forward takes one image tensor");
        refuseTrainingMode(*whole, file);
        randomOperator = lpstudio::randomOperator(*whole);
        hasState = lpstudio::hasState(*whole);
        copyChangedConstants(whole);
        sites = insertSites(*whole, path);
        whole->lint();
        graph = std::make_unique<SegmentedGraph>(whole, std::vector<torch::jit::Node*>{});
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        throw Error(path + ": cannot be frozen (" + reason(error.what()) +
                    "); export the model with torch.jit.trace");
    }
    if (sites.empty())
        throw Error(path +
                    ": holds no quantizable layer (convolution, linear layer or matrix product); "
                    "LP Studio needs a network with at least one");
    probe();
    divide(whole);
}

void Network::Impl::divide(const std::shared_ptr<torch::jit::Graph>& whole) {
    // Where each layer begins: its node, or the loop or branch of the outermost block that holds
    // it.
    std::vector<torch::jit::Node*> begins(layers.size(), nullptr);
    runsOnce.assign(layers.size(), false);
    std::unordered_map<const torch::jit::Node*, std::size_t> places;
    std::size_t place = 0;
    for (torch::jit::Node* node : whole->nodes()) places[node] = place++;
    forEachSite(*whole, [&](torch::jit::Node* node, int site) {
        const int layer = layerOfSite[static_cast<std::size_t>(site)];
        if (layer < 0) return;
        begins[static_cast<std::size_t>(layer)] = outermost(node);
        runsOnce[static_cast<std::size_t>(layer)] = outermost(node) == node;
    });
    // What a later part does to the module's attributes is not seen in the values alive.
    if (hasState) return;
    std::vector<torch::jit::Node*> starts;
    std::vector<LayerIndex> candidates;
    std::size_t latest = 0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const std::size_t here = places.at(begins[i]);
        // Nothing of an earlier layer may come behind the cut, as it would in a loop.
        if (i > 0 && here > latest && layers[i].block != layers[i - 1].block) {
            starts.push_back(begins[i]);
            candidates.emplace_back(layers[i].index);
        }
        latest = std::max(latest, here);
    }
    graph = std::make_unique<SegmentedGraph>(whole, starts);
    for (const std::size_t cut : graph->cuts()) resumePoints.push_back(candidates[cut]);
}

at::Tensor Network::Impl::sample() const {
    // A fixed, not constant, image: a constant one could hide a shape that depends on values.
    return at::arange(static_cast<std::int64_t>(card.channels) * card.height * card.width,
                      at::kFloat)
        .remainder(29)
        .div(14)
        .sub(1)
        .reshape({1, card.channels, card.height, card.width});
}

void Network::Impl::requireRepeatable(const at::Tensor& logits) const {
    if (randomOperator.empty()) return;
    const RunPlan none;
    PlannedRun again(layers, sites, layerOfSite, none, nullptr);
    // A difference is not above zero where numbers are not finite.
    if (!execute(sample(), again).sub(logits).abs().gt(0).any().item().toBool()) return;
    throw Error(file.string() + ": two runs on the same image differ, because of " +
                randomOperator +
                "; take what is random out of the model, or call model.eval() before "
                "torch.jit.trace");
}

void Network::Impl::probe() {
    // Before the probe, which counts what is computed while it exists.
    const at::Tensor image = sample();
    Probe probe(sites);
    const at::Tensor logits = execute(image, probe);
    probe.postOperations.stop();
    if (logits.dim() != 2 || logits.size(0) != 1) {
        std::string shape;
        for (const std::int64_t size : logits.sizes())
            shape += (shape.empty() ? "" : "x") + std::to_string(size);
        throw Error(file.string() + ": the network's output for one image has shape " + shape +
                    "; a classifier returns 1 x classes");
    }
    classes = static_cast<int>(logits.size(1));
    if (card.classes > 0 && card.classes != classes)
        throw Error(file.string() + ": the network has " + std::to_string(classes) +
                    " outputs, its card says classes = " + std::to_string(card.classes) +
                    "; correct the card");

    layerOfSite.assign(sites.size(), -1);
    for (const int site : probe.order) {
        const auto& seen = probe.seen[static_cast<std::size_t>(site)];
        const int index = static_cast<int>(layers.size());
        Layer layer = describeLayer(sites[static_cast<std::size_t>(site)], seen, index);
        layer.macs *= seen.count;
        layer.product.products *= seen.count;
        layer.postOperations = probe.postOperations.after(site);
        if (layers.empty()) layer.postOperations += probe.postOperations.before();
        const std::shared_ptr<const std::vector<float>> values =
            seen.weight ? seen.weight : std::make_shared<const std::vector<float>>();
        if (!layer.isProduct()) {
            const std::vector<float>& weight = *values;
            requireFinite(weight, file.string() + ": layer \"" + layer.name + "\": weights");
            const auto [low, high] = std::minmax_element(weight.begin(), weight.end());
            layer.weightMin = *low;
            layer.weightMax = *high;
            double squares = 0;
            for (const float w : weight) squares += static_cast<double>(w) * w;
            layer.weightRms = std::sqrt(squares / static_cast<double>(weight.size()));
        }
        layerOfSite[static_cast<std::size_t>(site)] = index;
        layers.push_back(std::move(layer));
        weights.push_back(values);
    }
    if (layers.empty())
        throw Error(
            file.string() +
            ": no quantizable layer is executed for an image; LP Studio needs at least one");
    assignBlocks(layers);
    requireRepeatable(logits);
}

Network::Network(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

Network Network::load(const std::filesystem::path& file, const ModelCard& card,
                      Precision precision) {
    auto impl = std::make_unique<Impl>();
    impl->file = file;
    impl->card = card;
    impl->precision = precision;
    impl->name = card.name.empty() ? file.stem().string() : card.name;
    impl->load();
    impl->sha256 = fileSha256(file);
    return Network(std::move(impl));
}

const std::string& Network::name() const {
    return impl_->name;
}
const std::string& Network::sha256() const {
    return impl_->sha256;
}
const std::filesystem::path& Network::file() const {
    return impl_->file;
}
const ModelCard& Network::card() const {
    return impl_->card;
}
int Network::classes() const {
    return impl_->classes;
}
const std::vector<Layer>& Network::layers() const {
    return impl_->layers;
}
std::int64_t Network::parameters() const {
    return impl_->parameters;
}

std::int64_t Network::macs() const {
    std::int64_t sum = 0;
    for (const Layer& layer : impl_->layers) sum += layer.macs;
    return sum;
}

std::int64_t Network::otherParameters() const {
    return impl_->otherParameters;
}

std::span<const float> Network::weights(LayerIndex layer) const {
    return *impl_->weights.at(static_cast<std::size_t>(layer.value));
}

const std::vector<LayerIndex>& Network::resumePoints() const {
    return impl_->resumePoints;
}

bool Network::runsOnce(LayerIndex layer) const {
    return impl_->runsOnce.at(static_cast<std::size_t>(layer.value));
}

std::vector<double> Network::run(std::span<const float> images, const RunPlan& plan,
                                 RunObserver* observer) const {
    return run(images, plan, RunOptions{observer, nullptr, {}});
}

std::vector<double> Network::run(std::span<const float> images, const RunPlan& plan,
                                 const RunOptions& options) const {
    const ModelCard& card = impl_->card;
    const std::int64_t perImage =
        static_cast<std::int64_t>(card.channels) * card.height * card.width;
    const std::int64_t count = static_cast<std::int64_t>(images.size()) / perImage;
    SegmentedGraph::Keep keep;
    if (options.keep)
        keep = [&](std::size_t segment, const torch::jit::Stack& alive) {
            Checkpoint checkpoint;
            checkpoint.layer_ = impl_->resumePoints[segment - 1];
            for (const c10::IValue& value : alive)
                if (value.isTensor() && value.toTensor().defined())
                    checkpoint.bytes_ += value.toTensor().storage().nbytes();
            checkpoint.values_ =
                std::make_shared<const Checkpoint::Values>(Checkpoint::Values{segment, alive});
            options.keep(checkpoint);
        };
    PlannedRun context(impl_->layers, impl_->sites, impl_->layerOfSite, plan, options.observer);
    const auto start = [&](GraphHooks& hooks, const SegmentedGraph::Keep& keeping) {
        if (options.from != nullptr) {
            const Checkpoint::Values& values = *options.from->values_;
            return impl_->resume(values.alive, values.segment, hooks, keeping);
        }
        return impl_->execute(
            at::from_blob(const_cast<float*>(images.data()),
                          {count, card.channels, card.height, card.width}, at::kFloat),
            hooks, keeping);
    };
    const at::Tensor logits = start(context, keep).to(at::kDouble).contiguous();
    if (logits.dim() != 2 || logits.size(0) != count)
        throw Error(impl_->file.string() + ": the network returned " +
                    std::to_string(logits.size(0)) + " results for " + std::to_string(count) +
                    " images; export it so that it takes any batch size");
    const double* data = logits.data_ptr<double>();
    std::vector<double> values(data, data + logits.numel());
    // Not where somebody watches, who would see a run that is none of theirs.
    std::function<void(RunObserver&)> again;
    if (options.observer == nullptr)
        again = [&](RunObserver& observer) {
            PlannedRun hooks(impl_->layers, impl_->sites, impl_->layerOfSite, plan, &observer);
            start(hooks, {});
        };
    requireFiniteLogits(impl_->file.string(), impl_->layers, values, count, plan, again);
    return values;
}

}  // namespace lpstudio
