#pragma once

#include <QTimer>
#include <map>
#include <memory>
#include <optional>

#include "app/desktop/charts/pareto_data.h"
#include "app/desktop/charts/pareto_quantities.h"
#include "app/desktop/jobs/baseline_job.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/widgets/page.h"
#include "core/base/ids.h"

class QComboBox;
class QLabel;
class QStackedWidget;

namespace lpstudio {

class CandidateDetails;
class CandidateTable;
class ParallelView;
class ParetoBar;
class ParetoView;
class ProjectFrontBar;

/// The candidates of a run, and if wanted of all runs of the model: as points over two quantities
/// or as lines over many, under them as a table, at the right the chosen one and the limits. What
/// is chosen in one is chosen in all.
class ParetoPage final : public Page {
    Q_OBJECT

public:
    ParetoPage(Workbench& workbench, QAction* searchAction);

    QString subtitle() const override;
    QAction* mainAction() const override { return export_; }
    bool choosesRun() const override { return true; }
    DataTable* table() const override { return table_; }
    bool isBusy() const override;
    QStringList views() const override;
    void showView(const QString& name) override;
    std::vector<Job*> jobs() override { return {&measureJob_}; }

    ParetoView* view() const { return view_; }
    ParallelView* parallel() const { return parallel_; }
    ParetoBar* bar() const { return bar_; }
    CandidateDetails* details() const { return details_; }
    CandidateTable* candidates() const { return model_; }
    QComboBox* xBox() const;
    QComboBox* yBox() const;
    ProjectFrontBar* runsBar() const { return runs_; }
    QAction* exportAction() const { return export_; }
    const ParetoLimits& limits() const { return limits_; }
    void setLimit(const std::string& key, const Limit& limit);

Q_SIGNALS:
    /// Ctrl-click, Shift-click, or the button.
    void compareRequested(lpstudio::RunId run, lpstudio::CandidateId candidate);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeChartSide();
    void connectSelection();
    void connectViews();
    void refresh();
    void markStale();
    void showIfVisible();
    void rebuildColumns();
    void showAll();
    void showChart();
    void showParallel();
    void showTableSoon();
    void showTable();
    void showChosen();
    void showMeasurable();
    void takeRegion(std::optional<PlotRange> region);
    void chooseRow(std::size_t row);
    void compareRow(std::size_t row);
    void compareSelected();
    void measureSelected();
    void measureFront();
    void measure(const std::vector<CandidateId>& ids);
    /// Those of the shown run whose top-1 is not known.
    std::vector<CandidateId> unmeasuredFront() const;
    void requestBaselines();
    void takeBaselines(RunId run, const Baselines& baselines);
    void askForExport();
    std::vector<std::size_t> selectedRows() const;
    const ScoredCandidate* ownCandidate(CandidateId id) const;
    QString hoverText(CandidateId id) const;
    QString rowText(std::size_t row) const;
    QString otherText(RunId run, CandidateId id) const;

    QAction *search_, *export_;
    ParetoBar* bar_;
    ProjectFrontBar* runs_;
    QLabel* note_;
    ParetoView* view_;
    ParallelView* parallel_;
    QStackedWidget* charts_;
    CandidateTable* model_;
    DataTable* table_;
    CandidateDetails* details_;
    BaselineJob estimateJob_, measureJob_;

    std::shared_ptr<const CandidateColumns> columns_;
    ParetoLimits limits_;
    std::optional<PlotRange> region_;                         ///< on the axes of the chart
    std::vector<std::uint8_t> excluded_, outside_, onFront_;  ///< by row; may be empty
    std::map<RunId, Baselines> baselines_;
    QTimer soon_, tableSoon_;
    bool stale_ = true;
    bool waiting_ = false;  ///< shown, and its contents to follow
};

}  // namespace lpstudio
