#pragma once

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

/// The commands.
void addReproduction(DocumentBuilder& document, const ReportInput& input);

}  // namespace lpstudio
