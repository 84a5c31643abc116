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

TEST_F(NumberText, PrefixesHaveOneTable) {
    EXPECT_STREQ(siScale(1234).prefix, "k");
    EXPECT_STREQ(siScale(999).prefix, "");
    EXPECT_STREQ(siScale(0).prefix, "");
    EXPECT_STREQ(siScale(1e-20).prefix, "f");
    EXPECT_STREQ(siScale(1e18).prefix, "P");
    for (const double factor : {1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1.0, 1e3, 1e6, 1e9, 1e12, 1e15}) {
        EXPECT_EQ(siScale(factor).factor, factor);
        EXPECT_EQ(siScale(-999 * factor).factor, factor);
        EXPECT_EQ(siFactor(QString::fromUtf8(siScale(factor).prefix)), factor);
    }
    EXPECT_EQ(siFactor(QStringLiteral("u")), 1e-6);
    EXPECT_EQ(siFactor(QStringLiteral("x")), 0);
}

TEST_F(NumberText, ZerosThatWereMeasuredStay) {
    // Under each other in one tooltip.
    EXPECT_EQ(shortText(3.9), QStringLiteral("3.900"));
    EXPECT_EQ(shortText(3.995), QStringLiteral("3.995"));
    EXPECT_EQ(unitText(3.9, QStringLiteral("bit")), QStringLiteral("3.900\u202Fbit"));
    EXPECT_EQ(unitText(8, QStringLiteral("bit")), QStringLiteral("8\u202Fbit"));
    EXPECT_EQ(measureText(5e-6, QStringLiteral("J"), true), QStringLiteral("5.000\u202FµJ"));
    EXPECT_EQ(measureText(12.5, QStringLiteral("%"), false), QStringLiteral("12.50\u202F%"));
    // Rounding does not add a digit.
    EXPECT_EQ(shortText(9.9996), QStringLiteral("10.00"));
    EXPECT_EQ(siText(999.97e3, QStringLiteral("J")), QStringLiteral("1.000\u202FMJ"));
    EXPECT_EQ(briefText(2.50), QStringLiteral("2.5"));
    EXPECT_EQ(fixedText(91.2, 2), QStringLiteral("91.20"));
    EXPECT_EQ(areaText(714.2), QStringLiteral("714.2 µm²"));
    EXPECT_EQ(areaText(2.5e6), QStringLiteral("2.500 mm²"));
}

TEST_F(NumberText, OfTheReadersLocaleOrPlain) {
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    EXPECT_EQ(siText(1.2256e-3, QStringLiteral("s")), QStringLiteral("1,226\u202Fms"));
    EXPECT_EQ(briefText(0.5), QStringLiteral("0,5"));
    EXPECT_EQ(tickText(12345.5, 1), QStringLiteral("12345,5"));
    EXPECT_EQ(groupedText(1234567), QStringLiteral("1.234.567"));
    EXPECT_EQ(exactText(1234.5678901), QStringLiteral("1234,5678901"));
    EXPECT_EQ(fullText(1234.5678901), QStringLiteral("1234.5678901"));
    EXPECT_EQ(shortSpec(QStringLiteral("lp:8,0,7,3.91232644")), QStringLiteral("lp:8,0,7,3.912"));
    {
        const PlainNumbers plain;
        EXPECT_EQ(fixedText(0.25, 2), QStringLiteral("0.25"));
        EXPECT_EQ(groupedText(1234567), QStringLiteral("1234567"));
        EXPECT_EQ(exactText(0.5), QStringLiteral("0.5"));
    }
    EXPECT_EQ(fixedText(0.25, 2), QStringLiteral("0,25"));
    QLocale::setDefault(QLocale::c());
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
