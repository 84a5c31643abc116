#include "app/project/import/image_decode.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace lpstudio::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

TEST(Resample, KeepsAConstantImage) {
    const Bytes pixels(5 * 7 * 3, 93);
    for (const std::uint8_t value : resampled(pixels, 3, 7, 5, 3, 2)) EXPECT_EQ(value, 93);
    for (const std::uint8_t value : resampled(pixels, 3, 7, 5, 20, 11)) EXPECT_EQ(value, 93);
}

// Expected values from Pillow 13.0: Image.fromarray(a).resize(size, Image.BILINEAR).
TEST(Resample, AntialiasesWhenShrinking) {
    const Bytes row{0, 255, 0, 255, 0, 255, 0, 255};
    EXPECT_EQ(resampled(row, 1, 8, 1, 4, 1), (Bytes{109, 128, 128, 146}));
    const Bytes ramp{0, 10, 20, 30, 40, 50, 60, 70, 80};
    EXPECT_EQ(resampled(ramp, 1, 9, 1, 3, 1), (Bytes{13, 40, 68}));
}

TEST(Resample, InterpolatesWhenGrowing) {
    EXPECT_EQ(resampled(Bytes{0, 100}, 1, 2, 1, 4, 1), (Bytes{0, 25, 75, 100}));
}

TEST(Resample, AgreesWithPillowInTwoDimensions) {
    Bytes pixels;
    for (int i = 0; i < 35; ++i) pixels.push_back(static_cast<std::uint8_t>(i * 37 % 251));
    EXPECT_EQ(resampled(pixels, 1, 7, 5, 3, 4),
              (Bytes{34, 113, 192, 43, 122, 201, 53, 132, 211, 62, 141, 153}));
    const Bytes grown = resampled(pixels, 1, 7, 5, 10, 8);
    EXPECT_EQ(Bytes(grown.begin(), grown.begin() + 10),
              (Bytes{0, 20, 46, 72, 98, 124, 150, 176, 202, 222}));
    EXPECT_EQ(Bytes(grown.end() - 10, grown.end()),
              (Bytes{32, 52, 78, 104, 130, 156, 182, 208, 121, 3}));
}

TEST(Resample, TreatsBothAxesAlike) {
    const Bytes ramp{0, 10, 20, 30, 40, 50, 60, 70, 80};
    EXPECT_EQ(resampled(ramp, 1, 1, 9, 1, 3), resampled(ramp, 1, 9, 1, 3, 1));
}

TEST(Resample, CoversTheTargetAsTorchvisionDoes) {
    EXPECT_EQ(coveringSize({640, 480}, {224, 224}), (ImageSize{298, 224}));
    EXPECT_EQ(coveringSize({480, 640}, {224, 224}), (ImageSize{224, 298}));
    EXPECT_EQ(coveringSize({224, 224}, {224, 224}), (ImageSize{224, 224}));
    EXPECT_EQ(coveringSize({10, 1000}, {32, 16}), (ImageSize{32, 3200}));
    EXPECT_EQ(coveringSize({1, 1}, {7, 9}), (ImageSize{9, 9}));
}

}  // namespace
}  // namespace lpstudio::test
