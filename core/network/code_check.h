#pragma once

#include <string>
#include <string_view>

namespace lpstudio {

/// What in TorchScript code LibTorch 1.13 does not survive; empty if nothing is known to. Its
/// parser calls itself for every bracket, sign and block, and runs out of stack; and it reads past
/// the end of a class's plain assignment, which only a few of its own names may have. Code that
/// PyTorch writes is far from either: it has a statement for every operator.
std::string unsupportedCode(std::string_view code);

}  // namespace lpstudio
