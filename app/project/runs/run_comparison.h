#pragma once

#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/project/runs/network_comparison.h"
#include "app/project/runs/run_context.h"

namespace lpstudio {

/// A column to be compared: LP parameters by layer; else a spec for all layers; else floating
/// point.
struct WantedColumn {
    std::optional<Candidate> genes;
    std::vector<int> widths;           ///< for the activations of `genes`, by the rule
    std::string weights, activations;  ///< uniform; empty: floating point

    friend bool operator==(const WantedColumn&, const WantedColumn&) = default;
};

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

/// Columns side by side, in the order that was asked for.
struct ColumnComparison {
    std::vector<ComparedColumn> columns;
    std::string estimateProblem;  ///< why there are no estimates at all
};

/// Measures and estimates columns of a network's formats, see compareColumn(). `hardware`: preset
/// or file; empty: no estimates. Throws Error, UsageError for a spec that is none, Cancelled.
ColumnComparison compareColumns(const std::shared_ptr<const Network>& network,
                                ComparisonTools& tools, const std::vector<WantedColumn>& columns,
                                const std::string& hardware, const std::stop_token& stop = {},
                                const ProgressFunction& progress = {});

/// What running a column's formats tells.
struct ColumnMeasurement {
    double top1Percent = -1;
    /// The run's score; NaN where a search has none for such formats, or `stored` has it.
    double contrast = std::numeric_limits<double>::quiet_NaN();
};

/// Runs the network in a column's formats on the images that top-1 of the run is measured on.
/// `stored`: the column is this candidate of the run, which gets the result; the result of floating
/// point becomes the run's. Throws Error (the run has no evaluation set), Cancelled.
ColumnMeasurement measureColumn(RunContext& run, const WantedColumn& column,
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
