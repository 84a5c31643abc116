#pragma once

#include <string>

namespace lpstudio {

/// Of the LibTorch that runs the networks, "1.13.1".
std::string libtorchVersion();

}  // namespace lpstudio
