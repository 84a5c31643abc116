#include "app/desktop/pages/formats/formats_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <cmath>

#include "app/desktop/charts/distribution_chart.h"
#include "app/desktop/charts/lines_chart.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/formats/accuracy_panel.h"
#include "app/desktop/pages/formats/code_points_panel.h"
#include "app/desktop/pages/formats/format_lines.h"
#include "app/desktop/pages/formats/spec_list.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/format_table.h"
#include "app/desktop/widgets/message_bar.h"
#include "app/desktop/widgets/theme.h"
#include "core/number/lp.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/events.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

FamilyResult result(const char* family, const char* spec, double sqnrDb) {
    const FormatPtr format = parseFormat(spec);
    return {family, format->bits(), format, sqnrDb};
}

TEST(FormatLines, AreInTheOrderOfTheFamiliesAndLeaveOutWhatHasNoPlace) {
    const std::vector<FamilyResult> results{
        result("int", "int:4@0.1", 18), result("lp", "lp:4,1,3,2", 20),
        result("int", "int:2@0.1", std::numeric_limits<double>::infinity()),
        result("lp", "lp:2,0,1,2", 5)};
    const auto rows = formatRows(results);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].family, QStringLiteral("lp"));
    EXPECT_EQ(rows[0].width, 2);
    EXPECT_EQ(rows[3].width, 4);
    const auto lines = sqnrLines(rows);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].pieces.front(), (std::vector<PlotPoint>{{2, 5}, {4, 20}}));
    EXPECT_EQ(lines[1].pieces.front(), (std::vector<PlotPoint>{{4, 18}}));
    EXPECT_EQ(lines[1].tips.size(), 1);
    const LineAxes axes = sqnrAxes(lines, QStringLiteral("title"));
    EXPECT_LT(axes.range.xFrom, 2);
    EXPECT_GT(axes.range.xTo, 4);
    EXPECT_EQ(axes.range.yFrom, 5);
    EXPECT_TRUE(sqnrLines({}).empty());
}

TEST(FormatLines, MeanOverLayersHasNoFormatOfItsOwn) {
    const std::vector<WeightComparison> layers{
        {LayerIndex(0), {result("lp", "lp:4,1,3,2", 10)}, {}},
        {LayerIndex(2), {result("lp", "lp:4,0,3,2", 30)}, {}}};
    const auto rows = formatRows(layers);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_DOUBLE_EQ(rows[0].sqnrDb, 20);
    EXPECT_EQ(rows[0].storedBits, 4);
    EXPECT_EQ(rows[0].format, nullptr);
}

TEST(FormatLines, AccuracyIsOfFormatsWithFixedCodePoints) {
    std::vector<FamilyResult> results{result("lp", "lp:4,1,3,0", 10)};
    const auto lines = accuracyLines(formatRows(results), -2, 2);
    ASSERT_EQ(lines.size(), 1U);
    ASSERT_FALSE(lines[0].pieces.empty());
    EXPECT_EQ(lines[0].pieces.front().front().x, -2);
    EXPECT_EQ(lines[0].pieces.back().back().x, 2);
    EXPECT_TRUE(hasFixedCodePoints(*parseFormat("int:4@0.1")));
    EXPECT_FALSE(hasFixedCodePoints(*parseFormat("int:4")));
    EXPECT_FALSE(hasFixedCodePoints(*parseFormat("mxfp4")));
    results = {result("mxfp", "mxfp4", 10)};
    EXPECT_TRUE(accuracyLines(formatRows(results), -2, 2).empty());
}

