#include "core/base/text.h"

#include <gtest/gtest.h>

namespace lpstudio {
namespace {

TEST(CsvText, QuotesWhatWouldBreakARecord) {
    EXPECT_EQ(csvField("conv1"), "conv1");
    EXPECT_EQ(csvField(""), "");
    EXPECT_EQ(csvField("a,b"), "\"a,b\"");
    EXPECT_EQ(csvField("the \"best\""), "\"the \"\"best\"\"\"");
    EXPECT_EQ(csvField("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csvField("\xEF\xBB\xBFmark"), "\"\xEF\xBB\xBFmark\"");
    EXPECT_EQ(csvField("old\rMac"), "\"old\rMac\"");
    EXPECT_EQ(csvRecord({"lp:8,2,3,0.5", "", "1.5"}), "\"lp:8,2,3,0.5\",,1.5\n");
    EXPECT_EQ(csvRecord({}), "\n");
    // An empty line is no record, one empty field is.
    EXPECT_EQ(csvRecord({""}), "\"\"\n");
}

}  // namespace
}  // namespace lpstudio
