#pragma once

#include <QTimer>
#include <QWidget>
#include <limits>
#include <memory>
#include <vector>

#include "app/desktop/charts/trace_chart.h"
#include "app/desktop/widgets/chart_view.h"

namespace lpstudio {

class HypervolumeView;
class Messages;
class SearchHistory;
class Selection;

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
    TraceChart* fitness() const { return fitness_->trace(); }
    TraceChart* contrast() const { return contrast_->trace(); }
    TraceChart* compression() const { return compression_->trace(); }
    TraceChart* diversity() const { return diversity_->trace(); }
    TraceChart* rate() const { return rate_->trace(); }

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
