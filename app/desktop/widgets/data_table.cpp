#include "app/desktop/widgets/data_table.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "app/desktop/widgets/bar_delegate.h"
#include "app/desktop/widgets/table_model_base.h"
#include "core/base/text.h"

namespace lpstudio {
namespace {

/// A long text may be cut in the widest column (the tooltip has it all), a name may not.
constexpr int kWideAtLeast = 280, kWideBeyond = 200;

/// Text that is written when it is pasted: of very many rows that takes too long for a key press.
class LateText final : public QMimeData {
public:
    explicit LateText(std::function<QString()> make) : make_(std::move(make)) {}
    QStringList formats() const override { return {QStringLiteral("text/plain")}; }
    bool hasFormat(const QString& format) const override { return formats().contains(format); }

protected:
    QVariant retrieveData(const QString& format, QMetaType) const override {
        if (!hasFormat(format)) return {};
        if (make_) text_ = std::exchange(make_, nullptr)();
        return text_;
    }

private:
    mutable std::function<QString()> make_;
    mutable QString text_;
};

}  // namespace

TableProxy::TableProxy(QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(RawRole);
}

OwnOrder* TableProxy::own() const {
    return dynamic_cast<OwnOrder*>(sourceModel());
}

void TableProxy::sort(int column, Qt::SortOrder order) {
    if (OwnOrder* source = own())
        source->sortRows(column, order);
    else
        QSortFilterProxyModel::sort(column, order);
}

void TableProxy::setFilterText(const QString& text) {
    if (OwnOrder* source = own()) return source->filterRows(text);
    words_ = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool TableProxy::filterAcceptsRow(int row, const QModelIndex& parent) const {
    // What is on screen, and the digits behind it.
    const auto matches = [&](int column, const QString& word) {
        const QModelIndex index = sourceModel()->index(row, column, parent);
        return index.data(Qt::DisplayRole).toString().contains(word, Qt::CaseInsensitive) ||
               index.data(FullRole).toString().contains(word, Qt::CaseInsensitive);
    };
    return std::all_of(words_.begin(), words_.end(), [&](const QString& word) {
        for (int column = 0; column < sourceModel()->columnCount(parent); ++column)
            if (matches(column, word)) return true;
        return false;
    });
}

bool TableProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(RawRole), b = right.data(RawRole);
    if (a.typeId() == QMetaType::QString || b.typeId() == QMetaType::QString)
        return QString::localeAwareCompare(a.toString(), b.toString()) < 0;
    return a.toDouble() < b.toDouble();
}

DataTable::DataTable(QAbstractItemModel* model, const QString& name, QWidget* parent)
    : QWidget(parent),
      proxy_(new TableProxy(this)),
      filter_(new QLineEdit),
      count_(new QLabel),
      view_(new QTableView) {
    proxy_->setSourceModel(model);
    view_->setModel(proxy_);
    view_->setObjectName(name + QStringLiteral("Table"));
    view_->setAccessibleName(name);
    // Tab goes on to the next widget; the arrows go through the cells.
    view_->setTabKeyNavigation(false);
    view_->setSortingEnabled(true);
    view_->sortByColumn(-1, Qt::AscendingOrder);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view_->setWordWrap(false);
    view_->setShowGrid(false);
    view_->setFrameShape(QFrame::NoFrame);
    view_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view_->setItemDelegate(new BarDelegate(view_));
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setDefaultSectionSize(view_->fontMetrics().height() + 8);
    view_->horizontalHeader()->setHighlightSections(false);
    view_->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    view_->setContextMenuPolicy(Qt::CustomContextMenu);

    filter_->setPlaceholderText(tr("Filter (Ctrl+F)"));
    filter_->setAccessibleName(tr("Filter %1").arg(name.toLower()));
    filter_->setObjectName(QStringLiteral("filter"));
    filter_->setClearButtonEnabled(true);
    filter_->setMaximumWidth(320);
    count_->setProperty("quiet", true);

    auto* top = new QHBoxLayout;
    top->addWidget(filter_);
    top->addStretch();
    top->addWidget(count_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addWidget(view_, 1);

    auto* copyAction = new QAction(tr("Copy as CSV"), view_);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    view_->addAction(copyAction);
    connect(copyAction, &QAction::triggered, this, &DataTable::copy);
    connect(filter_, &QLineEdit::textChanged, proxy_, &TableProxy::setFilterText);
    connect(filter_, &QLineEdit::textChanged, this, &DataTable::showCount);
    connect(proxy_, &QAbstractItemModel::modelReset, this, &DataTable::showCount);
    connect(view_, &QWidget::customContextMenuRequested, this, &DataTable::showMenu);
    connect(view_->horizontalHeader(), &QWidget::customContextMenuRequested, this,
            &DataTable::showHeaderMenu);
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (!silent_ && current.isValid())
                    Q_EMIT rowChosen(proxy_->mapToSource(current).row());
            });
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!silent_) Q_EMIT rowsSelected();
    });
    connect(view_, &QAbstractItemView::entered, this, [this](const QModelIndex& index) {
        Q_EMIT rowHovered(proxy_->mapToSource(index).row());
    });
    view_->setMouseTracking(true);
    view_->installEventFilter(this);
    view_->viewport()->installEventFilter(this);
    showCount();
}

