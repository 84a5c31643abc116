#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/network/card.h"
#include "core/study/settings.h"

namespace lpstudio {

/// Settings of a search as names and values for people, in order; those switched off are left out.
std::vector<std::pair<std::string, std::string>> settingsText(const SearchSettings& settings);

/// A word as a POSIX shell reads it back: as it is where that is safe, else in single quotes.
std::string shellQuoted(const std::string& word);

/// Words as one shell command, broken into lines of at most about `columns` characters that a shell
/// joins again, before options where it can be.
std::string wrapCommand(const std::vector<std::string>& words, std::size_t columns = 92);

/// What a run was made of besides its settings.
struct RunFiles {
    std::string model, calibration, evaluation, project;  ///< evaluation: empty if there is none
    bool hasCard = true;                                  ///< the model's card is beside it
    ModelCard card;                                       ///< given by options if not
    int threads = 1;                                      ///< of each run of the network
    /// Scored when the run was stopped before its end; 0: it was not.
    std::int64_t stoppedAfter = 0;
};

/// The words of the `lpstudio-cli search` that makes a run again: all settings that are not the
/// command's own defaults.
std::vector<std::string> searchWords(const SearchSettings& settings, const RunFiles& files);

/// What words of the command line cannot say of these settings, or what else may let the search
/// come out otherwise; empty: nothing.
std::string reproductionNote(const SearchSettings& settings, const RunFiles& files);

}  // namespace lpstudio
