#include "core/search/workers.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/error.h"

namespace lpstudio {

void forEachOnWorkers(std::size_t count, int workers, const std::function<void()>& begin,
                      const std::function<void(std::size_t)>& work, const std::stop_token& stop) {
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr failure;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < std::max(1, workers); ++i)
            threads.emplace_back([&] {
                try {
                    begin();
                    for (std::size_t at = next++; at < count; at = next++) {
                        if (stop.stop_requested()) throw Cancelled();
                        work(at);
                    }
                } catch (...) {
                    const std::scoped_lock lock(mutex);
                    if (!failure) failure = std::current_exception();
                    next = count;
                }
            });
    }
    if (failure) std::rethrow_exception(failure);
}

}  // namespace lpstudio
