// The file of an open project is renamed, deleted or replaced; names that no file can have.
#include "core/base/error.h"
#include "tests/app/project/small_project.h"

namespace lpstudio::test {
namespace {

namespace fs = std::filesystem;

class MovedProject : public testing::Test {
protected:
    void writeFirst() { store.setNotes(AnnotatedItem::Run, 1, "shown"); }
    std::string writeAgain() {
        return errorOf([&] { store.setNotes(AnnotatedItem::Run, 1, "too late"); });
    }
    fs::path beside(const char* name) const { return project.file.parent_path() / name; }

    SmallProject project;
    ProjectStore store = ProjectStore::open(project.file);
};

TEST_F(MovedProject, ARenamedOneHoldsAllThatWasStoredAndIsNamed) {
    writeFirst();
    fs::rename(project.file, beside("other.lps"));
    expectMessage(writeAgain(), {"small.lps", "was moved to", "other.lps", "open that file"});
    // Reading would show what another process does not have.
    expectMessage(errorOf([&] { store.candidates(RunId(1)); }), {"was moved to"});
    const ProjectStore again = ProjectStore::open(beside("other.lps"));
    EXPECT_EQ(again.notes(AnnotatedItem::Run, 1), "shown");
    EXPECT_EQ(again.candidates(RunId(1)).size(), 20U);
}

TEST_F(MovedProject, ADeletedOneIsSavedBesideItsPlace) {
    writeFirst();
    fs::remove(project.file);
    expectMessage(writeAgain(), {"small.lps", "deleted or replaced", "small-rescued.lps"});
    expectMessage(writeAgain(), {"small-rescued.lps"});  // saved once
    EXPECT_FALSE(fs::exists(beside("small-rescued-2.lps")));
    EXPECT_EQ(ProjectStore::open(beside("small-rescued.lps")).notes(AnnotatedItem::Run, 1),
              "shown");
}

TEST_F(MovedProject, AReplacedOneLeavesTheNewFileAlone) {
    writeFirst();
    const SmallProject other(3);
    fs::copy_file(other.file, beside("new.lps"));
    fs::rename(beside("new.lps"), project.file);
    const std::string bytes = bytesOf(project.file);
    expectMessage(writeAgain(), {"deleted or replaced", "small-rescued.lps"});
    EXPECT_EQ(bytesOf(project.file), bytes);
    EXPECT_EQ(ProjectStore::open(beside("small-rescued.lps")).candidates(RunId(1)).size(), 20U);
}

TEST_F(MovedProject, OneThatComesBackIsUsedAgain) {
    fs::rename(project.file, beside("other.lps"));
    fs::rename(beside("other.lps"), project.file);
    store.setNotes(AnnotatedItem::Run, 1, "again");
    EXPECT_EQ(store.notes(AnnotatedItem::Run, 1), "again");
}

TEST(ProjectName, OneThatLeavesNoRoomForTheLogIsRefusedAndLeavesNothing) {
    const TempDir dir;
    const std::string longest(247 - 4, 'n');
    expectMessage(errorOf([&] { ProjectStore::create(dir / (longest + "n.lps")); }),
                  {"too long (248 bytes)", "at most 247 bytes"});
    EXPECT_TRUE(namesIn(dir / "").empty());
    EXPECT_TRUE(ProjectStore::create(dir / (longest + ".lps")).runs().empty());
}

}  // namespace
}  // namespace lpstudio::test
