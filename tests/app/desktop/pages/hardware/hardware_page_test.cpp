#include "app/desktop/pages/hardware/hardware_page.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFontMetricsF>
#include <QLabel>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QUndoStack>
#include <QWidget>
#include <variant>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/hardware/block_diagram.h"
#include "app/desktop/pages/hardware/design_comparison.h"
#include "app/desktop/pages/hardware/design_panel.h"
#include "app/desktop/pages/hardware/hardware_choices.h"
#include "app/desktop/pages/hardware/hardware_facts.h"
#include "app/desktop/pages/hardware/hardware_layers.h"
#include "app/desktop/pages/hardware/hardware_overview.h"
#include "app/desktop/pages/hardware/published_panel.h"
#include "app/desktop/pages/search/search_form.h"
#include "app/desktop/pages/search/search_page.h"
#include "app/desktop/plot/chart_theme.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/hardware_tables.h"
#include "app/desktop/widgets/property_table.h"
#include "app/project/store/design_library.h"
#include "hw/technology.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

QString latencyOf(const HardwarePage& page) {
    return child<TotalsTable>(page)->textOf(HardwarePage::tr("Latency"));
}

class HardwarePageTest : public WindowFixture {
protected:
    void SetUp() override {
        WindowFixture::SetUp();
        openAndWait();
        window->showPage(PageId::Hardware);
        hardware = page<HardwarePage>(PageId::Hardware);
        child<DesignPanel>(hardware)->choose(QStringLiteral("lpa-8x8"));
        Q_EMIT child<DesignPanel>(hardware)->designChanged();
        settle();
    }
    void TearDown() override {
        for (const QString& name : DesignLibrary::instance().ownNames())
            DesignLibrary::instance().remove(name);
        WindowFixture::TearDown();
    }
    void settle() {
        ASSERT_TRUE(waitFor([&] { return !hardware->isBusy(); }));
    }

    HardwarePage* hardware = nullptr;
};

TEST_F(HardwarePageTest, AnEditOfAPresetGoesToACopyAndShowsAtOnce) {
    const QString before = latencyOf(*hardware);
    DesignPanel* panel = child<DesignPanel>(hardware);
    ASSERT_TRUE(panel->edit("grid.rows", "16"));
    settle();
    EXPECT_EQ(panel->name(), QStringLiteral("lpa-8x8 copy"));
    EXPECT_NE(latencyOf(*hardware), before);
    EXPECT_EQ(loadAccelerator("lpa-8x8").rows, 8);
    // On the disk already, so that nothing is lost.
    const DesignLibrary& library = DesignLibrary::instance();
    EXPECT_TRUE(library.isOwn(panel->name()));
    EXPECT_EQ(loadAccelerator(library.specOf(panel->name())).rows, 16);
    // The first edit is undone as any other; the copy stays.
    panel->undoStack()->undo();
    settle();
    EXPECT_EQ(panel->design().rows, 8);
    EXPECT_EQ(latencyOf(*hardware), before);
}

TEST_F(HardwarePageTest, AnEditKeepsTheBatch) {
    child<DesignPanel>(hardware)->copyDesign();
    settle();
    child<QSpinBox>(hardware, "batch")->setValue(4);
    settle();
    ASSERT_TRUE(child<DesignPanel>(hardware)->edit("pe.energy", "0.15"));
    settle();
    EXPECT_EQ(child<QSpinBox>(hardware, "batch")->value(), 4);
    ASSERT_TRUE(child<DesignPanel>(hardware)->edit("batch", "2"));
    settle();
    EXPECT_EQ(child<QSpinBox>(hardware, "batch")->value(), 2);
}

TEST_F(HardwarePageTest, EditsAreUndoneAndRedone) {
    DesignPanel* panel = child<DesignPanel>(hardware);
    panel->copyDesign();
    settle();
    const QString before = latencyOf(*hardware);
    ASSERT_TRUE(panel->edit("clock.frequency", "1e9"));
    settle();
    const QString fast = latencyOf(*hardware);
    EXPECT_NE(fast, before);
    panel->undoStack()->undo();
    settle();
    EXPECT_EQ(latencyOf(*hardware), before);
    EXPECT_EQ(panel->design().value("clock.frequency"), 500e6);
    panel->undoStack()->redo();
    settle();
    EXPECT_EQ(latencyOf(*hardware), fast);
    panel->removeDesign();
    EXPECT_TRUE(DesignLibrary::instance().ownNames().isEmpty());
    panel->undoStack()->undo();
    EXPECT_EQ(panel->name(), QStringLiteral("lpa-8x8 copy"));
    EXPECT_EQ(panel->design().value("clock.frequency"), 1e9);
}

