#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/network/network.h"

namespace lpstudio {

/// Throws Error unless each image has a finite logit and none is NaN or infinity; -infinity rules a
/// class out. `logits`: images x classes, of a run of `plan`. `runAgain`, unless empty, repeats the
/// run with an observer, which finds the layer that the message names. `file` begins the message.
void requireFiniteLogits(const std::string& file, const std::vector<Layer>& layers,
                         const std::vector<double>& logits, std::int64_t images,
                         const RunPlan& plan, const std::function<void(RunObserver&)>& runAgain);

}  // namespace lpstudio
