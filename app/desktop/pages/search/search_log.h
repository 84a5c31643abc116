#pragma once

#include <QListWidget>
#include <optional>

#include "core/search/candidate.h"

namespace lpstudio {

class SearchHistory;
class Jobs;
class Selection;
struct SearchBatch;

/// The log of events: of the last search made here what it said, with the time of day; of another
/// run what its record and its candidates tell. Each better candidate stands in it. Ctrl+C copies
/// the chosen lines, or all.
class SearchLog final : public QListWidget {
    Q_OBJECT

public:
    explicit SearchLog(Selection& selection, Jobs& jobs, QWidget* parent = nullptr);
    /// What is known of the chosen run besides its record; null: nothing yet.
    void showHistory(const SearchHistory* history);

private:
    void begin();
    void say(const QString& text);
    void sayBest(const SearchBatch& batch);
    bool showsLive() const;
    void copy() const;

    Selection& selection_;
    Jobs& jobs_;
    std::optional<RunId> liveRun_;  ///< of the last search made here, once it is in the store
    bool beginning_ = false;        ///< a search runs that has no run yet
    QStringList live_;              ///< what it said
    std::optional<ScoredCandidate> best_;
};

/// "Candidate 214: fitness 0.2137 at 4.5 bits".
QString improvementText(CandidateId candidate, double fitness, double meanWeightBits);

}  // namespace lpstudio
