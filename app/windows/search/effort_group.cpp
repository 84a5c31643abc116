#include "app/windows/search/effort_group.h"

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

EffortGroup::EffortGroup(QWidget* parent)
    : QGroupBox(tr("Effort"), parent),
      rows_(this),
      population_(makeCount(2, 10000, tr("K: candidates kept, and drawn at the start"))),
      generations_(
          makeCount(0, 100000,
                    tr("Times that as many children as the population has members are made, and "
                       "the best of both live on"))),
      passes_(makeCount(0, 100000, tr("P: times the search goes over all blocks"))),
      cycles_(makeCount(1, 100000, tr("C: children made per block and pass"))),
      diversity_(makeCount(0, 10000, tr("D: random parents crossed with each child"))),
      maxCandidates_(makeCount(0, std::numeric_limits<int>::max(),
                               tr("Stop after so many candidates"), tr("no limit"))),
      timeLimit_(new ExactSpinBox(0, 1e7, 1, 60, tr("Stop after so many seconds of search"))),
      seed_(new QLineEdit) {
    maxCandidates_->setSingleStep(100);
    timeLimit_->setSuffix(tr(" s"));
    timeLimit_->setSpecialValueText(tr("no limit"));
    seed_->setToolTip(tr("Equal seeds and settings give equal candidates"));
    seed_->setAlignment(Qt::AlignRight);
    rows_.add(tr("Population"), population_);
    rows_.add(tr("Generations"), generations_);
    rows_.add(tr("Passes"), passes_);
    rows_.add(tr("Cycles"), cycles_);
    rows_.add(tr("Diversity"), diversity_);
    rows_.add(tr("Candidates"), maxCandidates_);
    rows_.add(tr("Time"), timeLimit_);
    rows_.add(tr("Seed"), seed_);
    for (QSpinBox* box : {population_, generations_, passes_, cycles_, diversity_, maxCandidates_})
        connect(box, &QSpinBox::valueChanged, this, &EffortGroup::changed);
    connect(timeLimit_, &QDoubleSpinBox::valueChanged, this, &EffortGroup::changed);
    connect(seed_, &QLineEdit::textChanged, this, &EffortGroup::changed);
}

void EffortGroup::setAlgorithm(Algorithm algorithm, bool suggestPopulation) {
    const bool pareto = algorithm == Algorithm::Nsga2;
    rows_.setVisible(generations_, pareto);
    for (QSpinBox* box : {passes_, cycles_, diversity_}) rows_.setVisible(box, !pareto);
    // A size of the user's own stays.
    if (suggestPopulation &&
        population_->value() == defaultPopulation(pareto ? Algorithm::Lpq : Algorithm::Nsga2))
        population_->setValue(defaultPopulation(algorithm));
}

void EffortGroup::setSettings(const SearchSettings& settings) {
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

void EffortGroup::read(SearchSettings& settings) const {
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

std::vector<FieldProblem> EffortGroup::problems() const {
    bool number = false;
    seed_->text().trimmed().toULongLong(&number);
    if (number) return {};
    return {
        {seed_,
         tr("Give a whole number from 0 to %1").arg(std::numeric_limits<std::uint64_t>::max())}};
}

}  // namespace lpstudio
