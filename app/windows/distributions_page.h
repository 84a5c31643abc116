#pragma once

#include <QTimer>
#include <tuple>
#include <vector>

#include "app/jobs/job.h"
#include "app/windows/page.h"

class QCheckBox;
class QRadioButton;

namespace lpstudio {

class DataTable;
class DistributionChart;
class FormatPanel;
class FormatTrial;
class LayerTable;
class LayerTensors;
class ScaleChoice;
struct LayerTensor;

/// Weights or activations of the chosen layers as histograms, with the code points and the relative
/// accuracy of a Logarithmic Posit that is turned by hand on the current one of them.
class DistributionsPage final : public Page {
    Q_OBJECT

public:
    DistributionsPage(Workbench& workbench, QAction* importAction);

    QString subtitle() const override;
    bool choosesModel() const override { return true; }
    DataTable* table() const override { return table_; }
    QStringList views() const override { return {QStringLiteral("activations")}; }
    void showView(const QString& view) override;
    bool isBusy() const override;
    std::vector<Job*> jobs() override;

    FormatPanel* formatPanel() const { return panel_; }
    DistributionChart* chart() const { return chart_; }
    QRadioButton* activationsButton() const { return activations_; }

private:
    QWidget* makeChoices();
    QWidget* makeMiddle();
    void showNetwork();
    void showLayer();
    void showCandidate();
    void takeSelection();
    /// Coalesces what one click of the user sets off.
    void refreshSoon() { refresh_.start(); }
    void refresh();
    /// `current`: position of the tensor on which the format is tried.
    void load(const std::vector<LayerTensor>& tensors, std::size_t current, const QString& title);
    void showNothing(const QString& why);
    QString heading(std::size_t layers) const;
    /// Rows of the layers to show, the current one among them.
    std::vector<int> shownRows() const;

    QAction* import_;
    LayerTable* layers_;
    DataTable* table_;
    DistributionChart* chart_;
    FormatPanel* panel_;
    FormatTrial* trial_;
    LayerTensors* tensors_;
    ScaleChoice* scale_;
    QRadioButton *weights_, *activations_;
    QCheckBox* accuracy_;
    QTimer refresh_;
    Job load_;
    /// Model, image set, layer and whether activations: what the panel's format was fitted to.
    std::tuple<qint64, qint64, int, bool> tried_;
};

}  // namespace lpstudio
