#include "app/desktop/widgets/data_table.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QTableView>
#include <QTest>

#include "app/desktop/pages/hardware/hardware_facts.h"
#include "app/desktop/pages/pareto/candidate_details.h"
#include "app/desktop/widgets/bar_delegate.h"
#include "app/desktop/widgets/format_table.h"
#include "app/desktop/widgets/hardware_tables.h"
#include "app/desktop/widgets/layer_table.h"
#include "app/desktop/widgets/property_table.h"
#include "app/desktop/widgets/table_model_base.h"

namespace lpstudio {
namespace {

class Fruit final : public TableModelBase {
public:
    using TableModelBase::TableModelBase;

protected:
    int rows() const override { return 3; }
    const std::vector<ItemColumn>& columns() const override {
        static const std::vector<ItemColumn> list{
            {QStringLiteral("Name"), {}, false, QStringLiteral("name")},
            {QStringLiteral("Grams"), {}, true, QStringLiteral("grams")}};
        return list;
    }
    ItemCell cell(int row, int column) const override {
        static const char* const names[] = {"melon, ripe", "cherry", "apple"};
        static constexpr double grams[] = {1234.5678, 9, 100};
        return column == 0 ? ItemCell::ofText(QString::fromUtf8(names[row]))
                           : ItemCell::ofNumber(grams[row]);
    }
};

class DataTableTest : public testing::Test {
protected:
    QStringList names() const {
        QStringList list;
        const QAbstractItemModel* shown = table.view()->model();
        for (int row = 0; row < shown->rowCount(); ++row)
            list << shown->index(row, 0).data().toString();
        return list;
    }

    Fruit model;
    DataTable table{&model, QStringLiteral("Fruit")};
};

TEST_F(DataTableTest, SortsNumbersAsNumbers) {
    table.view()->sortByColumn(1, Qt::AscendingOrder);
    EXPECT_EQ(names().front(), QStringLiteral("cherry"));
    EXPECT_EQ(names().back(), QStringLiteral("melon, ripe"));
}

TEST_F(DataTableTest, FilterNeedsEveryWord) {
    auto* filter = table.findChild<QLineEdit*>();
    filter->setText(QStringLiteral("MELON 1234.5678"));
    EXPECT_EQ(names(), QStringList{QStringLiteral("melon, ripe")});
    filter->setText(QStringLiteral("melon apple"));
    EXPECT_TRUE(names().isEmpty());
}

TEST_F(DataTableTest, CopiesEveryDigitAndQuotesCommas) {
    EXPECT_EQ(table.csv(false), QStringLiteral("name,grams\n"
                                               "\"melon, ripe\",1234.5678\n"
                                               "cherry,9\n"
                                               "apple,100\n"));
    table.view()->selectRow(1);
    EXPECT_EQ(table.csv(true), QStringLiteral("name,grams\ncherry,9\n"));
}

TEST_F(DataTableTest, ChosenRowIsTheModelsRowWhateverTheOrder) {
    int chosen = -1;
    QObject::connect(&table, &DataTable::rowChosen, [&](int row) { chosen = row; });
    table.view()->sortByColumn(1, Qt::AscendingOrder);
    table.view()->selectRow(0);
    EXPECT_EQ(chosen, 1);
    chosen = -1;
    table.setCurrentRow(0);
    EXPECT_EQ(chosen, -1) << "what the program selects is not announced";
    EXPECT_EQ(table.currentRow(), 0);
}

TEST_F(DataTableTest, SeveralRowsStaySelectedWhenOneOfThemBecomesCurrent) {
    table.view()->sortByColumn(1, Qt::AscendingOrder);  // cherry, apple, melon
    int changes = 0;
    QObject::connect(&table, &DataTable::rowsSelected, [&] { ++changes; });
    table.view()->selectRow(0);
    table.view()->selectionModel()->select(table.view()->model()->index(1, 0),
                                           QItemSelectionModel::Select | QItemSelectionModel::Rows);
    EXPECT_EQ(table.selectedRows(), (std::vector<int>{1, 2}));
    EXPECT_EQ(changes, 2);
    table.setCurrentRow(2);
    EXPECT_EQ(table.selectedRows(), (std::vector<int>{1, 2}));
    EXPECT_EQ(table.currentRow(), 2);
    table.setCurrentRow(0);
    EXPECT_EQ(table.selectedRows(), std::vector<int>{0});
    EXPECT_EQ(changes, 2) << "what the program selects is not announced";
}

TEST_F(DataTableTest, TellsWhichRowTheMouseIsOver) {
    table.resize(400, 300);
    table.show();
    std::vector<int> hovered;
    QObject::connect(&table, &DataTable::rowHovered, [&](int row) { hovered.push_back(row); });
    table.view()->sortByColumn(1, Qt::AscendingOrder);
    QTest::mouseMove(table.view()->viewport(),
                     table.view()->visualRect(table.view()->model()->index(0, 0)).center());
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(table.view()->viewport(), &leave);
    EXPECT_EQ(hovered, (std::vector<int>{1, -1}));
}

TEST_F(DataTableTest, HiddenColumnsAreNotCopied) {
    table.view()->setColumnHidden(1, true);
    EXPECT_EQ(table.csv(false).split(u'\n').front(), QStringLiteral("name"));
}

TEST(Models, AreSound) {
    Fruit fruit;
    LayerTable layers;
    GeneTable genes;
    LayerCostTable costs;
    PropertyTable properties;
    TotalsTable totals;
    DesignTable designs;
    PublishedFigureTable figures;
    PublishedRatioTable ratios;
    PartTable parts(QStringLiteral("Part"), nullptr);
    FormatTable formats;
    for (QAbstractItemModel* model : std::initializer_list<QAbstractItemModel*>{
             &fruit, &layers, &genes, &costs, &properties, &totals, &designs, &figures, &ratios,
             &parts, &formats})
        QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::Warning);

