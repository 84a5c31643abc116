#pragma once

#include <QObject>
#include <QString>
#include <optional>
#include <vector>

#include "core/base/ids.h"
#include "core/search/candidate.h"

class QUndoStack;

namespace lpstudio {

/// A candidate in the making: begins as a copy of one that a search has found, or with uniform
/// formats, and is edited layer by layer. Every change is a step of the undo stack. It belongs to a
/// run, whose model, calibration, settings and accelerator it is judged by; nothing of it is in the
/// store until it is saved as a candidate.
class WorkingCandidate final : public QObject {
    Q_OBJECT

public:
    /// What an edit replaces, all of it.
    struct State {
        RunId run;
        std::optional<CandidateId> base;  ///< that it is a copy of; none: uniform formats
        QString origin;                   ///< for people: "candidate 17", "uniform 4 bit"
        Candidate original;               ///< as it began
        Candidate candidate;              ///< one gene a layer

        friend bool operator==(const State&, const State&) = default;
    };

    explicit WorkingCandidate(QUndoStack& undo, QObject* parent = nullptr);

    bool exists() const { return state_.has_value(); }
    /// The rest holds only while it exists.
    const State& state() const { return *state_; }
    RunId run() const { return state_->run; }
    const Candidate& candidate() const { return state_->candidate; }
    const LpParameters& gene(int layer) const;
    /// Layers that are not as they began, ascending.
    std::vector<int> editedLayers() const;

    /// Begins anew, as a copy of a candidate of the run.
    void start(RunId run, const ScoredCandidate& candidate);
    /// Begins anew with the given genes, `origin` saying what they are.
    void start(RunId run, Candidate candidate, const QString& origin);
    /// Changes one layer's parameters; `layerName` names the step. Nothing happens if they are what
    /// they were. Throws UsageError for parameters that no LP has, or that are wider than the 8
    /// bits an accelerator takes, and if there is no such layer.
    void setGene(int layer, const LpParameters& parameters, const QString& layerName);
    /// Changes several layers in one step, named `text` ("reset of all layers"). Throws as above.
    void setCandidate(const Candidate& candidate, const QString& text);
    /// Takes up one of an earlier session, which is no step. Throws UsageError as above.
    void restore(State state);
    /// Drops it, as a step.
    void discard();
    /// Drops it without a trace: the project it belongs to is gone.
    void forget();

Q_SIGNALS:
    /// It began, was edited or is no more.
    void changed();

private:
    class Change;
    void push(std::optional<State> next, const QString& text);
    void set(std::optional<State> state);

    QUndoStack& undo_;
    std::optional<State> state_;
};

}  // namespace lpstudio
