#pragma once

#include "app/desktop/jobs/job.h"
#include "app/desktop/pages/hardware/hardware_facts.h"
#include "app/desktop/widgets/page.h"
#include "hw/uncertainty.h"

class QLabel;
class QPushButton;
class QTabWidget;

namespace lpstudio {

class DesignComparison;
class DesignPanel;
class HardwareChoices;
class HardwareLayers;
class HardwareOverview;
class InfluencePanel;
class PublishedPanel;
class RooflineView;

/// What the chosen candidate, a uniform width or a well-known network costs on an accelerator: the
/// design with its constants, totals and their bounds, layers, roofline, other designs, and the
/// published tables.
class HardwarePage final : public Page {
    Q_OBJECT

public:
    HardwarePage(Session& session, Jobs& jobs, QAction* importAction);

    QString subtitle() const override { return summary_; }
    bool choosesModel() const override { return true; }
    bool choosesRun() const override { return true; }
    DataTable* table() const override;
    QUndoStack* undoStack() const override;
    /// It shows a well-known network then.
    bool worksWithoutProject() const override { return true; }
    bool isBusy() const override;
    QStringList views() const override;
    void showView(const QString& view) override;

    /// What is shown; empty after a design that could not run the widths.
    const HardwareOutcome& outcome() const { return outcome_; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void makeTabs();
    void refresh();
    void showImport();
    void simulateNow();
    void show(HardwareOutcome outcome);
    void markLayer(int layer);
    void showBounds(const Uncertainty& bounds);
    /// Nothing can be shown, and why.
    void clear(const QString& reason);

    DesignPanel* designs_;
    HardwareChoices* choices_;
    QLabel* trouble_;
    QPushButton* import_;  ///< while the project has no model
    HardwareOverview* overview_;
    HardwareLayers* layers_;
    RooflineView* roofline_;
    InfluencePanel* influences_;
    DesignComparison* comparison_;
    PublishedPanel* published_;
    QTabWidget* tabs_;
    HardwareOutcome outcome_;
    QString summary_;
    Job job_, bounds_;
    bool stale_ = true;
};

}  // namespace lpstudio
