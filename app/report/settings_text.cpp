#include "app/report/settings_text.h"

#include "core/study/setting_values.h"

namespace lpstudio {

std::vector<std::pair<std::string, std::string>> settingsText(const SearchSettings& settings) {
    std::vector<std::pair<std::string, std::string>> lines;
    for (const Setting* setting : settingsInOrder(&Setting::reportPlace)) {
        if (!applies(*setting, settings.algorithm) ||
            (setting->offByDefault && isUsual(*setting, settings)))
            continue;
        std::string label = setting->label;
        if (setting->unit[0] != '\0') label += " (" + std::string(setting->unit) + ")";
        lines.emplace_back(std::move(label), settingTitle(*setting, settings));
    }
    return lines;
}

}  // namespace lpstudio
