#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "app/windows/search/search_story.h"

class QAction;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QTabWidget;

namespace lpstudio {

class FactsPanel;
class GrowthView;
class LayerBarsView;
class PinsPanel;
class PinTable;
class PopulationView;
class ProgressView;
class QueuePanel;
class RunBar;
class SearchLog;
class Workbench;
struct SearchBatch;

/// The story of a search: its curves and its population; under them the best candidate, the log of
/// events and the queue. Live while it runs, the same afterwards from the store. The editor of pins
/// takes the story's place while it is open.
class SearchPanel final : public QWidget {
    Q_OBJECT

public:
    SearchPanel(Workbench& workbench, PinTable& pins, QAction* duplicate,
                QWidget* parent = nullptr);
    void showProblem(const QString& message);
    void clearProblem();
    QString problemText() const;
    /// "progress" or "population" of the story, "pins", "events", "queue".
    void showView(const QString& name);
    bool isBusy() const;

    SearchLog* events() const { return events_; }
    GrowthView* growth() const;
    QueuePanel* queue() const { return queue_; }
    PinsPanel* pins() const { return pins_; }
    RunBar* runBar() const { return bar_; }
    ProgressView* progress() const { return progress_; }
    PopulationView* population() const { return population_; }
    /// Of the chosen run; null while it is being read, or if no run is chosen.
    const SearchStory* story() const { return shown_.get(); }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeStory();
    QWidget* makeBest();
    void begin();
    void follow(const SearchBatch& batch);
    void showRun();
    void setStory(std::shared_ptr<SearchStory> story);
    void showBest();
    void showQueueCount();
    /// Both pictures beside each other where there is room, else the one that is chosen.
    void arrange();

    Workbench& workbench_;
    RunBar* bar_;
    QLabel* problem_;
    QStackedWidget* stack_;  ///< the story, or the pins
    QTabBar* views_;
    QSplitter* pictures_;
    ProgressView* progress_;
    PopulationView* population_;
    QTabWidget* below_;
    FactsPanel* best_;
    LayerBarsView* widths_;
    SearchLog* events_;
    QueuePanel* queue_;
    PinsPanel* pins_;
    std::optional<CandidateId> shownBest_;
    /// Of the last search made here; followed whatever run is chosen.
    std::shared_ptr<SearchStory> live_;
    std::optional<RunId> liveRun_;
    std::shared_ptr<SearchStory> shown_;
    StoryJob job_;
};

}  // namespace lpstudio
