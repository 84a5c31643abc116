#include "app/desktop/charts/progress_geometry.h"

#include <algorithm>
#include <cmath>

#include "app/desktop/plot/plot_geometry.h"

namespace lpstudio {

void DecimatedCurve::append(double x, double y) {
    last_ = {x, y};
    if (std::isfinite(y)) {
        smallest_ = std::min(smallest_, y);
        largest_ = std::max(largest_, y);
    }
    if (seen_++ % stride_ != 0) return;
    kept_.push_back(last_);
    if (kept_.size() < limit_) return;
    for (std::size_t i = 0; 2 * i < kept_.size(); ++i) kept_[i] = kept_[2 * i];
    kept_.resize((kept_.size() + 1) / 2);
    stride_ *= 2;
}

void DecimatedCurve::clear() {
    *this = DecimatedCurve(limit_);
}

std::vector<PlotPoint> DecimatedCurve::points() const {
    std::vector<PlotPoint> result = kept_;
    if (seen_ > 0 && (result.empty() || result.back() != last_)) result.push_back(last_);
    return result;
}

FitnessHistory fitnessHistory(std::span<const ScoredCandidate> candidates, int window,
                              double targetBits) {
    FitnessHistory history;
    const auto length = static_cast<std::size_t>(std::max(1, window));
    double best = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const bool counts = targetBits <= 0 || candidates[i].meanWeightBits <= targetBits;
        if (counts && !(candidates[i].fitness >= best)) best = candidates[i].fitness;
        history.best.push_back(best);
        // Summed anew each time: a running sum would keep the rounding of what has left it.
        double sum = 0;
        const std::size_t first = i + 1 > length ? i + 1 - length : 0;
        for (std::size_t k = first; k <= i; ++k) sum += candidates[k].fitness;
        history.mean.push_back(sum / static_cast<double>(i + 1 - first));
    }
    return history;
}

}  // namespace lpstudio
