#pragma once

#include <filesystem>
#include <span>
#include <stop_token>

#include "core/network/predictions.h"

namespace lpstudio::cli {

/// Writes what a run of the network takes each image for as CSV: image, label, and the five
/// likeliest classes with their probabilities; fields are empty where there are fewer. Throws
/// Error, Cancelled.
void writePredictions(const std::filesystem::path& file, const Network& network,
                      const RunPlan& plan, const ImageSet& set, std::span<const std::size_t> images,
                      std::size_t batch, const std::stop_token& stop,
                      const ProgressFunction& progress);

}  // namespace lpstudio::cli
