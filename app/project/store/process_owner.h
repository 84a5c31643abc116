#pragma once

#include <string>

namespace lpstudio {

/// Text that names this process among all processes since this machine was started (boot, number,
/// start time), to find out later whether it still runs.
std::string thisProcess();

/// Whether the process that wrote the text still runs on this machine. A text from another machine
/// or boot: no.
bool isRunning(const std::string& process);

}  // namespace lpstudio
