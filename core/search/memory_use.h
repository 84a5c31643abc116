#pragma once

#include <cstddef>

namespace lpstudio {

/// Memory this process holds now (resident set), in bytes; 0 where the system does not tell.
std::size_t residentBytes();

}  // namespace lpstudio