class FormatsPageTest : public WindowFixture {
protected:
    void open() {
        openAndWait();
        window->showPage(PageId::Formats);
        ASSERT_TRUE(rest());
        ASSERT_EQ(window->messageBar()->text(), QString());
    }
    bool rest() {
        return waitFor([&] { return !shown()->isBusy(); }, 180000);
    }
    FormatsPage* shown() { return page<FormatsPage>(PageId::Formats); }
    QAbstractItemModel* rows() { return shown()->table()->view()->model(); }
    int rowOf(const QString& title, int width) {
        for (int row = 0; row < rows()->rowCount(); ++row)
            if (rows()->index(row, FormatTable::Family).data().toString() == title &&
                rows()->index(row, FormatTable::Width).data(RawRole).toInt() == width)
                return row;
        return -1;
    }
    double sqnr(const QString& title, int width) {
        return rows()->index(rowOf(title, width), FormatTable::Sqnr).data(RawRole).toDouble();
    }
};

TEST_F(FormatsPageTest, NothingIsComputedWhileThePageIsHidden) {
    openAndWait();
    finishEvents();
    EXPECT_FALSE(shown()->isBusy());
    EXPECT_EQ(rows()->rowCount(), 0);
}

TEST_F(FormatsPageTest, ComparesAllFamiliesOnTheChosenLayer) {
    ASSERT_NO_FATAL_FAILURE(open());
    const QString lp = familyTitle("lp"), integer = familyTitle("int");
    for (const int width : kComparedWidths) EXPECT_GE(rowOf(lp, width), 0) << width;
    EXPECT_GE(child<SqnrPanel>(shown())->chart()->lines().size(), 8U);
    EXPECT_EQ(child<SqnrPanel>(shown())->chart()->lines().front().family, QStringLiteral("lp"));
    const auto& network = window->session().selection().network();
    const auto weights = network->weights(LayerIndex(0));
    const FormatPtr best = parseFormat("int:4")->fit(MagnitudeTable(weights));
    EXPECT_NEAR(sqnr(integer, 4),
                measure(best->quantizer(Rounding::Nearest), weights, "test").sqnrDb, 0.05);
    EXPECT_GT(sqnr(lp, 8), sqnr(lp, 4));
    // Another layer, chosen here, is chosen everywhere and has other figures.
    const double before = sqnr(lp, 4);
    child<QComboBox>(shown(), "layer")->setCurrentIndex(3);
    Q_EMIT child<QComboBox>(shown(), "layer")->activated(3);
    EXPECT_EQ(window->session().selection().layerNumber(), 3);
    ASSERT_TRUE(rest());
    EXPECT_NE(sqnr(lp, 4), before);
    window->session().selection().setLayer(0);
    ASSERT_TRUE(rest());
    EXPECT_EQ(sqnr(lp, 4), before);
    EXPECT_EQ(child<QComboBox>(shown(), "layer")->currentIndex(), 0);
}

TEST_F(FormatsPageTest, MeanOverLayersIsComputedOnDemandAndCanBeCancelled) {
    ASSERT_NO_FATAL_FAILURE(open());
    Job* mean = shown()->ownJobs()[1];
    EXPECT_FALSE(mean->isRunning());
    child<QRadioButton>(shown(), "meanOverLayers")->click();
    ASSERT_TRUE(mean->isRunning());
    mean->cancel();
    ASSERT_TRUE(rest());
    EXPECT_FALSE(child<QRadioButton>(shown(), "meanOverLayers")->isChecked());
    EXPECT_GT(rows()->rowCount(), 0) << "the layer's own figures are back";

    child<QRadioButton>(shown(), "meanOverLayers")->click();
    ASSERT_TRUE(rest());
    const QString lp = familyTitle("lp");
    const auto& network = window->session().selection().network();
    double sum = 0;
    int layers = 0;
    for (const Layer& layer : network->layers()) {
        if (layer.isProduct()) continue;
        const auto weights = network->weights(layer.index);
        const FormatPtr best = parseFormat("lp:4")->fit(MagnitudeTable(weights));
        sum += measure(best->quantizer(Rounding::Nearest), weights, "test").sqnrDb;
        ++layers;
    }
    EXPECT_NEAR(sqnr(lp, 4), sum / layers, 0.05);
    EXPECT_EQ(rows()->index(rowOf(lp, 4), FormatTable::Spec).data().toString(),
              QStringLiteral("per layer"));
}

