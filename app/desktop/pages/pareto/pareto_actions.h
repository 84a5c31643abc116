#pragma once

#include <QObject>
#include <vector>

#include "core/search/candidate.h"

class QWidget;

namespace lpstudio {

class Jobs;
class ParetoRows;
class Session;

/// What is done with rows of page Pareto: chooses, compares, measures and exports them.
class ParetoActions final : public QObject {
    Q_OBJECT

public:
    ParetoActions(Session& session, Jobs& jobs, const ParetoRows& rows, QObject* parent = nullptr);

    /// Of another run: that run is chosen too.
    void choose(std::size_t row);
    void compare(std::size_t row);
    /// The rows if there are several, else the chosen candidate.
    void compareAll(const std::vector<std::size_t>& rows);
    /// Top-1 of the rows of the chosen run if there are several, else of the chosen candidate.
    void measure(const std::vector<std::size_t>& rows);
    void measureFront();
    /// Asks in which forms and where, then writes the chosen candidate.
    void askForExport(QWidget* parent);
    /// Of the chosen run; null if it has no such candidate.
    const ScoredCandidate* candidate(CandidateId id) const;

Q_SIGNALS:
    void compareRequested(lpstudio::RunId run, lpstudio::CandidateId candidate);

private:
    void measureThese(const std::vector<CandidateId>& ids);

    Session& session_;
    Jobs& jobs_;
    const ParetoRows& rows_;
};

}  // namespace lpstudio
