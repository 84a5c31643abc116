#include "app/project/import/npy.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>

#include "app/project/import/npy_header.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"

namespace lpstudio {
namespace {

namespace fs = std::filesystem;

struct TypeName {
    NpyType type;
    const char* descr;  ///< as in the header, without the byte order
    const char* name;
    std::size_t size;
};
constexpr TypeName kTypes[] = {
    {NpyType::Float32, "f4", "float32", 4}, {NpyType::Float64, "f8", "float64", 8},
    {NpyType::Int8, "i1", "int8", 1},       {NpyType::UInt8, "u1", "uint8", 1},
    {NpyType::Int16, "i2", "int16", 2},     {NpyType::UInt16, "u2", "uint16", 2},
    {NpyType::Int32, "i4", "int32", 4},     {NpyType::UInt32, "u4", "uint32", 4},
    {NpyType::Int64, "i8", "int64", 8},     {NpyType::UInt64, "u8", "uint64", 8}};

const TypeName& typeName(NpyType type) {
    return *std::find_if(std::begin(kTypes), std::end(kTypes),
                         [&](const TypeName& name) { return name.type == type; });
}

NpyType typeOf(std::string descr, const std::string& name, const char* wanted) {
    const std::string given = shortened(descr);
    if (!descr.empty() && std::string_view("<>|=").find(descr[0]) != std::string_view::npos) {
        const bool oneByte = descr.size() == 3 && descr[2] == '1';
        if (descr[0] == '>' && !oneByte)
            throw Error(name + ": holds big-endian numbers (" + given +
                        "); save it little-endian, array.astype('<" + shortened(descr.substr(1)) +
                        "')");
        descr.erase(0, 1);
    }
    for (const TypeName& type : kTypes)
        if (descr == type.descr) return type.type;
    throw Error(name + ": holds elements of type '" + given + "'; save it as " + wanted);
}

/// Calls f with an element of the array's type as argument for each element.
template <class Function>
void forEach(const NpyArray& array, Function f) {
    const auto walk = [&]<class T>(T) {
        const std::size_t count = array.bytes.size() / sizeof(T);
        for (std::size_t i = 0; i < count; ++i) {
            T value;
            std::memcpy(&value, array.bytes.data() + i * sizeof(T), sizeof(T));
            f(value);
        }
    };
    switch (array.type) {
        case NpyType::Float32:
            return walk(float{});
        case NpyType::Float64:
            return walk(double{});
        case NpyType::Int8:
            return walk(std::int8_t{});
        case NpyType::UInt8:
            return walk(std::uint8_t{});
        case NpyType::Int16:
            return walk(std::int16_t{});
        case NpyType::UInt16:
            return walk(std::uint16_t{});
        case NpyType::Int32:
            return walk(std::int32_t{});
        case NpyType::UInt32:
            return walk(std::uint32_t{});
        case NpyType::Int64:
            return walk(std::int64_t{});
        case NpyType::UInt64:
            return walk(std::uint64_t{});
    }
}

/// Number of elements of a shape; nullopt if it does not fit memory.
std::optional<std::size_t> product(std::span<const std::int64_t> shape) {
    std::size_t total = 1;
    for (const std::int64_t extent : shape) {
        if (extent < 0) return std::nullopt;
        const auto factor = static_cast<std::size_t>(extent);
        if (factor != 0 && total > (std::numeric_limits<std::size_t>::max() >> 4) / factor)
            return std::nullopt;
        total *= factor;
    }
    return total;
}

void writeArray(const fs::path& file, NpyType type, std::span<const std::uint8_t> bytes,
                std::span<const std::int64_t> shape) {
    const auto elements = product(shape);
    if (!elements || *elements * npyTypeSize(type) != bytes.size())
        throw Error(file.string() + ": shape and number of values do not agree");
    AtomicFile out(file);
    out.write(npyHeader(std::string("<") + typeName(type).descr, shape));
    out.write(bytes);
    out.commit();
}

template <class T>
std::span<const std::uint8_t> bytesOf(std::span<const T> values) {
    return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()};
}

}  // namespace

std::size_t npyTypeSize(NpyType type) {
    return typeName(type).size;
}

const char* npyTypeName(NpyType type) {
    return typeName(type).name;
}

std::size_t NpyArray::elements() const {
    return bytes.size() / npyTypeSize(type);
}

std::vector<float> NpyArray::floats(const std::string& name) const {
    if (type == NpyType::Int64 || type == NpyType::UInt64)
        throw Error(name + ": holds " + npyTypeName(type) +
                    ", which float32 cannot hold; save it as float32");
    std::vector<float> values;
    values.reserve(elements());
    forEach(*this, [&](auto value) { values.push_back(static_cast<float>(value)); });
    return values;
}

std::vector<std::int64_t> NpyArray::integers(const std::string& name) const {
    if (type == NpyType::Float32 || type == NpyType::Float64)
        throw Error(name + ": holds " + npyTypeName(type) + "; save it as an integer type");
    std::vector<std::int64_t> values;
    values.reserve(elements());
    forEach(*this, [&](auto value) {
        if constexpr (std::is_same_v<decltype(value), std::uint64_t>)
            if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
                throw Error(name + ": holds " + std::to_string(value) +
                            ", too large for a 64-bit integer; save it as int64");
        values.push_back(static_cast<std::int64_t>(value));
    });
    return values;
}

NpyArray parseNpy(std::span<const std::uint8_t> data, const std::string& name, const char* wanted) {
    const NpyHeader header = parseNpyHeader(data, name);
    NpyArray array;
    array.type = typeOf(header.descr, name, wanted);
    array.shape = header.shape;
    if (header.fortranOrder && header.shape.size() > 1)
        throw Error(name + ": is in Fortran order; save numpy.ascontiguousarray(array)");
    const auto elements = product(header.shape);
    const std::size_t size = data.size() - header.size;
    if (!elements || *elements * npyTypeSize(array.type) != size)
        throw Error(name + ": header promises " +
                    (elements ? std::to_string(*elements * npyTypeSize(array.type)) : "too many") +
                    " bytes, the file holds " + std::to_string(size) +
                    "; it is truncated or damaged, write it again");
    array.bytes.assign(data.begin() + static_cast<std::ptrdiff_t>(header.size), data.end());
    return array;
}

NpyArray readNpy(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) throw Error(file.string() + ": no such file; check the path");
    if (fs::is_directory(file, ignored))
        throw Error(file.string() + ": is a directory; give a .npy file");
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Error(file.string() + ": cannot be opened; check its permissions");
    std::vector<std::uint8_t> data(static_cast<std::size_t>(fs::file_size(file)));
    in.read(reinterpret_cast<char*>(data.data()), static_cast<std::streamsize>(data.size()));
    if (!in) throw Error(file.string() + ": cannot be read; get it again");
    return parseNpy(data, file.string());
}

void writeNpy(const fs::path& file, std::span<const float> values,
              std::span<const std::int64_t> shape) {
    writeArray(file, NpyType::Float32, bytesOf(values), shape);
}

void writeNpy(const fs::path& file, std::span<const std::int32_t> values,
              std::span<const std::int64_t> shape) {
    writeArray(file, NpyType::Int32, bytesOf(values), shape);
}

}  // namespace lpstudio
