#pragma once

#include <QString>
#include <optional>
#include <vector>

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

/// Least mean weight width that candidates can have: locked layers keep theirs, the others take the
/// narrowest. 0 if the layers have no parameters. Locks must be valid.
double narrowestMeanBits(const SearchSettings& settings, const std::vector<Layer>& layers);

/// "Up to 2,660 candidates in 11 blocks, after 140 runs for the layers' sensitivities; about 1 m 33
/// s at the rate of this model's last search here". Without a rate it says no time.
QString estimateText(const SearchSettings& settings, const std::vector<Layer>& layers,
                     const std::optional<SearchRate>& rate);

}  // namespace lpstudio
