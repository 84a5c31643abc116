#pragma once

#include <QObject>
#include <QString>
#include <optional>
#include <vector>

#include "app/desktop/jobs/search_job.h"

namespace lpstudio {

/// Searches that wait for their turn on the one search job: the next starts when the one before it
/// has ended, whether it finished, was stopped or failed. What has ended stays in the list until it
/// is cleared.
class SearchQueue final : public QObject {
    Q_OBJECT

public:
    enum class State { Waiting, Running, Done, Limited, Stopped, Failed };
    struct Entry {
        int id = 0;
        SearchRequest request;
        State state = State::Waiting;
        bool isMeasuring = false;  ///< it runs, but the search has ended: top-1 is being measured
        QString message;           ///< why it failed
        std::optional<RunId> run;  ///< once it is in the store
    };

    explicit SearchQueue(SearchJob& job, QObject* parent = nullptr);

    /// Starts at once if nothing runs, else waits behind the others. A request without a name gets
    /// one when it starts. Returns the entry's id.
    int add(SearchRequest request);
    /// Of what waits or has ended; false if there is no such entry.
    bool remove(int id);
    /// Moves a waiting entry by so many places among those that wait; false if it cannot go there.
    bool move(int id, int places);
    /// While it is held nothing starts by itself; what runs continues. Released, the next starts.
    void setHeld(bool held);
    bool isHeld() const { return held_; }
    void clearEnded();
    /// Searches of an earlier session, to wait behind the others. If there are any, the queue is
    /// held.
    void restore(const std::vector<SearchRequest>& requests);
    /// Forgets everything: another project is about to be opened.
    void clear();

    /// What has ended and what runs in the order in which they started, then what waits.
    const std::vector<Entry>& entries() const { return entries_; }
    const Entry* find(int id) const;
    /// The one that runs; null: none.
    const Entry* current() const;
    int waiting() const;
    /// Whether one of them starts by itself when what runs has ended.
    bool startsNext() const { return !held_ && waiting() > 0; }
    int ended() const;
    /// Whether the run is running, or waits to be resumed.
    bool holds(RunId run) const;
    /// Whether the running search was started by add(), not because its turn came.
    bool startedManually() const { return startedManually_; }

Q_SIGNALS:
    void changed();

private:
    void start(Entry& entry, bool isManual);
    void startNext();
    void finish();
    Entry* running();

    SearchJob& job_;
    std::vector<Entry> entries_;
    QString failure_;  ///< of the search that is about to end
    bool cancelled_ = false, held_ = false, startedManually_ = false;
    int lastId_ = 0;
};

/// "LPQ 3 on ResNet-20": the algorithm, a number that no run of the project has yet, the model.
QString nextRunName(const ProjectStore& store, const SearchRequest& request);

}  // namespace lpstudio
