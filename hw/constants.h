#pragma once

#include <span>
#include <string_view>

#include "hw/accelerator.h"

namespace lpstudio {

/// What a key of Accelerator::constants means and what values make sense.
struct ConstantRule {
    std::string_view key;
    std::string_view unit;
    double min;
    double max;
    /// Counts and bit widths.
    bool whole;
    /// The constants table of which kind of PE must hold it.
    enum class For { All, Packed, Ganged } use;
    std::string_view meaning;

    bool appliesTo(PeKind kind) const {
        return use == For::All || (use == For::Packed) == (kind == PeKind::Packed);
    }
};

/// Every key there is, in the order in which descriptions list them.
std::span<const ConstantRule> constantRules();

/// The rule of this key, or null.
const ConstantRule* findConstantRule(std::string_view key);

/// The known key that looks most like this one.
std::string_view nearestConstantKey(std::string_view key);

}  // namespace lpstudio
