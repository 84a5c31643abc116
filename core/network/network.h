#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/network/card.h"
#include "core/network/layer.h"
#include "core/network/product_arithmetic.h"
#include "core/number/format.h"
#include "core/number/tensor_quantizer.h"

namespace lpstudio {

/// What a run does at one quantizable layer; null means floating point.
struct LayerPlan {
    std::shared_ptr<const TensorQuantizer> input;      ///< activations (first operand)
    std::shared_ptr<const TensorQuantizer> operand;    ///< second operand of an activation product
    std::shared_ptr<const std::vector<float>> weight;  ///< replaces the weight, in its own order
    std::vector<float> outputShift;  ///< added to each output channel; empty: nothing is
    /// Not empty: each output channel is shifted so that this is its mean over the images of the
    /// run, all of which must be run at once. See settled().
    std::vector<double> outputMeans;
    /// Computes the layer's matrix products in place of LibTorch; the shifts above are added to
    /// what it gives. run() throws Error naming the layer where that cannot be done (transposed
    /// convolutions, addmm with factors).
    std::shared_ptr<const ProductArithmetic> arithmetic;
};
/// One entry a layer; empty is the float run.
using RunPlan = std::vector<LayerPlan>;

/// A tensor as a layer sees it, contiguous, batch first as in the network.
struct TensorView {
    std::span<const float> values;
    std::span<const std::int64_t> shape;
};

/// Watches a run. Calls come on the thread that runs the network, in order of execution.
class RunObserver {
public:
    virtual ~RunObserver() = default;
    virtual bool wantsOperands() const { return false; }
    virtual bool wantsOutputs() const { return false; }
    /// The first operand before it is quantized; `second` of an activation product likewise, else
    /// empty.
    virtual void onInput(LayerIndex, const TensorView&) {}
    virtual void onOperand(LayerIndex, const TensorView&) {}
    virtual void onOutput(LayerIndex, const TensorView&) {}
    /// What was added to the output channels to bring them to LayerPlan::outputMeans.
    virtual void onShift(LayerIndex, std::span<const float>) {}
};

/// A run stopped part-way: the values alive at a resume point, enough to continue from there. They
/// are shared, never copied; the images of the run must live as long as it.
class Checkpoint {
public:
    Checkpoint() = default;
    /// The first layer that has not run.
    LayerIndex layer() const { return layer_; }
    /// Memory held.
    std::size_t bytes() const { return bytes_; }

private:
    friend class Network;
    struct Values;
    LayerIndex layer_{0};
    std::size_t bytes_ = 0;
    std::shared_ptr<const Values> values_;
};

/// How a run is watched and where it begins.
struct RunOptions {
    RunObserver* observer = nullptr;
    /// Null: a whole run. Else the run continues from here and must be of the same images.
    const Checkpoint* from = nullptr;
    /// Told of each resume point the run passes.
    std::function<void(const Checkpoint&)> keep;
};

/// Arithmetic of a run. Double is for checks: in float32 a rounding flip is as large as a swapped
/// layer.
enum class Precision { Single, Double };

/// A TorchScript classifier, frozen and inlined, with an operator of ours at every quantizable
/// layer's operands and output. Normalisation is not folded into convolutions. Immutable after
/// load(); run() computes on the calling thread alone and may be called from several.
class Network {
public:
    /// Loads `file`, finds its quantizable layers in one run on a sample image. Throws Error naming
    /// the file and what to do: missing, not TorchScript, truncated, fused attention, no
    /// quantizable layer, non-finite weights, wrong input shape.
    static Network load(const std::filesystem::path& file, const ModelCard& card,
                        Precision precision = Precision::Single);
    Network(Network&&) noexcept;
    Network& operator=(Network&&) noexcept;
    ~Network();

    const std::string& name() const;    ///< the card's, else the file's
    const std::string& sha256() const;  ///< of the file
    const std::filesystem::path& file() const;
    const ModelCard& card() const;
    int classes() const;
    const std::vector<Layer>& layers() const;
    std::int64_t parameters() const;  ///< all trained parameters of the model
    std::int64_t macs() const;        ///< of the quantizable layers, per image
    /// Number of parameters outside the quantizable layers' weights.
    std::int64_t otherParameters() const;

    /// Weights of a layer, in the order of weightShape; empty for an activation product.
    std::span<const float> weights(LayerIndex layer) const;

    /// Logits (images x classes) of normalised images (N*C*H*W floats). Throws Cancelled, Error.
    std::vector<double> run(std::span<const float> images, const RunPlan& plan,
                            RunObserver* observer = nullptr) const;
    std::vector<double> run(std::span<const float> images, const RunPlan& plan,
                            const RunOptions& options) const;

    /// Layers a run can be taken up at, ascending: the first of each block but the first block's,
    /// where the graph allows it. A run taken up gives what a whole run gives, to the last bit.
    const std::vector<LayerIndex>& resumePoints() const;

    /// Whether every run executes the layer exactly once: it is in no loop and no branch.
    bool runsOnce(LayerIndex layer) const;

private:
    struct Impl;
    explicit Network(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace lpstudio
