#pragma once

#include <QTimer>
#include <QWidget>
#include <limits>
#include <memory>
#include <vector>

#include "app/desktop/charts/trace_chart.h"
#include "app/desktop/jobs/front_work.h"
#include "app/desktop/jobs/task.h"
#include "app/desktop/widgets/chart_view.h"

namespace lpstudio {

class HypervolumeChart;
class Messages;
class Selection;

/// How the front of the chosen run grew, in contrast and compression. Measured anew at most once a
/// second while a search runs, on a thread of its own (100,000 candidates take 0.05 to 0.2 s), and
/// only while it can be seen.
class HypervolumeView final : public ChartView {
    Q_OBJECT

public:
    explicit HypervolumeView(Selection& selection, Messages& messages, QWidget* parent = nullptr);
    bool isBusy() const { return job_.isRunning(); }
    /// Share of the front's box dominated after so many candidates; empty if no run is chosen.
    const std::vector<ProjectFront::Convergence>& hypervolume() const { return hypervolume_; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void showRun();
    void refreshSoon();
    void refresh();
    void take(std::vector<ProjectFront::Convergence> hypervolume);

    Selection& selection_;
    HypervolumeChart* chart_;
    std::optional<RunId> run_;  ///< that the chart shows
    std::vector<ProjectFront::Convergence> hypervolume_;
    QTimer soon_;
    bool stale_ = true;
    Task<std::vector<ProjectFront::Convergence>> job_;
};

class HypervolumeView;
class SearchHistory;

/// A chart of traces in a view: the tooltip tells the values under the mouse.
class TraceView final : public ChartView {
    Q_OBJECT

public:
    explicit TraceView(const TraceTitles& titles, QWidget* parent = nullptr);
    TraceChart* trace() const { return chart_; }

protected:
    bool viewportEvent(QEvent* event) override;

private:
    TraceChart* chart_;
};

/// The curves of a search: fitness, both parts of it, diversity of the population, candidates per
/// second, hypervolume of the front. Brought up to date ten times a second at most, while it is
/// seen.
class ProgressView final : public QWidget {
    Q_OBJECT

public:
    explicit ProgressView(Selection& selection, Messages& messages, QWidget* parent = nullptr);
    /// Null: none.
    void setHistory(std::shared_ptr<const SearchHistory> history);
    /// The history has grown.
    void refresh();
    /// Marks a moment in the curves over candidates; NaN: none.
    void setMark(double candidates);

    HypervolumeView* hypervolume() const { return hypervolume_; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void flush();

    std::shared_ptr<const SearchHistory> history_;
    TraceView *fitness_, *contrast_, *compression_, *diversity_, *rate_;
    HypervolumeView* hypervolume_;
    QTimer soon_;
    bool stale_ = true;
};

}  // namespace lpstudio
