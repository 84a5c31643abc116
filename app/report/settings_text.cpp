#include "app/report/settings_text.h"

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
        {"Objective", objectiveName(s.objective)},
        {"Pooling", s.pooling == Pooling::Kurtosis3 ? "kurtosis-3" : "mean"},
        {"Temperature tau", text(s.temperature)},
        {"Cost", costText(s.cost)},
        {"Cost exponent lambda", text(s.lpq.lambda)},
        {"Calibration images", std::to_string(s.images)},
        {"Allowed widths (bit)", widths},
        {"Largest es (bit)", std::to_string(s.maxExponentSize)},
        {"Largest rs", std::to_string(s.maxRegime)},
        {"Range of sf (octaves)", "±" + text(s.sfRange)},
        {"Population", std::to_string(s.lpq.population)},
        {"Passes", std::to_string(s.lpq.passes)},
        {"Cycles per block", std::to_string(s.lpq.cycles)},
        {"Diversity parents", std::to_string(s.lpq.diversity)}};
    if (s.lpq.targetBits > 0)
        lines.insert(lines.begin() + 5, {"Target mean width (bit)", text(s.lpq.targetBits)});
    if (s.lpq.maxCandidates > 0)
        lines.emplace_back("Candidates at most", std::to_string(s.lpq.maxCandidates));
    if (s.lpq.timeLimitSeconds > 0)
        lines.emplace_back("Time limit (s)", text(s.lpq.timeLimitSeconds));
    std::string pins;
    for (const auto& [layer, spec] : s.pins)
        pins += (pins.empty() ? "" : ", ") + layer + "=" + spec;
    if (!pins.empty()) lines.emplace_back("Pinned layers", pins);
    return lines;
}

}  // namespace lpstudio
