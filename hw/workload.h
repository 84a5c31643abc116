#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lpstudio {

/// A layer as the array sees it: `groups` equal products of an m x k input matrix with a k x n
/// operand. All sizes are per image; the simulator applies the batch.
///
///   convolution        m = output positions, k = input channels / groups * kernel area,
///                      n = output channels / groups; depthwise has groups = channels, n = 1
///   linear             m = tokens (1 for a plain classifier), k = inputs, n = outputs
///   attention product  operandIsActivation, groups = heads
struct MatrixProduct {
    std::string name;
    std::int64_t m = 1;
    std::int64_t k = 1;
    std::int64_t n = 1;
    std::int64_t groups = 1;
    /// Width of the k x n operand in bits, also where that is an activation.
    int weightBits = 8;
    int activationBits = 8;
    /// Width in which the outputs are stored; 0 means as the inputs.
    int outputBits = 0;
    /// The k x n operand differs from image to image, so a batch does not share it.
    bool operandIsActivation = false;
    /// Distinct input elements of one group. A convolution has fewer than m * k, because
    /// neighbouring windows share pixels: DRAM and buffer hold these. 0 means m * k.
    std::int64_t inputElements = 0;
    /// Work of the post-processing unit for all groups together (normalisation, activation,
    /// residual addition, softmax), on top of the one scaling of every output that the simulator
    /// counts.
    std::int64_t postOperations = 0;

    bool operator==(const MatrixProduct&) const = default;
};

/// A network: its products in order of execution.
struct Workload {
    std::string name;
    std::vector<MatrixProduct> products;
    /// What it is and where its shapes come from; may be empty.
    std::string summary{};
    std::string source{};

    bool operator==(const Workload&) const = default;
};

/// Value of "schema" in a workload file (resources/workloads/schema.json).
inline constexpr std::string_view kWorkloadSchema = "lpstudio-workload/1";

/// A layer table that comes with the library.
struct WorkloadInfo {
    std::string name;     ///< for loadWorkload()
    std::string summary;  ///< one line for people
};

/// The networks whose layer tables are built into the library, sorted by name.
std::vector<WorkloadInfo> workloads();

/// Loads a built-in table by name, or a file (see readNamedFile()). Throws UsageError for a name
/// that is neither, Error for a file that does not hold; one line with file, key, value and range.
Workload loadWorkload(const std::string& nameOrPath);

/// Reads a table and checks it whole. `origin` opens every message. Throws Error.
Workload workloadFromJson(std::string_view text, const std::string& origin);

/// The table as a JSON object that workloadFromJson reads back to an equal one.
nlohmann::json workloadToJson(const Workload& workload);

/// The same layers with these widths everywhere, outputs as wide as the activations.
Workload withWidths(Workload workload, int weightBits, int activationBits);

}  // namespace lpstudio
