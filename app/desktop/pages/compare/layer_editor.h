#pragma once

#include <QWidget>
#include <optional>

#include "app/project/runs/network_comparison.h"
#include "core/number/lp.h"

class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace lpstudio {

/// The parameters of one layer of the working candidate under the hand, and what the layer and the
/// whole come to with them.
class LayerEditor final : public QWidget {
    Q_OBJECT

public:
    explicit LayerEditor(QWidget* parent = nullptr);

    /// `original`: as the working candidate began.
    void setLayer(int layer, const QString& name, const LpParameters& parameters,
                  const LpParameters& original);
    /// Of the layer now; nullopt while it is not known.
    void setFacts(const std::optional<ColumnLayer>& facts);
    int layer() const { return layer_; }

    QSpinBox* nBox() const { return n_; }
    QSpinBox* esBox() const { return es_; }
    QSpinBox* rsBox() const { return rs_; }
    QDoubleSpinBox* sfBox() const { return sf_; }
    QPushButton* fitButton() const { return fit_; }
    QPushButton* resetButton() const { return reset_; }
    QString factsText() const;

Q_SIGNALS:
    void parametersChanged(int layer, const lpstudio::LpParameters& parameters);
    /// Find es, rs and sf of least error for this width.
    void fitRequested(int layer, int n);

private:
    void read();
    void show();

    int layer_ = -1;
    LpParameters parameters_, original_;
    double shownSf_ = 0;  ///< as the box has rounded it
    bool silent_ = false;
    QLabel *name_, *was_, *facts_;
    QSpinBox *n_, *es_, *rs_;
    QDoubleSpinBox* sf_;
    QPushButton *fit_, *reset_;
};

}  // namespace lpstudio
