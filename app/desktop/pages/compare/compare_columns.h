#pragma once

#include <QString>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/desktop/jobs/comparison_jobs.h"
#include "app/desktop/session/compare_list.h"

namespace lpstudio {

class Session;

/// A column of page Compare with all that is known of it.
struct CompareColumn {
    CompareItem item;
    QString title;   ///< "Candidate 17", "Uniform LP 4 bit"
    QString detail;  ///< where it comes from; the tooltip
    RunId run{};     ///< by which it is judged
    WantedColumn wanted;
    bool starred = false;
    double top1Percent = -1;  ///< negative: not measured
    double contrast = std::numeric_limits<double>::quiet_NaN();
    double fitness = std::numeric_limits<double>::quiet_NaN();
    /// None until it has been measured.
    std::optional<ComparedColumn> facts;
};

/// Results of measurements that the store has no place for: of the working candidate and of
/// uniform baselines, by what was measured.
class MeasuredColumns {
public:
    struct Result {
        double top1Percent = -1;
        double contrast = std::numeric_limits<double>::quiet_NaN();
    };
    void add(RunId run, const WantedColumn& column, const Result& result);
    /// Null: not measured.
    const Result* find(RunId run, const WantedColumn& column) const;
    void clear() { results_.clear(); }

private:
    static std::string keyOf(RunId run, const WantedColumn& column);
    std::map<std::string, Result> results_;
};

/// The run by whose images, settings and accelerator columns that belong to no run are judged: the
/// working candidate's, else the first candidate's, else the one that is looked at.
std::optional<RunId> referenceRun(Session& session);

/// Looks up what the list names; what is not there any more is left out. Throws Error.
std::vector<CompareColumn> columnsOf(Session& session, const MeasuredColumns& measured);

/// "Uniform LP 4 bit"; the spec where there is no such name for it.
QString uniformTitle(const std::string& spec);

}  // namespace lpstudio
