#include "app/desktop/pages/search/queue_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStringList>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/pages/search/setting_words.h"
#include "app/desktop/widgets/data_table.h"

namespace lpstudio {
namespace {

QString stateText(const SearchQueue::Entry& entry) {
    if (entry.isMeasuring) return QueueTable::tr("measuring top-1");
    switch (entry.state) {
        case SearchQueue::State::Waiting:
            return QueueTable::tr("waiting");
        case SearchQueue::State::Running:
            return QueueTable::tr("running");
        case SearchQueue::State::Done:
            return QueueTable::tr("finished");
        case SearchQueue::State::Limited:
            return QueueTable::tr("limited");
        case SearchQueue::State::Stopped:
            return QueueTable::tr("stopped");
        case SearchQueue::State::Failed:
            return QueueTable::tr("failed");
    }
    return {};
}

}  // namespace

QueueTable::QueueTable(SearchQueue& queue, QObject* parent)
    : TableModelBase(parent), queue_(queue), entries_(queue.entries()) {
    connect(&queue_, &SearchQueue::changed, this, &QueueTable::refresh);
}

void QueueTable::refresh() {
    const auto& now = queue_.entries();
    const bool same =
        std::ranges::equal(now, entries_, {}, &SearchQueue::Entry::id, &SearchQueue::Entry::id);
    if (!same) beginResetModel();
    entries_ = now;
    if (!same)
        endResetModel();
    else if (!entries_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rows() - 1, Settings));
}

int QueueTable::rowOf(int entry) const {
    const auto at = std::ranges::find(entries_, entry, &SearchQueue::Entry::id);
    return at == entries_.end() ? -1 : static_cast<int>(at - entries_.begin());
}

int QueueTable::entryAt(int row) const {
    return row >= 0 && row < rows() ? entries_[static_cast<std::size_t>(row)].id : 0;
}

int QueueTable::rows() const {
    return static_cast<int>(entries_.size());
}

const std::vector<ItemColumn>& QueueTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("State"), tr("State of the search"), false, QStringLiteral("state")},
        {tr("Search"), tr("Name of the run, or its name once started"), false,
         QStringLiteral("search")},
        {tr("Settings"), tr("Settings that differ from the defaults"), false,
         QStringLiteral("settings")}};
    return list;
}

ItemCell QueueTable::cell(int row, int column) const {
    const SearchQueue::Entry& entry = entries_[static_cast<std::size_t>(row)];
    const SearchRequest& request = entry.request;
    switch (column) {
        case Status: {
            ItemCell cell = ItemCell::ofText(stateText(entry));
            cell.tip = entry.message;
            if (!entry.message.isEmpty())
                cell.full = cell.text + QStringLiteral(": ") + entry.message;
            return cell;
        }
        case Search: {
            const QString name = request.name.empty()
                                     ? tr("%1 on %2")
                                           .arg(tr(algorithmTitle(request.settings.algorithm)),
                                                QString::fromStdString(request.model.name))
                                     : QString::fromStdString(request.name);
            return ItemCell::ofText(request.resume && entry.state == SearchQueue::State::Waiting
                                        ? tr("%1, to resume").arg(name)
                                        : name);
        }
        default:
            return ItemCell::ofText(entry.message.isEmpty() ? settingsSummary(request.settings)
                                                            : entry.message);
    }
}

namespace {

QToolButton* makeButton(const QString& text, const QString& tip) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    return button;
}

}  // namespace

QueuePanel::QueuePanel(SearchQueue& queue, QWidget* parent)
    : QWidget(parent),
      queue_(queue),
      model_(new QueueTable(queue, this)),
      table_(new DataTable(model_, tr("Queue"))),
      empty_(new QLabel(tr("The queue is empty. While a search runs, \"Add to queue\" (Ctrl+R) "
                           "queues the one in the form."))),
      up_(makeButton(tr("Up"), tr("Move the selected search up (Alt+Up)"))),
      down_(makeButton(tr("Down"), tr("Move the selected search down (Alt+Down)"))),
      remove_(makeButton(tr("Remove"), tr("Remove the selected search from the queue (Delete)"))),
      edit_(makeButton(tr("Edit"), tr("Move the selected search back into the form"))),
      hold_(makeButton(tr("Hold"), tr("Do not start further searches; the running one continues"))),
      clear_(makeButton(tr("Clear"), tr("Remove ended searches from this list; their runs stay in "
                                        "the project"))) {
    hold_->setCheckable(true);
    empty_->setProperty("quiet", true);
    empty_->setWordWrap(true);
    table_->setFilterVisible(false);
    // The order is that of the queue.
    table_->view()->setSortingEnabled(false);
    table_->view()->setMinimumHeight(64);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (QToolButton* button : {up_, down_, edit_, remove_}) buttons->addWidget(button);
    buttons->addStretch();
    for (QToolButton* button : {hold_, clear_}) buttons->addWidget(button);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(buttons);
    layout->addWidget(empty_);
    layout->addWidget(table_, 1);

    connect(up_, &QToolButton::clicked, this, [this] { move(-1); });
    connect(down_, &QToolButton::clicked, this, [this] { move(1); });
    connect(remove_, &QToolButton::clicked, this, &QueuePanel::remove);
    connect(edit_, &QToolButton::clicked, this, [this] { Q_EMIT editWanted(chosen()); });
    connect(hold_, &QToolButton::toggled, this, [this](bool on) { queue_.setHeld(on); });
    connect(clear_, &QToolButton::clicked, this, [this] { queue_.clearEnded(); });
    const auto key = [this](const QKeySequence& keys, auto&& slot) {
        connect(new QShortcut(keys, table_, nullptr, nullptr, Qt::WidgetWithChildrenShortcut),
                &QShortcut::activated, this, slot);
    };
    key(Qt::ALT | Qt::Key_Up, [this] { move(-1); });
    key(Qt::ALT | Qt::Key_Down, [this] { move(1); });
    key(QKeySequence::Delete, [this] { remove(); });
    connect(&queue_, &SearchQueue::changed, this, &QueuePanel::refresh);
    connect(table_, &DataTable::rowsSelected, this, &QueuePanel::refresh);
    refresh();
}

int QueuePanel::chosen() const {
    return model_->entryAt(table_->currentRow());
}

void QueuePanel::move(int places) {
    const int entry = chosen();
    if (queue_.move(entry, places)) table_->setCurrentRow(model_->rowOf(entry));
    refresh();
}

void QueuePanel::remove() {
    const int row = table_->currentRow();
    if (queue_.remove(chosen()) && model_->rowCount() > 0)
        table_->setCurrentRow(std::min(row, model_->rowCount() - 1));
    refresh();
}

void QueuePanel::refresh() {
    const SearchQueue::Entry* entry = queue_.find(chosen());
    const bool waits = entry != nullptr && entry->state == SearchQueue::State::Waiting;
    const int row = table_->currentRow(), rows = model_->rowCount();
    up_->setEnabled(waits && row > rows - queue_.waiting());
    down_->setEnabled(waits && row + 1 < rows);
    edit_->setEnabled(waits && !entry->request.resume);
    remove_->setEnabled(entry != nullptr && entry->state != SearchQueue::State::Running);
    clear_->setEnabled(queue_.ended() > 0);
    const QSignalBlocker quiet(hold_);
    hold_->setChecked(queue_.isHeld());
    empty_->setVisible(rows == 0);
    table_->setVisible(rows > 0);
    table_->fitColumns(QueueTable::Settings);
}

}  // namespace lpstudio
