#include "app/cli/search_options.h"

#include <variant>

#include "core/study/setting_values.h"

namespace lpstudio::cli {
namespace {

/// Adds an option that CLI11 reads into the settings by the type of its member.
struct Adder {
    CLI::App& command;
    const Setting& setting;
    SearchSettings& given;
    std::string& choice;
    std::vector<std::string>& locks;

    template <class T>
    CLI::Option* operator()(const SettingMember<T>& member) const {
        return command.add_option(setting.option, member.in(given), setting.help);
    }
    CLI::Option* operator()(const SettingMember<bool>& member) const {
        return command.add_flag(setting.option, member.in(given), setting.help);
    }
    CLI::Option* operator()(const SettingMember<std::vector<int>>& member) const {
        return command.add_option(setting.option, member.in(given), setting.help)->delimiter(',');
    }
    CLI::Option* operator()(const SettingMember<LayerLocks>&) const {
        return command.add_option(setting.option, locks, setting.help);
    }
    CLI::Option* operator()(const ChoiceMember& member) const {
        choice = member.name(given);
        return command.add_option(setting.option, choice, setting.help);
    }
};

}  // namespace

void SearchOptions::add(CLI::App& command, bool changingResult) {
    for (const Setting* setting : settingsInOrder(&Setting::helpPlace)) {
        if (setting->changesResult == changingResult) addOption(command, *setting);
    }
}

void SearchOptions::add(CLI::App& command,
                        std::initializer_list<std::pair<const char*, const char*>> keysAndHelp) {
    for (const auto& [key, help] : keysAndHelp) {
        CLI::Option* option = addOption(command, settingOf(key));
        if (help != nullptr) option->description(help);
    }
}

CLI::Option* SearchOptions::addOption(CLI::App& command, const Setting& setting) {
    CLI::Option* option =
        std::visit(Adder{command, setting, given_, choices_[setting.key], locks_}, setting.value);
    if (setting.optionChecksRange)
        option->check(CLI::Range(static_cast<int>(setting.range.least),
                                 static_cast<int>(setting.range.most)));
    if (setting.helpShowsDefault && option->get_expected_min() > 0) option->capture_default_str();
    options_[setting.key] = option;
    return option;
}

SearchSettings SearchOptions::settings() const {
    SearchSettings settings = given_;
    const auto isGiven = [this](const Setting& setting) {
        const auto option = options_.find(setting.key);
        return option != options_.end() && option->second->count() > 0;
    };
    for (const auto& [key, option] : options_) {
        const Setting& setting = settingOf(key);
        if (isGiven(setting) && std::holds_alternative<ChoiceMember>(setting.value))
            setSetting(setting, settings, choices_.at(key));
    }
    for (const std::string& lock : locks_) addLock(settings.locks, lock);
    // Some defaults depend on what else was given.
    const SearchSettings usual = usualSettings(settings);
    for (const Setting& setting : settingTable())
        if (!isGiven(setting)) setSetting(setting, settings, settingText(setting, usual));
    return settings;
}

}  // namespace lpstudio::cli
