#pragma once

#include "app/report/report.h"

namespace lpstudio {

/// Processor, system and libraries of this machine.
ReportMachine thisMachine();

}  // namespace lpstudio
