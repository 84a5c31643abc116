#include "app/desktop/pages/pareto/candidate_table.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/data_table.h"
#include "core/base/text.h"

namespace lpstudio {
namespace {

/// Selected rows that are selected again after the table has changed; of more it would take long.
constexpr std::size_t kKeptRows = 2000;

/// A field with every digit; empty where the value is not known, as spreadsheets have it.
std::string fieldOf(const CandidateColumns& columns, const std::vector<std::uint8_t>& onFront,
                    std::size_t row, int column) {
    if (column == CandidateTable::frontColumn())
        return !onFront.empty() && onFront[row] != 0 ? "yes" : "no";
    if (column == CandidateTable::runColumn())
        return columns.runs[columns.runOf[row]].name.toStdString();
    const double value = columns.values[CandidateTable::quantityOf(column)][row];
    return std::isnan(value) ? std::string() : fullText(value).toStdString();
}

}  // namespace

int CandidateTable::columnOf(std::size_t quantity) {
    const std::size_t number = quantityIndex("number");
    if (quantity == number) return 0;
    return static_cast<int>(quantity < number ? quantity + 1 : quantity);
}

std::size_t CandidateTable::quantityOf(int column) {
    const std::size_t number = quantityIndex("number");
    if (column == 0) return number;
    const auto at = static_cast<std::size_t>(column) - 1;
    return at < number ? at : at + 1;
}

int CandidateTable::frontColumn() {
    return static_cast<int>(paretoQuantities().size());
}

int CandidateTable::runColumn() {
    return frontColumn() + 1;
}

void CandidateTable::setContents(Contents contents) {
    beginResetModel();
    contents_ = std::move(contents);
    choose();
    endResetModel();
}

void CandidateTable::choose() {
    order_.clear();
    places_.clear();
    if (!contents_.columns) return;
    const std::size_t count = contents_.columns->size();
    order_.reserve(count);
    std::vector<std::uint8_t> kept;
    if (!filter_.isEmpty()) kept = filter_.rows(*contents_.columns, contents_.onFront);
    for (std::size_t row = 0; row < count; ++row)
        if ((contents_.shown.empty() || contents_.shown[row] != 0) &&
            (kept.empty() || kept[row] != 0))
            order_.push_back(static_cast<std::uint32_t>(row));
    sortOrder();
}

void CandidateTable::sortOrder() {
    places_.clear();
    std::sort(order_.begin(), order_.end());
    if (sortColumn_ < 0 || !contents_.columns) return;
    const bool down = sortDirection_ == Qt::DescendingOrder;
    struct Key {
        double value;
        std::uint32_t row;
    };
    std::vector<Key> keys;
    keys.reserve(order_.size());
    const auto valueOf = [&](std::uint32_t row) -> double {
        if (sortColumn_ == frontColumn())
            return contents_.onFront.empty() ? 0 : contents_.onFront[row];
        if (sortColumn_ == runColumn()) return contents_.columns->runOf[row];
        return contents_.columns->values[quantityOf(sortColumn_)][row];
    };
    for (const std::uint32_t row : order_) {
        const double value = valueOf(row);
        // Unknown ones last in both directions.
        keys.push_back(
            {std::isnan(value) ? std::numeric_limits<double>::infinity() : (down ? -value : value),
             row});
    }
    std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
        return a.value < b.value || (a.value == b.value && a.row < b.row);
    });
    std::transform(keys.begin(), keys.end(), order_.begin(),
                   [](const Key& key) { return key.row; });
}

int CandidateTable::rowOf(std::size_t sourceRow) const {
    if (!contents_.columns || sourceRow >= contents_.columns->size()) return -1;
    if (places_.empty()) {
        places_.assign(contents_.columns->size(), -1);
        for (std::size_t i = 0; i < order_.size(); ++i)
            places_[order_[i]] = static_cast<std::int32_t>(i);
    }
    return places_[sourceRow];
}

