#pragma once

#include <QWidget>
#include <optional>

#include "app/project/runs/comparison_column.h"
#include "core/number/lp.h"

class QLabel;
class QPushButton;

namespace lpstudio {

class LpBoxes;

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
    void setFigures(const std::optional<LayerFigures>& figures);
    int layer() const { return layer_; }

Q_SIGNALS:
    void parametersChanged(int layer, const lpstudio::LpParameters& parameters);
    /// Find es, rs and sf of least error for this width.
    void fitRequested(int layer, int n);

private:
    int layer_ = -1;
    LpParameters original_;
    QLabel *name_, *was_, *figures_;
    LpBoxes* boxes_;
    QPushButton *fit_, *reset_;
};

}  // namespace lpstudio
