#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace lpstudio {

/// Calls work(0) ... work(count - 1) on `workers` threads, each of which calls `begin` first.
/// Returns when all are done; throws the first exception of any, after which no more are begun, and
/// Cancelled if `stop` was requested before the last was begun.
void forEachOnWorkers(std::size_t count, int workers, const std::function<void()>& begin,
                      const std::function<void(std::size_t)>& work, const std::stop_token& stop);

}  // namespace lpstudio
