#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/ids.h"

namespace lpstudio {

/// What stands in a column of page Compare.
struct CompareItem {
    enum class Kind {
        Candidate,  ///< of a run
        Uniform,    ///< the same format family on all layers
        Float,      ///< the network as it is
        Working,    ///< the working candidate
    };
    Kind kind = Kind::Float;
    RunId run{};              ///< of a candidate
    CandidateId candidate{};  ///< of a candidate
    std::string weights;      ///< of a uniform baseline: the spec to fit, "lp:4", "int:8"
    std::string activations;  ///< likewise

    static CompareItem ofCandidate(RunId run, CandidateId id) {
        return {Kind::Candidate, run, id, {}, {}};
    }
    static CompareItem uniform(std::string weights, std::string activations) {
        return {Kind::Uniform, {}, {}, std::move(weights), std::move(activations)};
    }
    static CompareItem floating() { return {Kind::Float, {}, {}, {}, {}}; }
    static CompareItem working() { return {Kind::Working, {}, {}, {}, {}}; }

    friend bool operator==(const CompareItem&, const CompareItem&) = default;
};

/// What the user has put side by side, in the order of the columns; all of one model. Only holds
/// it; page Compare finds out what there is to say of it.
class CompareList final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    /// More do not fit beside each other.
    static constexpr int kMost = 6;

    const std::vector<CompareItem>& items() const { return items_; }
    bool contains(const CompareItem& item) const;
    bool isFull() const { return static_cast<int>(items_.size()) >= kMost; }

    /// Puts it last. False if it is there already or the list is full.
    bool add(const CompareItem& item);
    void remove(const CompareItem& item);
    /// Moves the column at `from` to where `to` is.
    void move(int from, int to);
    void clear();
    /// Drops the candidates of a run that is no more.
    void removeRun(RunId run);

Q_SIGNALS:
    void changed();

private:
    std::vector<CompareItem> items_;
};

}  // namespace lpstudio
