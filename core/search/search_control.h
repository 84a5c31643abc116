#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <vector>

#include "core/search/candidate.h"

namespace lpstudio {

/// Holds workers back while a search is paused: those at work finish their candidate.
class PauseGate {
public:
    void setPaused(bool paused);
    bool isPaused() const;
    /// Returns when the gate is open or `stop` is requested.
    void wait(const std::stop_token& stop);

private:
    mutable std::mutex mutex_;
    std::condition_variable_any opened_;
    bool paused_ = false;
};

/// How a search is carried out. Nothing here changes candidates or scores.
struct SearchControl {
    std::stop_token stop;
    int workers = 1;                        ///< candidates scored at once, at least 1
    PauseGate* gate = nullptr;              ///< must outlive the search
    std::vector<ScoredCandidate> restored;  ///< of an earlier part of the same search, in any order
};

}  // namespace lpstudio
