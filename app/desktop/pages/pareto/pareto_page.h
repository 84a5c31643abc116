#pragma once

#include <QTimer>

#include "app/desktop/pages/pareto/candidate_table.h"
#include "app/desktop/pages/pareto/pareto_actions.h"
#include "app/desktop/pages/pareto/pareto_baselines.h"
#include "app/desktop/pages/pareto/pareto_charts.h"
#include "app/desktop/pages/pareto/pareto_rows.h"
#include "app/desktop/widgets/page.h"

class QLabel;

namespace lpstudio {

class CandidateDetails;
class ParetoBar;
class ProjectFrontBar;

/// The candidates of a run, and if wanted of all runs of the model: as points over two quantities
/// or as lines over many, under them as a table, at the right the chosen one and the limits. What
/// is chosen in one is chosen in all.
class ParetoPage final : public Page {
    Q_OBJECT

public:
    ParetoPage(Session& session, Jobs& jobs, QAction* searchAction);

    QString subtitle() const override;
    QAction* mainAction() const override { return export_; }
    bool choosesRun() const override { return true; }
    DataTable* table() const override { return list_->table(); }
    bool isBusy() const override;
    QStringList views() const override;
    void showView(const QString& name) override;
    std::vector<Job*> ownJobs() override { return {&baselines_.measuring()}; }

    const ParetoLimits& limits() const { return rows_.limits(); }
    void setLimit(const std::string& key, const Limit& limit);

Q_SIGNALS:
    /// Ctrl-click, Shift-click, or the button.
    void compareRequested(lpstudio::RunId run, lpstudio::CandidateId candidate);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeChartSide();
    void connectSelection();
    void connectBar();
    void connectViews();
    void refresh();
    void markStale();
    void showIfVisible();
    /// What stands for the rows: the chart, the lines, then the table.
    void showRows();
    void showPoints();
    void showLines();
    void showTableSoon();
    void showTable();
    void showChosen();
    void showMeasurable();

    ParetoRows rows_;
    ParetoActions actions_;
    ParetoBaselines baselines_;
    QAction *search_, *export_;
    ParetoBar* bar_;
    ProjectFrontBar* runs_;
    QLabel* note_;
    ParetoCharts* charts_;
    CandidateList* list_;
    CandidateDetails* details_;
    QTimer soon_, tableSoon_;
    bool stale_ = true;
    bool waiting_ = false;  ///< shown, and its contents to follow
};

}  // namespace lpstudio