TEST_F(FormatsPageTest, TheRowUnderTheHandIsBroughtOut) {
    ASSERT_NO_FATAL_FAILURE(open());
    EXPECT_EQ(child<SqnrPanel>(shown())->chart()->highlighted(), QString());
    shown()->table()->view()->selectRow(rowOf(familyTitle("int"), 4));
    EXPECT_EQ(child<SqnrPanel>(shown())->chart()->highlighted(), QStringLiteral("int"));
    QTableView* view = shown()->table()->view();
    const QModelIndex over = rows()->index(rowOf(familyTitle("lp"), 2), 0);
    view->scrollTo(over);
    QTest::mouseMove(view->viewport(), view->visualRect(over).center());
    EXPECT_EQ(child<SqnrPanel>(shown())->chart()->highlighted(), QStringLiteral("lp"));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(view->viewport(), &leave);
    EXPECT_EQ(child<SqnrPanel>(shown())->chart()->highlighted(), QStringLiteral("int"));
    EXPECT_EQ(child<AccuracyPanel>(shown())->chart()->highlighted(), QStringLiteral("int"));
    child<QCheckBox>(shown(), "family-int")->click();
    EXPECT_EQ(child<AccuracyPanel>(shown())->chart()->highlighted(), QString())
        << "what is not shown dims nothing";
    QTest::keyClick(view, Qt::Key_Escape);
    EXPECT_EQ(child<SqnrPanel>(shown())->chart()->highlighted(), QString());
}

TEST_F(FormatsPageTest, AnySpecCanBeTypedAndABadOneIsToldInPlace) {
    ASSERT_NO_FATAL_FAILURE(open());
    CodePointsPanel* panel = child<CodePointsPanel>(shown());
    EXPECT_EQ(shownText(child<QLabel>(panel, "codePointsProblem")), QString());
    EXPECT_EQ(child<QComboBox>(panel, "firstFormat")->currentText(), QStringLiteral("lp:4"));
    EXPECT_EQ(child<QComboBox>(panel, "secondFormat")->currentText(), QStringLiteral("int:4"));
    const auto type = [&](const char* spec) {
        child<QComboBox>(panel, "secondFormat")->setCurrentText(QString::fromUtf8(spec));
        Q_EMIT child<QComboBox>(panel, "secondFormat")->lineEdit()->editingFinished();
        return rest();
    };
    shown()->showView(QStringLiteral("code-points"));
    ASSERT_TRUE(type("lp:4,9,1"));
    EXPECT_TRUE(shownText(child<QLabel>(panel, "codePointsProblem")).contains(QStringLiteral("es")))
        << shownText(child<QLabel>(panel, "codePointsProblem")).toStdString();
    EXPECT_EQ(window->messageBar()->text(), QString());
    ASSERT_TRUE(type("posit:6,1"));
    EXPECT_EQ(shownText(child<QLabel>(panel, "codePointsProblem")), QString());
    EXPECT_EQ(chartIn<DistributionChart>(panel)->formatColor(1),
              Theme::instance().charts().formatColor("posit"));
    ASSERT_TRUE(type("mxfp4"));
    EXPECT_TRUE(shownText(child<QLabel>(panel, "codePointsProblem"))
                    .contains(QStringLiteral("share scales")));
    ASSERT_TRUE(type("int:3@0.05"));
    EXPECT_EQ(shownText(child<QLabel>(panel, "codePointsProblem")), QString());
    // The choice stays when the layer changes.
    window->session().selection().setLayer(2);
    ASSERT_TRUE(rest());
    EXPECT_EQ(child<QComboBox>(panel, "secondFormat")->currentText(), QStringLiteral("int:3@0.05"));
    EXPECT_EQ(chartIn<DistributionChart>(panel)->data().tensors.size(), 1U);
}