TEST_F(HardwarePageTest, AWrongValueIsToldAndChangesNothing) {
    QString told;
    DesignPanel* panel = child<DesignPanel>(hardware);
    QObject::connect(&window->session().messages(), &Messages::problem, panel,
                     [&](const QString& text) { told = text; });
    EXPECT_FALSE(panel->edit("grid.rows", "0"));
    EXPECT_TRUE(told.contains(QStringLiteral("grid.rows = 0 is out of range"))) << qPrintable(told);
    EXPECT_EQ(panel->name(), QStringLiteral("lpa-8x8"));
    EXPECT_TRUE(DesignLibrary::instance().ownNames().isEmpty());
}

TEST_F(HardwarePageTest, TheTableEditsAndABlockShowsItsOwn) {
    DesignPanel* panel = child<DesignPanel>(hardware);
    const int all = child<DataTable>(panel)->view()->model()->rowCount();
    Q_EMIT child<BlockDiagram>(panel)->blockChosen(DesignBlock::Dram);
    QAbstractItemModel* model = child<DataTable>(panel)->view()->model();
    EXPECT_EQ(model->rowCount(), 4);
    EXPECT_LT(model->rowCount(), all);
    const auto rowOf = [&](const QString& key) {
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->index(row, PropertyTable::Key).data().toString() == key) return row;
        return -1;
    };
    const QModelIndex read = model->index(rowOf(QStringLiteral("dram.read")), PropertyTable::Value);
    EXPECT_TRUE(read.flags().testFlag(Qt::ItemIsEditable));
    EXPECT_FALSE(model->index(0, PropertyTable::Source).flags().testFlag(Qt::ItemIsEditable));
    EXPECT_TRUE(model->setData(read, QStringLiteral("25"), Qt::EditRole));
    settle();
    EXPECT_EQ(panel->design().value("dram.read"), 25);
    panel->showConstant(QStringLiteral("pe.area"));
    EXPECT_EQ(child<BlockDiagram>(panel)->selected(), DesignBlock::Grid);
}

TEST_F(HardwarePageTest, ImportsAndExportsDescriptions) {
    DesignPanel* panel = child<DesignPanel>(hardware);
    const QString file = folder.filePath(QStringLiteral("mine.json"));
    panel->exportFile(file);
    ASSERT_TRUE(QFile::exists(file));
    panel->importFile(file);
    EXPECT_EQ(panel->name(), QStringLiteral("lpa-8x8 copy"));
    QString told;
    QObject::connect(&window->session().messages(), &Messages::problem, panel,
                     [&](const QString& text) { told = text; });
    QFile broken(file);
    ASSERT_TRUE(broken.open(QIODevice::WriteOnly));
    broken.write("{");
    broken.close();
    panel->importFile(file);
    EXPECT_TRUE(told.contains(QStringLiteral("is not JSON"))) << qPrintable(told);
}

TEST_F(HardwarePageTest, WellKnownNetworksAndASecondDesign) {
    child<QComboBox>(hardware, "network")->setCurrentText(QStringLiteral("resnet50"));
    Q_EMIT child<QComboBox>(hardware, "network")
        ->activated(child<QComboBox>(hardware, "network")->currentIndex());
    child<QComboBox>(hardware, "beside")->setCurrentText(QStringLiteral("int8-8x8"));
    Q_EMIT child<QComboBox>(hardware, "beside")
        ->activated(child<QComboBox>(hardware, "beside")->currentIndex());
    settle();
    EXPECT_EQ(child<HardwareLayers>(hardware)->table()->view()->model()->rowCount(), 54);
    const auto& totals = child<TotalsTable>(hardware)->totals();
    ASSERT_FALSE(totals.empty());
    EXPECT_FALSE(totals.front().other.isEmpty());
    const auto energy =
        std::ranges::find(totals, HardwarePage::tr("Energy"), &TotalsTable::Row::name);
    ASSERT_NE(energy, totals.end());
    EXPECT_TRUE(energy->range.contains(QStringLiteral("…"))) << qPrintable(energy->range);
    child<QSpinBox>(hardware, "batch")->setValue(4);
    settle();
    EXPECT_GT(child<TotalsTable>(hardware)->totals().front().value, 0);
}

