#pragma once

#include <QTimer>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "app/desktop/jobs/comparison_jobs.h"
#include "app/desktop/pages/compare/compare_columns.h"
#include "app/desktop/widgets/page.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QToolButton;

namespace lpstudio {

class AddColumnMenu;
class ColumnBar;
class CompareTable;
class LayerEditor;
class SummaryTable;

/// Two to six columns side by side: candidates, uniform baselines, floating point, the working
/// candidate, whose layers are edited here. Sums first, then a row for each layer, those first
/// where the columns differ most.
class ComparePage final : public Page {
    Q_OBJECT

public:
    ComparePage(Workbench& workbench, QAction* searchAction);

    QString subtitle() const override;
    QAction* mainAction() const override { return save_; }
    QAction* secondAction() const override { return measure_; }
    bool choosesRun() const override { return true; }
    DataTable* table() const override { return layers_; }
    bool isBusy() const override;
    QStringList views() const override;
    void showView(const QString& view) override;
    std::vector<Job*> jobs() override { return {&measuring_, &saving_, &fitting_}; }

    const CompareTable* model() const { return model_; }
    const SummaryTable* summary() const { return summary_; }
    DataTable* summaryTable() const { return sums_; }
    ColumnBar* columnBar() const { return bar_; }
    LayerEditor* editor() const { return editor_; }
    AddColumnMenu* addMenu() const { return add_; }
    QComboBox* hardwareBox() const { return hardware_; }
    QCheckBox* orderBox() const { return order_; }
    QAction* baselinesAction() const { return baselines_; }
    QLabel* trouble() const { return trouble_; }
    const std::vector<CompareColumn>& columns() const { return columns_; }

    /// As the actions do.
    void compareWithBaselines();
    void beginWorking(RunId run, CandidateId candidate);
    void beginUniform(int width);
    void measureColumns(const std::vector<int>& items);
    void saveAs(const QString& name);
    /// A layer of the working candidate to what the user has typed: `lp:4,1,3,0.5`, `lp:4`, `4`.
    bool editLayer(int layer, const QString& text);
    /// The comparison as CSV, with every digit; in the order of the rows on screen.
    QString csv() const;
    void exportCsv(const QString& file);

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeTools();
    void makeTables();
    void connectColumns();
    void followJobs();
    void refresh();
    void refreshSoon();
    void compareNow();
    void take(const std::vector<ComparedColumn>& found,
              const std::shared_ptr<const Network>& network);
    void showColumns();
    void showEditor();
    void alignColumns();
    void hideFigures();
    void applyOrder();
    void fillHardware();
    std::string hardwareSpec() const;
    void askSave();
    void askNumber();
    void askName(int item);
    void askExport();
    void setGene(int layer, const LpParameters& parameters);
    QString layerName(int layer) const;
    int editedLayer() const;
    int workingItem() const;
    /// Throws Error if there is no room for it.
    void showWorking();
    template <class Change>
    bool attempt(Change&& change);

    QAction *search_, *save_, *measure_, *baselines_, *copyChosen_, *remove_;
    AddColumnMenu* add_;
    QComboBox* hardware_;
    QCheckBox* order_;
    QToolButton *addButton_, *workingButton_, *moreButton_;
    QLabel* trouble_;
    CompareTable* model_;
    SummaryTable* summary_;
    DataTable *layers_, *sums_;
    ColumnBar* bar_;
    LayerEditor* editor_;
    QTimer soon_;
    bool stale_ = true;

    std::shared_ptr<ComparisonTools> tools_ = std::make_shared<ComparisonTools>();
    MeasuredColumns measured_;
    std::vector<CompareColumn> columns_;
    std::vector<WantedColumn> asked_;  ///< what the job is at work on
    std::string askedHardware_, shownHardware_;
    std::shared_ptr<const Network> network_;
    ComparisonJob job_;
    MeasureColumnsJob measuring_;
    SaveCandidateJob saving_;
    FitGenesJob fitting_;
    std::vector<std::pair<RunId, WantedColumn>> measuringWhat_;
};

}  // namespace lpstudio
