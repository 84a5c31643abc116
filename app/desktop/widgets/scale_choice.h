#pragma once

#include <QWidget>

#include "app/desktop/charts/distribution_data.h"

class QButtonGroup;

namespace lpstudio {

/// Whether a distribution's x axis shows values or log2 of their magnitude.
class ScaleChoice final : public QWidget {
    Q_OBJECT

public:
    explicit ScaleChoice(QWidget* parent = nullptr);
    /// What the values are: "weight", "activation".
    void setQuantity(const QString& quantity);
    /// As the user does.
    void choose(DistributionScale scale);

Q_SIGNALS:
    void chosen(lpstudio::DistributionScale scale);

private:
    QButtonGroup* buttons_;
};

}  // namespace lpstudio
