#pragma once

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

/// What the report says, in its order. Throws Error if no candidate is chosen, UsageError if more
/// are than kMostReported, or no section.
Document reportDocument(const ReportInput& input);

}  // namespace lpstudio
