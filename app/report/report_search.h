#pragma once

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

/// Convergence.
void addSearch(DocumentBuilder& document, const ReportInput& input);
/// Charts and table of the front.
void addFront(DocumentBuilder& document, const ReportInput& input);

}  // namespace lpstudio
