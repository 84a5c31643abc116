#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/project/runs/network_comparison.h"
#include "app/project/runs/run_context.h"

namespace lpstudio {

/// What a comparison of one network's formats keeps from one time to the next. Thread safe.
class ComparisonTools {
public:
    /// Of this network; made anew when it is another than last time.
    std::shared_ptr<LayerMeasures> measures(const std::shared_ptr<const Network>& network);
    /// Of a preset's name or a file, one image at a time; made anew when the description has
    /// changed. Throws as loadAccelerator().
    std::shared_ptr<const Simulator> simulator(const std::string& hardware);

private:
    std::mutex mutex_;
    std::shared_ptr<LayerMeasures> measures_;
    std::shared_ptr<const Simulator> simulator_;
};

/// Runs the network in a column's formats on the images that top-1 of the run is measured on.
/// `stored`: the column is this candidate of the run, which gets the result; the result of floating
/// point becomes the run's. `contrast` is the run's score, `fitness` is not worked out; both stay
/// NaN where a search has none for such formats, or `stored` has them. Throws Error (the run has no
/// evaluation set), Cancelled.
ColumnScores measureScores(RunContext& run, const ColumnFormats& formats,
                           std::optional<CandidateId> stored, const std::stop_token& stop = {},
                           const ProgressFunction& progress = {});

/// LP parameters of least error for one layer. `family`: an LP spec that leaves something to be
/// fitted, or nothing. Throws UsageError for another spec, Error, Cancelled.
LpParameters fitLayer(RunContext& run, ComparisonTools& tools, LayerIndex layer,
                      const std::string& family, const std::stop_token& stop = {},
                      const ProgressFunction& progress = {});
/// And for all layers at one width. Throws Error, Cancelled.
Candidate fitUniform(RunContext& run, ComparisonTools& tools, int width,
                     const std::stop_token& stop = {}, const ProgressFunction& progress = {});

}  // namespace lpstudio
