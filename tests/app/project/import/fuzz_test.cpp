// Projects and bundles cut short and with bits flipped: either they do their work or an Error names
// the file; nothing crashes and nothing is left behind.
#include <random>

#include "app/project/bundle/bundle_read.h"
#include "app/project/bundle/bundle_write.h"
#include "app/project/store/recover.h"
#include "tests/app/project/sound_project.h"

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

/// The content cut at many lengths, then with one to three bits flipped, more often near both ends,
/// where headers and tables of contents are.
template <class Try>
void damageAndTry(const std::string& content, int cuts, int flips, const Try& attempt) {
    std::mt19937 random(20250301);
    for (int i = 0; i < cuts; ++i) {
        const std::size_t length =
            i < 32 ? static_cast<std::size_t>(i) * 8 : random() % content.size();
        SCOPED_TRACE("cut to " + std::to_string(length));
        attempt(content.substr(0, length));
    }
    for (int i = 0; i < flips; ++i) {
        std::string damaged = content;
        std::string trace = "flipped";
        for (int flip = 0; flip <= i % 3; ++flip) {
            std::size_t at = random() % content.size();
            if (i % 4 == 1) at %= std::min<std::size_t>(content.size(), 4096);
            if (i % 4 == 2)
                at = content.size() - 1 - at % std::min<std::size_t>(content.size(), 2048);
            const auto bit = random() % 8;
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
            trace += " " + std::to_string(at) + "." + std::to_string(bit);
        }
        SCOPED_TRACE(trace);
        attempt(damaged);
    }
}

TEST(Fuzz, ADamagedProjectIsReadOrRefusedAndRecoveredOrNot) {
    const SoundProject project(60);
    const TempDir dir;
    const fs::path file = dir / "d.lps";
    int opened = 0, refused = 0, recovered = 0;
    damageAndTry(bytesOf(project.file), 100, 300, [&](const std::string& content) {
        fs::remove_all(dir.path());
        fs::create_directories(dir.path());
        dir.write("d.lps", content);
        std::int64_t rows = -1;
        try {
            const ProjectStore store = ProjectStore::open(file, true);
            rows = 0;
            (void)store.models();
            (void)store.datasets();
            (void)store.artifacts();
            for (const RunRecord& run : store.runs())
                rows += static_cast<std::int64_t>(store.candidates(run.id).size());
            ++opened;
        } catch (const Error& error) {
            expectMessage(error.what(), {"d.lps"});
            ++refused;
        }
        fs::remove_all(dir.path());
        fs::create_directories(dir.path());
        dir.write("d.lps", content);
        try {
            const RecoverResult result = recoverProject(file);
            EXPECT_TRUE(bytesOf(file) == content);
            if (!result.sound) {
                ProjectStore::check(result.file);
                const ProjectStore store = ProjectStore::open(result.file);
                for (const RunRecord& run : store.runs()) (void)store.candidates(run.id);
                ++recovered;
            }
        } catch (const Error& error) {
            expectMessage(error.what(), {"d.lps"});
        }
        EXPECT_LE(namesIn(dir.path()).size(), 2U);
    });
    // The damage was neither harmless nor always deadly.
    EXPECT_GT(opened, 50);
    EXPECT_GT(refused, 100);
    EXPECT_GT(recovered, 100);
}

TEST(Fuzz, ADamagedBundleIsUnpackedRightOrNotAtAll) {
    const SoundProject project;
    writeBundle(ProjectStore::open(project.file), project.dir / "good.lpz");
    unpackBundle(project.dir / "good.lpz", project.dir / "good");
    const auto filesOf = [](const fs::path& folder) {
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.is_regular_file())
                files[entry.path().lexically_relative(folder).string()] = bytesOf(entry.path());
        return files;
    };
    const auto expected = filesOf(project.dir / "good");
    const TempDir dir;
    int unpacked = 0;
    damageAndTry(bytesOf(project.dir / "good.lpz"), 150, 1000, [&](const std::string& content) {
        dir.write("d.lpz", content);
        try {
            unpackBundle(dir / "d.lpz", dir / "out");
            ++unpacked;
            EXPECT_TRUE(filesOf(dir / "out") == expected);
            fs::remove_all(dir / "out");
        } catch (const Error& error) {
            expectMessage(error.what(), {"d.lpz"});
        }
        EXPECT_EQ(namesIn(dir.path()), std::vector<std::string>{"d.lpz"});
    });
    // Some fields of an archive (times, versions) matter to nobody.
    EXPECT_GT(unpacked, 5);
    EXPECT_LT(unpacked, 400);
}

}  // namespace
}  // namespace lpstudio::test
