#pragma once

// LibTorch side of core/network; included by its sources only.

#include <ATen/core/Tensor.h>

#include <exception>
#include <vector>

#include "core/network/network.h"
#include "core/network/sites.h"

namespace lpstudio {

/// What the operators in the graph do while a run is under way on this thread.
///
/// The graph carries three operators of ours at each quantizable layer: lpstudio::input on the
/// first operand and lpstudio::operand on the second (weight or activation), both (Tensor, int
/// site) -> Tensor, and lpstudio::output on the result, (Tensor, Tensor? added, int site) ->
/// Tensor, where `added` is what the result holds beside the product: a bias, or addmm's matrix.
/// Without hooks they hand their tensor through.
class GraphHooks {
public:
    virtual ~GraphHooks() = default;
    virtual at::Tensor input(const at::Tensor& x, int site) = 0;
    virtual at::Tensor operand(const at::Tensor& x, int site) = 0;
    /// `added` may be undefined.
    virtual at::Tensor output(const at::Tensor& y, const at::Tensor& added, int site) = 0;

    /// Makes hooks the current ones of this thread for the life of the scope.
    class Scope {
    public:
        explicit Scope(GraphHooks& hooks);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        GraphHooks* previous_;
    };

    /// What an operator threw; the interpreter would bury it in a stack trace.
    std::exception_ptr failure;
};

/// The hooks of a quantized run: plan and observer are indexed by layer, `layerOfSite` maps the
/// graph's sites to layers
/// (-1: the site is not a layer). Throws from the operators: Error if an activation is not finite,
/// Cancelled.
class PlannedRun final : public GraphHooks {
public:
    PlannedRun(const std::vector<Layer>& layers, const std::vector<Site>& sites,
               const std::vector<int>& layerOfSite, const RunPlan& plan, RunObserver* observer)
        : layers_(layers),
          sites_(sites),
          layerOfSite_(layerOfSite),
          plan_(plan),
          observer_(observer) {}

    at::Tensor input(const at::Tensor& x, int site) override;
    at::Tensor operand(const at::Tensor& x, int site) override;
    at::Tensor output(const at::Tensor& result, const at::Tensor& added, int site) override;

private:
    at::Tensor plannedOperand(const at::Tensor& x, int layer) const;
    at::Tensor quantized(const at::Tensor& x, const TensorQuantizer& quantizer,
                         const TensorLayout& layout, int layer) const;
    void addToChannels(const at::Tensor& y, std::size_t layer,
                       const std::vector<float>& shift) const;
    /// What brings the channels' means to the plan's.
    std::vector<float> shiftToMeans(const at::Tensor& y, std::size_t layer) const;

    at::Tensor product(const at::Tensor& y, const at::Tensor& added, int site,
                       const ProductArithmetic& arithmetic) const;
    const ProductArithmetic* arithmetic(std::size_t layer) const {
        return layer < plan_.size() ? plan_[layer].arithmetic.get() : nullptr;
    }

    const std::vector<Layer>& layers_;
    const std::vector<Site>& sites_;
    const std::vector<int>& layerOfSite_;
    const RunPlan& plan_;
    RunObserver* observer_;
    /// Quantized operands of the site being executed, if its layer has an arithmetic of its own.
    at::Tensor first_, second_;
};

}  // namespace lpstudio