TEST_F(FormatsPageTest, AccuracyOfSeveralFormatsEachAClickAway) {
    ASSERT_NO_FATAL_FAILURE(open());
    shown()->showView(QStringLiteral("accuracy"));
    AccuracyPanel* panel = child<AccuracyPanel>(shown());
    const auto families = [&] {
        QStringList list;
        for (const PlotLine& line : panel->chart()->lines()) list << line.family;
        return list;
    };
    for (const char* family : {"lp", "posit", "float", "adaptivfloat", "int"})
        EXPECT_TRUE(families().contains(QString::fromUtf8(family))) << family;
    child<QCheckBox>(panel, "family-posit")->click();
    EXPECT_FALSE(families().contains(QStringLiteral("posit")));
    child<QCheckBox>(panel, "family-lns")->click();
    EXPECT_TRUE(families().contains(QStringLiteral("lns")));
    EXPECT_EQ(panel->findChild<QCheckBox*>(QStringLiteral("family-mxfp")), nullptr)
        << "no fixed code points";
    EXPECT_FALSE(child<QCheckBox>(panel, "family-nf4")->isEnabled()) << "4 bit only";
    child<QSpinBox>(panel, "width")->setValue(4);
    EXPECT_TRUE(child<QCheckBox>(panel, "family-nf4")->isEnabled());
    EXPECT_TRUE(panel->chart()->title().contains(QStringLiteral("4-bit")));
}

TEST_F(FormatsPageTest, AnyFormatCanBeAddedToTheAccuracyPicture) {
    ASSERT_NO_FATAL_FAILURE(open());
    shown()->showView(QStringLiteral("accuracy"));
    AccuracyPanel* panel = child<AccuracyPanel>(shown());
    SpecList* list = child<SpecList>(panel);
    const std::size_t before = panel->chart()->lines().size();
    const auto type = [&](const char* spec) {
        child<QLineEdit>(list, "spec")->setText(QString::fromUtf8(spec));
        QTest::keyClick(child<QLineEdit>(list, "spec"), Qt::Key_Return);
        return rest();
    };
    ASSERT_TRUE(type("lp:8,9,1"));
    EXPECT_TRUE(shownText(child<QLabel>(list, "specProblem")).contains(QStringLiteral("es")));
    ASSERT_TRUE(type("mxfp4"));
    EXPECT_TRUE(
        shownText(child<QLabel>(list, "specProblem")).contains(QStringLiteral("share scales")));
    EXPECT_EQ(panel->chart()->lines().size(), before);
    ASSERT_TRUE(type("lp:8,1,3"));
    ASSERT_TRUE(type("lp:8,2,7,0"));
    EXPECT_EQ(shownText(child<QLabel>(list, "specProblem")), QString());
    ASSERT_EQ(panel->chart()->lines().size(), before + 2);
    const auto line = [&](std::size_t at) { return panel->chart()->lines()[before + at]; };
    EXPECT_EQ(line(0).family, QStringLiteral("lp"));
    EXPECT_NE(line(0).variant, line(1).variant);
    // They stay when the layer changes, and one without its scale is fitted to the new layer.
    const QString fitted = line(0).tips.front(), given = line(1).tips.front();
    window->session().selection().setLayer(2);
    ASSERT_TRUE(rest());
    ASSERT_EQ(panel->chart()->lines().size(), before + 2);
    EXPECT_NE(line(0).tips.front(), fitted);
    EXPECT_EQ(line(1).tips.front(), given);
    for (auto* button : list->findChildren<QToolButton*>())
        if (button->accessibleName() == QStringLiteral("Remove lp:8,1,3")) button->click();
    ASSERT_TRUE(rest());
    ASSERT_EQ(panel->chart()->lines().size(), before + 1);
    EXPECT_EQ(line(0).tips.front(), given);
}

}  // namespace
}  // namespace lpstudio
