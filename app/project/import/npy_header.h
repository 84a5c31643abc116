#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lpstudio {

/// The head of a NumPy file (numpy/lib/format.py): magic, version, and a Python dict literal with
/// exactly the keys descr, fortran_order and shape.
struct NpyHeader {
    std::string descr;  ///< "<f4"
    bool fortranOrder = false;
    std::vector<std::int64_t> shape;
    std::size_t size = 0;  ///< bytes before the elements
};

/// Throws Error naming `name`.
NpyHeader parseNpyHeader(std::span<const std::uint8_t> data, const std::string& name);

/// Version 1.0, padded so that the elements start at a multiple of 64.
std::string npyHeader(const std::string& descr, std::span<const std::int64_t> shape);

}  // namespace lpstudio
