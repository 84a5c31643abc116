// IDX images and their labels, plain or gzip: the first two bytes say how many of the rest are the
// images.

#include <algorithm>

#include "core/network/image_set.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::span<const std::uint8_t> rest(data + 2, size - 2);
    const std::size_t images = std::min<std::size_t>(data[0] | data[1] << 8, rest.size());
    const auto file = fuzz::scratch().file("t-images-idx3-ubyte", rest.first(images));
    fuzz::scratch().file("t-labels-idx1-ubyte", rest.subspan(images));
    const auto set = fuzz::unlessRefused([&] { return readIdx(file); });
    if (!set) return 0;
    fuzz::require(set->size() > 0 && set->height > 0 && set->width > 0, "a set holds an image");
    fuzz::require(set->bytes.size() == set->size() * set->imageElements(),
                  "each image has its pixels");
    const auto again = fuzz::unlessRefused([&] { return readIdx(file); });
    fuzz::require(again && again->fingerprint() == set->fingerprint(),
                  "what is read twice is equal");
    return 0;
}
