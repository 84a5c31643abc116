#pragma once

#include <string>

#include "core/base/error.h"

namespace lpstudio {

/// Throws UsageError "FAMILY: NAME = VALUE is out of range; give LOW..HIGH" unless low <= value <=
/// high. `where` says what the range belongs to: " for n = 8".
inline void requireRange(const char* family, const char* name, int value, int low, int high,
                         const std::string& where = {}) {
    if (value >= low && value <= high) return;
    throw UsageError(std::string(family) + ": " + name + " = " + std::to_string(value) +
                     " is out of range; give " + std::to_string(low) +
                     (low == high ? "" : ".." + std::to_string(high)) + where);
}

}  // namespace lpstudio
