#include "app/desktop/plot/number_text.h"

#include <gtest/gtest.h>

#include <QLocale>
#include <limits>
#include <vector>

namespace lpstudio {
namespace {

class NumberText : public testing::Test {
protected:
    void SetUp() override { QLocale::setDefault(QLocale::c()); }
};

TEST_F(NumberText, FourSignificantDigitsByDefault) {
    EXPECT_EQ(shortText(0.123456), QStringLiteral("0.1235"));
    EXPECT_EQ(shortText(12.3456), QStringLiteral("12.35"));
    EXPECT_EQ(shortText(1234.56), QStringLiteral("1235"));
    EXPECT_EQ(shortText(0), QStringLiteral("0"));
    EXPECT_EQ(shortText(1.5e-7), QStringLiteral("1.500e-07"));
    EXPECT_EQ(shortText(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("–"));
    EXPECT_EQ(shortText(std::numeric_limits<double>::infinity()), QStringLiteral("∞"));
}

TEST_F(NumberText, SiPrefixes) {
    const QChar narrow(0x202F);
    EXPECT_EQ(siText(40551424), QStringLiteral("40.55") + narrow + QStringLiteral("M"));
    EXPECT_EQ(siText(1.2256e-3, QStringLiteral("s")),
              QStringLiteral("1.226") + narrow + QStringLiteral("ms"));
    EXPECT_EQ(siText(5.9e-4, QStringLiteral("J")),
              QStringLiteral("590.0") + narrow + QStringLiteral("µJ"));
    EXPECT_EQ(siText(12), QStringLiteral("12"));
}

TEST_F(NumberText, CountsStayWholeWhileTheyAreShort) {
    EXPECT_EQ(countText(36864), QStringLiteral("36864"));
    EXPECT_TRUE(countText(269722).endsWith(QStringLiteral("k")));
}

TEST_F(NumberText, FullTextReadsBack) {
    for (const double value : {0.1, 1.0 / 3, 1e-300, -12345.678901234567})
        EXPECT_EQ(fullText(value).toDouble(), value);
}

TEST_F(NumberText, SharesAndSizesAndTimes) {
    EXPECT_EQ(percentText(0.1234), QStringLiteral("12.3 %"));
    EXPECT_EQ(percentText(0), QStringLiteral("0 %"));
    EXPECT_EQ(percentText(1e-9), QStringLiteral("< 0.001 %"));
    EXPECT_EQ(bytesText(714), QStringLiteral("714\u202FB"));
    EXPECT_EQ(bytesText(172237), QStringLiteral("172.2\u202FkB"));
    EXPECT_EQ(durationText(93), QStringLiteral("1 m 33 s"));
    EXPECT_EQ(durationText(7500), QStringLiteral("2 h 05 m"));
    EXPECT_EQ(durationText(-1), QStringLiteral("–"));
    EXPECT_EQ(shapeText(std::vector<int>{16, 3, 3}), QStringLiteral("16 × 3 × 3"));
}

}  // namespace
}  // namespace lpstudio
