#include "core/base/text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace lpstudio {
namespace {

TEST(Text, NumbersAreAsShortAsTheyCanBe) {
    EXPECT_EQ(shortestText(0.5), "0.5");
    EXPECT_EQ(shortestText(1024.0), "1024");
    EXPECT_EQ(shortestText(1e11), "1e+11");
    EXPECT_EQ(shortestText(-0.0), "-0");
    EXPECT_EQ(shortestText(std::numeric_limits<double>::infinity()), "inf");
    EXPECT_EQ(shortestText(0.1F), "0.10000000149011612");
    EXPECT_EQ(shortestFloatText(0.1F), "0.1");
    std::mt19937_64 random(1);
    for (int i = 0; i < 1000; ++i) {
        const double value = std::ldexp(static_cast<double>(random()), -64 + i % 100);
        EXPECT_EQ(std::stod(shortestText(value)), value);
        const auto narrow = static_cast<float>(value);
        EXPECT_EQ(std::stof(shortestFloatText(narrow)), narrow);
    }
}

TEST(Text, LongTextsAreCut) {
    EXPECT_EQ(shortened("short"), "short");
    EXPECT_EQ(shortened(std::string(60, 'x')), std::string(60, 'x'));
    EXPECT_EQ(shortened(std::string(61, 'x')), std::string(57, 'x') + "...");
    EXPECT_EQ(shortened("abcdefgh", 6), "abc...");
}

TEST(Text, CutsNoCharacterInTwo) {
    EXPECT_EQ(shortened("ab\xC3\xA4"
                        "cdefgh",
                        6),
              "ab...");
    EXPECT_EQ(shortened("a\xC3\xA4"
                        "cdefgh",
                        6),
              "a\xC3\xA4...");
    EXPECT_EQ(shortened(std::string(80, '\x80')), "...");
}

TEST(Text, MessagesStayOnOneLine) {
    EXPECT_EQ(shortened("a\nb\rc\td\x7F\x1B"), "a?b?c?d??");
    EXPECT_EQ(shortened(std::string("a\0b", 3)), "a?b");
}

}  // namespace
}  // namespace lpstudio
