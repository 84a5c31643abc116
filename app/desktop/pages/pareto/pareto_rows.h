#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/charts/pareto_quantities.h"
#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

class ProjectFrontBar;
class Selection;

/// The candidates that page Pareto shows, those of the chosen run first, and what is known of each
/// row for the chosen axes: beyond a limit, outside of the region, on the front. One object for the
/// chart, the lines and the table, so that they cannot disagree.
class ParetoRows final {
public:
    /// 1 or 0 by row; empty where no row is.
    using Mask = std::vector<std::uint8_t>;

    /// Copies the numbers of the chosen run, and of the others that `others` is asked for.
    void gather(const Selection& selection, const ProjectFrontBar& others);
    void forget() { columns_.reset(); }

    /// Null before anything was gathered.
    const std::shared_ptr<const CandidateColumns>& columns() const { return columns_; }
    bool isEmpty() const { return !columns_ || columns_->runs.empty(); }
    bool isOwn(std::size_t row) const { return columns_->runOf[row] == 0; }
    RunId runOf(std::size_t row) const { return columns_->runs[columns_->runOf[row]].id; }
    CandidateId idOf(std::size_t row) const { return columns_->ids[row]; }
    /// The row of the chosen candidate, if there is one.
    std::optional<std::size_t> chosenRow(const Selection& selection) const;

    const ParetoLimits& limits() const { return limits_; }
    /// An empty limit is none. Takes effect with judge(), as the rest does.
    void setLimit(const std::string& key, const Limit& limit);
    /// So that about half of what there is lies within: the middle of its values as the most.
    void halve(const std::string& key);
    void clearLimits() { limits_.clear(); }
    const std::optional<PlotRange>& region() const { return region_; }
    /// On the chosen axes.
    void setRegion(std::optional<PlotRange> region) { region_ = region; }
    /// Finds what limits and region leave out.
    void judge(const ParetoChoice& choice);
    /// Finds the front of what the limits allow.
    void findFront(const ParetoChoice& choice);

    const Mask& excluded() const { return excluded_; }
    const Mask& outside() const { return outside_; }
    /// Empty until findFront() has seen these rows.
    Mask onFront() const;
    /// 0 for rows that the limits or the region leave out; empty: all are in.
    Mask shown() const;
    std::size_t excludedCount() const;
    /// Of the chosen run: those on the front whose top-1 is not known.
    std::vector<CandidateId> unmeasuredFront() const;

private:
    std::shared_ptr<const CandidateColumns> columns_;
    ParetoLimits limits_;
    std::optional<PlotRange> region_;
    Mask excluded_, outside_, onFront_;
};

}  // namespace lpstudio
