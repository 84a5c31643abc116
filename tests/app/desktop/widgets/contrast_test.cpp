// Text can be read: at least 4.5 to 1 against its ground (WCAG 2.1, 1.4.3), in both themes and in
// print. What is disabled is exempt there and here.
#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <QPalette>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/widgets/system_appearance.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

constexpr double kText = 4.5;

double linear(double part) {
    return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(Contrast, IsThatOfTheStandard) {
    EXPECT_NEAR(contrast(Qt::black, Qt::white), 21, 1e-9);
    EXPECT_NEAR(contrast(QColor(0x767676), Qt::white), 4.54, 0.005);
    EXPECT_DOUBLE_EQ(contrast(Qt::red, Qt::red), 1);
}

class ContrastTest : public testing::TestWithParam<ThemeMode> {
protected:
    void SetUp() override { Theme::instance().apply(GetParam(), false); }
    void TearDown() override { Theme::instance().apply(ThemeMode::Light, false); }
};

TEST_P(ContrastTest, EveryPairOfThePaletteCanBeRead) {
    const QPalette palette = QApplication::palette();
    const std::pair<QPalette::ColorRole, QPalette::ColorRole> pairs[] = {
        {QPalette::WindowText, QPalette::Window},
        {QPalette::Text, QPalette::Base},
        {QPalette::Text, QPalette::AlternateBase},
        {QPalette::ButtonText, QPalette::Button},
        {QPalette::PlaceholderText, QPalette::Base},
        {QPalette::ToolTipText, QPalette::ToolTipBase},
        {QPalette::HighlightedText, QPalette::Highlight},
        {QPalette::Link, QPalette::Base},
        {QPalette::Link, QPalette::Window},
        {QPalette::LinkVisited, QPalette::Base}};
    for (const auto& [ink, ground] : pairs)
        for (const auto group : {QPalette::Active, QPalette::Inactive})
            EXPECT_GE(contrast(palette.color(group, ink), palette.color(group, ground)), kText)
                << "role " << ink << " on " << ground;
}

TEST_P(ContrastTest, TextInChartsCanBeRead) {
    const ChartTheme& theme = Theme::instance().charts();
    for (const QColor& ground : {theme.base, theme.window})
        for (const QColor& ink : {theme.text, theme.secondary, theme.accent})
            EXPECT_GE(contrast(ink, ground), kText)
                << ink.name().toStdString() << " on " << ground.name().toStdString();
}

TEST_P(ContrastTest, TextStyledByTheSheetCanBeRead) {
    const QColor window = QApplication::palette().color(QPalette::Window);
    const QColor base = QApplication::palette().color(QPalette::Base);
    for (const char* property : {"quiet", "title", "heading", "value", "problem"}) {
        QLabel label(QStringLiteral("x"));
        label.setProperty(property, true);
        label.ensurePolished();
        const QColor ink = label.palette().color(QPalette::WindowText);
        EXPECT_GE(contrast(ink, window), kText) << property;
        EXPECT_GE(contrast(ink, base), kText) << property;
    }
    // The ground of a page in the rail that is chosen or under the mouse is tinted.
    QToolButton rail;
    rail.setProperty("rail", true);
    rail.ensurePolished();
    const QColor ink = rail.palette().color(QPalette::ButtonText);
    const QColor text = QApplication::palette().color(QPalette::WindowText);
    const QColor tinted(window.red() + (text.red() - window.red()) * 6 / 100,
                        window.green() + (text.green() - window.green()) * 6 / 100,
                        window.blue() + (text.blue() - window.blue()) * 6 / 100);
    EXPECT_GE(contrast(ink, window), kText);
    EXPECT_GE(contrast(ink, tinted), kText);
}

INSTANTIATE_TEST_SUITE_P(Themes, ContrastTest, testing::Values(ThemeMode::Light, ThemeMode::Dark));

TEST(Contrast, PrintCanBeRead) {
    const ChartTheme& theme = ChartTheme::print();
    for (const QColor& ink : {theme.text, theme.secondary, theme.accent})
        EXPECT_GE(contrast(ink, theme.base), kText) << ink.name().toStdString();
}

TEST(Theme, SwitchesWhileTheProgramRuns) {
    QPushButton button;
    button.show();
    Theme::instance().apply(ThemeMode::Light, false);
    const QColor light = button.palette().color(QPalette::Window);
    int changes = 0;
    const auto connection =
        QObject::connect(&Theme::instance(), &Theme::changed, &button, [&changes] { ++changes; });
    Theme::instance().apply(ThemeMode::Dark, false);
    EXPECT_EQ(changes, 1);
    EXPECT_NE(button.palette().color(QPalette::Window), light);
    EXPECT_TRUE(Theme::instance().isDark());
    Theme::instance().apply(ThemeMode::Light, true);
    EXPECT_EQ(Theme::remembered(), ThemeMode::Light);
    Theme::instance().apply(ThemeMode::System, true);
    EXPECT_EQ(Theme::remembered(), ThemeMode::System);
    EXPECT_EQ(Theme::instance().mode(), ThemeMode::System);
    QObject::disconnect(connection);
    Theme::instance().apply(ThemeMode::Light, false);
}

TEST(Theme, FollowsTheSystemWhileItRuns) {
    SystemAppearance& system = SystemAppearance::instance();
    Theme::instance().apply(ThemeMode::System, false);
    system.told(1);
    EXPECT_TRUE(Theme::instance().isDark());
    EXPECT_EQ(QApplication::palette().color(QPalette::Window), ChartTheme::darkTheme().window);
    system.told(2);
    EXPECT_FALSE(Theme::instance().isDark());
    // Who has chosen a theme keeps it.
    Theme::instance().apply(ThemeMode::Light, false);
    system.told(1);
    EXPECT_FALSE(Theme::instance().isDark());
    EXPECT_EQ(system.scheme(), SystemAppearance::Scheme::Dark);
    system.told(0);
    EXPECT_EQ(system.scheme(), SystemAppearance::Scheme::Unknown);
}

}  // namespace
}  // namespace lpstudio
