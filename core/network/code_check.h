#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace lpstudio {

/// Runs f() in a copy of this process (fork) and returns the signal that ended it, so that a
/// library which reads files from strangers, and does not check all of them, takes no more than
/// that copy with it. 0 if f() came to its end, be it by an exception, or if that could not be
/// found out: no copy could be made, or it was not done after `patience` (a lock that another
/// thread held is never free in the copy). f() must start no threads; what it prints is lost.
int signalOfChild(const std::function<void()>& f, std::chrono::milliseconds patience);

/// What in TorchScript code LibTorch 1.13 does not survive; empty if nothing is known to. Its
/// parser calls itself for every bracket, sign and block, and runs out of stack; and it reads past
/// the end of a class's plain assignment, which only a few of its own names may have. Code that
/// PyTorch writes is far from either: it has a statement for every operator.
std::string unsupportedCode(std::string_view code);

}  // namespace lpstudio
