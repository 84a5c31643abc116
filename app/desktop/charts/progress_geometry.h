#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "app/desktop/plot/plot_geometry.h"
#include "core/search/candidate.h"

namespace lpstudio {

/// A curve that grows for ever and keeps at most `limit` points: when full, every second point is
/// dropped and from then on only every second (fourth, ...) one is kept. The newest is always
/// there.
class DecimatedCurve {
public:
    explicit DecimatedCurve(std::size_t limit = 2000) : limit_(limit) {}

    void append(double x, double y);
    void clear();
    std::vector<PlotPoint> points() const;
    bool empty() const { return seen_ == 0; }
    double smallest() const { return smallest_; }  ///< of all y appended
    double largest() const { return largest_; }
    double lastX() const { return last_.x; }

private:
    std::size_t limit_, stride_ = 1, seen_ = 0;
    std::vector<PlotPoint> kept_;
    PlotPoint last_;
    double smallest_ = std::numeric_limits<double>::infinity();
    double largest_ = -std::numeric_limits<double>::infinity();
};

/// Least fitness so far (NaN before there is one) and the mean of the last `window` candidates, one
/// entry a candidate. Where a search has a target for the mean weight width, only candidates at or
/// under `targetBits` count as best; 0: no target.
struct FitnessHistory {
    std::vector<double> best, mean;
};
FitnessHistory fitnessHistory(std::span<const ScoredCandidate> candidates, int window,
                              double targetBits = 0);

}  // namespace lpstudio
