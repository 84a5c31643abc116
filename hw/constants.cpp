#include "hw/constants.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace lpstudio {
namespace {

using enum ConstantRule::For;

constexpr std::array kRules{
    ConstantRule{"pe.area", "um2", 0, 1e7, false, All, "area of one PE"},
    ConstantRule{"pe.energy", "pJ/cycle", 0, 1e5, false, Packed, "energy of one PE at work"},
    ConstantRule{"pe.energy.4x4", "pJ/MAC", 0, 1e5, false, Ganged, "one PE, 4-bit operands"},
    ConstantRule{"pe.energy.8x4", "pJ/MAC", 0, 1e5, false, Ganged,
                 "two PEs, one operand of 8 bits"},
    ConstantRule{"pe.energy.8x8", "pJ/MAC", 0, 1e5, false, Ganged, "four PEs, 8-bit operands"},
    ConstantRule{"decoder.count", "1", 0, 1e6, true, All, "decoders at the edges of the grid"},
    ConstantRule{"decoder.area", "um2", 0, 1e7, false, All, "area of one decoder"},
    ConstantRule{"decoder.energy", "pJ/word", 0, 1e5, false, All, "decoding one word"},
    ConstantRule{"encoder.count", "1", 0, 1e6, true, All, "encoders below the grid"},
    ConstantRule{"encoder.area", "um2", 0, 1e7, false, All, "area of one encoder"},
    ConstantRule{"encoder.energy", "pJ/word", 0, 1e5, false, All, "encoding one output"},
    ConstantRule{"post.lanes", "1", 1, 1e6, true, All, "lanes of the post-processing unit"},
    ConstantRule{"post.area", "um2", 0, 1e7, false, All, "area of one lane"},
    ConstantRule{"post.energy", "pJ/op", 0, 1e5, false, All, "one post-processing operation"},
    ConstantRule{"partial_sum.bits", "bit", 8, 64, true, All, "a partial sum in the output buffer"},
    ConstantRule{"clock.frequency", "Hz", 1e3, 1e11, false, All, "clock of grid and memory port"},
    ConstantRule{"dram.bandwidth", "bit/cycle", 1, 1e6, true, All, "width of the DRAM interface"},
    ConstantRule{"dram.read", "pJ/bit", 0, 1e4, false, All, "reading DRAM"},
    ConstantRule{"dram.write", "pJ/bit", 0, 1e4, false, All, "writing DRAM"},
    ConstantRule{"dram.static", "pJ/cycle", 0, 1e6, false, All, "DRAM while it waits"},
    ConstantRule{"sram.weights.read", "pJ/bit", 0, 1e4, false, All, "reading the weight buffer"},
    ConstantRule{"sram.weights.write", "pJ/bit", 0, 1e4, false, All, "writing the weight buffer"},
    ConstantRule{"sram.weights.leakage", "mW/bank", 0, 1e4, false, All, "one bank, always on"},
    ConstantRule{"sram.weights.area", "um2/bank", 0, 1e8, false, All, "area of one bank"},
    ConstantRule{"sram.inputs.read", "pJ/bit", 0, 1e4, false, All, "reading the input buffer"},
    ConstantRule{"sram.inputs.write", "pJ/bit", 0, 1e4, false, All, "writing the input buffer"},
    ConstantRule{"sram.inputs.leakage", "mW/bank", 0, 1e4, false, All, "one bank, always on"},
    ConstantRule{"sram.inputs.area", "um2/bank", 0, 1e8, false, All, "area of one bank"},
    ConstantRule{"sram.outputs.read", "pJ/bit", 0, 1e4, false, All, "reading the output buffer"},
    ConstantRule{"sram.outputs.write", "pJ/bit", 0, 1e4, false, All, "writing the output buffer"},
    ConstantRule{"sram.outputs.leakage", "mW/bank", 0, 1e4, false, All, "one bank, always on"},
    ConstantRule{"sram.outputs.area", "um2/bank", 0, 1e8, false, All, "area of one bank"},
};

/// Levenshtein distance.
int distance(std::string_view a, std::string_view b) {
    std::vector<int> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i) + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const int replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::span<const ConstantRule> constantRules() {
    return kRules;
}

const ConstantRule* findConstantRule(std::string_view key) {
    const auto* found = std::ranges::find(kRules, key, &ConstantRule::key);
    return found == kRules.end() ? nullptr : found;
}

std::string_view nearestConstantKey(std::string_view key) {
    return std::ranges::min(kRules, {},
                            [key](const ConstantRule& rule) { return distance(key, rule.key); })
        .key;
}

}  // namespace lpstudio
