#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace lpstudio {

enum class NpyType { Float32, Float64, Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64 };
std::size_t npyTypeSize(NpyType type);
const char* npyTypeName(NpyType type);

/// An array in NumPy's file format 1.0 to 3.0 (numpy/lib/format.py), little-endian, C order.
struct NpyArray {
    NpyType type = NpyType::Float32;
    std::vector<std::int64_t> shape;  ///< empty: a scalar
    std::vector<std::uint8_t> bytes;  ///< elements in C order

    std::size_t elements() const;
    /// Converted to float32. Throws Error naming `name` for 64-bit integers.
    std::vector<float> floats(const std::string& name) const;
    /// Any integer type. Throws Error naming `name` for floats or a uint64 beyond int64.
    std::vector<std::int64_t> integers(const std::string& name) const;
};

/// What an array of floats or integers may hold, for messages.
constexpr const char* kNpyTypes = "float32, float64 or an integer type";

/// Throws Error naming the file: missing, not .npy, truncated, big-endian, Fortran order, another
/// element type.
NpyArray readNpy(const std::filesystem::path& file);
/// The same from memory; `name` and the types that are `wanted` stand in messages.
NpyArray parseNpy(std::span<const std::uint8_t> data, const std::string& name,
                  const char* wanted = kNpyTypes);

/// Written beside and renamed. Throws Error.
void writeNpy(const std::filesystem::path& file, std::span<const float> values,
              std::span<const std::int64_t> shape);
void writeNpy(const std::filesystem::path& file, std::span<const std::int32_t> values,
              std::span<const std::int64_t> shape);

}  // namespace lpstudio
