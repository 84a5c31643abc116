#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "app/desktop/charts/pareto_data.h"

class QAction;
class QComboBox;
class QToolButton;

namespace lpstudio {

/// What a Pareto page shows, chosen in two lines: points or parallel coordinates, which quantities
/// on the axes, as colour and as size, which baselines.
class ParetoBar final : public QWidget {
    Q_OBJECT

public:
    explicit ParetoBar(QWidget* parent = nullptr);

    QToolButton* regionButton() const { return region_; }
    QAction* uniformAction() const { return uniform_; }
    QAction* otherFormatsAction() const { return otherFormats_; }
    QAction* measureBaselines() const { return measure_; }

    ParetoChoice choice() const;
    /// Sets the boxes and announces it.
    void setChoice(const ParetoChoice& choice);
    bool isParallel() const;
    void setParallel(bool parallel);
    /// Axes of the parallel coordinates; those chosen by the user, else those of which something is
    /// known.
    std::vector<std::string> axes(const CandidateColumns& columns) const;

Q_SIGNALS:
    void choiceChanged();
    void parallelChanged(bool parallel);
    void axesChanged();
    void baselinesChanged();

private:
    QComboBox* makeBox(const QString& name, bool optional);
    void makeAxesMenu();

    QToolButton *points_, *lines_;
    QComboBox *x_, *y_, *color_, *size_;
    QToolButton *region_, *marks_, *axes_;
    QAction *uniform_, *otherFormats_, *measure_;
    std::vector<QAction*> axisActions_;  ///< by quantity
    bool axesChosen_ = false;
};

}  // namespace lpstudio
