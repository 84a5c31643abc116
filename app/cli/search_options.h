#pragma once

#include <CLI/CLI.hpp>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/study/setting_table.h"

namespace lpstudio::cli {

/// The options of a search, one for each row of settingTable() that has one. Must outlive the
/// command that they were added to; a copy of it made after parsing may be read.
class SearchOptions {
public:
    /// Options that change the result, or the others (limits and memory), in the table's order.
    void add(CLI::App& command, bool changingResult);
    /// Only those with these keys, for a command that carries out a part of a search. The text is
    /// the option's help; null: the table's.
    void add(CLI::App& command,
             std::initializer_list<std::pair<const char*, const char*>> keysAndHelp);
    /// What was given, and the usual settings otherwise. Throws UsageError naming an option whose
    /// value is none.
    SearchSettings settings() const;

private:
    CLI::Option* addOption(CLI::App& command, const Setting& setting);

    SearchSettings given_;
    std::map<std::string, std::string> choices_;  ///< by the setting's key
    std::vector<std::string> locks_;
    std::map<std::string, CLI::Option*> options_;  ///< by the setting's key
};

}  // namespace lpstudio::cli