void CandidateTable::sortRows(int column, Qt::SortOrder order) {
    if (column == sortColumn_ && order == sortDirection_) return;
    sortColumn_ = column;
    sortDirection_ = order;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    // Selected rows stay selected, wherever they go.
    const QModelIndexList before = persistentIndexList();
    std::vector<std::uint32_t> rowsBefore;
    for (const QModelIndex& index : before)
        rowsBefore.push_back(order_[static_cast<std::size_t>(index.row())]);
    sortOrder();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after << createIndex(rowOf(rowsBefore[static_cast<std::size_t>(i)]), before[i].column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void CandidateTable::filterRows(const QString& text) {
    beginResetModel();
    filter_ = CandidateFilter(text);
    choose();
    endResetModel();
    Q_EMIT filterProblem(filter_.problem());
}

int CandidateTable::allRows() const {
    return contents_.columns ? static_cast<int>(contents_.columns->size()) : 0;
}

const std::vector<ItemColumn>& CandidateTable::columns() const {
    static const std::vector<ItemColumn> list = [] {
        const auto& quantities = paretoQuantities();
        std::vector<ItemColumn> columns(quantities.size() + 2);
        for (std::size_t i = 0; i < quantities.size(); ++i) {
            const ParetoQuantity& one = quantities[i];
            QString heading = QString::fromStdString(one.key);
            if (!one.unit.isEmpty()) heading += QStringLiteral(" (%1)").arg(one.unit);
            const bool number = one.better == Better::Neither;
            columns[static_cast<std::size_t>(columnOf(i))] = {
                number ? tr("Candidate") : one.title,
                number               ? tr("Number of the candidate in its run")
                : one.unit.isEmpty() ? one.title
                                     : QStringLiteral("%1 (%2)").arg(one.title, one.unit),
                true, heading};
        }
        columns[static_cast<std::size_t>(frontColumn())] = {
            tr("Front"),
            tr("Whether no other candidate within the limits is better in both "
               "quantities of the chart"),
            false, QStringLiteral("front")};
        columns[static_cast<std::size_t>(runColumn())] = {tr("Run"), tr("The search that made it"),
                                                          false, QStringLiteral("run")};
        return columns;
    }();
    return list;
}

ItemCell CandidateTable::cell(int row, int column) const {
    const std::size_t at = sourceRow(row);
    if (column == frontColumn()) {
        const bool front = !contents_.onFront.empty() && contents_.onFront[at] != 0;
        ItemCell cell = ItemCell::ofText(front ? QStringLiteral("●") : QString());
        cell.full = front ? QStringLiteral("yes") : QStringLiteral("no");
        cell.tip = front ? tr("On the front") : QString();
        return cell;
    }
    if (column == runColumn())
        return ItemCell::ofText(contents_.columns->runs[contents_.columns->runOf[at]].name);
    const std::size_t quantity = quantityOf(column);
    const double value = contents_.columns->values[quantity][at];
    if (std::isnan(value)) {
        ItemCell cell = ItemCell::ofText(QStringLiteral("–"));
        cell.raw = value;
        cell.tip = tr("Not known");
        return cell;
    }
    return ItemCell::shownAs(valueText(paretoQuantities()[quantity], value), value);
}

std::function<QString()> CandidateTable::csvOf(const std::vector<int>& rows,
                                               const std::vector<int>& shown) const {
    std::vector<std::size_t> sources;
    sources.reserve(rows.size());
    for (const int row : rows) sources.push_back(sourceRow(row));
    std::vector<std::string> header;
    header.reserve(shown.size());
    for (const int column : shown)
        header.push_back(columns()[static_cast<std::size_t>(column)].copyTitle.toStdString());
    return [from = contents_.columns, onFront = contents_.onFront, sources = std::move(sources),
            shown, header] {
        std::string text = csvRecord(header);
        std::vector<std::string> fields;
        for (const std::size_t row : sources) {
            fields.clear();
            for (const int column : shown) fields.push_back(fieldOf(*from, onFront, row, column));
            text += csvRecord(fields);
        }
        return QString::fromStdString(text);
    };
}

CandidateList::CandidateList(QWidget* parent)
    : QWidget(parent),
      model_(new CandidateTable(this)),
      table_(new DataTable(model_, tr("Candidates"))) {
    QTableView* rows = table_->view();
    rows->setSelectionMode(QAbstractItemView::ExtendedSelection);
    rows->horizontalHeader()->setResizeContentsPrecision(40);
    rows->setColumnHidden(CandidateTable::runColumn(), true);
    for (const char* key : {"compression", "top1-loss", "area", "efficiency"})
        rows->setColumnHidden(CandidateTable::columnOf(quantityIndex(key)), true);
    table_->setFilterHint(
        tr("Filter: bits<4.5 front (Ctrl+F)"),
        tr("Conditions on quantities: bits<4.5 energy<=20u top1>90\nof %1;\nfront: those on the "
           "front; 42 or 100-200: by number; part of a run's name")
            .arg(CandidateFilter::names()));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->addWidget(table_);
}

void CandidateList::setContents(CandidateTable::Contents contents,
                                std::optional<std::size_t> chosen) {
    const bool first = model_->allRows() == 0, oneRun = contents.columns->runs.size() < 2;
    const std::vector<std::size_t> selected = selectedRows();
    model_->setContents(std::move(contents));
    setChosen(chosen);
    // Several selected rows outlast what is added or measured meanwhile.
    if (selected.size() > 1 && selected.size() <= kKeptRows) {
        std::vector<int> rows;
        for (const std::size_t row : selected)
            if (const int place = model_->rowOf(row); place >= 0) rows.push_back(place);
        table_->setSelectedRows(rows);
    }
    table_->view()->setColumnHidden(CandidateTable::runColumn(), oneRun);
    if (first) table_->fitColumns(-1);
}

void CandidateList::setChosen(std::optional<std::size_t> row) {
    const int shown = row ? model_->rowOf(*row) : -1;
    // One of several selected rows stays so.
    if (shown != table_->currentRow() || shown < 0) table_->setCurrentRow(shown);
}

std::vector<std::size_t> CandidateList::selectedRows() const {
    std::vector<std::size_t> rows;
    for (const int row : table_->selectedRows()) rows.push_back(model_->sourceRow(row));
    return rows;
}

}  // namespace lpstudio
