#include "app/desktop/pages/search/budget_group.h"

#include <QLineEdit>
#include <QSpinBox>
#include <algorithm>
#include <cstdint>
#include <limits>

namespace lpstudio {
namespace {

int defaultPopulation(Algorithm algorithm) {
    return algorithm == Algorithm::Nsga2 ? SearchSettings::kNsga2Population
                                         : LpqSettings{}.population;
}

}  // namespace

BudgetGroup::BudgetGroup(QWidget* parent)
    : QGroupBox(tr("Budget"), parent),
      rows_(this),
      population_(makeCount(2, 10000, tr("K: size of the population, also drawn at the start"))),
      generations_(
          makeCount(0, 100000,
                    tr("Each generation makes as many children as the population has members and "
                       "keeps the best of both"))),
      passes_(makeCount(0, 100000, tr("P: passes of the search over all blocks"))),
      cycles_(makeCount(1, 100000, tr("C: children made per block and pass"))),
      diversity_(makeCount(0, 10000, tr("D: random parents crossed with each child"))),
      maxCandidates_(makeCount(0, std::numeric_limits<int>::max(),
                               tr("Stop after this many candidates"), tr("unlimited"))),
      timeLimit_(new ExactSpinBox(0, 1e7, 1, 60, tr("Stop after this many seconds of search"))),
      seed_(new QLineEdit) {
    maxCandidates_->setSingleStep(100);
    timeLimit_->setSuffix(tr(" s"));
    timeLimit_->setSpecialValueText(tr("unlimited"));
    seed_->setToolTip(tr("The same seed and settings give the same candidates"));
    seed_->setAlignment(Qt::AlignRight);
    rows_.add(tr("Population"), population_);
    rows_.add(tr("Generations"), generations_);
    rows_.add(tr("Passes"), passes_);
    rows_.add(tr("Cycles"), cycles_);
    rows_.add(tr("Diversity"), diversity_);
    rows_.add(tr("Max. candidates"), maxCandidates_);
    rows_.add(tr("Time limit"), timeLimit_);
    rows_.add(tr("Seed"), seed_);
    for (QSpinBox* box : {population_, generations_, passes_, cycles_, diversity_, maxCandidates_})
        connect(box, &QSpinBox::valueChanged, this, &BudgetGroup::changed);
    connect(timeLimit_, &QDoubleSpinBox::valueChanged, this, &BudgetGroup::changed);
    connect(seed_, &QLineEdit::textChanged, this, &BudgetGroup::changed);
}

void BudgetGroup::setAlgorithm(Algorithm algorithm, bool suggestPopulation) {
    const bool pareto = algorithm == Algorithm::Nsga2;
    rows_.setVisible(generations_, pareto);
    for (QSpinBox* box : {passes_, cycles_, diversity_}) rows_.setVisible(box, !pareto);
    // A size of the user's own stays.
    if (suggestPopulation &&
        population_->value() == defaultPopulation(pareto ? Algorithm::Lpq : Algorithm::Nsga2))
        population_->setValue(defaultPopulation(algorithm));
}

void BudgetGroup::setSettings(const SearchSettings& settings) {
    const LpqSettings& lpq = settings.lpq;
    population_->setValue(lpq.population);
    generations_->setValue(settings.generations);
    passes_->setValue(lpq.passes);
    cycles_->setValue(lpq.cycles);
    diversity_->setValue(lpq.diversity);
    maxCandidates_->setValue(static_cast<int>(
        std::min<std::int64_t>(lpq.maxCandidates, std::numeric_limits<int>::max())));
    timeLimit_->setExact(lpq.timeLimitSeconds);
    seed_->setText(QString::number(lpq.seed));
    setAlgorithm(settings.algorithm, false);
}

void BudgetGroup::read(SearchSettings& settings) const {
    LpqSettings& lpq = settings.lpq;
    settings.generations = generations_->value();
    lpq.population = population_->value();
    lpq.passes = passes_->value();
    lpq.cycles = cycles_->value();
    lpq.diversity = diversity_->value();
    lpq.maxCandidates = maxCandidates_->value();
    lpq.timeLimitSeconds = timeLimit_->exact();
    lpq.seed = seed_->text().trimmed().toULongLong();
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
