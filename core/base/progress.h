#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace lpstudio {

/// How far a piece of work is. Callbacks come on the working thread and must be quick.
struct Progress {
    std::string what;
    std::size_t done = 0, total = 0;
};
using ProgressFunction = std::function<void(const Progress&)>;

}  // namespace lpstudio
