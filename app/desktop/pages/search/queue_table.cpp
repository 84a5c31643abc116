#include "app/desktop/pages/search/queue_table.h"

#include <QStringList>
#include <algorithm>

#include "app/desktop/pages/search/setting_words.h"

namespace lpstudio {
namespace {

QString stateText(SearchQueue::State state) {
    switch (state) {
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
            ItemCell cell = ItemCell::ofText(stateText(entry.state));
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

}  // namespace lpstudio
