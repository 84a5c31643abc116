#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/desktop/pages/hardware/hardware_facts.h"
#include "app/desktop/widgets/page.h"
#include "core/study/session.h"
#include "hw/uncertainty.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTabWidget;

namespace lpstudio {

class DesignComparison;
class DesignPanel;
class HardwareLayers;
class HardwareOverview;
class InfluencePanel;
class PublishedPanel;
class RooflineView;
class TotalsTable;

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
    bool isBusy() const override;
    QStringList views() const override;
    void showView(const QString& view) override;

    /// What is shown; empty after a design that could not run the widths.
    const HardwareOutcome& outcome() const { return outcome_; }
    DesignPanel* designs() const { return designs_; }
    QComboBox* subjectBox() const { return subject_; }
    QComboBox* networkBox() const { return network_; }
    QComboBox* besideBox() const { return beside_; }
    QLabel* trouble() const { return trouble_; }
    QSpinBox* batchBox() const { return batch_; }
    const TotalsTable* totals() const;
    DesignComparison* comparison() const { return comparison_; }
    PublishedPanel* published() const { return published_; }
    HardwareLayers* layers() const { return layers_; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeChoices();
    void makeTabs();
    void refresh();
    void refreshSubjects();
    void refreshBeside();
    void simulateNow();
    void show(HardwareOutcome outcome);
    void markLayer(int layer);
    void showBounds(const Uncertainty& bounds);
    /// Nothing can be shown, and why.
    void clear(const QString& reason);
    /// The chosen network at the chosen widths; null if there is none (yet).
    std::shared_ptr<const Workload> chosenWorkload() const;
    std::optional<std::vector<LayerBits>> chosenBits() const;

    DesignPanel* designs_;
    QComboBox *network_, *subject_, *beside_;
    QSpinBox* batch_;
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
    bool stale_ = true, subjectChosen_ = false, networkChosen_ = false;
};

}  // namespace lpstudio
