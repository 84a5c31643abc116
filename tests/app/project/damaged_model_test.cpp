#include <gtest/gtest.h>

#include <random>

#include "app/project/model_file.h"
#include "tests/app/project/temp_dir.h"

// A model file with flipped bits or cut short.

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

class DamagedModel : public testing::Test {
protected:
    void SetUp() override {
        const std::string source = LPSTUDIO_SOURCE_DIR "/resources/example/fashion_vit";
        std::ifstream in(source + ".pt", std::ios::binary);
        good_ = {std::istreambuf_iterator<char>(in), {}};
        card_ = readCard(source + ".json");
    }
    std::string errorOfContent(const std::string& content) {
        const fs::path file = dir_.write("model.pt", content);
        return errorOf([&] { loadModel(file, card_); });
    }

    TempDir dir_;
    std::string good_;
    ModelCard card_;
};

TEST_F(DamagedModel, EveryFlippedBitOfItsContentIsFound) {
    std::mt19937 random(3);
    // The last part is the list of entries, with fields nobody reads.
    const std::size_t list = good_.rfind(std::string("PK\6\6", 4));
    ASSERT_NE(list, std::string::npos);
    int refused = 0, tried = 0;
    for (int i = 0; i < 300; ++i) {
        std::string bad = good_;
        char& c = bad[random() % list];
        c = static_cast<char>(c ^ (1 << random() % 8));
        const fs::path file = dir_.write("model.pt", bad);
        ++tried;
        try {
            loadModel(file, card_);
        } catch (const Error& error) {
            ++refused;
            expectMessage(error.what(), {"model.pt"});
        }
    }
    // Padding between entries may change without harm.
    EXPECT_GT(refused, tried * 8 / 10);
}

TEST_F(DamagedModel, CutShortIsRefused) {
    std::mt19937 random(4);
    for (int i = 0; i < 100; ++i)
        expectMessage(errorOfContent(good_.substr(0, random() % good_.size())), {"model.pt"});
    expectMessage(errorOfContent(""), {"model.pt"});
    expectMessage(errorOfContent(good_.substr(0, good_.size() - 1)), {"model.pt"});
}

TEST_F(DamagedModel, IsLoadedWhenSound) {
    const fs::path file = dir_.write("model.pt", good_);
    EXPECT_GT(loadModel(file, card_).layers().size(), 10U);
}

}  // namespace
}  // namespace lpstudio::test
