#pragma once

#include <string>

#include "core/study/setting_table.h"

namespace lpstudio {

/// Whether it is what usualSettings() has.
bool isUsual(const Setting& setting, const SearchSettings& settings);

/// The value as the command line takes it: "0.4", "2,4,8", "nsga2", "true", "conv1=lp:8,fc=lp:8";
/// setSetting() reads it back exactly.
std::string settingText(const Setting& setting, const SearchSettings& settings);
/// Throws UsageError "OPTION TEXT: ..." if the text is no such value. Ranges are validate()'s.
void setSetting(const Setting& setting, SearchSettings& settings, const std::string& text);
/// The value for people: "on", "2, 4, 8", "NSGA-II".
std::string settingTitle(const Setting& setting, const SearchSettings& settings);

/// Adds "LAYER=SPEC". Throws UsageError.
void addLock(LayerLocks& locks, const std::string& text);

}  // namespace lpstudio
