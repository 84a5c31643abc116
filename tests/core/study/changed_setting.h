#pragma once

#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "core/study/setting_table.h"

namespace lpstudio::test {

/// Gives a setting another allowed value than its default.
struct SettingChanger {
    SearchSettings& settings;

    void operator()(const SettingMember<bool>& member) const { member.in(settings) = true; }
    void operator()(const SettingMember<std::string>& member) const {
        member.in(settings) = "my designs/one.json";
    }
    void operator()(const SettingMember<std::vector<int>>& member) const {
        member.in(settings) = {2, 4, 8};
    }
    void operator()(const SettingMember<LayerLocks>& member) const {
        member.in(settings) = {{"layer1.0.conv2", "lp:8,1,3,0.25"}};
    }
    void operator()(const ChoiceMember& choice) const {
        choice.choose(settings, choice.choices.back().name);
    }
    template <class T>
    void operator()(const SettingMember<T>& member) const {
        T& value = member.in(settings);
        value = value > 3 ? value - 3 : value + static_cast<T>(3.25);
    }
};

inline void change(const Setting& setting, SearchSettings& settings) {
    std::visit(SettingChanger{settings}, setting.value);
}

}  // namespace lpstudio::test
