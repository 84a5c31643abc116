#pragma once

// LibTorch side of core/model; included by its sources only.

#include <ATen/core/Tensor.h>

#include <exception>
#include <vector>

#include "core/model/network.h"

namespace lpstudio {

/// What the operators in the graph do while a run is under way on this thread.
///
/// The graph carries three operators of ours at each quantizable layer, all of the form (Tensor,
/// int site) -> Tensor: lpstudio::input on the first operand, lpstudio::operand on the second
/// (weight or activation), lpstudio::output on the result. Without hooks they hand their tensor
/// through.
class GraphHooks {
public:
    virtual ~GraphHooks() = default;
    virtual at::Tensor input(const at::Tensor& x, int site) = 0;
    virtual at::Tensor operand(const at::Tensor& x, int site) = 0;
    virtual at::Tensor output(const at::Tensor& y, int site) = 0;

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
    PlannedRun(const std::vector<Layer>& layers, const std::vector<int>& layerOfSite,
               const RunPlan& plan, RunObserver* observer)
        : layers_(layers), layerOfSite_(layerOfSite), plan_(plan), observer_(observer) {}

    at::Tensor input(const at::Tensor& x, int site) override;
    at::Tensor operand(const at::Tensor& x, int site) override;
    at::Tensor output(const at::Tensor& y, int site) override;

private:
    at::Tensor quantized(const at::Tensor& x, const TensorQuantizer& quantizer,
                         const TensorLayout& layout, int layer) const;
    void addToChannels(const at::Tensor& y, std::size_t layer,
                       const std::vector<float>& shift) const;
    /// What brings the channels' means to the plan's.
    std::vector<float> shiftToMeans(const at::Tensor& y, std::size_t layer) const;

    const std::vector<Layer>& layers_;
    const std::vector<int>& layerOfSite_;
    const RunPlan& plan_;
    RunObserver* observer_;
};

}  // namespace lpstudio
