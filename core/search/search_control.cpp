#include "core/search/search_control.h"

namespace lpstudio {

void PauseGate::setPaused(bool paused) {
    {
        const std::scoped_lock lock(mutex_);
        paused_ = paused;
    }
    opened_.notify_all();
}

bool PauseGate::isPaused() const {
    const std::scoped_lock lock(mutex_);
    return paused_;
}

void PauseGate::wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    opened_.wait(lock, stop, [this] { return !paused_; });
}

}  // namespace lpstudio
