#pragma once

#include <stop_token>

#include "app/report/report.h"
#include "core/base/progress.h"
#include "core/network/quantization.h"

namespace lpstudio {

/// Measures the candidate's formats on the model's weights: SQNR of each layer and both means, and
/// the distributions of the `shown` layers that matter most, by turns the layer that holds the most
/// of the model's weight bits and the one that its format represents worst. The layers of
/// `candidate` are there already, in the network's order. Throws Cancelled.
void measureWeights(ReportCandidate& candidate, const Network& network,
                    const Assignment& assignment, std::size_t shown, const std::stop_token& stop,
                    const ProgressFunction& progress);

/// All formats at uniform widths on the model's weights. Throws Cancelled.
std::vector<ReportFormat> compareFormatsForReport(const Network& network,
                                                  const std::stop_token& stop,
                                                  const ProgressFunction& progress);

}  // namespace lpstudio
