#include "core/network/image_set.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "core/base/error.h"

using namespace lpstudio;
namespace fs = std::filesystem;

namespace {

class ImageFiles : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "lpstudio-images-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path write(const std::string& name, const std::string& bytes) const {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return folder_ / name;
    }
    fs::path writeGzip(const std::string& name, const std::string& bytes) const {
        gzFile out = gzopen((folder_ / name).c_str(), "wb");
        gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size()));
        gzclose(out);
        return folder_ / name;
    }
    static std::string images(unsigned char count, int extra = 0) {
        std::string bytes{0, 0, 8, 3, 0, 0, 0, static_cast<char>(count), 0, 0, 0, 2, 0, 0, 0, 3};
        for (int i = 0; i < count * 6 + extra; ++i) bytes += static_cast<char>(i);
        return bytes;
    }
    static std::string labels(unsigned char count) {
        std::string bytes{0, 0, 8, 1, 0, 0, 0, static_cast<char>(count)};
        for (int i = 0; i < count; ++i) bytes += static_cast<char>(i % 3);
        return bytes;
    }
    template <class Read>
    static std::string message(Read read) {
        try {
            read();
        } catch (const Error& error) {
            return error.what();
        }
        return "accepted";
    }

    fs::path folder_;
};

}  // namespace

TEST_F(ImageFiles, IdxPlainAndGzip) {
    for (const bool gzip : {false, true}) {
        const fs::path file = gzip ? writeGzip("a-images-idx3-ubyte.gz", images(4))
                                   : write("b-images-idx3-ubyte", images(4));
        gzip ? writeGzip("a-labels-idx1-ubyte.gz", labels(4))
             : write("b-labels-idx1-ubyte", labels(4));
        const ImageSet set = readIdx(file);
        EXPECT_EQ(set.size(), 4U);
        EXPECT_EQ(set.channels, 1);
        EXPECT_EQ(set.height, 2);
        EXPECT_EQ(set.width, 3);
        EXPECT_EQ(set.labels, (std::vector<int>{0, 1, 2, 0}));
        std::vector<float> pixels;
        set.appendPixels(1, pixels);
        EXPECT_EQ(pixels, (std::vector<float>{6 / 255.0F, 7 / 255.0F, 8 / 255.0F, 9 / 255.0F,
                                              10 / 255.0F, 11 / 255.0F}));
        EXPECT_TRUE(isIdxName(file));
    }
}

TEST_F(ImageFiles, IdxMistakesAreNamed) {
    EXPECT_NE(message([&] { readIdx(folder_ / "none-images-idx3-ubyte"); }).find("no such file"),
              std::string::npos);
    const fs::path dotted = write("t10k-images.idx3-ubyte", images(4));
    write("t10k-labels.idx1-ubyte", labels(4));
    EXPECT_TRUE(isIdxName(dotted));
    EXPECT_FALSE(isIdxLabelsName(dotted));
    EXPECT_TRUE(isIdxLabelsName(folder_ / "t10k-labels.idx1-ubyte"));
    EXPECT_EQ(readIdx(dotted).size(), 4U);
    EXPECT_FALSE(isIdxName("myimages-idx3-ubyte"));
    const fs::path alone = write("c-images-idx3-ubyte", images(2));
    EXPECT_NE(message([&] { readIdx(alone); }).find("no labels beside it"), std::string::npos);
    write("c-labels-idx1-ubyte", labels(3));
    EXPECT_NE(message([&] { readIdx(alone); }).find("2 images but 3 labels"), std::string::npos);
    const fs::path cut = write("d-images-idx3-ubyte", images(2, -1));
    EXPECT_NE(message([&] { readIdx(cut); }).find("truncated"), std::string::npos);
    const fs::path foreign = write("e-images-idx3-ubyte", "hello");
    EXPECT_NE(message([&] { readIdx(foreign); }).find("magic"), std::string::npos);
    fs::path packed = writeGzip("f-images-idx3-ubyte.gz", images(200));
    fs::resize_file(packed, fs::file_size(packed) - 9);
    EXPECT_NE(message([&] { readIdx(packed); }).find("truncated"), std::string::npos);
    const fs::path huge =
        write("g-images-idx3-ubyte", std::string{0, 0, 8, 3, '\xff', '\xff', '\xff', '\xff', '\xff',
                                                 '\xff', '\xff', '\xff', 0, 0, 0, 1});
    EXPECT_NE(message([&] { readIdx(huge); }).find("memory"), std::string::npos);
    // One image of 2^31 rows: no more than int can count.
    const fs::path high = write("h-images-idx3-ubyte",
                                std::string{0, 0, 8, 3, 0, 0, 0, 1, '\x80', 0, 0, 0, 0, 0, 0, 1});
    EXPECT_NE(message([&] { readIdx(high); }).find("memory"), std::string::npos);
}

TEST_F(ImageFiles, Cifar) {
    std::string record(3073, '\0');
    record[0] = 7;
    record[1] = static_cast<char>(255);
    const ImageSet set = readCifar10(write("a.bin", record + record));
    EXPECT_EQ(set.size(), 2U);
    EXPECT_EQ(set.labels[1], 7);
    EXPECT_EQ(set.bytes[0], 255);
    EXPECT_EQ(set.pixelHash(0), set.pixelHash(1));
    EXPECT_NE(message([&] { readCifar10(write("b.bin", record + "x")); }).find("3073"),
              std::string::npos);
    EXPECT_NE(message([&] { readCifar10(write("c.bin", "")); }).find("0 bytes"), std::string::npos);
    record[0] = 10;
    EXPECT_NE(message([&] { readCifar10(write("d.bin", record)); }).find("label 10"),
              std::string::npos);
    EXPECT_NE(message([&] { readCifar10(folder_); }).find("directory"), std::string::npos);
}

namespace {

/// 40 images of 1x1 pixel, labels 0..3 in equal number; pixel = number of the image.
ImageSet counted() {
    ImageSet set{"counted", 1, 1, 1, {}, {}, {}, {}};
    for (int i = 0; i < 40; ++i) {
        set.bytes.push_back(static_cast<std::uint8_t>(i));
        set.labels.push_back(i % 4);
    }
    return set;
}

}  // namespace

TEST(Sampling, IsStratifiedDistinctAndFixedByTheSeed) {
    const ImageSet set = counted();
    const auto chosen = stratifiedSample(set, 18, 5);
    EXPECT_EQ(std::set(chosen.begin(), chosen.end()).size(), 18U);
    std::map<int, int> counts;
    for (const std::size_t i : chosen) ++counts[set.labels[i]];
    for (const auto& [label, count] : counts) EXPECT_TRUE(count == 4 || count == 5) << label;
    EXPECT_EQ(chosen, stratifiedSample(set, 18, 5));
    EXPECT_NE(chosen, stratifiedSample(set, 18, 6));
    EXPECT_THROW(stratifiedSample(set, 41, 1), UsageError);
    EXPECT_THROW(stratifiedSample(set, 0, 1), UsageError);
    EXPECT_EQ(stratifiedSample(set, 40, 1).size(), 40U);
}

TEST(Sampling, CalibrationImagesLeaveTheEvaluationSet) {
    const ImageSet set = counted();
    const auto chosen = stratifiedSample(set, 10, 1);
    const auto rest = imagesNotIn(set, set, chosen);
    EXPECT_EQ(rest.size(), 30U);
    for (const std::size_t i : rest) EXPECT_EQ(std::count(chosen.begin(), chosen.end(), i), 0);
}
