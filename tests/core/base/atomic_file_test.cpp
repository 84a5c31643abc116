#include "core/base/atomic_file.h"

#include <iterator>

#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

std::string read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t entries(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(AtomicFile, ReplacesTheOldContentAtOnce) {
    TempDir dir;
    const auto file = dir.write("a.txt", "old");
    AtomicFile atomic(file);
    atomic.write("new");
    EXPECT_EQ(read(file), "old");
    atomic.commit();
    EXPECT_EQ(read(file), "new");
    EXPECT_EQ(entries(dir.path()), 1u);
}

TEST(AtomicFile, LeavesTheOldFileWithoutCommit) {
    TempDir dir;
    const auto file = dir.write("a.txt", "old");
    {
        AtomicFile atomic(file);
        atomic.write("half");
    }
    EXPECT_EQ(read(file), "old");
    EXPECT_EQ(entries(dir.path()), 1u);
}

TEST(AtomicFile, NamesTheTargetAndTheRemedy) {
    TempDir dir;
    expectMessage(errorOf([&] { writeFileAtomically(dir / "no/where.txt", "x"); }),
                  {"no/where.txt", "no such folder"});
    expectMessage(errorOf([&] { writeFileAtomically(dir.path(), "x"); }), {"is a directory"});
    if (std::filesystem::exists("/dev/full")) {
        // Nothing may be left beside the target.
        expectMessage(errorOf([&] { writeFileAtomically("/proc/lpstudio.txt", "x"); }),
                      {"/proc/lpstudio.txt", "cannot be written"});
    }
}

}  // namespace
}  // namespace lpstudio::test
