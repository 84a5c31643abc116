#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/network/quantization.h"

namespace lpstudio {

/// Where float32 activations are cut into the values of a codebook: the value of x is
/// values[number of bounds below x]. Both ascend; there is one bound less than values. This is what
/// `torch.bucketize(x, bounds)` counts, so that it rounds as Quantizer does, to the last bit.
struct StepFunction {
    std::vector<float> bounds, values;
};
StepFunction stepFunction(const Quantizer& quantizer);

/// Writes the network with the plan's weights as a TorchScript file that needs nothing of ours: it
/// is frozen and inlined, every weight stands in it as the float32 it was rounded to, and output
/// shifts are additions. `activations`: the fitted formats the layers' activations are rounded to,
/// as bucketize + take; null leaves them in floating point. Written beside and renamed.
/// Throws Error: the model's file is gone or has changed since it was loaded; a plan that is not
/// settled() or has products of its own; an activation format with scales shared along an axis
/// (MX), which no standard operator expresses; the file cannot be written.
void saveTorchScript(const Network& network, const RunPlan& plan, const Assignment* activations,
                     Rounding rounding, const std::filesystem::path& file);

/// A parameter of the model that inference reads and that is not a layer's weight alone (biases,
/// normalisation, embeddings), as Network::otherParameters() counts them.
struct RemainingParameter {
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};
/// All of them, each once, in the model's order. A parameter of which layers use parts as weights
/// (the joint projection of an attention) is left out. Throws Error as above.
std::vector<RemainingParameter> remainingParameters(const Network& network);

}  // namespace lpstudio
