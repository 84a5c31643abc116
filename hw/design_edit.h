#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hw/accelerator.h"

namespace lpstudio {

/// The blocks of an accelerator as its diagram shows them.
enum class DesignBlock {
    Dram,
    Control,
    WeightBuffer,
    InputBuffer,
    Decoders,
    Grid,
    Encoder,
    OutputBuffer,
    Post,
};
/// "DRAM", "controller", "weight buffer", ...
std::string_view blockName(DesignBlock block);

/// One line of a description: a constant, or a field such as "grid.rows".
struct DesignProperty {
    std::string key;
    DesignBlock block = DesignBlock::Grid;
    /// As withProperty() takes it: "8", "2, 4, 8", "on".
    std::string value;
    std::string unit;
    std::string meaning;
    /// Of constants; null where the description itself decides.
    const Constant* constant = nullptr;
};

/// Everything of a description that can be changed, block by block. Pointers are into it.
std::vector<DesignProperty> propertiesOf(const Accelerator& accelerator);

/// Which number of a constant is meant.
enum class ConstantField { Value, Low, High };

/// The description with one property changed, checked whole. A constant's range is widened to hold
/// a new value, and its source says what it was and that it was edited. Rows and columns bring
/// decoders, encoders and lanes with them, as withGrid() does. Throws Error (one line: key, value,
/// range) and leaves everything as it was.
Accelerator withProperty(const Accelerator& accelerator, const std::string& key,
                         const std::string& text, ConstantField field = ConstantField::Value);

}  // namespace lpstudio
