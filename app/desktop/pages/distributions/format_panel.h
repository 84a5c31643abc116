#pragma once

#include <QWidget>
#include <optional>

#include "core/number/lp.h"
#include "core/number/measures.h"

class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSlider;
class QSpinBox;

namespace lpstudio {

class FactsPanel;

/// n, es, rs and sf of an LP under the hand, with the ranges that each allows the others, and what
/// the format does to the tensor.
class FormatPanel final : public QWidget {
    Q_OBJECT

public:
    explicit FormatPanel(QWidget* parent = nullptr);

    const LpParameters& parameters() const { return parameters_; }
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

    QSpinBox* nBox() const { return n_; }
    QSpinBox* esBox() const { return es_; }
    QSpinBox* rsBox() const { return rs_; }
    QDoubleSpinBox* sfBox() const { return sf_; }
    QPushButton* fitButton() const { return fit_; }
    QPushButton* useButton() const { return use_; }
    const FactsPanel* readOuts() const { return readOuts_; }

Q_SIGNALS:
    void parametersChanged();
    /// Find es, rs and sf of least error for this width.
    void fitRequested(int n);
    void stopRequested();
    /// The layer shall have these parameters in the candidate that is being made.
    void useRequested();

private:
    void readBoxes();
    void showParameters();
    void showMark();
    void showUse();

    LpParameters parameters_;
    std::optional<LpParameters> fitted_, candidate_;
    double center_ = 0;   ///< sf in the middle of the slider
    double shownSf_ = 0;  ///< as the box has rounded it
    bool silent_ = false, fitting_ = false, usable_ = false;
    QString notUsable_;  ///< why

    QSpinBox *n_, *es_, *rs_;
    QLabel *nRange_, *esRange_, *rsRange_, *mark_, *spec_, *subject_;
    QSlider* slider_;
    QDoubleSpinBox* sf_;
    QPushButton *fit_, *fromCandidate_, *use_;
    FactsPanel* readOuts_;
};

}  // namespace lpstudio
