#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "app/desktop/jobs/task.h"
#include "app/desktop/pages/search/search_history.h"

class QAction;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QTabWidget;

namespace lpstudio {

class FactsPanel;
class LayerBarsView;
class LocksPanel;
class LockTable;
class PopulationView;
class ProgressView;
class QueuePanel;
class RunBar;
class SearchLog;
class Jobs;
class Session;
struct SearchBatch;

/// The history of a search: its curves and its population; under them the best candidate, the log
/// of events and the queue. Live while it runs, the same afterwards from the store. The editor of
/// locked layers takes the history's place while it is open.
class SearchPanel final : public QWidget {
    Q_OBJECT

public:
    SearchPanel(Session& session, Jobs& jobs, LockTable& locks, QAction* duplicate,
                QWidget* parent = nullptr);
    void showProblem(const QString& message);
    void clearProblem();
    /// "progress" or "population" of the history, "pins", "events", "queue".
    void showView(const QString& name);
    bool isBusy() const;

    QueuePanel* queue() const { return queue_; }
    /// Of the chosen run; null while it is being read, or if no run is chosen.
    const SearchHistory* history() const { return shown_.get(); }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeHistory();
    QWidget* makeBest();
    void begin();
    void follow(const SearchBatch& batch);
    void showRun();
    void setHistory(std::shared_ptr<SearchHistory> history);
    void showBest();
    void showQueueCount();
    /// Both pictures beside each other where there is room, else the one that is chosen.
    void arrange();

    Session& session_;
    Jobs& jobs_;
    RunBar* bar_;
    QLabel* problem_;
    QStackedWidget* stack_;  ///< the history, or the locks
    QTabBar* views_;
    QSplitter* pictures_;
    ProgressView* progress_;
    PopulationView* population_;
    QTabWidget* below_;
    FactsPanel* best_;
    LayerBarsView* widths_;
    SearchLog* events_;
    QueuePanel* queue_;
    LocksPanel* locks_;
    std::optional<CandidateId> shownBest_;
    /// Of the last search made here; followed whatever run is chosen.
    std::shared_ptr<SearchHistory> live_;
    std::optional<RunId> liveRun_;
    std::shared_ptr<SearchHistory> shown_;
    Task<std::shared_ptr<SearchHistory>> job_;
};

}  // namespace lpstudio
