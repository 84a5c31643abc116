#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/desktop/pages/compare/compare_column.h"

namespace lpstudio {

class Workbench;

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
std::optional<RunId> referenceRun(Workbench& bench);

/// Looks up what the list names; what is not there any more is left out. Throws Error.
std::vector<CompareColumn> columnsOf(Workbench& bench, const MeasuredColumns& measured);

/// "Uniform LP 4 bit"; the spec where there is no such name for it.
QString uniformTitle(const std::string& spec);

}  // namespace lpstudio
