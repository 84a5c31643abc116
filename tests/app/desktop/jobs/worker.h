#pragma once

#include <QThread>
#include <atomic>
#include <stop_token>

namespace lpstudio {

/// Blocks a worker until it is told to stop.
inline void waitForStop(const std::stop_token& stop) {
    while (!stop.stop_requested()) QThread::msleep(1);
}

/// Made by the work as a thread_local it sets a flag when the thread ends: the outcome of the work
/// has been posted then.
struct AtThreadEnd {
    std::atomic<bool>& flag;
    ~AtThreadEnd() { flag = true; }
};

}  // namespace lpstudio
