#pragma once

#include <QGroupBox>
#include <string>
#include <vector>

#include "app/desktop/pages/search/setting_fields.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace lpstudio {

/// How much a search takes upon itself: population, generations or passes, limits, seed.
class BudgetGroup final : public QGroupBox {
    Q_OBJECT

public:
    explicit BudgetGroup(QWidget* parent = nullptr);

    void setSettings(const SearchSettings& settings);
    void read(SearchSettings& settings) const;
    /// Shows the rows of an algorithm, and its usual population in place of the other's.
    void setAlgorithm(Algorithm algorithm, bool suggestPopulation);
    std::vector<FieldProblem> problems() const;
    void showProblems(const std::vector<FieldProblem>& problems) { rows_.showProblems(problems); }
    QString problemOf(QWidget* field) const { return rows_.problemOf(field); }

Q_SIGNALS:
    void changed();

private:
    FormRows rows_;
    SettingFields fields_;
    QSpinBox* population_ = nullptr;
    QLineEdit* seed_ = nullptr;
};

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
    QWidget* targetRow() const { return fields_.field("target_bits"); }

Q_SIGNALS:
    void changed();
    void algorithmChanged();

private:
    void addTarget();
    void addHardware();
    void swapScoreFunction(bool limited);
    void refreshHardware();
    /// A preset's name or a file.
    void chooseHardware(const std::string& spec);

    FormRows rows_;
    SettingFields fields_;
    QComboBox *algorithm_ = nullptr, *scoreFunction_ = nullptr, *hardware_;
    QCheckBox* limitBits_;
    ExactSpinBox* target_;
};

}  // namespace lpstudio
