#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/desktop/jobs/task.h"
#include "core/network/layer.h"
#include "core/study/session.h"

namespace lpstudio {

/// What a search will do at most.
struct SearchEffort {
    std::int64_t candidates = 0;
    std::int64_t sensitivities = 0;  ///< runs of the network before the first candidate
    int blocks = 0;
};
/// Of settings that need not be valid yet.
SearchEffort effortOf(const SearchSettings& settings, const std::vector<Layer>& layers);

/// How fast candidates are scored on this machine.
struct SearchRate {
    enum class Source {
        Search,  ///< measured in the model's last search here
        Run,     ///< of a run of the model in the project, perhaps of another machine
        Timing,  ///< from timed passes of the float network
    };
    double imagesPerSecond = 0;  ///< candidates per second times images
    Source source = Source::Timing;
};

/// Seconds that it will take at most: limits of time and candidates count.
double secondsOf(const SearchEffort& effort, const SearchSettings& settings,
                 const SearchRate& rate);

/// Seconds of one pass over the evaluation images, which measures top-1 of one candidate.
double secondsOfPass(std::int64_t evaluationImages, const SearchRate& rate);

/// Least mean weight width that candidates can have: locked layers keep theirs, the others take the
/// narrowest. 0 if the layers have no parameters. Locks must be valid.
double narrowestMeanBits(const SearchSettings& settings, const std::vector<Layer>& layers);

/// "Up to 2,660 candidates in 11 blocks, plus 140 evaluations for layer sensitivity; about 1 m 33 s
/// at the rate of this model's last search here (20 candidates/s), 12 s of it for top-1". Without a
/// rate it says no time. `evaluationImages`: of the set that top-1 is measured on; 0: none is.
QString estimateText(const SearchSettings& settings, const std::vector<Layer>& layers,
                     const std::optional<SearchRate>& rate, std::int64_t evaluationImages = 0);

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
