#pragma once

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

/// Uniform widths and baseline formats.
void addComparison(DocumentBuilder& document, const ReportInput& input);

}  // namespace lpstudio
