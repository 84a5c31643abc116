#pragma once

#include <QString>
#include <cstdint>
#include <span>
#include <vector>

#include "app/desktop/charts/pareto_quantities.h"

namespace lpstudio {

/// Which candidates a line of text asks for: conditions on quantities ("bits<4.5", "energy<=20u",
/// "top1>90"), "front", numbers of candidates ("42", "100-200"), parts of a run's name. Several
/// words: all of them hold.
class CandidateFilter {
public:
    CandidateFilter() = default;
    explicit CandidateFilter(const QString& text);

    /// What of the text is not understood; empty if all of it is. Such words ask for nothing.
    const QString& problem() const { return problem_; }
    bool isEmpty() const { return conditions_.empty(); }
    /// 1 for every row that is asked for. `onFront`: by row, may be empty.
    std::vector<std::uint8_t> rows(const CandidateColumns& columns,
                                   std::span<const std::uint8_t> onFront) const;

    /// Words for the quantities, for the help: "bits, abits, score, ...".
    static QString names();

private:
    struct Condition {
        enum class Kind { Range, Front, RunName } kind = Kind::Range;
        std::string key;
        double least = 0, most = 0;
        bool openLeast = false, openMost = false;  ///< the ends themselves do not count
        QString text;
    };
    bool addComparison(const QString& word);
    bool addNumbers(const QString& word);

    std::vector<Condition> conditions_;
    QString problem_;
};

}  // namespace lpstudio
