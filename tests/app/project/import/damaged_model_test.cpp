#include <gtest/gtest.h>
#include <quazip.h>
#include <quazipfile.h>

#include <QString>
#include <cstring>
#include <functional>
#include <random>

#include "app/project/import/model_file.h"
#include "core/base/paths.h"
#include "tests/app/project/raw_zip.h"
#include "tests/temp_dir.h"

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

/// Entries of the archive, so that they can be put together again with right checksums.
std::vector<RawEntry> entriesOf(const fs::path& file) {
    std::vector<RawEntry> entries;
    QuaZip zip(QString::fromStdString(file.string()));
    EXPECT_TRUE(zip.open(QuaZip::mdUnzip));
    for (bool more = zip.goToFirstFile(); more; more = zip.goToNextFile()) {
        QuaZipFile content(&zip);
        EXPECT_TRUE(content.open(QIODevice::ReadOnly));
        entries.push_back(
            {zip.getCurrentFileName().toStdString(), content.readAll().toStdString()});
    }
    return entries;
}

TEST_F(DamagedModel, CodeThatEndsLibTorchDoesNotEndTheProgram) {
    const std::vector<RawEntry> good = entriesOf(dir_.write("good.pt", good_));
    EXPECT_GT(loadModel(dir_.write("model.pt", rawZip(good)), card_).layers().size(), 10U);
    const auto withCode = [&](const std::function<void(std::string&)>& change) {
        std::vector<RawEntry> entries = good;
        for (RawEntry& entry : entries)
            if (entry.name.ends_with(".py")) change(entry.content);
        return rawZip(entries);
    };
    // One flipped bit in a name.
    expectMessage(errorOfContent(withCode([](std::string& code) {
                      if (const auto at = code.find("__parameters__"); at != std::string::npos)
                          code.replace(at, 14, "__parameterw__");
                  })),
                  {"model.pt", "LibTorch"});
    // Recursions that would run out of stack.
    const auto before = [&](const char* place, const std::string& text) {
        return errorOfContent(withCode([&](std::string& code) {
            if (const auto at = code.find(place); at != std::string::npos)
                code.insert(at + std::strlen(place), text);
        }));
    };
    expectMessage(before("return ", std::string(200000, '(')), {"model.pt", "nested deeper"});
    expectMessage(before("return ", std::string(200000, '-')), {"model.pt", "nested deeper"});
    std::string blocks;
    for (int i = 0; i < 600; ++i) blocks += "if True:\n" + std::string(5 + i, ' ');
    expectMessage(before("\n    ", blocks), {"model.pt", "nested deeper"});
    // As deep as is let through it is an error like others.
    expectMessage(before("return ", std::string(1000, '-') + std::string(200, '(')),
                  {"model.pt", "LibTorch"});
    std::mt19937 random(5);
    int refused = 0;
    for (int i = 0; i < 16; ++i) {
        std::vector<RawEntry> entries = good;
        // Code and pickles; a weight may be any number.
        RawEntry* entry = &entries[random() % entries.size()];
        while (!entry->name.ends_with(".py") && !entry->name.ends_with(".pkl"))
            entry = &entries[random() % entries.size()];
        std::string& content = entry->content;
        for (int flip = 0; flip < 1 << i % 4; ++flip) {
            char& c = content[random() % std::min<std::size_t>(content.size(), 4096)];
            c = static_cast<char>(c ^ (1 << random() % 8));
        }
        const fs::path file = dir_.write("model.pt", rawZip(entries));
        try {
            loadModel(file, card_);
        } catch (const Error& error) {
            ++refused;
            expectMessage(error.what(), {"model.pt"});
        }
    }
    EXPECT_GT(refused, 2);
    // What was given up on does no harm to what comes after.
    EXPECT_GT(loadModel(dir_.write("model.pt", good_), card_).layers().size(), 10U);
}

TEST_F(DamagedModel, UnpackingToMoreThanMemoryHoldsIsRefused) {
    RawEntry bomb{"net/data/0", std::string(1000, '0'), true};
    bomb.declaredSize = std::int64_t{0xFFFFFFF0};
    std::vector<RawEntry> bombs;
    for (int i = 0; i < 64; ++i) {
        bombs.push_back(bomb);
        bombs.back().name += std::to_string(i);
    }
    expectMessage(errorOfContent(rawZip(bombs)), {"model.pt", "memory", "MiB"});
}

TEST_F(DamagedModel, IsFoundUnderANameThatIsNoUtf8) {
    std::string bad = good_;
    // Within the content of the first large entry, which are weights.
    bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 1);
    const fs::path file = dir_.write(
        "mod\xFF"
        "el.pt",
        bad);
    EXPECT_NE(errorOf([&] { loadModel(file, card_); }).find("damaged"), std::string::npos);
    EXPECT_NE(errorOfContent(bad).find("damaged"), std::string::npos);
}

TEST_F(DamagedModel, IsLoadedWhenSound) {
    const fs::path file = dir_.write("model.pt", good_);
    EXPECT_GT(loadModel(file, card_).layers().size(), 10U);
}

}  // namespace
}  // namespace lpstudio::test
