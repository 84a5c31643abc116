#include "app/desktop/pages/distributions/format_panel.h"

#include <gtest/gtest.h>

#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>

#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/lp_boxes.h"
#include "tests/app/desktop/child.h"

namespace lpstudio {
namespace {

TEST(FormatPanelTest, RangesFollowTheWordLength) {
    FormatPanel panel;
    for (int n = LpParameters::kMinWidth; n <= LpParameters::kMaxWidth; ++n) {
        child<LpBoxes>(panel)->n()->setValue(n);
        EXPECT_EQ(child<LpBoxes>(panel)->es()->minimum(), 0);
        EXPECT_EQ(child<LpBoxes>(panel)->es()->maximum(), LpParameters::maxExponentSize(n));
        EXPECT_EQ(child<LpBoxes>(panel)->rs()->minimum(), 1);
        EXPECT_EQ(child<LpBoxes>(panel)->rs()->maximum(), n - 1);
        EXPECT_NO_THROW(validate(panel.parameters())) << n;
    }
}

TEST(FormatPanelTest, ANarrowerWordTakesTheOthersAlong) {
    FormatPanel panel;
    panel.setParameters({8, 5, 7, 1.25});
    QSignalSpy changed(&panel, &FormatPanel::parametersChanged);
    child<LpBoxes>(panel)->n()->setValue(4);
    EXPECT_EQ(panel.parameters(), (LpParameters{4, 1, 3, 1.25}));
    EXPECT_EQ(changed.size(), 1) << "one change by hand is one change";
}

TEST(FormatPanelTest, WhatTheProgramSetsKeepsEveryDigit) {
    FormatPanel panel;
    QSignalSpy changed(&panel, &FormatPanel::parametersChanged);
    const LpParameters exact{6, 1, 4, 2.718281828459045};
    panel.setParameters(exact);
    EXPECT_EQ(panel.parameters(), exact);
    EXPECT_EQ(changed.size(), 0);
    child<LpBoxes>(panel)->es()->setValue(2);
    EXPECT_EQ(panel.parameters().sf, exact.sf) << "the box shows three places only";
}

TEST(FormatPanelTest, SliderMovesAroundTheFittedScale) {
    FormatPanel panel;
    panel.setFitted({8, 2, 4, 3});
    panel.setParameters({8, 2, 4, 3});
    auto* slider = panel.findChild<QSlider*>();
    EXPECT_EQ(slider->value(), 0);
    slider->setValue(slider->maximum());
    EXPECT_DOUBLE_EQ(panel.parameters().sf, 7);
    slider->setValue(slider->minimum());
    EXPECT_DOUBLE_EQ(panel.parameters().sf, -1);
}

TEST(FormatPanelTest, ReadOutsHaveUnits) {
    FormatPanel panel;
    Measures measures;
    measures.sqnrDb = 41.9;
    measures.zeroedShare = 0.088;
    measures.codesUsed = 146;
    measures.entropyBits = 6.56;
    panel.setMeasures(measures);
    EXPECT_EQ(child<FactsPanel>(panel)->value(QStringLiteral("SQNR")), QStringLiteral("41.90 dB"));
    EXPECT_EQ(child<FactsPanel>(panel)->value(QStringLiteral("Zeroed")), QStringLiteral("8.80 %"));
    EXPECT_EQ(child<FactsPanel>(panel)->value(QStringLiteral("In range")),
              QStringLiteral("91.2 %"));
    EXPECT_EQ(child<FactsPanel>(panel)->value(QStringLiteral("Codes used")),
              QStringLiteral("146 of 256"));
}

}  // namespace
}  // namespace lpstudio
