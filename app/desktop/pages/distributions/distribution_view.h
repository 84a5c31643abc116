#pragma once

#include <QWidget>

#include "app/desktop/charts/distribution_data.h"

class QCheckBox;

namespace lpstudio {

class DistributionChart;
class OctaveChart;
class ScaleChoice;

/// A distribution with the code points of a format under it, and the same per octave against the
/// format's precision; both on one x axis.
class DistributionView final : public QWidget {
    Q_OBJECT

public:
    explicit DistributionView(QWidget* parent = nullptr);

    /// What the values are: "weight", "activation".
    void setQuantity(const QString& quantity);
    void setData(DistributionData tensors, const QString& title);
    /// Nothing to show; the title says why.
    void clear(const QString& why);

    DistributionChart* chart() const { return chart_; }
    OctaveChart* octaves() const { return octaves_; }
    ScaleChoice* scale() const { return scale_; }

private:
    DistributionChart* chart_;
    OctaveChart* octaves_;
    ScaleChoice* scale_;
    QCheckBox *accuracyShown_, *octavesShown_;
};

}  // namespace lpstudio
