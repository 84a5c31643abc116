#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

#include "core/base/error.h"

namespace lpstudio {
namespace {

std::atomic<int> coresToUse = 0;  ///< 0: all

}  // namespace

int machineCores() {
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

void useCores(int cores) {
    coresToUse = cores;
}

int threadCount(int wish) {
    if (wish > 0) return wish;
    return coresToUse > 0 ? coresToUse.load() : machineCores();
}

void forEachParallel(std::size_t count, int threads, const std::function<void(std::size_t)>& body,
                     const std::stop_token& stop) {
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;  // of what follows
    std::size_t failedAt = count;
    std::exception_ptr failure;
    // Threads take the next index instead of a fixed part: indices may differ much in cost.
    const auto work = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            try {
                if (stop.stop_requested()) throw Cancelled();
                body(i);
            } catch (...) {
                const std::scoped_lock lock(mutex);
                next = count;
                if (i >= failedAt) continue;
                failedAt = i;
                failure = std::current_exception();
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        const auto wanted = std::min(count, static_cast<std::size_t>(threadCount(threads)));
        try {
            for (std::size_t i = 1; i < wanted; ++i) helpers.emplace_back(work);
        } catch (const std::system_error&) {
            // The system gives no more threads: those there are do the work.
        }
        work();
    }
    if (failure) std::rethrow_exception(failure);
}

void SharedProgress::add(std::size_t finished) {
    const std::scoped_lock lock(mutex_);
    progress_.done += finished;
    if (tell_) tell_(progress_);
}

}  // namespace lpstudio
