#include "app/desktop/session/compare_list.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace lpstudio {
namespace {

ColumnSource of(std::int64_t run, std::int64_t id) {
    return ColumnSource::ofCandidate(RunId(run), CandidateId(id));
}

TEST(CompareListTest, TakesEachItemOnceAndSixAtMost) {
    CompareList list;
    QSignalSpy changed(&list, &CompareList::changed);
    EXPECT_TRUE(list.add(of(1, 0)));
    EXPECT_FALSE(list.add(of(1, 0)));
    EXPECT_EQ(changed.size(), 1);
    EXPECT_TRUE(list.add(of(2, 0)));
    EXPECT_TRUE(list.add(ColumnSource::uniform("lp:4", "lp:8")));
    EXPECT_TRUE(list.add(ColumnSource::uniform("int:4", "int:8")));
    EXPECT_TRUE(list.add(ColumnSource::floating()));
    EXPECT_TRUE(list.add(ColumnSource::working()));
    EXPECT_TRUE(list.isFull());
    EXPECT_FALSE(list.add(of(1, 5)));
    EXPECT_EQ(list.sources().size(), 6U);
    EXPECT_EQ(changed.size(), 6);
}

TEST(CompareListTest, MovesKeepTheOrderOfTheOthers) {
    CompareList list;
    for (int id = 0; id < 4; ++id) list.add(of(1, id));
    const auto order = [&] {
        std::vector<std::int64_t> ids;
        for (const ColumnSource& item : list.sources()) ids.push_back(item.candidate.value);
        return ids;
    };
    list.move(0, 2);
    EXPECT_EQ(order(), (std::vector<std::int64_t>{1, 2, 0, 3}));
    list.move(3, 0);
    EXPECT_EQ(order(), (std::vector<std::int64_t>{3, 1, 2, 0}));
    QSignalSpy changed(&list, &CompareList::changed);
    list.move(0, 4);
    list.move(-1, 0);
    list.move(2, 2);
    EXPECT_EQ(changed.size(), 0);
}

TEST(CompareListTest, ARunThatIsRemovedTakesItsCandidatesAlong) {
    CompareList list;
    list.add(of(1, 0));
    list.add(ColumnSource::floating());
    list.add(of(2, 0));
    QSignalSpy changed(&list, &CompareList::changed);
    list.removeRun(RunId(1));
    EXPECT_EQ(list.sources(), (std::vector<ColumnSource>{ColumnSource::floating(), of(2, 0)}));
    list.removeRun(RunId(1));
    EXPECT_EQ(changed.size(), 1);
    list.clear();
    EXPECT_TRUE(list.sources().empty());
}

}  // namespace
}  // namespace lpstudio
