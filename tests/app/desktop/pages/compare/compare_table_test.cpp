#include "app/desktop/pages/compare/compare_table.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QFont>
#include <QSignalSpy>
#include <cmath>

#include "app/desktop/pages/compare/summary_table.h"

namespace lpstudio {
namespace {

LayerFigures layer(const char* spec, double bits, double sqnrDb) {
    LayerFigures one;
    one.weights = spec;
    one.weightBits = bits;
    one.activations = "lp:8";
    one.activationBits = 8;
    one.sqnrDb = sqnrDb;
    one.energyPicojoules = bits * 1e5;
    one.latencySeconds = 1e-5;
    return one;
}

CompareColumn column(const ColumnSource& item, const char* title,
                     std::vector<LayerFigures> layers) {
    CompareColumn column;
    column.source = item;
    column.title = QString::fromUtf8(title);
    if (!layers.empty()) {
        column.figures.emplace();
        column.figures->layers = std::move(layers);
        column.figures->meanWeightBits = column.figures->layers.front().weightBits;
        column.figures->energyPicojoules = 2e6;
        column.figures->modelBytes = 2048;
    }
    return column;
}

std::vector<CompareColumn> three() {
    return {column(ColumnSource::ofCandidate(RunId(1), CandidateId(2)), "Candidate 2",
                   {layer("lp:4,1,3,0.5", 4, 20), layer("lp:4,1,3,0.25", 4, 21)}),
            column(ColumnSource::working(), "Working",
                   {layer("lp:7,1,3,0.5", 7, 33), layer("lp:4,1,3,0.25", 4, 21)}),
            column(ColumnSource::floating(), "Float", {})};
}

class CompareTableTest : public testing::Test {
protected:
    QVariant at(int row, int column, int role = Qt::DisplayRole) const {
        return table.index(row, column).data(role);
    }
    CompareTable table;
    QAbstractItemModelTester tester{&table, QAbstractItemModelTester::FailureReportingMode::Fatal};
    const QStringList names{QStringLiteral("conv1"), QStringLiteral("conv2")};
};

TEST_F(CompareTableTest, WhereColumnsDifferIsToldAndSortsFirst) {
    table.setContents(names, three(), {0});
    EXPECT_EQ(table.rowCount(), 2);
    EXPECT_EQ(at(0, CompareTable::Spread).toString(), QStringLiteral("3 bit"));
    EXPECT_EQ(at(1, CompareTable::Spread).toString(), QStringLiteral("="));
    EXPECT_GT(at(0, CompareTable::Spread, RawRole).toDouble(),
              at(1, CompareTable::Spread, RawRole).toDouble());
    EXPECT_TRUE(at(0, CompareTable::Name, Qt::FontRole).value<QFont>().bold());
    EXPECT_FALSE(at(1, CompareTable::Name, Qt::FontRole).isValid());
    EXPECT_EQ(at(0, CompareTable::FirstItem + 1).toString(), QStringLiteral("lp:7,1,3,0.5"));
    // Not known yet.
    EXPECT_EQ(at(0, CompareTable::FirstItem + 2).toString(), QStringLiteral("…"));
    EXPECT_EQ(table.layer(0, 2), nullptr);
    EXPECT_TRUE(table.isEdited(0, 1));
    EXPECT_FALSE(table.isEdited(1, 1));
    EXPECT_FALSE(table.isEdited(0, 0));
}

TEST_F(CompareTableTest, PlainFiguresAreColumnsOfTheirOwn) {
    table.setContents(names, three(), {});
    const int energy = table.figureColumn(1, CompareTable::Energy);
    EXPECT_DOUBLE_EQ(at(0, energy, RawRole).toDouble(), 7e5);
    EXPECT_EQ(table.headerData(energy, Qt::Horizontal, FullRole).toString(),
              QStringLiteral("Working energy_pj"));
    EXPECT_EQ(at(0, table.figureColumn(0, CompareTable::Activations)).toString(),
              QStringLiteral("lp:8"));
    EXPECT_EQ(table.columnCount(),
              CompareTable::FirstItem + 3 + 3 * static_cast<int>(CompareTable::kFigures));
}

TEST_F(CompareTableTest, OnlyTheWorkingCandidateIsEdited) {
    table.setContents(names, three(), {});
    int edited = -1;
    QString typed;
    const QModelIndex working = table.index(1, CompareTable::FirstItem + 1);
    EXPECT_FALSE(working.flags() & Qt::ItemIsEditable);
    table.setEditor([&](int layer, const QString& text) {
        edited = layer;
        typed = text;
        return true;
    });
    EXPECT_TRUE(working.flags() & Qt::ItemIsEditable);
    EXPECT_FALSE(table.index(1, CompareTable::FirstItem).flags() & Qt::ItemIsEditable);
    EXPECT_FALSE(table.index(1, CompareTable::Name).flags() & Qt::ItemIsEditable);
    EXPECT_FALSE(table.setData(working, working.data(Qt::EditRole), Qt::EditRole));
    EXPECT_EQ(edited, -1);
    EXPECT_TRUE(table.setData(working, QStringLiteral(" lp:3 "), Qt::EditRole));
    EXPECT_EQ(edited, 1);
    EXPECT_EQ(typed, QStringLiteral("lp:3"));
}

TEST_F(CompareTableTest, FiguresThatChangeKeepTheRows) {
    table.setContents(names, three(), {});
    QSignalSpy reset(&table, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&table, &QAbstractItemModel::dataChanged);
    auto columns = three();
    columns[1].figures->layers[0].sqnrDb = 12;
    table.setContents(names, columns, {0});
    EXPECT_EQ(reset.size(), 0);
    EXPECT_EQ(changed.size(), 1);
    columns.pop_back();
    table.setContents(names, columns, {0});
    EXPECT_EQ(reset.size(), 1);
}

TEST(SummaryTableTest, TheBestIsBoldAndDifferencesAreToTheFirst) {
    SummaryTable table;
    const QAbstractItemModelTester tester(&table,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    auto columns = three();
    columns[0].scores.top1Percent = 90;
    columns[1].scores.top1Percent = 91.5;
    columns[0].scores.contrast = 0.25;
    columns[1].scores.contrast = 0.25;
    columns[1].figures->energyPicojoules = 1e6;
    table.setContents(columns);
    const auto at = [&](int row, int column) { return table.index(row, column).data().toString(); };
    EXPECT_EQ(at(SummaryTable::Top1, 1), QStringLiteral("90.00 %"));
    EXPECT_EQ(at(SummaryTable::Top1, 2), QStringLiteral("91.50 %  (+1.50)"));
    EXPECT_EQ(at(SummaryTable::Top1, 3), QStringLiteral("–"));
    EXPECT_TRUE(table.isBest(SummaryTable::Top1, 1));
    EXPECT_FALSE(table.isBest(SummaryTable::Top1, 0));
    EXPECT_FALSE(table.isBest(SummaryTable::Top1, 2));
    EXPECT_TRUE(table.index(SummaryTable::Top1, 2).data(Qt::FontRole).value<QFont>().bold());
    // Nobody is best where all are equal.
    EXPECT_FALSE(table.isBest(SummaryTable::Score, 0));
    EXPECT_FALSE(table.isBest(SummaryTable::Score, 1));
    EXPECT_EQ(at(SummaryTable::Energy, 2), QStringLiteral("1.000\u202fµJ  (−50.0 %)"));
    EXPECT_TRUE(table.isBest(SummaryTable::Energy, 1));
    EXPECT_TRUE(table.isBest(SummaryTable::WeightBits, 0));
    EXPECT_TRUE(std::isnan(table.value(SummaryTable::Bytes, 2)));
}

}  // namespace
}  // namespace lpstudio
