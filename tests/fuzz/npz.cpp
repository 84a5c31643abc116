// Image sets in NumPy's .npz, a zip archive of arrays.

#include "app/project/import/images.h"
#include "tests/fuzz/fuzz.h"

using namespace lpstudio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = fuzz::scratch().file("set.npz", {data, size});
    const auto read = [&] { return loadImages(file, 1, 2, 3); };
    const auto set = fuzz::unlessRefused(read);
    if (!set) return 0;
    fuzz::require(set->size() > 0, "a set holds an image");
    fuzz::require(set->size() * 6 == set->bytes.size() + set->floats.size(),
                  "each image has its pixels");
    const auto again = fuzz::unlessRefused(read);
    fuzz::require(again && again->fingerprint() == set->fingerprint(),
                  "what is read twice is equal");
    return 0;
}
