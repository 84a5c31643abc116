#pragma once

#include <QWidget>
#include <optional>

#include "core/search/candidate.h"

class QLabel;
class QListWidget;

namespace lpstudio {

class FactsPanel;
class GrowthView;
class LayerBarsView;
class ProgressChart;
class Workbench;
struct SearchBatch;

/// The story of a search: best and mean over the candidates, the growth of the front, the parts of
/// the best score, the widths of the best candidate, the log of events. Live while it runs, the
/// same afterwards.
class SearchPanel final : public QWidget {
    Q_OBJECT

public:
    explicit SearchPanel(Workbench& workbench, QWidget* parent = nullptr);
    void showProblem(const QString& message);
    void clearProblem();
    QString problemText() const;
    QListWidget* events() const { return events_; }
    GrowthView* growth() const { return growth_; }

private:
    void begin();
    void showBatch(const SearchBatch& batch);
    void append(const ScoredCandidate& candidate, double mean);
    void showRun();
    void showStory();
    void clearChart();
    void showBest();
    void say(const QString& text);

    Workbench& workbench_;
    ProgressChart* chart_;
    GrowthView* growth_;
    FactsPanel* best_;
    LayerBarsView* widths_;
    QListWidget* events_;
    QLabel* problem_;
    bool live_ = false;
    std::optional<CandidateId> shownBest_;
    std::optional<RunId> loggedRun_;          ///< whose events stand in the log
    std::optional<ScoredCandidate> fittest_;  ///< of those in the chart
};

}  // namespace lpstudio
