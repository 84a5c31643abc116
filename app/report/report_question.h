#pragma once

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

/// Model, data, run, settings, machine.
void addQuestion(DocumentBuilder& document, const ReportInput& input);

}  // namespace lpstudio
