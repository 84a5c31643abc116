#include "core/study/setting_values.h"

#include <algorithm>
#include <charconv>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/number/format.h"

namespace lpstudio {
namespace {

template <class Values, class Text>
std::string joined(const Values& values, const char* between, Text text) {
    std::string result;
    for (const auto& value : values) result += (result.empty() ? "" : between) + text(value);
    return result;
}

std::string lockText(const std::pair<std::string, std::string>& lock) {
    return lock.first + "=" + lock.second;
}

/// `between`: of the values of a list.
struct ToText {
    const SearchSettings& settings;
    const char* between;

    template <class T>
    std::string operator()(const SettingMember<T>& member) const {
        const T& value = member.of(settings);
        if constexpr (std::is_same_v<T, bool>)
            return value ? "true" : "false";
        else if constexpr (std::is_same_v<T, double>)
            return shortestText(value);
        else if constexpr (std::is_same_v<T, std::string>)
            return value;
        else if constexpr (std::is_same_v<T, LayerLocks>)
            return joined(value, between, lockText);
        else if constexpr (std::is_same_v<T, std::vector<int>>)
            return joined(value, between, [](int width) { return std::to_string(width); });
        else
            return std::to_string(value);
    }
    std::string operator()(const ChoiceMember& choice) const { return choice.name(settings); }
};

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; !text.empty() && from <= text.size();) {
        const std::size_t to = std::min(text.find(',', from), text.size());
        parts.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return parts;
}

struct FromText {
    const char* name;
    const std::string& text;
    SearchSettings& settings;

    template <class T>
    T number(const std::string& digits, const char* kind) const {
        T value{};
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc() || end != digits.data() + digits.size())
            throw UsageError(std::string(name) + " " + text + ": is not " + kind);
        return value;
    }

    template <class T>
    void operator()(const SettingMember<T>& member) const {
        T& value = member.in(settings);
        if constexpr (std::is_same_v<T, bool>) {
            if (text != "true" && text != "false")
                throw UsageError(std::string(name) + " " + text + ": give true or false");
            value = text == "true";
        } else if constexpr (std::is_same_v<T, std::string>) {
            value = text;
        } else if constexpr (std::is_same_v<T, LayerLocks>) {
            value.clear();
            // A spec holds commas itself; the next lock begins after one with a "=" behind it.
            std::string lock;
            for (const std::string& part : split(text)) {
                if (!lock.empty() && part.find('=') != std::string::npos) {
                    addLock(value, std::exchange(lock, part));
                    continue;
                }
                lock += (lock.empty() ? "" : ",") + part;
            }
            if (!lock.empty()) addLock(value, lock);
        } else if constexpr (std::is_same_v<T, std::vector<int>>) {
            value.clear();
            for (const std::string& part : split(text))
                value.push_back(number<int>(part, "a list of whole numbers"));
        } else if constexpr (std::is_same_v<T, double>) {
            value = number<double>(text, "a number");
        } else {
            value = number<T>(text, "a whole number");
        }
    }
    void operator()(const ChoiceMember& choice) const { choice.choose(settings, text); }
};

}  // namespace

bool isUsual(const Setting& setting, const SearchSettings& settings) {
    return settingText(setting, settings) == settingText(setting, usualSettings(settings));
}

std::string settingText(const Setting& setting, const SearchSettings& settings) {
    return std::visit(ToText{settings, ","}, setting.value);
}

void setSetting(const Setting& setting, SearchSettings& settings, const std::string& text) {
    const char* name = setting.option[0] != '\0' ? setting.option : setting.key;
    std::visit(FromText{name, text, settings}, setting.value);
}

std::string settingTitle(const Setting& setting, const SearchSettings& settings) {
    std::string text = setting.sign + std::visit(ToText{settings, ", "}, setting.value);
    if (std::holds_alternative<SettingMember<bool>>(setting.value))
        return text == "true" ? "on" : "off";
    if (const auto* choice = std::get_if<ChoiceMember>(&setting.value))
        for (const SettingChoice& one : choice->choices)
            if (text == one.name) return one.title;
    return text;
}

void addLock(LayerLocks& locks, const std::string& text) {
    const auto equals = text.rfind('=');
    if (equals == std::string::npos)
        throw UsageError("--pin " + text + ": write LAYER=SPEC, for example conv1=lp:8");
    locks.emplace_back(text.substr(0, equals), text.substr(equals + 1));
}

}  // namespace lpstudio
