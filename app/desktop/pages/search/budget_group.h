#pragma once

#include <QGroupBox>
#include <vector>

#include "app/desktop/pages/search/setting_fields.h"

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

    QSpinBox* populationBox() const { return population_; }
    QSpinBox* generationsBox() const;
    QSpinBox* maxCandidatesBox() const;
    QDoubleSpinBox* timeLimitBox() const;
    QLineEdit* seedBox() const { return seed_; }

Q_SIGNALS:
    void changed();

private:
    FormRows rows_;
    SettingFields fields_;
    QSpinBox* population_ = nullptr;
    QLineEdit* seed_ = nullptr;
};

}  // namespace lpstudio