TEST_F(HardwarePageTest, ADesignThatCannotRunTheWidthsSaysSoAndShowsNoOldFigures) {
    ASSERT_FALSE(child<TotalsTable>(hardware)->totals().empty());
    child<DesignPanel>(hardware)->choose(QStringLiteral("lpa-2-8x8"));
    Q_EMIT child<DesignPanel>(hardware)->designChanged();
    settle();
    EXPECT_TRUE(child<QLabel>(hardware, "trouble")->isVisible());
    EXPECT_TRUE(
        child<QLabel>(hardware, "trouble")->text().contains(QStringLiteral("weight width 8")))
        << qPrintable(child<QLabel>(hardware, "trouble")->text());
    EXPECT_TRUE(child<TotalsTable>(hardware)->totals().empty());
    EXPECT_EQ(child<HardwareLayers>(hardware)->table()->view()->model()->rowCount(), 0);
    // The narrow width runs.
    child<QComboBox>(hardware, "subject")
        ->setCurrentText(HardwareChoices::tr("Uniform %1 bit").arg(2));
    Q_EMIT child<QComboBox>(hardware, "subject")
        ->activated(child<QComboBox>(hardware, "subject")->currentIndex());
    settle();
    EXPECT_FALSE(child<QLabel>(hardware, "trouble")->isVisible());
    EXPECT_FALSE(child<TotalsTable>(hardware)->totals().empty());
}

TEST_F(HardwarePageTest, ChartsStandBesideTheTotalsWhereThereIsRoom) {
    auto* overview = hardware->findChild<HardwareOverview*>();
    ASSERT_NE(overview, nullptr);
    window->resize(1280, 800);
    QApplication::processEvents();
    EXPECT_FALSE(child<QWidget>(overview, "charts")->isVisible());
    window->resize(2560, 1440);
    QApplication::processEvents();
    ASSERT_TRUE(child<QWidget>(overview, "charts")->isVisible());
    const auto charts = child<QWidget>(overview, "charts")->findChildren<LayerBarsView*>();
    ASSERT_EQ(charts.size(), 2);
    const auto total = [](const LayerBarsView* view) {
        const FigureTable table = view->bars()->figureTable();
        double sum = 0;
        for (std::size_t row = 0; row < table.rows(); ++row)
            sum += std::get<double>(table.cell(row, 1));
        return sum;
    };
    const Cost& totals = hardware->outcome().result.totals;
    EXPECT_NEAR(total(charts[0]) / (static_cast<double>(totals.energy.total().value) * 1e-15), 1,
                1e-9);
    EXPECT_NEAR(total(charts[1]) / static_cast<double>(totals.cycles.value), 1, 1e-9);
    // A click chooses the layer for all pages.
    Q_EMIT charts[0]->layerClicked(2);
    EXPECT_EQ(window->session().selection().layerNumber(), 2);
    window->resize(1280, 800);
    QApplication::processEvents();
    EXPECT_FALSE(child<QWidget>(overview, "charts")->isVisible());
}

TEST_F(HardwarePageTest, ASearchCanUseAnOwnDesign) {
    child<DesignPanel>(hardware)->copyDesign();
    auto* form = child<SearchForm>(page<SearchPage>(PageId::Search));
    SearchSettings settings = form->settings();
    const DesignLibrary& library = DesignLibrary::instance();
    settings.hardware = library.specOf(QStringLiteral("lpa-8x8 copy"));
    form->setSettings(settings);
    EXPECT_EQ(form->settings().hardware, settings.hardware);
    // A description from elsewhere stays chosen although it is in no list.
    settings.hardware = "/somewhere/else.json";
    form->setSettings(settings);
    EXPECT_EQ(form->settings().hardware, settings.hardware);
}

TEST_F(HardwarePageTest, DesignsAreMadeEqual) {
    hardware->showView(QStringLiteral("designs"));
    settle();
    DesignComparison* comparison = child<DesignComparison>(hardware);
    const auto designs = [&] { return child<DesignTable>(comparison)->designs(); };
    EXPECT_EQ(designs().size(), presets().size());
    EXPECT_EQ(designs().front().name, QStringLiteral("lpa-8x8"));
    child<QComboBox>(comparison, "basis")->setCurrentIndex(1);
    settle();
    int ran = 0;
    for (const DesignTable::Row& design : designs()) {
        EXPECT_LE(design.computeArea, designs().front().computeArea * 1.0001)
            << qPrintable(design.name);
        if (design.problem.isEmpty()) {
            ++ran;
            EXPECT_GT(design.seconds, 0);
        } else {
            EXPECT_TRUE(design.problem.contains(QStringLiteral("width")))
                << qPrintable(design.problem);
        }
    }
    EXPECT_GT(ran, 8);
    child<QComboBox>(comparison, "basis")->setCurrentIndex(2);
    settle();
    for (const DesignTable::Row& design : designs()) EXPECT_LE(design.rows * design.columns, 64);
}

