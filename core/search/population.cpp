#include "core/search/population.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "core/base/error.h"
#include "core/search/pareto.h"

namespace lpstudio {
namespace {

/// Candidates made in one step of a search, by their positions.
struct Step {
    std::size_t first = 0;
    int pass = 0, block = 0, cycle = 0;
    std::size_t size = 0;

    bool holds(const Origin& origin) const {
        return size > 0 && origin.pass == pass && origin.block == block && origin.cycle == cycle;
    }
};

class Replay {
public:
    Replay(std::span<const ScoredCandidate> candidates, Algorithm algorithm,
           const CommonSettings& common, const LpqSettings& lpq)
        : candidates_(candidates), algorithm_(algorithm), common_(common), lpq_(lpq) {}

    void run(const PopulationCallback& tell, const std::stop_token& stop) {
        Step step;
        for (std::size_t at = 0; at < candidates_.size(); ++at) {
            if ((at & 255U) == 0 && stop.stop_requested()) throw Cancelled();
            const Origin& origin = candidates_[at].origin;
            if (!step.holds(origin)) step = {at, origin.pass, origin.block, origin.cycle, 0};
            ++step.size;
            if (step.size != wholeSize(step)) continue;
            take(step);
            std::vector<CandidateId> ids;
            ids.reserve(members_.size());
            for (const std::size_t member : members_) ids.push_back(candidates_[member].id);
            tell(static_cast<std::int64_t>(at) + 1, ids);
        }
    }

private:
    std::size_t wholeSize(const Step& step) const {
        if (step.pass == 0 || algorithm_ == Algorithm::Nsga2)
            return static_cast<std::size_t>(common_.population);
        return 1 + static_cast<std::size_t>(lpq_.diversity);
    }

    void take(const Step& step) {
        if (algorithm_ == Algorithm::Nsga2 || step.pass == 0) {
            for (std::size_t i = 0; i < step.size; ++i) members_.push_back(step.first + i);
        } else {
            members_.push_back(step.first);
            if (step.size > 1) members_.push_back(bestChild(step));
        }
        if (algorithm_ == Algorithm::Nsga2)
            keepFronts(members_, candidates_, common_);
        else
            keepFittest(members_, candidates_, common_);
    }

    /// Of the diversity children.
    std::size_t bestChild(const Step& step) const {
        std::size_t best = step.first + 1;
        for (std::size_t i = best + 1; i < step.first + step.size; ++i)
            if (isFitter(candidates_[i], candidates_[best], common_.targetBits)) best = i;
        return best;
    }

    std::span<const ScoredCandidate> candidates_;
    Algorithm algorithm_;
    const CommonSettings& common_;
    const LpqSettings& lpq_;
    std::vector<std::size_t> members_;  ///< positions in the candidates, best first
};

}  // namespace

void keepFittest(std::vector<std::size_t>& members, std::span<const ScoredCandidate> candidates,
                 const CommonSettings& settings) {
    std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
        return isFitter(candidates[a], candidates[b], settings.targetBits);
    });
    if (members.size() > static_cast<std::size_t>(settings.population))
        members.resize(static_cast<std::size_t>(settings.population));
}

void keepFronts(std::vector<std::size_t>& members, std::span<const ScoredCandidate> candidates,
                const CommonSettings& settings) {
    std::vector<ObjectiveValues> points;
    std::vector<double> violations;
    for (const std::size_t i : members) {
        const ScoredCandidate& candidate = candidates[i];
        points.push_back(objectivesOf(candidate, searchObjectives()));
        violations.push_back(
            settings.targetBits > 0 ? candidate.meanWeightBits - settings.targetBits : 0);
    }
    const std::vector<FrontRank> ranks = rankFronts(points, violations);
    std::vector<std::size_t> order(members.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return ranks[a].front != ranks[b].front ? ranks[a].front < ranks[b].front
                                                : ranks[a].crowding > ranks[b].crowding;
    });
    order.resize(std::min(order.size(), static_cast<std::size_t>(settings.population)));
    std::vector<std::size_t> survivors;
    survivors.reserve(order.size());
    for (const std::size_t place : order) survivors.push_back(members[place]);
    members = std::move(survivors);
}

void replayPopulation(std::span<const ScoredCandidate> candidates, Algorithm algorithm,
                      const CommonSettings& common, const LpqSettings& lpq,
                      const PopulationCallback& tell, const std::stop_token& stop) {
    Replay(candidates, algorithm, common, lpq).run(tell, stop);
}

void PopulationHistory::change(std::int64_t after, std::span<const CandidateId> members) {
    std::vector<CandidateId> before = now_, next(members.begin(), members.end());
    std::sort(before.begin(), before.end());
    now_ = next;
    std::sort(next.begin(), next.end());
    std::vector<CandidateId> gone, come;
    std::set_difference(before.begin(), before.end(), next.begin(), next.end(),
                        std::back_inserter(gone));
    std::set_difference(next.begin(), next.end(), before.begin(), before.end(),
                        std::back_inserter(come));
    for (const CandidateId id : gone) stays_[static_cast<std::size_t>(id.value)].to = after;
    for (const CandidateId id : come) {
        const auto number = static_cast<std::size_t>(id.value);
        if (number >= stays_.size()) stays_.resize(number + 1);
        stays_[number].from = after;
    }
    moments_.push_back(after);
}

std::vector<CandidateId> PopulationHistory::at(std::int64_t after) const {
    std::vector<CandidateId> members;
    for (std::size_t number = 0; number < stays_.size(); ++number) {
        const Stay& stay = stays_[number];
        if (stay.from >= 0 && stay.from <= after && (stay.to < 0 || stay.to > after))
            members.emplace_back(static_cast<std::int64_t>(number));
    }
    return members;
}

double WidthDiversity::mean() const {
    if (members_ < 2 || layers_.empty()) return 0;
    // Of n members sorted by width the gap between two neighbours lies between k * (n - k) pairs.
    std::int64_t sum = 0;
    for (const auto& layer : layers_) {
        std::int64_t below = 0;
        for (const std::int64_t members : layer) {
            below += members;
            sum += below * (members_ - below);
        }
    }
    const double pairs = 0.5 * static_cast<double>(members_) * static_cast<double>(members_ - 1);
    return static_cast<double>(sum) / pairs / static_cast<double>(layers_.size());
}

void WidthDiversity::count(std::span<const std::uint8_t> widths, int by) {
    if (layers_.size() < widths.size()) layers_.resize(widths.size());
    for (std::size_t i = 0; i < widths.size(); ++i)
        layers_[i][std::min<std::size_t>(widths[i], kMostBits)] += by;
    members_ += by;
}

}  // namespace lpstudio
