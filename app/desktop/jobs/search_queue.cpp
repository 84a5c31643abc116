#include "app/desktop/jobs/search_queue.h"

#include <QMetaObject>
#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/error.h"

namespace lpstudio {

SearchQueue::SearchQueue(SearchJob& job, QObject* parent) : QObject(parent), job_(job) {
    connect(&job_, &Job::failed, this, [this](const QString& message) { failure_ = message; });
    connect(&job_, &Job::cancelled, this, [this] { cancelled_ = true; });
    connect(&job_, &SearchJob::runBegan, this, [this](RunId run) {
        if (Entry* entry = running()) entry->run = run;
        Q_EMIT changed();
    });
    connect(&job_, &SearchJob::searchEnded, this, [this] {
        if (Entry* entry = running())
            entry->isMeasuring =
                entry->request.evaluation && entry->request.settings.measure != Top1Scope::None;
        Q_EMIT changed();
    });
    connect(&job_, &Job::ended, this, &SearchQueue::finish);
}

int SearchQueue::add(SearchRequest request) {
    Entry entry;
    const int id = ++lastId_;
    entry.id = id;
    entry.request = std::move(request);
    if (job_.isRunning() || running() != nullptr) {
        entries_.push_back(std::move(entry));
        Q_EMIT changed();
        return id;
    }
    // Before those that are held back.
    const auto first = std::find_if(entries_.begin(), entries_.end(),
                                    [](const Entry& one) { return one.state == State::Waiting; });
    start(*entries_.insert(first, std::move(entry)), true);
    return id;
}

bool SearchQueue::remove(int id) {
    const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& one) {
        return one.id == id && one.state != State::Running;
    });
    if (entry == entries_.end()) return false;
    entries_.erase(entry);
    Q_EMIT changed();
    return true;
}

bool SearchQueue::move(int id, int places) {
    const auto entry = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& one) { return one.id == id; });
    if (entry == entries_.end() || entry->state != State::Waiting) return false;
    const auto place = std::distance(entries_.begin(), entry) + places;
    const auto last = static_cast<std::ptrdiff_t>(entries_.size()) - 1;
    if (places == 0 || place < last + 1 - waiting() || place > last) return false;
    Entry moved = std::move(*entry);
    entries_.erase(entry);
    entries_.insert(entries_.begin() + place, std::move(moved));
    Q_EMIT changed();
    return true;
}

void SearchQueue::setHeld(bool held) {
    if (held == held_) return;
    held_ = held;
    Q_EMIT changed();
    startNext();
}

void SearchQueue::clearEnded() {
    if (std::erase_if(entries_, [](const Entry& one) {
            return one.state != State::Waiting && one.state != State::Running;
        }) > 0)
        Q_EMIT changed();
}

void SearchQueue::restore(const std::vector<SearchRequest>& requests) {
    if (requests.empty()) return;
    held_ = true;
    for (const SearchRequest& request : requests) {
        Entry entry;
        entry.id = ++lastId_;
        entry.request = request;
        entries_.push_back(std::move(entry));
    }
    Q_EMIT changed();
}

void SearchQueue::clear() {
    held_ = false;
    if (entries_.empty()) return;
    entries_.clear();
    Q_EMIT changed();
}

const SearchQueue::Entry* SearchQueue::find(int id) const {
    const auto entry = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& one) { return one.id == id; });
    return entry == entries_.end() ? nullptr : &*entry;
}

int SearchQueue::waiting() const {
    return static_cast<int>(std::count_if(entries_.begin(), entries_.end(), [](const Entry& one) {
        return one.state == State::Waiting;
    }));
}

int SearchQueue::ended() const {
    return static_cast<int>(std::count_if(entries_.begin(), entries_.end(), [](const Entry& one) {
        return one.state != State::Waiting && one.state != State::Running;
    }));
}

bool SearchQueue::holds(RunId run) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& one) {
        return (one.state == State::Waiting && one.request.resume == run) ||
               (one.state == State::Running && (one.run == run || one.request.resume == run));
    });
}

const SearchQueue::Entry* SearchQueue::current() const {
    const auto entry = std::ranges::find(entries_, State::Running, &Entry::state);
    return entry == entries_.end() ? nullptr : &*entry;
}

SearchQueue::Entry* SearchQueue::running() {
    const auto entry = std::ranges::find(entries_, State::Running, &Entry::state);
    return entry == entries_.end() ? nullptr : &*entry;
}

void SearchQueue::start(Entry& entry, bool isManual) {
    entry.state = State::Running;
    failure_.clear();
    cancelled_ = false;
    startedManually_ = isManual;
    try {
        if (entry.request.name.empty())
            entry.request.name = nextRunName(*entry.request.store, entry.request).toStdString();
    } catch (const Error&) {
        // The store cannot be read: the search itself will say so.
    }
    // Listeners of the job's start may change the list.
    const SearchRequest request = entry.request;
    job_.start(request);
    Q_EMIT changed();
}

void SearchQueue::startNext() {
    if (held_ || job_.isRunning() || running() != nullptr) return;
    const auto next = std::find_if(entries_.begin(), entries_.end(),
                                   [](const Entry& one) { return one.state == State::Waiting; });
    if (next != entries_.end()) start(*next, false);
}

void SearchQueue::finish() {
    const auto conclude = [this](Entry& entry) {
        entry.isMeasuring = false;
        entry.state = cancelled_ ? State::Stopped : State::Done;
        if (!failure_.isEmpty()) {
            entry.state = State::Failed;
            entry.message = failure_;
            return;
        }
        if (!entry.run) return;
        // A search that was stopped ends in order, and cancelling its measurement of top-1 leaves
        // it finished.
        try {
            const RunState state = entry.request.store->run(*entry.run).state;
            entry.state = state == RunState::Finished  ? State::Done
                          : state == RunState::Limited ? State::Limited
                                                       : State::Stopped;
        } catch (const Error&) {
            // The run was removed, or the store is gone: what the job said holds.
        }
    };
    if (Entry* entry = running()) {
        conclude(*entry);
        Q_EMIT changed();
    }
    // After all others have heard of the end.
    QMetaObject::invokeMethod(this, &SearchQueue::startNext, Qt::QueuedConnection);
}

QString nextRunName(const ProjectStore& store, const SearchRequest& request) {
    const auto runs = store.runs();
    for (std::size_t number = runs.size() + 1;; ++number) {
        QString name =
            SearchQueue::tr("%1 %2 on %3")
                .arg(SearchQueue::tr(algorithmTitle(request.settings.algorithm)),
                     QString::number(number), QString::fromStdString(request.model.name));
        if (std::none_of(runs.begin(), runs.end(),
                         [&](const RunRecord& run) { return run.name == name.toStdString(); }))
            return name;
    }
}

}  // namespace lpstudio
