#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <optional>

#include "app/desktop/jobs/job.h"
#include "app/desktop/pages/search/search_estimate.h"
#include "core/network/network.h"

namespace lpstudio {

class Workbench;

/// Times passes of the float network on random images.
class TimingJob final : public Job {
    Q_OBJECT

public:
    using Job::Job;
    void start(std::shared_ptr<const Network> network);

Q_SIGNALS:
    /// For each thread that took part.
    void timed(const std::string& sha256, double imagesPerSecond);
};

/// Knows how fast searches run on this machine: remembers the rate of each model's last search
/// (in the program's settings, which belong to the machine). Where there was none it takes the
/// chosen run's, and times the network if that is not one of the model's either. Searches that were
/// paused are not counted.
class SearchTiming final : public QObject {
    Q_OBJECT

public:
    explicit SearchTiming(Workbench& workbench, QObject* parent = nullptr);
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

    Workbench& workbench_;
    std::map<std::string, double> timed_;           ///< images per second of one thread, by model
    double candidatesPerSecond_ = 0, seconds_ = 0;  ///< of the search that runs
    bool paused_ = false;
    TimingJob job_;
};

}  // namespace lpstudio
