// CIFAR-10 binary batches: a byte in front says how many images follow, the rest is noise that is
// repeated to fill them, then what is left over.

#include <vector>

#include "core/network/image_set.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::size_t records = data[0] % 4;
    std::vector<std::uint8_t> bytes;
    for (std::size_t record = 0; record < records; ++record) {
        bytes.push_back(data[1 + record % (size - 1)]);
        for (std::size_t i = 0; i < 3072; ++i) bytes.push_back(data[1 + i % (size - 1)]);
    }
    // With the high bit the file has the input itself at its end, or is nothing but it.
    if ((data[0] & 0x80) != 0) bytes.insert(bytes.end(), data + 1, data + size);
    const auto file = fuzz::scratch().file("batch.bin", bytes);
    const auto set = fuzz::unlessRefused([&] { return readCifar10(file); });
    if (!set) return 0;
    fuzz::require(set->size() > 0 && set->bytes.size() == set->size() * 3072,
                  "each image has its pixels");
    for (const int label : set->labels) fuzz::require(label >= 0 && label <= 9, "ten classes");
    return 0;
}
