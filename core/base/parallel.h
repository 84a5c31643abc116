#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>

#include "core/base/progress.h"

namespace lpstudio {

/// Cores of this machine, at least 1.
int machineCores();

/// Says how many cores the program may use, for its start (--threads), before any work begins; 0:
/// all of the machine's.
void useCores(int cores);

/// A wish for threads as a number: itself, or as many as the program may use where it is 0 or less.
int threadCount(int wish);

/// Calls body(0) ... body(count - 1) on up to `threads` threads (as threadCount() reads them), the
/// caller's among them, and returns when all are done. Indices begin in ascending order and each
/// that has begun runs to its end: body(i) may wait for what body(i - 1) does, and what is thrown
/// is what a plain loop would throw, the exception of the lowest index; none begins after it.
/// Throws Cancelled if `stop` is requested before the last index begins.
void forEachParallel(std::size_t count, int threads, const std::function<void(std::size_t)>& body,
                     const std::stop_token& stop = {});

/// Counts what the threads of a loop have finished and tells of it, one call at a time.
class SharedProgress {
public:
    /// `tell` may be empty; it must outlive the object.
    SharedProgress(const ProgressFunction& tell, std::string what, std::size_t total)
        : tell_(tell), progress_{std::move(what), 0, total} {}
    void add(std::size_t finished = 1);

private:
    const ProgressFunction& tell_;
    std::mutex mutex_;
    Progress progress_;
};

}  // namespace lpstudio
