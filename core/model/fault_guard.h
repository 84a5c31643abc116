#pragma once

#include <functional>

namespace lpstudio {

/// Calls f(). Returns 0, or the signal (SIGSEGV, SIGBUS, SIGFPE, SIGILL) if a memory fault of this
/// thread, or a recursion without end, stopped it: a library that reads files from strangers, and
/// does not check all of them, does not take the program with it. What f() had in hand is lost then
/// and never freed; it must hold no lock that others need. Exceptions pass through. Faults outside
/// f(), or of other threads, go where they went before.
int runGuarded(const std::function<void()>& f);

}  // namespace lpstudio
