#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "app/jobs/job.h"
#include "app/tables/format_table.h"
#include "app/windows/page.h"
#include "core/number/comparison.h"

class QComboBox;
class QRadioButton;
class QTabWidget;

namespace lpstudio {

class AccuracyPanel;
class CodePointsPanel;
class LinesChart;
struct ComparedLayer;

/// LP beside its rivals: SQNR against width for the chosen layer's weights or in the mean over
/// layers, the code points of two of them under the histogram, the relative accuracy of several.
class FormatsPage final : public Page {
    Q_OBJECT

public:
    FormatsPage(Workbench& workbench, QAction* importAction);

    QString subtitle() const override;
    bool choosesModel() const override { return true; }
    DataTable* table() const override { return table_; }
    QStringList views() const override;
    void showView(const QString& view) override;
    bool isBusy() const override;
    std::vector<Job*> jobs() override { return {&compare_, &mean_}; }

    LinesChart* chart() const { return chart_; }
    CodePointsPanel* codePoints() const { return codePoints_; }
    AccuracyPanel* accuracy() const { return accuracy_; }
    QRadioButton* meanButton() const { return overLayers_; }
    QComboBox* layerBox() const { return layer_; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeSqnrView();
    void showNetwork();
    void layerChanged();
    void showLayer();
    void compareLayer();
    void take(int layer, const ComparedLayer& compared);
    void compareAll();
    void showRows();
    /// Brings out the family of the row, or of the chosen row if it is -1.
    void highlight(int row);
    QString layerName() const;

    QAction* import_;
    QComboBox* layer_;
    QRadioButton *thisLayer_, *overLayers_;
    QTabWidget* tabs_;
    LinesChart* chart_;
    CodePointsPanel* codePoints_;
    AccuracyPanel* accuracy_;
    FormatTable* rows_;
    DataTable* table_;
    Job compare_, mean_;
    bool stale_ = true;  ///< the layer has changed while the page was hidden

    using Results = std::vector<FamilyResult>;
    std::map<int, Results> results_;  ///< by layer
    std::optional<std::vector<FormatRow>> meanRows_;
};

}  // namespace lpstudio
