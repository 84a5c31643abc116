#pragma once

#include <QString>
#include <string_view>
#include <vector>

#include "core/study/setting_values.h"

namespace lpstudio {

/// Part of the form in which a setting has its field.
enum class SettingGroup {
    Data,
    Algorithm,
    Budget,
    None,  ///< no field: the form tells of its value where that is not the usual one
};

/// What the desktop says of one row of settingTable(), in English; the functions below translate.
struct SettingWords {
    const char* key;
    SettingGroup group;
    const char* name = "";     ///< of the field
    const char* tip = "";      ///< of the field
    const char* box = "";      ///< beside the tick of a check box
    const char* atLeast = "";  ///< shown in place of a number's least value
    const char* suffix = "";   ///< of a number: its unit
    int decimals = 0;
    double step = 1;
    const char* summary = "";  ///< of a value that is not the usual one; %1 stands for the value
    int summaryPlace = 0;      ///< order in the summary; 0: another row speaks for it
};

/// A row for every row of settingTable(), in the form's order.
const std::vector<SettingWords>& settingWords();
/// Throws Error if there is none of this key.
const SettingWords& wordsOf(std::string_view key);

/// Translates one of the texts of SettingWords.
QString settingTr(const char* text);
/// A choice in the form; brief in a summary.
QString choiceText(const Setting& setting, std::string_view name, bool brief = false);
/// Whether there is a text for it of the desktop's own.
bool hasChoiceText(const Setting& setting, std::string_view name);
/// Value of a setting in a line: "at most 4.5 bit", "12 passes", "energy on lpa-8x8".
QString settingPhrase(const Setting& setting, const SearchSettings& settings);

/// What sets a search apart from one with the default settings, in a line: "at most 4.5 bit,
/// energy on lpa-8x8, seed 2"; "defaults" if nothing does.
QString settingsSummary(const SearchSettings& settings);

}  // namespace lpstudio
