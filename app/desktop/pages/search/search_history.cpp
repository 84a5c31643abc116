#include "app/desktop/pages/search/search_history.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/error.h"

namespace lpstudio {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
/// Windows in which the rate of a stored run is taken; of a short one fewer.
constexpr double kRateWindows = 100;

}  // namespace

void RateCurve::add(double seconds, double candidates) {
    if (seconds - seconds_ < window_) return;
    curve_.append(seconds, (candidates - candidates_) / (seconds - seconds_));
    seconds_ = seconds;
    candidates_ = candidates;
}

SearchHistory::SearchHistory(SearchSettings settings) : settings_(std::move(settings)) {}

void SearchHistory::add(const ScoredCandidate& candidate) {
    const auto number = static_cast<std::size_t>(candidate.id.value);
    if (number < members_.size()) return;
    if (count_ == 0) layers_ = candidate.candidate.genes.size();
    members_.resize(number, {kNaN, kNaN});
    members_.push_back({candidate.fitness, candidate.meanWeightBits});
    widths_.resize(members_.size() * layers_);
    for (std::size_t i = 0; i < std::min(layers_, candidate.candidate.genes.size()); ++i)
        widths_[number * layers_ + i] = static_cast<std::uint8_t>(candidate.candidate.genes[i].n);
    ++count_;

    const auto x = static_cast<double>(candidate.id.value) + 1;
    eachFitness.append(x, candidate.fitness);
    eachContrast.append(x, candidate.contrast);
    eachCompression.append(x, candidate.compression);
    if (!best_ || isFitter(candidate, *best_, settings_.common.targetBits)) {
        best_ = candidate;
        improvements_.push_back(
            {candidate.id, candidate.id.value + 1, candidate.fitness, candidate.meanWeightBits});
    }
    bestFitness.append(x, best_->fitness);
    bestContrast.append(x, best_->contrast);
    bestCompression.append(x, best_->compression);
    if (!history_.moments().empty()) return;
    // Until there is a population, all so far are its beginning.
    firstSum_ += candidate.fitness;
    meanFitness.append(x, firstSum_ / static_cast<double>(count_));
    widthDiversity_.add(widthsOf(candidate.id));
    noteDiversity(candidate.id.value + 1);
}

void SearchHistory::changePopulation(std::int64_t after, std::span<const CandidateId> members) {
    const std::vector<CandidateId> before =
        history_.moments().empty() ? membersAt(after) : history_.now();
    std::vector<CandidateId> old = before, next(members.begin(), members.end());
    std::ranges::sort(old);
    std::ranges::sort(next);
    std::vector<CandidateId> changed;
    std::ranges::set_difference(old, next, std::back_inserter(changed));
    for (const CandidateId id : changed) widthDiversity_.remove(widthsOf(id));
    changed.clear();
    std::ranges::set_difference(next, old, std::back_inserter(changed));
    for (const CandidateId id : changed) widthDiversity_.add(widthsOf(id));
    history_.change(after, members);

    double sum = 0;
    for (const CandidateId id : members) sum += fitnessOf(id);
    if (!members.empty())
        meanFitness.append(static_cast<double>(after), sum / static_cast<double>(members.size()));
    noteDiversity(after);
}

void SearchHistory::noteDiversity(std::int64_t after) {
    diversity.append(static_cast<double>(after), widthDiversity_.mean());
}

std::vector<CandidateId> SearchHistory::membersAt(std::int64_t after) const {
    if (!changes().empty() && after >= changes().front()) return history_.at(after);
    std::vector<CandidateId> all;
    const auto end = std::min<std::int64_t>(after, static_cast<std::int64_t>(members_.size()));
    for (std::int64_t number = 0; number < end; ++number)
        if (find(CandidateId(number)) != nullptr) all.emplace_back(number);
    return all;
}

const SearchHistory::Member* SearchHistory::find(CandidateId id) const {
    if (id.value < 0 || id.value >= static_cast<std::int64_t>(members_.size())) return nullptr;
    const Member& member = members_[static_cast<std::size_t>(id.value)];
    // Of a gap; what was scored has a width even if it has no fitness.
    return std::isnan(member.meanWeightBits) ? nullptr : &member;
}

double SearchHistory::fitnessOf(CandidateId id) const {
    const Member* member = find(id);
    return member == nullptr ? kNaN : member->fitness;
}

bool SearchHistory::isBetter(CandidateId a, CandidateId b) const {
    const auto scored = [&](CandidateId id) {
        ScoredCandidate candidate;
        const Member* member = find(id);
        candidate.fitness = member == nullptr ? kNaN : member->fitness;
        candidate.meanWeightBits = member == nullptr ? 0 : member->meanWeightBits;
        return candidate;
    };
    const ScoredCandidate x = scored(a), y = scored(b);
    if (isFitter(x, y, settings_.common.targetBits)) return true;
    return !isFitter(y, x, settings_.common.targetBits) && a < b;
}

std::span<const std::uint8_t> SearchHistory::widthsOf(CandidateId id) const {
    return {widths_.data() + static_cast<std::size_t>(id.value) * layers_, layers_};
}

SearchHistory historyOf(std::span<const ScoredCandidate> candidates, const SearchSettings& settings,
                        double seconds, const std::stop_token& stop) {
    SearchHistory history(settings);
    double sum = 0;
    for (const ScoredCandidate& candidate : candidates) sum += candidate.seconds;
    const double stretch = sum > 0 ? seconds / sum : 0;
    // A window holds some candidates at least, or the curve would show single ones.
    const double windows =
        std::clamp(static_cast<double>(candidates.size()) / 10, 1.0, kRateWindows);
    history.rate = RateCurve(std::max(seconds / windows, 1e-9));
    std::size_t told = 0;
    double passed = 0;
    const auto tellUntil = [&](std::size_t end) {
        for (; told < end; ++told) {
            if ((told & 1023U) == 0 && stop.stop_requested()) throw Cancelled();
            history.add(candidates[told]);
            passed += stretch * candidates[told].seconds;
            if (stretch > 0) history.rate.add(passed, static_cast<double>(told + 1));
        }
    };
    replayPopulation(
        candidates, settings.algorithm, settings.common, settings.lpq,
        [&](std::int64_t after, std::span<const CandidateId> members) {
            tellUntil(static_cast<std::size_t>(after));
            history.changePopulation(candidates[told - 1].id.value + 1, members);
        },
        stop);
    tellUntil(candidates.size());
    return history;
}

}  // namespace lpstudio
