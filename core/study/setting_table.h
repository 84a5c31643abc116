#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/study/settings.h"

namespace lpstudio {

/// Where a setting of type T is kept.
template <class T>
struct SettingMember {
    const T& (*of)(const SearchSettings&);
    T& (*in)(SearchSettings&);
};

/// One of a few values: as files and commands name it, and for people.
struct SettingChoice {
    const char* name;
    const char* title;
};
struct ChoiceMember {
    std::vector<SettingChoice> choices;
    const char* (*name)(const SearchSettings&);
    /// Throws UsageError listing the names.
    void (*choose)(SearchSettings&, std::string_view name);
};

using SettingValue =
    std::variant<SettingMember<int>, SettingMember<std::int64_t>, SettingMember<std::uint64_t>,
                 SettingMember<double>, SettingMember<bool>, SettingMember<std::string>,
                 SettingMember<std::vector<int>>, SettingMember<LayerLocks>, ChoiceMember>;

/// Whose setting it is.
enum class SettingScope { Both, Lpq, Nsga2 };

/// Everything that is said of one setting of a search. Stored JSON, the fingerprint, the options
/// of `lpstudio-cli search`, the command that makes a run again, the report, the form of the
/// desktop and the summary of a queued search are made from these rows.
struct Setting {
    const char* key = "";  ///< in JSON, and of the form's field (object name "setting-KEY")
    SettingValue value;
    SettingScope scope = SettingScope::Both;
    const char* label = "";        ///< for people
    const char* unit = "";         ///< empty: none
    SettingRange range = {0, -1};  ///< that a field offers; least > most: any
    const char* option = "";       ///< "--population"; empty: the command line has none
    const char* help = "";         ///< of the option
    bool helpShowsDefault = true;
    bool optionChecksRange = false;  ///< rather than validate()
    /// Of the command that makes a run again: option and value, though it be the default.
    bool alwaysGiven = false;
    /// What a reader of that command is told where there is no option; %1 stands for the value.
    const char* note = "";
    bool offByDefault = false;  ///< reports leave it out at its default
    bool changesResult = true;  ///< candidates or scores depend on it: part of the fingerprint
    const char* before = "";    ///< value of runs from before there was this setting, if another
    const char* sign = "";      ///< before the value in a report
    int helpPlace = 0;          ///< order of the options; 0: none
    int reportPlace = 0;        ///< order of a report's lines; 0: not there
};

/// All settings that are stored with a run, in the order of the command that makes it again.
const std::vector<Setting>& settingTable();
/// Throws Error if there is none of this key.
const Setting& settingOf(std::string_view key);
/// Rows with a place in the command's help or a report, in that order.
std::vector<const Setting*> settingsInOrder(int Setting::*place);

/// Whether an algorithm has the setting.
bool applies(const Setting& setting, Algorithm algorithm);

}  // namespace lpstudio
