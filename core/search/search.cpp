#include "core/search/search.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/enum_names.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/number/format.h"
#include "core/search/pareto.h"

namespace lpstudio {

void PauseGate::setPaused(bool paused) {
    {
        const std::scoped_lock lock(mutex_);
        paused_ = paused;
    }
    opened_.notify_all();
}

bool PauseGate::isPaused() const {
    const std::scoped_lock lock(mutex_);
    return paused_;
}

void PauseGate::wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, stop, [this] { return !paused_; });
}

namespace {

constexpr EnumNames<Algorithm> kAlgorithms("algorithm",
                                           {{Algorithm::Lpq, "lpq"}, {Algorithm::Nsga2, "nsga2"}});

/// Whole numbers in full: 100000, not 1e+05.
std::string numberText(double value) {
    if (std::fabs(value) < 1e15 && value == std::floor(value))
        return std::to_string(static_cast<std::int64_t>(value));
    return shortestText(value);
}

[[noreturn]] void refuse(const char* setting, double value, const std::string& range) {
    throw UsageError(std::string(setting) + " = " + numberText(value) + " is out of range; give " +
                     range);
}

}  // namespace

const char* algorithmName(Algorithm algorithm) {
    return kAlgorithms.name(algorithm);
}

const char* algorithmTitle(Algorithm algorithm) {
    return algorithm == Algorithm::Lpq ? "LPQ" : "NSGA-II";
}

Algorithm parseAlgorithm(std::string_view text) {
    return kAlgorithms.parse(text);
}

void requireInRange(const char* setting, double value, const SettingRange& range) {
    if (!(value >= range.least && value <= range.most))
        refuse(setting, value, numberText(range.least) + ".." + numberText(range.most));
}

void validate(const CommonSettings& s) {
    requireInRange("population", s.population, CommonSettings::kPopulation);
    requireInRange("lambda", s.lambda, CommonSettings::kLambda);
    if (s.targetBits != 0) requireInRange("target-bits", s.targetBits, CommonSettings::kTargetBits);
    if (s.maxCandidates < 0)
        refuse("max-candidates", static_cast<double>(s.maxCandidates), "a positive number");
    if (!(s.timeLimitSeconds >= 0))
        refuse("time-limit", s.timeLimitSeconds, "a positive number of seconds");
}

double fitness(double contrast, double compression, double lambda) {
    return contrast * std::pow(compression, lambda);
}

bool isFitter(const ScoredCandidate& a, const ScoredCandidate& b, double targetBits) {
    const auto excess = [&](const ScoredCandidate& c) {
        return targetBits > 0 ? std::max(0.0, c.meanWeightBits - targetBits) : 0;
    };
    const double x = excess(a), y = excess(b);
    if (x != y) return x < y;
    // What is not a number is worse than any.
    return a.fitness < b.fitness || (std::isnan(b.fitness) && !std::isnan(a.fitness));
}

void summarise(SearchResult& result, double targetBits) {
    result.front = paretoFront(result.candidates);
    const auto best =
        std::min_element(result.candidates.begin(), result.candidates.end(),
                         [&](const auto& a, const auto& b) { return isFitter(a, b, targetBits); });
    result.best = static_cast<std::size_t>(best - result.candidates.begin());
    result.targetMet = targetBits <= 0 || best->meanWeightBits <= targetBits;
}

}  // namespace lpstudio
