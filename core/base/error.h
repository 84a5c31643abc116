#pragma once

#include <stdexcept>
#include <string>

namespace lpstudio {

/// The work failed. The message is one line: what, where, what to do. The desktop shows it, the
/// command line prints it and exits with 1.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// What the user asked for makes no sense (a format spec, an option, a setting); the command line
/// exits with 2.
class UsageError : public Error {
public:
    using Error::Error;
};

/// Work was stopped at the user's wish; nothing is wrong.
class Cancelled : public Error {
public:
    Cancelled() : Error("cancelled") {}
};

}  // namespace lpstudio
