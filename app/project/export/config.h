#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/network/quantization.h"
#include "core/study/session.h"

namespace lpstudio {

/// The LP configuration file users export: JSON, "schema": "lpstudio-config/1"
/// (resources/config.schema.json).
struct ConfigLayer {
    std::string name;
    std::string weights, activations;  ///< fitted spec strings; "float" for floating point
    bool pinned = false;
    /// Bias correction: what is added to each output channel; empty: nothing.
    std::vector<float> outputShift;
};
struct Config {
    std::string modelName, modelSha256;
    std::vector<ConfigLayer> layers;
    double contrast = 0, compression = 0, fitness = 0;
    double meanWeightBits = 0, meanActivationBits = 0, modelBytes = 0;
    std::optional<double> top1Percent, floatTop1Percent;
    std::string hardware;  ///< preset name; empty: none
    HardwareCost hardwareCost;
    std::uint64_t seed = 0;
    std::string programVersion;
};

/// With every LP format also as numbers {"n","es","rs","sf"}.
nlohmann::json toJson(const Config& config);
/// Written beside and renamed. Throws Error.
void writeConfig(const Config& config, const std::filesystem::path& file);

/// Config of a candidate of a run with these settings. `formats`: fitted; `outputShifts`: of bias
/// correction, empty without. `floatTop1Percent` negative: not measured.
Config makeConfig(const Network& network, const SearchSettings& settings, const Assignment& formats,
                  const OutputShifts& outputShifts, const ScoredCandidate& candidate,
                  double floatTop1Percent);

/// Throws Error naming the file, the field and what it should be.
Config readConfig(const std::filesystem::path& file);

/// The formats a config gives to the network's layers. Throws Error if a layer is missing or
/// unknown, or the model's SHA-256 differs.
Assignment assignmentOf(const Config& config, const Network& network,
                        const std::filesystem::path& file);

/// Puts the config's bias corrections into a plan of that assignment. Throws Error naming the layer
/// if their number is not that of its output channels.
void applyOutputShifts(const Config& config, const Network& network,
                       const std::filesystem::path& file, RunPlan& plan);

}  // namespace lpstudio
