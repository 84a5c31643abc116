#include "app/desktop/session/working_candidate.h"

#include <QUndoCommand>
#include <QUndoStack>
#include <utility>

#include "core/base/error.h"

namespace lpstudio {
namespace {

/// What the accelerator takes at most.
constexpr int kMaxBits = 8;

void requireUsable(const LpParameters& parameters) {
    validate(parameters);
    if (parameters.n > kMaxBits)
        throw UsageError("n = " + std::to_string(parameters.n) +
                         ": the accelerator takes at most 8 bits; give 2..8");
}

}  // namespace

/// Both ends of a step, whole: a candidate is a few kilobytes.
class WorkingCandidate::Change final : public QUndoCommand {
public:
    Change(WorkingCandidate& target, std::optional<State> next, const QString& text)
        : QUndoCommand(text), target_(target), before_(target.state_), after_(std::move(next)) {}
    void redo() override { target_.set(after_); }
    void undo() override { target_.set(before_); }

private:
    WorkingCandidate& target_;
    std::optional<State> before_, after_;
};

WorkingCandidate::WorkingCandidate(QUndoStack& undo, QObject* parent)
    : QObject(parent), undo_(undo) {}

void WorkingCandidate::set(std::optional<State> state) {
    state_ = std::move(state);
    Q_EMIT changed();
}

void WorkingCandidate::push(std::optional<State> next, const QString& text) {
    if (next == state_) return;
    undo_.push(new Change(*this, std::move(next), text));
}

const LpParameters& WorkingCandidate::gene(int layer) const {
    return state_->candidate.genes.at(static_cast<std::size_t>(layer));
}

std::vector<int> WorkingCandidate::editedLayers() const {
    std::vector<int> layers;
    if (!state_) return layers;
    const auto& genes = state_->candidate.genes;
    for (std::size_t layer = 0; layer < genes.size(); ++layer)
        if (genes[layer] != state_->original.genes[layer])
            layers.push_back(static_cast<int>(layer));
    return layers;
}

void WorkingCandidate::start(RunId run, const ScoredCandidate& candidate) {
    const QString origin = tr("candidate %1").arg(candidate.id.value);
    push(State{run, candidate.id, origin, candidate.candidate, candidate.candidate},
         tr("copy of candidate %1").arg(candidate.id.value));
}

void WorkingCandidate::start(RunId run, Candidate candidate, const QString& origin) {
    for (const LpParameters& gene : candidate.genes) requireUsable(gene);
    State state{run, std::nullopt, origin, candidate, std::move(candidate)};
    push(std::move(state), tr("start from %1").arg(origin));
}

void WorkingCandidate::setGene(int layer, const LpParameters& parameters,
                               const QString& layerName) {
    requireUsable(parameters);
    if (!state_ || layer < 0 || layer >= static_cast<int>(state_->candidate.genes.size()))
        throw UsageError("layer " + std::to_string(layer) +
                         ": the working candidate has no such layer; start one for this model");
    State next = *state_;
    next.candidate.genes[static_cast<std::size_t>(layer)] = parameters;
    push(std::move(next), tr("change of %1").arg(layerName));
}

void WorkingCandidate::setCandidate(const Candidate& candidate, const QString& text) {
    for (const LpParameters& gene : candidate.genes) requireUsable(gene);
    if (!state_ || candidate.genes.size() != state_->candidate.genes.size())
        throw UsageError("the working candidate has other layers; start one for this model");
    State next = *state_;
    next.candidate = candidate;
    push(std::move(next), text);
}

void WorkingCandidate::restore(State state) {
    for (const Candidate* one : {&state.original, &state.candidate})
        for (const LpParameters& gene : one->genes) requireUsable(gene);
    if (state.candidate.genes.size() != state.original.genes.size())
        throw UsageError("the working candidate has not the layers that it began with");
    set(std::move(state));
}

void WorkingCandidate::discard() {
    push(std::nullopt, tr("discarding of the working candidate"));
}

void WorkingCandidate::forget() {
    if (state_) set(std::nullopt);
}

}  // namespace lpstudio
