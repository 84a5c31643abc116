#pragma once

// LibTorch side of core/network; included by its sources only.

#include <cstdint>
#include <string>
#include <vector>

namespace torch::jit {
struct Module;
}

namespace lpstudio {

/// What inference does with the parameters of a model. Each is counted once, by whatever names it
/// goes.
struct ParameterUse {
    std::int64_t parameters = 0;  ///< elements of all
    /// Names of those that are not a layer's weight alone, in the model's order: biases,
    /// normalisation, weights of operators that are no layers. A deployed model stores them as they
    /// are.
    std::vector<std::string> kept;
    std::int64_t keptElements = 0;
    /// Those that nothing in inference reads: heads of training.
    std::vector<std::string> unused;
    std::int64_t unusedElements = 0;
};

/// Of a module in evaluation mode, not frozen. What weights are computed from (their norms, whole
/// tensors of which slices are used) is neither kept nor unused: the layers' weights are stored in
/// its place.
ParameterUse parameterUse(const torch::jit::Module& module);

}  // namespace lpstudio
