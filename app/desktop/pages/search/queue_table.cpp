#include "app/desktop/pages/search/queue_table.h"

#include <QStringList>
#include <algorithm>

#include "app/desktop/plot/number_text.h"

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

QString scoreFunctionText(ScoreFunction scoreFunction) {
    switch (scoreFunction) {
        case ScoreFunction::GlobalLocal:
            return QueueTable::tr("global-local contrast");
        case ScoreFunction::Global:
            return QueueTable::tr("global contrast");
        case ScoreFunction::Kl:
            return QueueTable::tr("KL divergence");
        case ScoreFunction::Mse:
            return QueueTable::tr("squared error");
    }
    return {};
}

}  // namespace

QString settingsSummary(const SearchSettings& settings) {
    const SearchSettings usual;
    QStringList parts;
    const LpqSettings& lpq = settings.lpq;
    const auto count = [&](int value, int usually, const QString& text) {
        if (value != usually) parts << text.arg(countText(value));
    };
    if (lpq.targetBits > 0)
        parts << QueueTable::tr("at most %1 bit").arg(shortText(lpq.targetBits));
    if (settings.widths != usual.widths) {
        QStringList widths;
        for (const int width : settings.widths) widths << QString::number(width);
        parts << QueueTable::tr("widths %1").arg(widths.join(u'/'));
    }
    if (settings.scoreFunction != defaultScoreFunction(lpq.targetBits))
        parts << scoreFunctionText(settings.scoreFunction);
    if (settings.cost != CostKind::Bits || settings.hardware != usual.hardware)
        parts << QueueTable::tr("%1 on %2")
                     .arg(QString::fromUtf8(costName(settings.cost)),
                          QString::fromStdString(settings.hardware));
    if (!settings.locks.empty())
        parts << (settings.locks.size() == 1
                      ? QueueTable::tr("1 locked layer")
                      : QueueTable::tr("%1 locked layers").arg(settings.locks.size()));
    if (settings.algorithm == Algorithm::Nsga2) {
        count(lpq.population, SearchSettings::kNsga2Population, QueueTable::tr("population %1"));
        count(settings.generations, usual.generations, QueueTable::tr("%1 generations"));
    } else {
        count(lpq.population, usual.lpq.population, QueueTable::tr("population %1"));
        count(lpq.passes, usual.lpq.passes, QueueTable::tr("%1 passes"));
        count(lpq.cycles, usual.lpq.cycles, QueueTable::tr("%1 cycles"));
        count(lpq.diversity, usual.lpq.diversity, QueueTable::tr("diversity %1"));
    }
    if (lpq.lambda != usual.lpq.lambda)
        parts << QueueTable::tr("cost exponent %1").arg(shortText(lpq.lambda));
    if (settings.temperature != usual.temperature)
        parts << QueueTable::tr("temperature %1").arg(shortText(settings.temperature));
    if (settings.images != usual.images) parts << QueueTable::tr("%1 images").arg(settings.images);
    if (settings.start != usual.start) parts << QueueTable::tr("random start");
    if (settings.biasCorrection) parts << QueueTable::tr("bias correction");
    if (lpq.maxCandidates > 0)
        parts << QueueTable::tr("at most %1 candidates").arg(countText(lpq.maxCandidates));
    if (lpq.timeLimitSeconds > 0)
        parts << QueueTable::tr("at most %1").arg(durationText(lpq.timeLimitSeconds));
    if (lpq.seed != usual.lpq.seed) parts << QueueTable::tr("seed %1").arg(lpq.seed);
    return parts.isEmpty() ? QueueTable::tr("defaults") : parts.join(QStringLiteral(", "));
}

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
