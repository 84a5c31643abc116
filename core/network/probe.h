#pragma once

// LibTorch side of core/network; included by its sources only.

#include <ATen/core/Tensor.h>

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "core/network/graph_hooks.h"
#include "core/network/layer.h"
#include "core/network/post_operations.h"
#include "core/network/sites.h"

namespace lpstudio {

/// Records every operand and result in one run, site by site, and counts the work in between.
class Probe final : public GraphHooks {
public:
    struct Seen {
        int count = 0;
        at::Tensor first, second, result;
        std::shared_ptr<const std::vector<float>> weight;  ///< the second operand at its first use
    };
    explicit Probe(const std::vector<Site>& sites) : seen(sites.size()), sites_(sites) {}

    at::Tensor input(const at::Tensor& x, int site) override {
        postOperations.begin();
        Seen& s = at(site);
        if (s.count++ == 0) {
            s.first = x;
            order.push_back(site);
        }
        return x;
    }
    at::Tensor operand(const at::Tensor& x, int site) override {
        if (at(site).count > 1) return x;
        at(site).second = x;
        // At once: the network may change its weights later.
        const LayerKind kind = sites_[static_cast<std::size_t>(site)].kind;
        if (kind != LayerKind::Matmul && kind != LayerKind::Bmm) at(site).weight = shared(x);
        return x;
    }
    at::Tensor output(const at::Tensor& y, const at::Tensor&, int site) override {
        if (at(site).count <= 1) at(site).result = y;
        postOperations.end(site);
        return y;
    }

    std::vector<Seen> seen;
    std::vector<int> order;  ///< sites in order of first execution
    PostOperationCounter postOperations;

private:
    Seen& at(int site) { return seen[static_cast<std::size_t>(site)]; }

    /// The values, in the memory of an earlier weight where that is the same tensor.
    std::shared_ptr<const std::vector<float>> shared(const at::Tensor& weight);

    const std::vector<Site>& sites_;
    std::map<std::pair<const void*, std::vector<std::int64_t>>,
             std::shared_ptr<const std::vector<float>>>
        weights_;
};

/// Shapes, parameters and work of layer number `index` of one image, from the tensors of its first
/// execution in a run of one image.
Layer describeLayer(const Site& site, const Probe::Seen& seen, int index);

}  // namespace lpstudio
