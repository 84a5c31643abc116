#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/network/network.h"

namespace lpstudio {

/// Products that a network computes in floating point, in operators that are no layers.
struct FloatProducts {
    std::string op;         ///< "einsum"
    int calls = 0;          ///< for one image
    std::int64_t macs = 0;  ///< per image
};

/// What quantization does not reach in a network.
struct Unquantized {
    std::vector<FloatProducts> products;  ///< most MACs first
    std::int64_t macs = 0;                ///< of all of them, per image
    std::int64_t unusedParameters = 0;    ///< elements that inference never reads
    std::vector<std::string> unused;      ///< their names
    std::string trouble;                  ///< logits that are not finite, a file that has gone
};

/// Reads the file and runs the network once more, on the sample image of load(). Operators counted:
/// einsum, bilinear, tensordot, mv, dot, inner, outer and their like, recurrent layers and cells,
/// and convolutions that are no layers. Throws no Error: what is amiss stands in `trouble`.
Unquantized findUnquantized(const Network& network);

/// "in floating point: 1234 MACs (12 % of all) in einsum (3), lstm (1)"; empty if there are none.
/// `layerMacs`: of the quantizable layers.
std::string floatProductsText(const Unquantized& unquantized, std::int64_t layerMacs);
/// "not counted: 1234 parameters that inference never reads (head.weight, ...)"; empty if there are
/// none.
std::string unusedParametersText(const Unquantized& unquantized);

}  // namespace lpstudio
