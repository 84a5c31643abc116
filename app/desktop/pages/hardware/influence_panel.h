#pragma once

#include <QWidget>

#include "hw/uncertainty.h"

class QComboBox;
class QLabel;

namespace lpstudio {

class InfluenceView;

/// How far each constant's range moves a total.
class InfluencePanel final : public QWidget {
    Q_OBJECT

public:
    explicit InfluencePanel(QWidget* parent = nullptr);
    void show(const Uncertainty& bounds);
    QComboBox* quantity() const { return quantity_; }

Q_SIGNALS:
    void constantChosen(const QString& key);

private:
    void showChart();

    QComboBox* quantity_;
    QLabel* note_;
    InfluenceView* view_;
    Uncertainty bounds_;
};

}  // namespace lpstudio
