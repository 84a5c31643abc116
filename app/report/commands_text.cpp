#include "app/report/commands_text.h"

#include <algorithm>
#include <variant>

#include "core/base/text.h"
#include "core/number/format.h"
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

namespace {

constexpr char kSafe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-";

/// Pieces of at most `bytes` each that do not cut a UTF-8 character.
std::vector<std::string> pieces(const std::string& word, std::size_t bytes) {
    std::vector<std::string> result;
    for (std::size_t from = 0; from < word.size();) {
        std::size_t to = std::min(word.size(), from + bytes);
        const auto continues = [&](std::size_t at) {
            return at < word.size() && (static_cast<unsigned char>(word[at]) & 0xC0U) == 0x80U;
        };
        while (to > from + 1 && continues(to)) --to;
        result.push_back(word.substr(from, to - from));
        from = to;
    }
    return result;
}

template <class Values, class Text>
std::string joined(const Values& values, Text text) {
    std::string result;
    for (const auto& value : values) result += (result.empty() ? "" : ",") + text(value);
    return result;
}

}  // namespace

std::string shellQuoted(const std::string& word) {
    if (!word.empty() && word.find_first_not_of(kSafe) == std::string::npos) return word;
    std::string quoted = "'";
    for (const char c : word) {
        if (c == '\'')
            quoted += "'\\''";
        else
            quoted += c;
    }
    return quoted + "'";
}

std::string wrapCommand(const std::vector<std::string>& words, std::size_t columns) {
    const std::string indent = "    ";
    std::string text, line;
    const auto breakLine = [&] {
        text += line + " \\\n";
        line = indent;
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = shellQuoted(words[i]);
        // An option stays with its value where both fit on a line.
        std::size_t wanted = word.size();
        if (words[i].starts_with("--") && i + 1 < words.size() && !words[i + 1].starts_with("--")) {
            const std::size_t both = wanted + 1 + shellQuoted(words[i + 1]).size();
            if (indent.size() + both <= columns) wanted = both;
        }
        const bool begins = line.empty() || line == indent;
        if (!begins && line.size() + 1 + wanted + 2 > columns) breakLine();
        if (!line.empty() && line != indent) line += ' ';
        if (line.size() + word.size() <= columns) {
            line += word;
            continue;
        }
        // A backslash at the end of a line joins the next to the same word.
        const std::vector<std::string> parts = pieces(words[i], columns / 2);
        for (std::size_t p = 0; p < parts.size(); ++p) {
            if (p > 0) {
                text += line + "\\\n";
                line.clear();
            }
            line += shellQuoted(parts[p]);
        }
    }
    return text + line;
}

std::vector<std::string> searchWords(const SearchSettings& s, const RunFiles& files) {
    std::vector<std::string> words{"lpstudio-cli"};
    const auto add = [&](const char* option, const std::string& value) {
        words.emplace_back(option);
        words.push_back(value);
    };
    if (files.threads != 1) add("--threads", std::to_string(files.threads));
    words.emplace_back("search");
    words.push_back(files.model);
    if (!files.hasCard) {
        add("--input", joined(std::vector{files.card.channels, files.card.height, files.card.width},
                              [](int size) { return std::to_string(size); }));
        add("--mean", joined(files.card.mean, [](float v) { return shortestText(v); }));
        add("--std", joined(files.card.std, [](float v) { return shortestText(v); }));
    }
    add("--calibration", files.calibration);
    if (!files.evaluation.empty()) add("--evaluation", files.evaluation);
    add("--project", files.project);

    SearchSettings said = s;
    if (files.stoppedAfter > 0) {
        said.common.maxCandidates = files.stoppedAfter;
        said.common.timeLimitSeconds = 0;
    }
    for (const Setting& setting : settingTable()) {
        if (setting.option[0] == '\0' || !applies(setting, s.algorithm) ||
            (isUsual(setting, said) && !setting.alwaysGiven))
            continue;
        if (std::holds_alternative<SettingMember<bool>>(setting.value))
            words.emplace_back(setting.option);
        else if (std::holds_alternative<SettingMember<LayerLocks>>(setting.value))
            for (const auto& [layer, spec] : s.locks) add(setting.option, layer + "=" + spec);
        else
            add(setting.option, settingText(setting, said));
    }
    return words;
}

std::string reproductionNote(const SearchSettings& s, const RunFiles& files) {
    std::string note;
    const auto add = [&](const std::string& sentence) {
        note += (note.empty() ? "" : " ") + sentence;
    };
    if (files.stoppedAfter > 0)
        add("The run ended after " + std::to_string(files.stoppedAfter) +
            " candidates; --max-candidates ends the search there too.");
    for (const Setting& setting : settingTable()) {
        if (setting.option[0] != '\0' || isUsual(setting, s)) continue;
        std::string sentence = setting.note;
        sentence.replace(sentence.find("%1"), 2, settingText(setting, s));
        add(sentence);
    }
    return note;
}

}  // namespace lpstudio
