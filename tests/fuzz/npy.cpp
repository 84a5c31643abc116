// NumPy arrays.

#include "app/project/import/npy.h"
#include "app/project/import/npy_header.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto array = fuzz::unlessRefused([&] { return parseNpy({data, size}, "array.npy"); });
    if (!array) return 0;
    std::size_t elements = 1;
    for (const std::int64_t extent : array->shape) elements *= static_cast<std::size_t>(extent);
    fuzz::require(array->elements() == elements, "there are as many elements as the shape says");
    const auto floats = fuzz::unlessRefused([&] { return array->floats("array.npy"); });
    const auto integers = fuzz::unlessRefused([&] { return array->integers("array.npy"); });
    fuzz::require(!floats || floats->size() == elements, "each element becomes a float");
    fuzz::require(!integers || integers->size() == elements, "each element becomes an integer");
    // A header that is longer than version 1.0 can say is none that is written.
    if (array->shape.size() > 1000) return 0;
    const std::string head = npyHeader("<f4", array->shape);
    const auto again = fuzz::unlessRefused([&] {
        return parseNpyHeader({reinterpret_cast<const std::uint8_t*>(head.data()), head.size()},
                              "written.npy");
    });
    fuzz::require(again && again->shape == array->shape && again->size == head.size(),
                  "a header that was written reads back as itself", head);
    return 0;
}
