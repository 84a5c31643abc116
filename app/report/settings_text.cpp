#include "app/report/settings_text.h"

#include "core/base/text.h"

namespace lpstudio {
namespace {

std::string text(double value) {
    return shortestText(value);
}

const char* costText(CostKind kind) {
    switch (kind) {
        case CostKind::Bits:
            return "weight bits";
        case CostKind::Energy:
            return "energy";
        case CostKind::Latency:
            return "latency";
        case CostKind::EnergyDelay:
            return "energy-delay product";
    }
    return "";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> settingsText(const SearchSettings& s) {
    std::string widths;
    for (const int width : s.widths) widths += (widths.empty() ? "" : ", ") + std::to_string(width);
    std::vector<std::pair<std::string, std::string>> lines = {
        {"Algorithm", algorithmTitle(s.algorithm)},
        {"Objective", scoreFunctionName(s.scoreFunction)},
        {"Pooling", s.pooling == Pooling::Kurtosis3 ? "kurtosis-3" : "mean"},
        {"Temperature tau", text(s.temperature)},
        {"Cost", costText(s.cost)},
        {"Cost exponent lambda", text(s.lpq.lambda)},
        {"Calibration images", std::to_string(s.images)},
        {"Allowed widths (bit)", widths},
        {"Largest es (bit)", std::to_string(s.maxExponentSize)},
        {"Largest rs", std::to_string(s.maxRegime)},
        {"Range of sf (octaves)", "±" + text(s.sfRange)},
        {"Initial population", startName(s.start)},
        {"Bias correction", s.biasCorrection ? "on" : "off"},
        {"Population size", std::to_string(s.lpq.population)}};
    if (s.algorithm == Algorithm::Nsga2) {
        lines.emplace_back("Generations", std::to_string(s.generations));
    } else {
        lines.emplace_back("Passes", std::to_string(s.lpq.passes));
        lines.emplace_back("Cycles per block", std::to_string(s.lpq.cycles));
        lines.emplace_back("Diversity parents", std::to_string(s.lpq.diversity));
    }
    if (s.lpq.targetBits > 0)
        lines.insert(lines.begin() + 6, {"Target mean width (bit)", text(s.lpq.targetBits)});
    if (s.lpq.maxCandidates > 0)
        lines.emplace_back("Max. candidates", std::to_string(s.lpq.maxCandidates));
    if (s.lpq.timeLimitSeconds > 0)
        lines.emplace_back("Time limit (s)", text(s.lpq.timeLimitSeconds));
    std::string locks;
    for (const auto& [layer, spec] : s.locks)
        locks += (locks.empty() ? "" : ", ") + layer + "=" + spec;
    if (!locks.empty()) lines.emplace_back("Locked layers", locks);
    return lines;
}

}  // namespace lpstudio
