#pragma once

#include <QString>
#include <limits>
#include <optional>
#include <vector>

#include "app/desktop/jobs/comparison_jobs.h"
#include "app/desktop/session/compare_list.h"

namespace lpstudio {

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

}  // namespace lpstudio
