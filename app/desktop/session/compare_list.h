#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/ids.h"

namespace lpstudio {

/// What the user puts in a column of page Compare; see comparison_column.h for the words.
struct ColumnSource {
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

    static ColumnSource ofCandidate(RunId run, CandidateId id) {
        return {Kind::Candidate, run, id, {}, {}};
    }
    static ColumnSource uniform(std::string weights, std::string activations) {
        return {Kind::Uniform, {}, {}, std::move(weights), std::move(activations)};
    }
    static ColumnSource floating() { return {Kind::Float, {}, {}, {}, {}}; }
    static ColumnSource working() { return {Kind::Working, {}, {}, {}, {}}; }

    friend bool operator==(const ColumnSource&, const ColumnSource&) = default;
};

/// The sources of the columns in their order; all of one model. Only holds them; CompareColumns
/// finds out what there is to say of them.
class CompareList final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    /// More do not fit beside each other.
    static constexpr int kMost = 6;

    const std::vector<ColumnSource>& sources() const { return sources_; }
    bool contains(const ColumnSource& source) const;
    bool isFull() const { return static_cast<int>(sources_.size()) >= kMost; }

    /// Puts it last. False if it is there already or the list is full.
    bool add(const ColumnSource& source);
    void remove(const ColumnSource& source);
    /// Moves the column at `from` to where `to` is.
    void move(int from, int to);
    void clear();
    /// Drops the candidates of a run that is no more.
    void removeRun(RunId run);

Q_SIGNALS:
    void changed();

private:
    std::vector<ColumnSource> sources_;
};

}  // namespace lpstudio
