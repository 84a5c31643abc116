#pragma once

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

/// Parameters, widths and distributions of a candidate's layers.
void addCandidate(DocumentBuilder& document, const ReportInput& input,
                  const ReportCandidate& candidate);

}  // namespace lpstudio
