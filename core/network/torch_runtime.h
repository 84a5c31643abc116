#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace lpstudio {

/// "1.13.1".
std::string libtorchVersion();

/// Intra-op threads of every run, OpenBLAS's too (which ignores LibTorch's setting). 0: as many as
/// the machine has.
void setThreads(int threads);
int threads();

/// Calls body(begin, end) for parts of 0..count on the intra-op threads; parts hold at least
/// `grain` items.
void parallelFor(std::size_t count, std::size_t grain,
                 const std::function<void(std::size_t, std::size_t)>& body);

}  // namespace lpstudio