TEST_F(HardwarePageTest, PublishedTablesAreThere) {
    hardware->showView(QStringLiteral("published"));
    settle();
    EXPECT_EQ(child<PublishedPanel>(hardware)->table()->view()->model()->rowCount(), 12);
    EXPECT_GE(child<PublishedPanel>(hardware)->figureTable()->view()->model()->rowCount(), 21);
}

TEST(BlockGeometry, BlocksLieApartAndInside) {
    for (const PresetInfo& preset : presets()) {
        const Accelerator accelerator = loadAccelerator(preset.name);
        for (const QSizeF size : {QSizeF(380, 260), QSizeF(460, 360), QSizeF(900, 700)}) {
            for (const bool toScale : {false, true}) {
                const Diagram diagram = toScale
                                            ? floorplanOf(accelerator, areaOf(accelerator), size)
                                            : schematicOf(accelerator, size);
                const QRectF whole(QPointF(), size);
                for (std::size_t i = 0; i < diagram.blocks.size(); ++i) {
                    const QRectF rect = diagram.blocks[i].rect;
                    EXPECT_GT(rect.width(), 0) << preset.name;
                    EXPECT_TRUE(whole.adjusted(-0.01, -0.01, 0.01, 0.01).contains(rect))
                        << preset.name << " " << i;
                    for (std::size_t j = 0; j < i; ++j) {
                        const QRectF common = rect.intersected(diagram.blocks[j].rect);
                        EXPECT_LT(common.width() * common.height(), 0.01)
                            << preset.name << " " << i << " " << j;
                    }
                }
            }
        }
    }
}

TEST(BlockGeometry, TheDataflowIsReadInFull) {
    // As wide as the page makes it in windows of 1280 and 1600 pixels.
    const QFontMetricsF metrics(ChartTheme::light().labelFont());
    for (const PresetInfo& preset : presets())
        for (const QSizeF size : {QSizeF(388, 296), QSizeF(444, 360)})
            for (const DiagramBlock& block : schematicOf(loadAccelerator(preset.name), size).blocks)
                if (block.block == DesignBlock::Control) {
                    for (const QString& line : block.lines)
                        EXPECT_LE(metrics.horizontalAdvance(line), block.rect.width() - 8)
                            << preset.name << " " << line.toStdString();
                }
}

TEST(BlockGeometry, FloorplanAreasAreInProportion) {
    const Accelerator accelerator = loadAccelerator("lpa-iso");
    const AreaParts area = areaOf(accelerator);
    const Diagram diagram = floorplanOf(accelerator, area, {402, 302});
    double all = 0, grid = 0;
    for (const DiagramBlock& block : diagram.blocks) {
        const double pixels = block.rect.width() * block.rect.height();
        all += pixels;
        if (block.block == DesignBlock::Grid) grid = pixels;
    }
    EXPECT_NEAR(all, 400 * 300, 1e-6 * all);
    EXPECT_NEAR(grid / all,
                static_cast<double>(area.pe.value) / static_cast<double>(area.total().value), 1e-9);
}

TEST(DesignLibrary, NamesAreTamedAndFree) {
    DesignLibrary& library = DesignLibrary::instance();
    Accelerator accelerator = loadAccelerator("int8-8x8");
    accelerator.name = "../up / and : away";
    const QString first = library.add(accelerator);
    EXPECT_FALSE(first.contains(u'/'));
    EXPECT_TRUE(library.isOwn(first));
    const QString second = library.add(accelerator);
    EXPECT_NE(first, second);
    EXPECT_EQ(library.rename(second, QStringLiteral("lpa-8x8")), QStringLiteral("lpa-8x8 2"));
    EXPECT_EQ(library.nameOf(library.specOf(first)), first);
    EXPECT_EQ(library.nameOf("lpa-8x8"), QStringLiteral("lpa-8x8"));
    for (const QString& name : library.ownNames()) library.remove(name);
    EXPECT_TRUE(library.ownNames().isEmpty());
}

}  // namespace
}  // namespace lpstudio
