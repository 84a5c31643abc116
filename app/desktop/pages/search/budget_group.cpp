#include "app/desktop/pages/search/budget_group.h"

#include <QLineEdit>
#include <QSpinBox>
#include <cstdint>
#include <limits>

namespace lpstudio {
namespace {

int defaultPopulation(Algorithm algorithm) {
    SearchSettings settings;
    settings.algorithm = algorithm;
    return usualSettings(settings).common.population;
}

}  // namespace

BudgetGroup::BudgetGroup(QWidget* parent)
    : QGroupBox(tr("Budget"), parent), rows_(this), fields_(rows_, [this] { Q_EMIT changed(); }) {
    for (const SettingWords& words : settingWords())
        if (words.group == SettingGroup::Budget) fields_.add(words.key);
    population_ = fields_.field<QSpinBox>("population");
    seed_ = fields_.field<QLineEdit>("seed");
}

QSpinBox* BudgetGroup::generationsBox() const {
    return fields_.field<QSpinBox>("generations");
}
QSpinBox* BudgetGroup::maxCandidatesBox() const {
    return fields_.field<QSpinBox>("max_candidates");
}
QDoubleSpinBox* BudgetGroup::timeLimitBox() const {
    return fields_.field<QDoubleSpinBox>("time_limit");
}

void BudgetGroup::setAlgorithm(Algorithm algorithm, bool suggestPopulation) {
    fields_.showScope(algorithm);
    // A size of the user's own stays.
    const Algorithm other = algorithm == Algorithm::Nsga2 ? Algorithm::Lpq : Algorithm::Nsga2;
    if (suggestPopulation && population_->value() == defaultPopulation(other))
        population_->setValue(defaultPopulation(algorithm));
}

void BudgetGroup::setSettings(const SearchSettings& settings) {
    fields_.show(settings);
    setAlgorithm(settings.algorithm, false);
}

void BudgetGroup::read(SearchSettings& settings) const {
    fields_.read(settings);
}

std::vector<FieldProblem> BudgetGroup::problems() const {
    bool number = false;
    seed_->text().trimmed().toULongLong(&number);
    if (number) return {};
    return {
        {seed_,
         tr("Give a whole number from 0 to %1").arg(std::numeric_limits<std::uint64_t>::max())}};
}

}  // namespace lpstudio
