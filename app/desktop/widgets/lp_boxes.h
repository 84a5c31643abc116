#pragma once

#include <QObject>

#include "core/number/lp.h"

class QDoubleSpinBox;
class QSpinBox;

namespace lpstudio {

/// Boxes for n, es, rs and sf of an LP, each with the range that the others leave it. They belong
/// to whoever lays them out.
class LpBoxes final : public QObject {
    Q_OBJECT

public:
    /// n up to `mostBits`.
    explicit LpBoxes(int mostBits, QObject* parent = nullptr);

    QSpinBox* n() const { return n_; }
    QSpinBox* es() const { return es_; }
    QSpinBox* rs() const { return rs_; }
    QDoubleSpinBox* sf() const { return sf_; }

    /// With every digit of an sf that was set; its box shows three decimals.
    const LpParameters& parameters() const { return parameters_; }
    /// Without edited().
    void setParameters(const LpParameters& parameters);

Q_SIGNALS:
    /// The user has changed a parameter; a narrower n takes the others with it.
    void edited();

private:
    void read();

    LpParameters parameters_;
    double shownSf_ = 0;  ///< as the box has rounded it
    bool silent_ = false;
    QSpinBox *n_, *es_, *rs_;
    QDoubleSpinBox* sf_;
};

}  // namespace lpstudio