int DataTable::currentRow() const {
    const QModelIndex current = view_->currentIndex();
    return current.isValid() ? proxy_->mapToSource(current).row() : -1;
}

void DataTable::setCurrentRow(int row) {
    if (row == currentRow()) return;
    silent_ = true;
    const QModelIndex index = proxy_->mapFromSource(proxy_->sourceModel()->index(row, 0));
    if (index.isValid()) {
        // Not selectRow(): it would take Ctrl and Shift into account if they are down.
        QItemSelectionModel* selection = view_->selectionModel();
        selection->setCurrentIndex(
            index, selection->isRowSelected(index.row())
                       ? QItemSelectionModel::NoUpdate
                       : QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        view_->scrollTo(index);
    } else {
        view_->clearSelection();
    }
    silent_ = false;
}

std::vector<int> DataTable::selectedRows() const {
    std::vector<int> rows;
    for (const QModelIndex& index : view_->selectionModel()->selectedRows())
        rows.push_back(proxy_->mapToSource(index).row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

void DataTable::setSelectedRows(const std::vector<int>& rows) {
    silent_ = true;
    QItemSelection selection;
    for (const int row : rows) {
        const QModelIndex index = proxy_->mapFromSource(proxy_->sourceModel()->index(row, 0));
        if (index.isValid()) selection.select(index, index);
    }
    view_->selectionModel()->select(
        selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    silent_ = false;
}

void DataTable::focusFilter() {
    // A short table shows none until it is asked for.
    if (filter_->isHidden()) setFilterVisible(true);
    filter_->setFocus(Qt::ShortcutFocusReason);
    filter_->selectAll();
}

void DataTable::setFilterVisible(bool visible) {
    filter_->setVisible(visible);
    count_->setVisible(visible);
}

void DataTable::setFilterHint(const QString& placeholder, const QString& tip) {
    filter_->setPlaceholderText(placeholder);
    filter_->setToolTip(tip);
}

void DataTable::fitColumns(int wide) {
    view_->resizeColumnsToContents();
    wide_ = wide;
    wideLeast_ = wide < 0 ? 0 : std::min(view_->columnWidth(wide), kWideAtLeast);
    widen();
}

void DataTable::widen() {
    if (wide_ < 0) return;
    int others = 0;
    for (int column = 0; column < proxy_->columnCount(); ++column)
        if (column != wide_ && !view_->isColumnHidden(column)) others += view_->columnWidth(column);
    // Where the columns do not fit the table scrolls; no name is squeezed to nothing. On a wide
    // screen the numbers stay near the names they belong to.
    const int room = std::max(wideLeast_, view_->viewport()->width() - others);
    const bool last = wide_ == proxy_->columnCount() - 1;
    view_->setColumnWidth(wide_, last ? room : std::min(room, wideLeast_ + kWideBeyond));
}

bool DataTable::eventFilter(QObject* watched, QEvent* event) {
    // The room for columns also changes when scroll bars come and go.
    if (event->type() == QEvent::Resize && watched == view_->viewport()) widen();
    if (event->type() == QEvent::Leave && watched == view_->viewport()) Q_EMIT rowHovered(-1);
    if (event->type() == QEvent::KeyPress && watched == view_ &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
        view_->clearSelection();
    return QWidget::eventFilter(watched, event);
}

std::function<QString()> DataTable::ownCsv(bool selectionOnly) const {
    const OwnOrder* source = proxy_->own();
    if (source == nullptr) return {};
    std::vector<int> rows, columns;
    if (selectionOnly) {
        rows = selectedRows();
    } else {
        rows.resize(static_cast<std::size_t>(proxy_->rowCount()));
        std::iota(rows.begin(), rows.end(), 0);
    }
    for (int column = 0; column < proxy_->columnCount(); ++column)
        if (!view_->isColumnHidden(column)) columns.push_back(column);
    return source->csvOf(rows, columns);
}

void DataTable::copyRows(bool selectionOnly) const {
    if (auto make = ownCsv(selectionOnly))
        QApplication::clipboard()->setMimeData(new LateText(std::move(make)));
    else
        QApplication::clipboard()->setText(csv(selectionOnly));
}

QString DataTable::csv(bool selectionOnly) const {
    if (const auto make = ownCsv(selectionOnly)) return make();
    std::string text;
    std::vector<std::string> fields;
    const auto shown = [this](int column) { return !view_->isColumnHidden(column); };
    for (int column = 0; column < proxy_->columnCount(); ++column)
        if (shown(column))
            fields.push_back(
                proxy_->headerData(column, Qt::Horizontal, FullRole).toString().toStdString());
    text += csvRecord(fields);
    for (int row = 0; row < proxy_->rowCount(); ++row) {
        if (selectionOnly && !view_->selectionModel()->isRowSelected(row)) continue;
        fields.clear();
        for (int column = 0; column < proxy_->columnCount(); ++column)
            if (shown(column))
                fields.push_back(
                    proxy_->index(row, column).data(FullRole).toString().toStdString());
        text += csvRecord(fields);
    }
    return QString::fromStdString(text);
}

void DataTable::copy() {
    copyRows(view_->selectionModel()->selectedRows().size() > 1);
}

void DataTable::showMenu(const QPoint& position) {
    QMenu menu;
    const auto selected = view_->selectionModel()->selectedRows().size();
    QAction* selection =
        menu.addAction(tr("Copy selected rows as CSV"), this, [this] { copyRows(true); });
    selection->setEnabled(selected > 0);
    menu.addAction(tr("Copy all rows as CSV"), this, [this] { copyRows(false); });
    menu.exec(view_->viewport()->mapToGlobal(position));
}

void DataTable::showHeaderMenu(const QPoint& position) {
    QMenu menu;
    for (int column = 0; column < proxy_->columnCount(); ++column) {
        QAction* action =
            menu.addAction(proxy_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!view_->isColumnHidden(column));
        // The first column says what a row is.
        action->setEnabled(column > 0);
        connect(action, &QAction::toggled, view_,
                [this, column](bool on) { view_->setColumnHidden(column, !on); });
    }
    menu.exec(view_->horizontalHeader()->mapToGlobal(position));
}

void DataTable::showCount() {
    const OwnOrder* source = proxy_->own();
    const int all = source != nullptr ? source->allRows() : proxy_->sourceModel()->rowCount();
    const int seen = proxy_->rowCount();
    const QString total = all == 1 ? tr("1 row") : tr("%1 rows").arg(all);
    count_->setText(seen == all ? total : tr("%1 of %2").arg(seen).arg(total));
}

}  // namespace lpstudio
