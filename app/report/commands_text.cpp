#include "app/report/commands_text.h"

#include <algorithm>

#include "core/base/text.h"

namespace lpstudio {
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
    const auto addUnless = [&](const char* option, const auto& value, const auto& ordinary) {
        if (value == ordinary) return;
        if constexpr (std::is_floating_point_v<std::decay_t<decltype(value)>>)
            add(option, shortestText(value));
        else
            add(option, std::to_string(value));
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

    const SearchSettings ordinary;
    const bool nsga2 = s.algorithm == Algorithm::Nsga2;
    if (nsga2) add("--algorithm", algorithmName(s.algorithm));
    add("--seed", std::to_string(s.lpq.seed));
    addUnless("--population", s.lpq.population,
              nsga2 ? SearchSettings::kNsga2Population : ordinary.lpq.population);
    if (nsga2) {
        addUnless("--generations", s.generations, ordinary.generations);
    } else {
        addUnless("--passes", s.lpq.passes, ordinary.lpq.passes);
        addUnless("--cycles", s.lpq.cycles, ordinary.lpq.cycles);
        addUnless("--diversity", s.lpq.diversity, ordinary.lpq.diversity);
    }
    addUnless("--target-bits", s.lpq.targetBits, ordinary.lpq.targetBits);
    if (s.scoreFunction != defaultScoreFunction(s.lpq.targetBits))
        add("--objective", scoreFunctionName(s.scoreFunction));
    if (s.cost != ordinary.cost) add("--cost", costName(s.cost));
    if (s.hardware != ordinary.hardware) add("--hardware", s.hardware);
    addUnless("--images", s.images, ordinary.images);
    addUnless("--lambda", s.lpq.lambda, ordinary.lpq.lambda);
    addUnless("--temperature", s.temperature, ordinary.temperature);
    if (s.widths != ordinary.widths)
        add("--widths", joined(s.widths, [](int width) { return std::to_string(width); }));
    addUnless("--es-max", s.maxExponentSize, ordinary.maxExponentSize);
    addUnless("--rs-max", s.maxRegime, ordinary.maxRegime);
    addUnless("--sf-range", s.sfRange, ordinary.sfRange);
    if (s.start != ordinary.start) add("--start", startName(s.start));
    if (s.biasCorrection) words.emplace_back("--bias-correction");
    for (const auto& [layer, spec] : s.locks) {
        std::string pin = layer;
        pin += '=';
        pin += spec;
        add("--pin", pin);
    }
    addUnless("--cache-mib", s.cacheMebibytes, ordinary.cacheMebibytes);
    if (files.stoppedAfter > 0)
        add("--max-candidates", std::to_string(files.stoppedAfter));
    else
        addUnless("--max-candidates", s.lpq.maxCandidates, ordinary.lpq.maxCandidates);
    if (files.stoppedAfter == 0)
        addUnless("--time-limit", s.lpq.timeLimitSeconds, ordinary.lpq.timeLimitSeconds);
    return words;
}

std::string reproductionNote(const SearchSettings& s, const RunFiles& files) {
    const SearchSettings ordinary;
    std::string note;
    const auto add = [&](const std::string& sentence) {
        note += (note.empty() ? "" : " ") + sentence;
    };
    if (files.stoppedAfter > 0)
        add("The run ended after " + std::to_string(files.stoppedAfter) +
            " candidates; --max-candidates ends the search there too.");
    if (s.pooling != ordinary.pooling)
        add("The run pooled by the mean, for which the command line has no option.");
    if (s.batch != ordinary.batch)
        add("The run executed " + std::to_string(s.batch) +
            " images at once, for which the command line has no option; rounding may differ.");
    return note;
}

}  // namespace lpstudio
