#include <gtest/gtest.h>

#include <QSet>
#include <algorithm>
#include <vector>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/plot/family_style.h"
#include "tests/app/desktop/charts/color_vision.h"

// Colours that must be told apart, also by those who see two of the three primaries only.

namespace lpstudio::test {
namespace {

/// Six times what is just noticeable side by side: enough for a line of 1.5 pixels.
constexpr double kLeast = 14;

using Named = std::vector<std::pair<std::string, QColor>>;

void expectApart(const Named& colors, const std::string& theme) {
    for (std::size_t i = 0; i < colors.size(); ++i)
        for (std::size_t j = i + 1; j < colors.size(); ++j)
            for (const Vision vision : kVisions)
                EXPECT_GE(deltaE(colors[i].second, colors[j].second, vision), kLeast)
                    << colors[i].first << " and " << colors[j].first << ", " << theme << ", vision "
                    << static_cast<int>(vision);
}

class Palette : public testing::TestWithParam<bool> {
protected:
    const ChartTheme& theme = ChartTheme::of(GetParam());
    const std::string name = GetParam() ? "dark" : "light";
};

TEST_P(Palette, SeriesAreToldApart) {
    Named colors{{"ground", theme.base}};
    for (int i = 0; i < 7; ++i) colors.emplace_back(std::to_string(i), theme.seriesColor(i));
    expectApart(colors, name);
}

TEST_P(Palette, FormatsAreToldApartByColour) {
    Named colors{{"ground", theme.base}};
    for (const char* family : {"lp", "int", "adaptivfloat", "ant", "posit", "lns", "mxfp", "float"})
        colors.emplace_back(family, theme.formatColor(QLatin1String(family)));
    expectApart(colors, name);
}

TEST_P(Palette, WidthsAreToldApartAndOrderedInGrey) {
    Named colors;
    for (int bits = 2; bits <= 8; ++bits)
        colors.emplace_back(std::to_string(bits), theme.widthColor(bits));
    expectApart(colors, name);
    for (const Vision vision : kVisions)
        for (std::size_t i = 1; i < colors.size(); ++i)
            EXPECT_LT(lab(colors[i].second, vision)[0] + 5, lab(colors[i - 1].second, vision)[0])
                << colors[i].first;
}

TEST_P(Palette, MarksAreToldApart) {
    expectApart({{"accent", theme.accent}, {"highlight", theme.highlight}, {"text", theme.text}},
                name);
    expectApart({{"grid", theme.accent}, {"memory", waitColor(theme)}}, name);
    Named standings;
    for (const char* sourceType : {"published", "derived", "assumed", "other"})
        standings.emplace_back(sourceType, sourceTypeColor(QLatin1String(sourceType), theme));
    expectApart(standings, name);
}

TEST_P(Palette, FamiliesOfOneColourDifferInDashAndShape) {
    const QStringList families{
        QStringLiteral("lp"),    QStringLiteral("int"),          QStringLiteral("fixed"),
        QStringLiteral("float"), QStringLiteral("adaptivfloat"), QStringLiteral("posit"),
        QStringLiteral("lns"),   QStringLiteral("pot"),          QStringLiteral("ant"),
        QStringLiteral("flint"), QStringLiteral("nf"),           QStringLiteral("mxint"),
        QStringLiteral("mxfp")};
    for (qsizetype i = 0; i < families.size(); ++i)
        for (qsizetype j = i + 1; j < families.size(); ++j) {
            const FamilyStyle a = familyStyle(families[i], theme),
                              b = familyStyle(families[j], theme);
            const bool colors = std::ranges::all_of(kVisions, [&](Vision vision) {
                return deltaE(a.color, b.color, vision) >= kLeast;
            });
            if (colors) continue;
            EXPECT_NE(a.dash, b.dash)
                << families[i].toStdString() << ", " << families[j].toStdString();
            EXPECT_TRUE(a.shape != b.shape || a.filled != b.filled)
                << families[i].toStdString() << ", " << families[j].toStdString();
        }
}

std::string themeName(const testing::TestParamInfo<bool>& theme) {
    return theme.param ? "Dark" : "Light";
}

INSTANTIATE_TEST_SUITE_P(Themes, Palette, testing::Bool(), themeName);

TEST(PaletteOfTheProgram, AColourMeansTheSameInEveryTheme) {
    // Okabe-Ito: blue, orange, green, vermilion, purple, whatever the ground.
    for (const ChartTheme* theme :
         {&ChartTheme::light(), &ChartTheme::darkTheme(), &ChartTheme::print()}) {
        const auto hue = [&](const char* spec) {
            return theme->formatColor(QLatin1String(spec)).hslHue();
        };
        EXPECT_NEAR(hue("lp:8,2,3,0.5"), 202, 8);
        EXPECT_EQ(theme->formatColor(QStringLiteral("lp:4,1,3,0")), theme->accent);
        EXPECT_NEAR(hue("int:4"), 41, 2);
        EXPECT_NEAR(hue("adaptivfloat:8"), 164, 2);
        EXPECT_NEAR(hue("ant:4"), 25, 4);
        EXPECT_NEAR(hue("posit:8,1"), 327, 2);
        EXPECT_LT(theme->formatColor(QStringLiteral("float:8")).hslSaturation(), 5);
    }
}

}  // namespace
}  // namespace lpstudio::test
