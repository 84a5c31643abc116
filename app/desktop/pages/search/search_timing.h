#pragma once

#include <QObject>
#include <map>
#include <optional>
#include <string>

#include "app/desktop/jobs/task.h"
#include "app/desktop/pages/search/search_estimate.h"

namespace lpstudio {

class Jobs;
class Session;

/// Knows how fast searches run on this machine: remembers the rate of each model's last search
/// (in the program's settings, which belong to the machine). Where there was none it takes the
/// chosen run's, and times the network if that is not one of the model's either. Searches that were
/// paused are not counted.
class SearchTiming final : public QObject {
    Q_OBJECT

public:
    explicit SearchTiming(Session& session, Jobs& jobs, QObject* parent = nullptr);
    /// Of the chosen model; empty while it is not known.
    std::optional<SearchRate> rate(Algorithm algorithm) const;
    /// Times the chosen network if nothing is known of it and no search runs.
    void seek();
    bool isBusy() const { return job_.isRunning(); }

Q_SIGNALS:
    void changed();

private:
    void followSearch();
    void remember();

    Session& session_;
    Jobs& jobs_;
    std::map<std::string, double> timed_;           ///< images per second of one thread, by model
    double candidatesPerSecond_ = 0, seconds_ = 0;  ///< of the search that runs
    bool paused_ = false;
    Task<double> job_;
};

}  // namespace lpstudio
