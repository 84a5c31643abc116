#include "app/desktop/pages/pareto/candidate_table.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QTableView>
#include <cmath>
#include <random>

#include "app/desktop/pages/pareto/pareto_charts.h"
#include "app/desktop/plot/number_entry.h"
#include "app/desktop/widgets/data_table.h"

namespace lpstudio {
namespace {

std::shared_ptr<const CandidateColumns> columnsOf(int count, bool twoRuns = false) {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> uniform(2, 8);
    std::vector<ScoredCandidate> list(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        ScoredCandidate& one = list[static_cast<std::size_t>(i)];
        one.id = CandidateId(i);
        one.meanWeightBits = uniform(random);
        one.contrast = uniform(random);
        one.hardware.energyPicojoules = 1e6 * one.meanWeightBits;
        if (i % 4 == 0) one.top1Percent = 80 + uniform(random);
    }
    auto columns = std::make_shared<CandidateColumns>();
    columns->addRun({RunId(1), QStringLiteral("LPQ one"), {90, 0}, {}},
                    std::span<const ScoredCandidate>(list));
    if (twoRuns)
        columns->addRun({RunId(2), QStringLiteral("NSGA, two"), {90, 0}, {}},
                        std::span<const ScoredCandidate>(list).first(5));
    return columns;
}

std::vector<double> column(const CandidateTable& table, int which) {
    std::vector<double> values;
    for (int row = 0; row < table.rowCount(); ++row)
        values.push_back(table.index(row, which).data(RawRole).toDouble());
    return values;
}

TEST(NumberEntry, UnderstandsPrefixesAndUnits) {
    EXPECT_EQ(numberEntry(QStringLiteral("4.5")), 4.5);
    EXPECT_EQ(numberEntry(QStringLiteral(" -2,5e3 ")), -2500);
    EXPECT_DOUBLE_EQ(*numberEntry(QStringLiteral("20u")), 20e-6);
    EXPECT_DOUBLE_EQ(*numberEntry(QStringLiteral("20 µJ")), 20e-6);
    EXPECT_DOUBLE_EQ(*numberEntry(QStringLiteral("1.5 kB")), 1500);
    EXPECT_DOUBLE_EQ(*numberEntry(QStringLiteral("3 ms")), 3e-3);
    EXPECT_DOUBLE_EQ(*numberEntry(QStringLiteral("12 mm²")), 12);
    EXPECT_EQ(numberEntry(QStringLiteral("91.2 %")), 91.2);
    for (const char* text : {"", "abc", "4.5.6", "4 x", "1e", "--2"})
        EXPECT_FALSE(numberEntry(QString::fromUtf8(text))) << text;
    // What the program writes it reads.
    for (const ParetoQuantity& quantity : paretoQuantities()) {
        if (quantity.better == Better::Neither) continue;
        const auto read = numberEntry(valueText(quantity, 0.001234));
        ASSERT_TRUE(read) << quantity.key;
        EXPECT_NEAR(*read, 0.001234, 1e-9) << quantity.key;
    }
}

TEST(CandidateFilter, UnderstandsConditions) {
    const auto columns = columnsOf(200, true);
    const auto count = [&](const char* text, std::span<const std::uint8_t> front = {}) {
        const CandidateFilter filter(QString::fromUtf8(text));
        EXPECT_EQ(filter.problem(), QString()) << text;
        const auto rows = filter.rows(*columns, front);
        return std::count(rows.begin(), rows.end(), 1);
    };
    const auto& bits = columns->of("weight-bits");
    const auto below = std::count_if(bits.begin(), bits.end(), [](double b) { return b < 4.5; });
    EXPECT_EQ(count(""), 205);
    EXPECT_EQ(count("bits<4.5"), below);
    EXPECT_EQ(count("bits < 4.5"), below);
    EXPECT_EQ(count("weight-bits>=4.5"), 205 - below);
    EXPECT_EQ(count("energy<4.5u"), below);
    EXPECT_EQ(count("bits<4.5 bits>4.5"), 0);
    EXPECT_EQ(count("top1>0"), 50 + 2);
    EXPECT_EQ(count("42"), 1);
    EXPECT_EQ(count("0-9"), 15);
    EXPECT_EQ(count("nsga"), 5);
    std::vector<std::uint8_t> front(205, 0);
    front[7] = front[8] = 1;
    EXPECT_EQ(count("front", front), 2);
    EXPECT_EQ(count("front"), 0);

    EXPECT_TRUE(
        CandidateFilter(QStringLiteral("beauty<3")).problem().contains(QStringLiteral("beauty<3")));
    EXPECT_FALSE(CandidateFilter(QStringLiteral("bits<many")).problem().isEmpty());
}

TEST(CandidateTable, SortsByNumbersAndPutsUnknownOnesLast) {
    CandidateTable table;
    const QAbstractItemModelTester tester(&table,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    EXPECT_EQ(table.rowCount(), 0);
    table.setContents({columnsOf(100), {}, {}});
    ASSERT_EQ(table.rowCount(), 100);
    const int bits = CandidateTable::columnOf(quantityIndex("weight-bits"));
    const int top1 = CandidateTable::columnOf(quantityIndex("top1"));
    DataTable view(&table, QStringLiteral("Candidates"));
    view.view()->sortByColumn(bits, Qt::AscendingOrder);
    auto values = column(table, bits);
    EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        view.view()->sortByColumn(top1, order);
        values = column(table, top1);
        EXPECT_FALSE(std::isnan(values[24]));
        EXPECT_TRUE(std::isnan(values[25]));
        if (order == Qt::AscendingOrder)
            EXPECT_LT(values[0], values[24]);
        else
            EXPECT_GT(values[0], values[24]);
    }
    for (int row = 0; row < 100; ++row) EXPECT_EQ(table.rowOf(table.sourceRow(row)), row);
    EXPECT_EQ(table.rowOf(100), -1);
    EXPECT_EQ(table.index(99, top1).data(Qt::DisplayRole).toString(), QStringLiteral("–"));
}

TEST(CandidateTable, SelectedRowsFollowTheSort) {
    CandidateTable table;
    table.setContents({columnsOf(100), {}, {}});
    DataTable view(&table, QStringLiteral("Candidates"));
    view.setCurrentRow(17);
    view.setSelectedRows({17, 40, 80});
    const auto sources = [&] {
        std::vector<std::size_t> rows;
        for (const int row : view.selectedRows()) rows.push_back(table.sourceRow(row));
        std::sort(rows.begin(), rows.end());
        return rows;
    };
    EXPECT_EQ(sources(), (std::vector<std::size_t>{17, 40, 80}));
    view.view()->sortByColumn(CandidateTable::columnOf(quantityIndex("contrast")),
                              Qt::DescendingOrder);
    EXPECT_EQ(sources(), (std::vector<std::size_t>{17, 40, 80}));
}

TEST(CandidateTable, FiltersAndCopies) {
    CandidateTable table;
    const QAbstractItemModelTester tester(&table,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    std::vector<std::uint8_t> shown(15, 1), front(15, 0);
    shown[3] = 0;
    front[4] = 1;
    table.setContents({columnsOf(10, true), shown, front});
    EXPECT_EQ(table.rowCount(), 14);
    EXPECT_EQ(table.allRows(), 15);
    EXPECT_EQ(table.rowOf(3), -1);
    DataTable view(&table, QStringLiteral("Candidates"));
    table.filterRows(QStringLiteral("0-4 LPQ"));
    EXPECT_EQ(table.rowCount(), 4);
    for (int c = 0; c < table.columnCount(); ++c)
        view.view()->setColumnHidden(c, c != 0 && c != CandidateTable::frontColumn() &&
                                            c != CandidateTable::runColumn() &&
                                            c != CandidateTable::columnOf(quantityIndex("top1")));
    const QStringList lines = view.csv(false).split(u'\n');
    ASSERT_EQ(lines.size(), 6);
    EXPECT_EQ(lines[0], QStringLiteral("number,top1 (%),front,run"));
    EXPECT_EQ(lines[2], QStringLiteral("1,,no,LPQ one"));
    EXPECT_TRUE(lines[4].endsWith(QStringLiteral(",yes,LPQ one")));
    table.filterRows(QStringLiteral("two"));
    EXPECT_TRUE(view.csv(false).contains(QStringLiteral("\"NSGA, two\"")));
    QString problem;
    QObject::connect(&table, &CandidateTable::filterProblem,
                     [&](const QString& text) { problem = text; });
    table.filterRows(QStringLiteral("bits<<3"));
    EXPECT_FALSE(problem.isEmpty());
    table.filterRows({});
    EXPECT_TRUE(problem.isEmpty());
    EXPECT_EQ(table.rowCount(), 14);
}

TEST(CandidateTable, IsQuickWithAHundredThousandRows) {
    CandidateTable table;
    DataTable view(&table, QStringLiteral("Candidates"));
    view.resize(900, 400);
    view.show();
    const auto columns = columnsOf(100000);
    QElapsedTimer timer;
    timer.start();
    table.setContents({columns, {}, {}});
    view.view()->sortByColumn(CandidateTable::columnOf(quantityIndex("contrast")),
                              Qt::DescendingOrder);
    table.filterRows(QStringLiteral("bits<4 energy>2.5u"));
    table.filterRows({});
    EXPECT_FALSE(view.grab().isNull());
    EXPECT_LT(timer.elapsed(), 2000);  // 60 ms when nothing else runs
    EXPECT_EQ(table.rowCount(), 100000);
}

TEST(WidthStrip, HasACellALayer) {
    const ChartTheme& theme = ChartTheme::light();
    const std::vector<int> widths{2, 8, 4, 6};
    const QImage image = widthStrip(widths, theme);
    ASSERT_FALSE(image.isNull());
    const int cell = image.width() / 4;
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(image.pixelColor(i * cell + 1, 1).rgb(),
                  theme.widthColor(widths[static_cast<std::size_t>(i)]).rgb());
    EXPECT_TRUE(widthStrip({}, theme).isNull());
    EXPECT_TRUE(widthStripElement({}, theme).isEmpty());
    EXPECT_TRUE(widthStripElement(widths, theme, 2)
                    .startsWith(QStringLiteral("<img width=\"%1\"").arg(cell * 4)));
    // Many layers still fit.
    EXPECT_LE(widthStrip(std::vector<int>(120, 5), theme).width(), 260);
}

}  // namespace
}  // namespace lpstudio
