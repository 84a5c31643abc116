#pragma once

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

/// A part of it: which constants the estimate is made of, and what they do to that of `candidate`.
void addConstants(DocumentBuilder& document, const ReportInput& input,
                  const ReportCandidate& candidate);

}  // namespace lpstudio
