// Numbers on screen follow the user's locale; those in files, copies and JSON never do.
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>
#include <QTableView>
#include <QToolTip>
#include <algorithm>

#include "app/desktop/charts/influence_chart.h"
#include "app/desktop/charts/layer_bars_chart.h"
#include "app/desktop/charts/octave_chart.h"
#include "app/desktop/charts/pareto_view.h"
#include "app/desktop/charts/roofline_chart.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/distributions/distributions_page.h"
#include "app/desktop/pages/pareto/pareto_page.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_chart.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/export_dialog.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/page.h"
#include "app/project/export/config.h"
#include "tests/app/desktop/child.h"
#include "tests/app/desktop/huge_project.h"
#include "tests/app/desktop/window_fixture.h"

namespace lpstudio {
namespace {

/// Numbers with a decimal point, which a German reader would take for thousands. Format specs keep
/// theirs, for commas separate them.
QStringList pointed(QString text) {
    static const QRegularExpression spec(QStringLiteral("\\b[a-z]+[0-9]*:[-+0-9a-z,.]+"));
    static const QRegularExpression number(
        QStringLiteral("(?<![\\w.,])[0-9]+(?:\\.[0-9]+)+(?![.,0-9])"));
    static const QRegularExpression grouped(QStringLiteral("^[0-9]{1,3}(?:\\.[0-9]{3})+$"));
    text.remove(spec);
    QStringList found;
    for (auto at = number.globalMatch(text); at.hasNext();) {
        const QString one = at.next().captured();
        if (!grouped.match(one).hasMatch()) found << one;
    }
    return found;
}

bool hasComma(const QString& text) {
    static const QRegularExpression decimal(QStringLiteral("[0-9],[0-9]"));
    return decimal.match(text).hasMatch();
}

/// What all charts of a page paint and are called: the texts of their pictures as SVG.
QStringList chartTexts(const QWidget& page) {
    static const QRegularExpression element(QStringLiteral("<text[^>]*>([^<]*)</text>"));
    QStringList texts;
    for (const QGraphicsView* view : page.findChildren<QGraphicsView*>()) {
        if (view->scene() == nullptr) continue;
        for (QGraphicsItem* item : view->scene()->items())
            if (auto* chart = dynamic_cast<PlotChart*>(item))
                for (auto at = element.globalMatch(QString::fromUtf8(figureSvg(*chart)));
                     at.hasNext();)
                    texts << at.next().captured(1);
    }
    return texts;
}

/// Numbers in the cells of a page's tables and their tooltips.
QStringList cellTexts(const QWidget& page) {
    QStringList texts;
    for (const DataTable* table : page.findChildren<DataTable*>()) {
        const QAbstractItemModel& model = *table->view()->model();
        for (int row = 0; row < std::min(50, model.rowCount()); ++row)
            for (int column = 0; column < model.columnCount(); ++column) {
                const QModelIndex index = model.index(row, column);
                if (!(index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight)) continue;
                texts << index.data().toString() << index.data(Qt::ToolTipRole).toString();
            }
    }
    return texts;
}

/// Names and values beside a page's pictures, with their tooltips.
QStringList factTexts(const QWidget& page) {
    QStringList texts;
    for (const FactsPanel* facts : page.findChildren<FactsPanel*>())
        for (const QLabel* label : facts->findChildren<QLabel*>())
            texts << label->text() << label->toolTip();
    return texts;
}

class LocaleTest : public WindowFixture {
protected:
    void SetUp() override {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        WindowFixture::SetUp();
    }
    void TearDown() override {
        window.reset();
        QLocale::setDefault(QLocale::c());
    }
    /// All are in the locale, and some have a decimal comma.
    static void expectCommas(const QStringList& texts, const char* what) {
        for (const QString& text : texts)
            EXPECT_EQ(pointed(text), QStringList()) << what << ": " << text.toStdString();
        EXPECT_TRUE(std::any_of(texts.begin(), texts.end(), hasComma))
            << what << ": " << texts.join(QStringLiteral(" | ")).toStdString();
    }
};

TEST_F(LocaleTest, NumbersToReadFollowIt) {
    EXPECT_EQ(shortText(1234.5, 5), QStringLiteral("1.234,5"));
    EXPECT_EQ(shortText(0.214), QStringLiteral("0,2140"));
    EXPECT_EQ(countText(54321), QStringLiteral("54.321"));
    EXPECT_EQ(siText(40.55e6, QStringLiteral("Hz")), QStringLiteral("40,55\u202FMHz"));
    EXPECT_EQ(percentText(0.4567), QStringLiteral("45,7 %"));
    EXPECT_EQ(percentText(0.000001), QStringLiteral("< 0,001 %"));
    EXPECT_EQ(durationText(4.21), QStringLiteral("4,2 s"));
    EXPECT_EQ(bytesText(2500), QStringLiteral("2,500\u202FkB"));
    // These are read by programs.
    EXPECT_EQ(fullText(1234.5), QStringLiteral("1234.5"));
    EXPECT_FALSE(fullText(2.5e-7).contains(u','));
}

TEST_F(LocaleTest, OnePageSpeaksOneLanguage) {
    {
        ProjectStore store = ProjectStore::open(project);
        AssetCache assets;
        test::addHugeRun(store, assets, {200, 1, 10});
    }
    openAndWait();
    ASSERT_TRUE(waitFor([&] { return window->session().selection().candidates() != nullptr; }));

    window->showPage(PageId::Pareto);
    auto* pareto = page<ParetoPage>(PageId::Pareto);
    ASSERT_NO_FATAL_FAILURE(settle(*pareto));
    ParetoView* view = child<ParetoView>(pareto);
    ParetoChart& chart = *view->paretoChart();
    ASSERT_GT(chart.plotArea().width(), 100);
    Limit limit;
    limit.most = 0.5 * (chart.range().yFrom + chart.range().yTo);
    Q_EMIT view->limitChanged(QString::fromStdString(chart.data().y.key), limit);
    expectCommas(chartTexts(*pareto), "axes and limits of the Pareto chart");
    expectCommas(cellTexts(*pareto), "table of candidates");
    expectCommas(factTexts(*pareto), "facts of the candidate");
    const ParetoPoint& point = chart.data().points[chart.front().front()];
    const PlotMap map = chart.map();
    QTest::mouseMove(view->viewport(),
                     view->mapFromScene(chart.mapToScene(QPointF(map.x(point.x), map.y(point.y)))));
    ASSERT_TRUE(waitFor([] { return !QToolTip::text().isEmpty(); }));
    expectCommas({QToolTip::text()}, "tooltip over the Pareto chart");
    expectCommas({valueText(chart.data().x, 3.9), valueText(chart.data().y, 0.25)},
                 "tooltips of other runs");

    window->showPage(PageId::Distributions);
    auto* distributions = page<DistributionsPage>(PageId::Distributions);
    ASSERT_NO_FATAL_FAILURE(settle(*distributions));
    expectCommas(chartTexts(*distributions), "axes of the distributions");
    expectCommas(factTexts(*distributions), "read-outs");
    expectCommas(cellTexts(*distributions), "table of layers");
    expectCommas({chartIn<OctaveChart>(distributions)->textOf({-5, false})},
                 "tooltip over an octave");

    window->showPage(PageId::Hardware);
    ASSERT_NO_FATAL_FAILURE(settle(*window->page(PageId::Hardware)));
    QWidget* hardware = window->page(PageId::Hardware);
    expectCommas(chartTexts(*hardware), "axes of the hardware");
    expectCommas(cellTexts(*hardware), "totals, parts and layers");
    QStringList tips;
    for (const QGraphicsView* one : hardware->findChildren<QGraphicsView*>())
        for (QGraphicsItem* item : one->scene()->items()) {
            if (const auto* bars = dynamic_cast<LayerBarsChart*>(item)) tips << bars->textOf(0);
            if (const auto* roofs = dynamic_cast<RooflineChart*>(item)) tips << roofs->textOf(0);
            if (const auto* tornado = dynamic_cast<InfluenceChart*>(item))
                tips << tornado->textOf(0);
        }
    ASSERT_GE(tips.size(), 2);
    expectCommas(tips, "tooltips over the charts of the hardware");
}

TEST_F(LocaleTest, TablesShowItAndCopiesDoNot) {
    openAndWait();
    window->showPage(PageId::Hardware);
    ASSERT_NO_FATAL_FAILURE(settle(*window->page(PageId::Hardware)));
    int commas = 0;
    for (const auto& [id, page] : window->pages())
        for (const DataTable* table : page->findChildren<DataTable*>()) {
            const QAbstractItemModel& model = *table->view()->model();
            for (int row = 0; row < model.rowCount(); ++row)
                for (int column = 0; column < model.columnCount(); ++column)
                    commas += static_cast<int>(
                        model.index(row, column).data(Qt::DisplayRole).toString().count(u','));
            // A field with a decimal comma would be in quotes.
            const QStringList lines = table->csv(false).split(u'\n', Qt::SkipEmptyParts);
            for (const QString& line : lines.mid(1)) {
                static const QRegularExpression decimal(QStringLiteral("\"\\d+,\\d+\""));
                EXPECT_FALSE(line.contains(decimal))
                    << pageNumber(id) << ": " << line.toStdString();
            }
        }
    EXPECT_GT(commas, 20) << "nothing on screen is in the locale";
}

TEST_F(LocaleTest, ExportedConfigurationsReadBackTheSame) {
    openAndWait();
    ASSERT_NO_FATAL_FAILURE(search(8));
    window->showPage(PageId::Pareto);
    ASSERT_TRUE(waitFor([&] { return !window->page(PageId::Pareto)->isBusy(); }));
    window->page(PageId::Pareto)->mainAction()->trigger();
    auto* dialog = window->findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    const QString stem = QString::fromStdString(dialog->options().stem);
    dialog->findChild<QLineEdit*>()->setText(folder.filePath(QStringLiteral("out")));
    dialog->accept();
    ASSERT_TRUE(waitFor([&] { return !window->jobs().exporter().isRunning(); }));
    const QString file = folder.filePath(QStringLiteral("out/%1.config.json").arg(stem));
    const Config config = readConfig(file.toStdString());
    EXPECT_DOUBLE_EQ(config.fitness, window->session().selection().best()->fitness);
}

}  // namespace
}  // namespace lpstudio