    const Accelerator accelerator = loadAccelerator("lpa-8x8");
    QAbstractItemModelTester tester(&properties,
                                    QAbstractItemModelTester::FailureReportingMode::Warning);
    properties.setDesign(accelerator, {});
    const std::vector<DesignProperty> all = propertiesOf(accelerator);
    ASSERT_EQ(properties.rowCount(), static_cast<int>(all.size()));
    for (int row = 0; row < properties.rowCount(); ++row) {
        const Constant* constant = all[static_cast<std::size_t>(row)].constant;
        if (constant == nullptr) continue;
        EXPECT_EQ(properties.index(row, PropertyTable::Value).data(RawRole).toDouble(),
                  constant->value);
        EXPECT_EQ(properties.index(row, PropertyTable::Source).data().toString().toStdString(),
                  constant->source);
    }
    // Nobody asked to edit: it cannot be.
    EXPECT_FALSE(properties.index(0, PropertyTable::Value).flags().testFlag(Qt::ItemIsEditable));
}

TEST(Properties, EditsGoToTheEditorAndNothingElseDoes) {
    PropertyTable table;
    const Accelerator accelerator = loadAccelerator("lpa-8x8");
    std::vector<std::string> asked;
    table.setEditor([&](const std::string& key, const std::string& text, ConstantField field) {
        asked.push_back(key + "=" + text + (field == ConstantField::High ? " high" : ""));
        return true;
    });
    table.setDesign(accelerator, DesignBlock::Decoders);
    ASSERT_EQ(table.rowCount(), 3);
    const QModelIndex area = table.index(1, PropertyTable::Value);
    ASSERT_EQ(table.index(1, PropertyTable::Key).data().toString(), QStringLiteral("decoder.area"));
    // An editor opens with every digit; leaving it as it was asks for nothing.
    EXPECT_EQ(area.data(Qt::EditRole).toString(), QStringLiteral("5.2"));
    EXPECT_FALSE(table.setData(area, QStringLiteral("5.2"), Qt::EditRole));
    EXPECT_TRUE(table.setData(area, QStringLiteral("6"), Qt::EditRole));
    EXPECT_TRUE(
        table.setData(table.index(1, PropertyTable::High), QStringLiteral("20"), Qt::EditRole));
    EXPECT_EQ(asked, (std::vector<std::string>{"decoder.area=6", "decoder.area=20 high"}));
}

TEST(Totals, TellTheRatioOfASecondDesign) {
    TotalsTable table;
    TotalsTable::Row row;
    row.name = QStringLiteral("Energy");
    row.text = QStringLiteral("2 J");
    row.value = 2;
    row.other = QStringLiteral("3 J");
    row.otherValue = 3;
    table.setTotals({row}, QStringLiteral("a"), QString());
    EXPECT_EQ(table.columnCount(), 3);
    table.setTotals({row}, QStringLiteral("a"), QStringLiteral("b"));
    ASSERT_EQ(table.columnCount(), 5);
    EXPECT_DOUBLE_EQ(table.index(0, TotalsTable::Ratio).data(RawRole).toDouble(), 1.5);
    EXPECT_EQ(table.textOf(QStringLiteral("Energy")), QStringLiteral("2 J"));
}

TEST(Formats, KeepEveryDigitAndSayWhereLayersDiffer) {
    FormatTable table;
    table.setRows({{QStringLiteral("lp"), QStringLiteral("Logarithmic Posit"), 4, 4,
                    parseFormat("lp:4,1,3,2.123456789"), QStringLiteral("lp:4,1,3,2.123"), 18.25},
                   {QStringLiteral("mxfp"), QStringLiteral("MXFP"), 4, 4.25, nullptr, {}, -1}});
    ASSERT_EQ(table.rowCount(), 2);
    const QModelIndex spec = table.index(0, FormatTable::Spec);
    EXPECT_EQ(spec.data().toString(), QStringLiteral("lp:4,1,3,2.123"));
    EXPECT_EQ(spec.data(FullRole).toString(), QStringLiteral("lp:4,1,3,2.123456789"));
    EXPECT_DOUBLE_EQ(table.index(0, FormatTable::Sqnr).data(RawRole).toDouble(), 18.25);
    EXPECT_DOUBLE_EQ(table.index(0, FormatTable::Sqnr).data(ShareRole).toDouble(), 1);
    EXPECT_EQ(table.index(1, FormatTable::Stored).data().toString(), QStringLiteral("4.25"));
    EXPECT_EQ(table.index(1, FormatTable::Spec).data().toString(), QStringLiteral("per layer"));
    EXPECT_DOUBLE_EQ(table.index(1, FormatTable::Sqnr).data(ShareRole).toDouble(), 0);
}

TEST(Parts, SharesAreOfTheirSum) {
    PartTable parts(QStringLiteral("Energy"), nullptr);
    parts.setParts({{QStringLiteral("a"), QStringLiteral("3 J"), 3, {}},
                    {QStringLiteral("b"), QStringLiteral("1 J"), 1, {}}});
    EXPECT_DOUBLE_EQ(parts.index(0, PartTable::Share).data(ShareRole).toDouble(), 0.75);
    EXPECT_DOUBLE_EQ(parts.index(1, PartTable::Share).data(ShareRole).toDouble(), 0.25);
}

TEST(Bars, StayInTheirCellAndAreSeen) {
    const QRect cell(10, 0, 108, 20);
    EXPECT_EQ(BarDelegate::barIn(cell, 0).width(), 0);
    EXPECT_EQ(BarDelegate::barIn(cell, 1e-9).width(), 1);
    EXPECT_EQ(BarDelegate::barIn(cell, 0.5).width(), 50);
    EXPECT_TRUE(cell.contains(BarDelegate::barIn(cell, 7)));
}

}  // namespace
}  // namespace lpstudio
