#include "core/network/skips.h"

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/freeze_module.h>
#include <torch/csrc/jit/passes/inliner.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "core/base/error.h"
#include "core/network/sites.h"
#include "core/network/torchscript_import.h"

namespace lpstudio {
namespace {

using torch::jit::Node;
using torch::jit::Value;

constexpr int kInput = -1;

/// Follows the images through the graph.
class Tracer {
public:
    /// `layerOfSite`: -1 where the site is no layer.
    explicit Tracer(std::vector<int> layerOfSite)
        : layerOfSite_(std::move(layerOfSite)), ancestors_(layerOfSite_.size()) {}

    std::vector<Skip> run(const torch::jit::Graph& graph) {
        latest_[graph.inputs().back()] = kInput;
        for (const Node* node : graph.nodes()) visit(*node);
        std::stable_sort(skips_.begin(), skips_.end(),
                         [](const Skip& a, const Skip& b) { return a.to < b.to; });
        skips_.erase(std::unique(skips_.begin(), skips_.end()), skips_.end());
        return skips_;
    }

private:
    /// The last site before a value; nothing if the images do not get there.
    const int* latest(const Value* value) const {
        const auto at = latest_.find(value);
        return at == latest_.end() ? nullptr : &at->second;
    }

    /// A site and all that it comes from.
    std::set<int> lineage(int site) const {
        if (site == kInput) return {kInput};
        std::set<int> all = ancestors_[static_cast<std::size_t>(site)];
        all.insert(site);
        return all;
    }

    void visit(const Node& node) {
        static const auto input = c10::Symbol::fromQualString("lpstudio::input");
        static const auto operand = c10::Symbol::fromQualString("lpstudio::operand");
        static const auto output = c10::Symbol::fromQualString("lpstudio::output");
        const c10::Symbol kind = node.kind();
        const bool isSite = kind == input || kind == operand || kind == output;
        const int site = isSite ? siteOf(node) : kInput;
        if (kind == output) {
            latest_[node.output()] = site;
            return;
        }
        if (isSite) {
            if (const int* from = latest(node.input(0)))
                ancestors_[static_cast<std::size_t>(site)].merge(lineage(*from));
        } else if (kind == c10::aten::add || kind == c10::aten::add_) {
            noteSum(node);
        }
        const int* last = nullptr;
        for (const Value* value : node.inputs())
            if (const int* from = latest(value); from && (last == nullptr || *from > *last))
                last = from;
        if (last == nullptr) return;
        const int found = *last;
        for (const Value* value : node.outputs()) latest_[value] = found;
    }

    static int siteOf(const Node& node) {
        const auto number = torch::jit::toIValue(node.inputs().back());
        return static_cast<int>(number->toInt());
    }

    void noteSum(const Node& node) {
        const int* a = latest(node.input(0));
        const int* b = latest(node.input(1));
        if (a == nullptr || b == nullptr || *a == *b) return;
        const std::set<int> ofA = lineage(*a), ofB = lineage(*b);
        int common = kInput;
        for (const int one : ofA)
            if (ofB.contains(one)) common = std::max(common, one);
        const auto layer = [this](int site) {
            return site == kInput ? kInput : layerOfSite_[static_cast<std::size_t>(site)];
        };
        const int to = layer(std::max(*a, *b)), from = layer(common);
        if (to > from) skips_.push_back({from, to, common != std::min(*a, *b)});
    }

    std::vector<int> layerOfSite_;
    std::vector<std::set<int>> ancestors_;  ///< of each site, without itself
    std::unordered_map<const Value*, int> latest_;
    std::vector<Skip> skips_;
};

}  // namespace

std::vector<Skip> findSkips(const std::filesystem::path& file, const std::vector<Layer>& layers) {
    // The steps of Network::load() up to the sites, whose names are then those of the layers.
    torch::jit::Module module = loadModule(file);
    module.eval();
    try {
        module = torch::jit::freeze_module(module);
        auto graph = module.get_method("forward").graph()->copy();
        torch::jit::Inline(*graph);
        torch::jit::EliminateDeadCode(graph);
        const std::vector<Site> sites = insertSites(*graph, file.string());
        std::map<std::string, int> numbers;
        for (const Layer& layer : layers) numbers[layer.name] = layer.index.value;
        std::vector<int> layerOfSite;
        for (const Site& site : sites) {
            const auto at = numbers.find(site.name);
            layerOfSite.push_back(at == numbers.end() ? kInput : at->second);
        }
        return Tracer(std::move(layerOfSite)).run(*graph);
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        throw Error(file.string() + ": its connections cannot be read (" + error.what() +
                    "); export the model with torch.jit.trace");
    }
}

}  // namespace lpstudio
