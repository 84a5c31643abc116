#pragma once

#include <QTimer>
#include <tuple>
#include <vector>

#include "app/desktop/jobs/job.h"
#include "app/desktop/widgets/page.h"

namespace lpstudio {

class DistributionView;
class FormatPanel;
class FormatTrial;
class LayerChoice;
class LayerTensors;
struct LayerTensor;

/// Weights or activations of the chosen layers as histograms, with the code points, the relative
/// accuracy and the precision per octave of a Logarithmic Posit that the user tunes on the
/// current one of them.
class DistributionsPage final : public Page {
    Q_OBJECT

public:
    DistributionsPage(Session& session, Jobs& jobs, QAction* importAction);

    QString subtitle() const override;
    bool choosesModel() const override { return true; }
    DataTable* table() const override;
    QStringList views() const override;
    void showView(const QString& view) override;
    bool isBusy() const override;
    std::vector<Job*> ownJobs() override;

private:
    void showNetwork();
    void showLayer();
    void showCandidate();
    void showUsable();
    void useForLayer();
    void takeSelection();
    /// Coalesces what one click of the user sets off.
    void refreshSoon() { refresh_.start(); }
    void refresh();
    /// `current`: position of the tensor on which the format is tried.
    void load(const std::vector<LayerTensor>& tensors, std::size_t current, const QString& title);
    void showNothing(const QString& why);
    QString heading(std::size_t layers) const;
    QString subjectOf(const LayerTensor& tensor) const;

    QAction* import_;
    LayerChoice* choice_;
    DistributionView* view_;
    FormatPanel* panel_;
    FormatTrial* trial_;
    LayerTensors* tensors_;
    QTimer refresh_;
    Job load_;
    /// Model, image set, layer and whether activations: what the panel's format was fitted to.
    std::tuple<qint64, qint64, int, bool> tried_;
};

}  // namespace lpstudio
