#pragma once

#include <QGroupBox>
#include <string>
#include <vector>

#include "app/desktop/pages/search/form_rows.h"
#include "core/study/session.h"

class QCheckBox;
class QComboBox;

namespace lpstudio {

/// How a search works: algorithm, widths, target, score function, cost, hardware.
class AlgorithmGroup final : public QGroupBox {
    Q_OBJECT

public:
    explicit AlgorithmGroup(QWidget* parent = nullptr);

    void setSettings(const SearchSettings& settings);
    /// Writes what it knows of; what is being typed need not be valid.
    void read(SearchSettings& settings) const;
    Algorithm algorithm() const;
    std::vector<FieldProblem> problems() const;
    void showProblems(const std::vector<FieldProblem>& problems) { rows_.showProblems(problems); }
    QString problemOf(QWidget* field) const { return rows_.problemOf(field); }

    QComboBox* algorithmBox() const { return algorithm_; }
    QCheckBox* limitBitsBox() const { return limitBits_; }
    QDoubleSpinBox* targetBox() const { return target_; }
    QCheckBox* widthBox(int bits) const { return widths_.at(static_cast<std::size_t>(bits - 2)); }
    QWidget* widthsRow() const { return widthsRow_; }
    QWidget* targetRow() const { return targetRow_; }

Q_SIGNALS:
    void changed();
    void algorithmChanged();

private:
    void makeTarget();
    void makeWidths();
    void makeChoices();
    void swapScoreFunction(bool limited);
    void refreshHardware();
    /// A preset's name or a file.
    void chooseHardware(const std::string& spec);

    FormRows rows_;
    QComboBox *algorithm_, *scoreFunction_, *cost_, *hardware_;
    QWidget *widthsRow_, *targetRow_;
    std::vector<QCheckBox*> widths_;  ///< of 2..8 bits
    QCheckBox *limitBits_, *informedStart_, *biasCorrection_;
    ExactSpinBox *target_, *temperature_, *lambda_;
};

}  // namespace lpstudio
