#pragma once

#include <QWidget>
#include <optional>

#include "app/desktop/widgets/lp_boxes.h"
#include "core/number/measures.h"

class QLabel;
class QPushButton;
class QSlider;

namespace lpstudio {

class FactsPanel;

/// n, es, rs and sf of an LP under the hand, with the ranges that each allows the others, and what
/// the format does to the tensor.
class FormatPanel final : public QWidget {
    Q_OBJECT

public:
    explicit FormatPanel(QWidget* parent = nullptr);

    const LpParameters& parameters() const { return boxes_->parameters(); }
    void setParameters(const LpParameters& parameters);
    /// The parameters of least error at the current width; the slider's middle and mark.
    void setFitted(const LpParameters& fitted);
    void setMeasures(const std::optional<Measures>& measures);
    /// Read-outs that follow the hand, marked as estimates; what a histogram does not tell stays
    /// open.
    void setEstimate(const Estimate& estimate);
    /// Whether the parameters can become those of the layer in a candidate; if not, why.
    void setUsable(bool usable, const QString& why = {});
    /// How far the search for es, rs and sf is (0 to 1), which the button then stops; nullopt:
    /// none.
    void setFitting(std::optional<double> share);
    /// What the read-outs are about: "On the weights of conv1".
    void setSubject(const QString& subject);
    /// Parameters of the chosen candidate for this layer, offered as a starting point.
    void setCandidate(const std::optional<LpParameters>& candidate);

Q_SIGNALS:
    void parametersChanged();
    /// Find es, rs and sf of least error for this width.
    void fitRequested(int n);
    void stopRequested();
    /// The layer shall have these parameters in the candidate that is being made.
    void useRequested();

private:
    void showParameters();
    void showMark();
    void showUse();

    std::optional<LpParameters> fitted_, candidate_;
    double center_ = 0;  ///< sf in the middle of the slider
    bool fitting_ = false, usable_ = false;
    QString notUsable_;  ///< why

    LpBoxes* boxes_;
    QLabel *nRange_, *esRange_, *rsRange_, *mark_, *spec_, *subject_;
    QSlider* slider_;
    QPushButton *fit_, *fromCandidate_, *use_;
    FactsPanel* readOuts_;
};

}  // namespace lpstudio
