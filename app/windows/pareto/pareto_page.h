#pragma once

#include <QTimer>

#include "app/windows/frame/page.h"
#include "core/ids.h"
#include "core/model/quantization.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace lpstudio {

class DataTable;
class FactsPanel;
class GeneTable;
class LayerBarsView;
class ParetoView;
class RunsFrontBar;

/// The candidates of a run over two quantities, and the front over all runs of the model; a click
/// on one lists its layers.
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

    ParetoView* view() const { return view_; }
    QComboBox* xBox() const { return x_; }
    QComboBox* yBox() const { return y_; }
    RunsFrontBar* runsBar() const { return runs_; }
    QAction* exportAction() const { return export_; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeChartSide();
    QWidget* makeDetails();
    void refresh();
    void refreshSoon();
    void chooseAxes();
    void showChart();
    void showCandidate();
    void requestFormats();
    void takeFormats(RunId run, CandidateId candidate, const Assignment& formats);
    void askForExport();
    QString hoverText(CandidateId id) const;

    QAction *search_, *export_;
    QComboBox *x_, *y_;
    QLabel* note_;
    RunsFrontBar* runs_;
    ParetoView* view_;
    LayerBarsView* bits_;
    FactsPanel* facts_;
    QPushButton* measure_;
    GeneTable* genes_;
    DataTable* table_;
    QTimer soon_;
    bool stale_ = true;
};

}  // namespace lpstudio
