#pragma once

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

/// Totals, breakdown, layers, constants.
void addHardware(DocumentBuilder& document, const ReportInput& input);

}  // namespace lpstudio
