#pragma once

#include <QTimer>
#include <memory>
#include <string>
#include <vector>

#include "app/desktop/jobs/comparison_jobs.h"
#include "app/desktop/pages/compare/compare_actions.h"
#include "app/desktop/widgets/page.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace lpstudio {

class AddColumnMenu;
class ColumnBar;
class CompareTable;
class CompareToolBar;
class CompareView;
class LayerEditor;
class SummaryTable;

/// Two to six columns side by side: candidates, uniform baselines, floating point, the working
/// candidate, whose layers are edited here. Sums first, then a row for each layer, those first
/// where the columns differ most.
class ComparePage final : public Page {
    Q_OBJECT

public:
    ComparePage(Session& session, Jobs& jobs, QAction* searchAction);

    QString subtitle() const override;
    QAction* mainAction() const override { return save_; }
    QAction* secondAction() const override { return measure_; }
    bool choosesRun() const override { return true; }
    DataTable* table() const override;
    bool isBusy() const override;
    QStringList views() const override;
    void showView(const QString& view) override;
    std::vector<Job*> ownJobs() override { return actions_->jobs(); }

    CompareActions& actions() const { return *actions_; }
    const CompareTable* model() const;
    const SummaryTable* summary() const;
    DataTable* summaryTable() const;
    ColumnBar* columnBar() const;
    LayerEditor* editor() const { return editor_; }
    AddColumnMenu* addMenu() const;
    QComboBox* hardwareBox() const;
    QCheckBox* orderBox() const;
    QAction* baselinesAction() const;
    QLabel* trouble() const { return trouble_; }
    const std::vector<CompareColumn>& columns() const { return columns_; }

    void measureColumns(const std::vector<int>& items);
    /// Keeps the working candidate in the project.
    void saveAs(const QString& name);
    /// The comparison as CSV, with every digit; in the order of the rows on screen.
    QString csv() const;
    void exportCsv(const QString& file);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void connectSession();
    void connectTools();
    void connectColumns();
    void refresh();
    void refreshSoon();
    void compareNow();
    void take(const std::vector<ComparedColumn>& found,
              const std::shared_ptr<const Network>& network);
    void showColumns();
    void showEditor();
    void showTrouble(const QString& message);
    void offerHardware();
    void askSave();
    void askExport();
    int editedLayer() const;
    int workingItem() const;

    QAction *search_, *save_, *measure_;
    CompareActions* actions_;
    CompareToolBar* tools_;
    QLabel* trouble_;
    CompareView* view_;
    LayerEditor* editor_;
    QTimer soon_;
    bool stale_ = true;

    std::vector<CompareColumn> columns_;
    std::vector<WantedColumn> asked_;  ///< what the job is at work on
    std::string askedHardware_;
    std::shared_ptr<const Network> network_;
    ComparisonJob job_;
};

}  // namespace lpstudio
