#include "app/desktop/shell/command.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <limits>

namespace lpstudio {
namespace {

// A letter at the head of a word is worth more than one that follows its neighbour, so that
// initials ("oep") find "Open the Example Project" before a run inside a long word.
constexpr int kLetter = 4, kFollows = 7, kWordHead = 8, kTextHead = 4, kGap = 1, kWholeWord = 6;
constexpr int kNever = std::numeric_limits<int>::min() / 2;
/// Longer texts are cut: the look-up is a product of both lengths.
constexpr int kLongest = 160;

/// Letters without case and accents, one for one.
QString folded(const QString& text) {
    QString result = text;
    for (QChar& letter : result) {
        const QString parts = letter.decomposition();
        if (letter.decompositionTag() == QChar::Canonical && !parts.isEmpty()) letter = parts[0];
        letter = letter.toCaseFolded();
    }
    return result;
}

bool isHead(const QString& text, qsizetype at) {
    if (at == 0) return true;
    const QChar before = text[at - 1], here = text[at];
    if (!before.isLetterOrNumber()) return here.isLetterOrNumber();
    return (before.isLower() && here.isUpper()) || (before.isLetter() && here.isDigit());
}

/// The best way to find `word` in `text`, both folded; `original` tells where words begin.
std::optional<FuzzyMatch> matchWord(const QString& word, const QString& text,
                                    const QString& original) {
    const auto rows = static_cast<std::size_t>(word.size());
    const auto columns = static_cast<std::size_t>(text.size());
    if (rows > columns) return {};
    // best[i][j]: score of the first i + 1 letters with the last of them at j; from[i][j]: where
    // the letter before it is.
    std::vector<std::vector<int>> best(rows, std::vector<int>(columns, kNever));
    std::vector<std::vector<int>> from(rows, std::vector<int>(columns, -1));
    for (std::size_t i = 0; i < rows; ++i) {
        int before = kNever, beforeAt = -1;  // best of the row above left of j - 1, less its gap
        for (std::size_t j = i; j < columns; ++j) {
            if (i > 0 && j >= 2) {
                before -= before > kNever ? kGap : 0;
                if (best[i - 1][j - 2] > kNever && best[i - 1][j - 2] - kGap > before) {
                    before = best[i - 1][j - 2] - kGap;
                    beforeAt = static_cast<int>(j) - 2;
                }
            }
            if (text[static_cast<qsizetype>(j)] != word[static_cast<qsizetype>(i)]) continue;
            const bool head = isHead(original, static_cast<qsizetype>(j));
            const int own = kLetter + (head ? kWordHead : 0) + (j == 0 ? kTextHead : 0);
            if (i == 0) {
                best[i][j] = own;
                continue;
            }
            const int adjacent =
                best[i - 1][j - 1] > kNever ? best[i - 1][j - 1] + kFollows : kNever;
            if (adjacent <= kNever && before <= kNever) continue;
            best[i][j] = own + std::max(adjacent, before);
            from[i][j] = adjacent >= before ? static_cast<int>(j) - 1 : beforeAt;
        }
    }
    const auto& last = best.back();
    const auto end = std::max_element(last.begin(), last.end());
    if (*end <= kNever) return {};
    FuzzyMatch match{*end, std::vector<int>(rows)};
    auto at = static_cast<int>(end - last.begin());
    for (std::size_t i = rows; i-- > 0;) {
        match.positions[i] = at;
        at = from[i][static_cast<std::size_t>(at)];
    }
    const int first = match.positions.front(), final = match.positions.back();
    const bool together = final - first + 1 == static_cast<int>(rows);
    const bool ends = final + 1 == text.size() || !text[final + 1].isLetterOrNumber();
    if (together && ends && isHead(original, first)) match.score += kWholeWord;
    return match;
}

}  // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text) {
    const QString original = text.left(kLongest);
    const QString shown = folded(original);
    FuzzyMatch all;
    const QStringList words = folded(pattern).split(u' ', Qt::SkipEmptyParts);
    for (const QString& word : words) {
        const auto match = matchWord(word, shown, original);
        if (!match) return {};
        all.score += match->score;
        all.positions.insert(all.positions.end(), match->positions.begin(), match->positions.end());
    }
    std::sort(all.positions.begin(), all.positions.end());
    all.positions.erase(std::unique(all.positions.begin(), all.positions.end()),
                        all.positions.end());
    // Of two that fit alike the shorter says it better.
    if (!words.isEmpty()) all.score -= static_cast<int>(shown.size()) / 8;
    return all;
}

namespace {

class Texts {
    Q_DECLARE_TR_FUNCTIONS(lpstudio::CommandPalette)
};

/// A match in the quiet text must not beat one in a title.
constexpr int kBesidePenalty = 12;
constexpr int kRecentBonus = 6;
constexpr int kDisabledPenalty = 1000;

/// In the title, else some words in the title and the others beside it.
std::optional<FuzzyMatch> match(const QString& query, const Command& command) {
    if (auto found = fuzzyMatch(query, command.title)) return found;
    const QString both =
        command.title + u' ' + command.where + u' ' + commandKindText(command.kind);
    auto found = fuzzyMatch(query, both);
    if (!found) return {};
    found->score -= kBesidePenalty;
    std::erase_if(found->positions, [&](int at) { return at >= command.title.size(); });
    return found;
}

}  // namespace

std::vector<RankedCommand> rankCommands(const QString& query, const std::vector<Command>& commands,
                                        const QStringList& recent, std::size_t most) {
    std::vector<RankedCommand> ranked;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const Command& command = commands[i];
        auto found = match(query, command);
        if (!found) continue;
        const auto used = recent.indexOf(command.title);
        if (used >= 0) found->score += kRecentBonus + std::max(0, 10 - static_cast<int>(used));
        if (!command.enabled) found->score -= kDisabledPenalty;
        ranked.push_back({i, found->score, std::move(found->positions)});
    }
    const auto better = [&](const RankedCommand& a, const RankedCommand& b) {
        if (a.score != b.score) return a.score > b.score;
        if (commands[a.index].kind != commands[b.index].kind)
            return commands[a.index].kind < commands[b.index].kind;
        return a.index < b.index;
    };
    const std::size_t kept = std::min(most, ranked.size());
    std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept),
                      ranked.end(), better);
    ranked.resize(kept);
    return ranked;
}

QString commandKindText(CommandKind kind) {
    switch (kind) {
        case CommandKind::Page:
            return Texts::tr("Page");
        case CommandKind::Action:
            return Texts::tr("Action");
        case CommandKind::Candidate:
            return Texts::tr("Candidate");
        case CommandKind::Layer:
            return Texts::tr("Layer");
        case CommandKind::Model:
            return Texts::tr("Model");
        case CommandKind::Dataset:
            return Texts::tr("Dataset");
        case CommandKind::Run:
            return Texts::tr("Run");
        case CommandKind::Project:
            return Texts::tr("Project");
        case CommandKind::Help:
            return Texts::tr("Help");
    }
    return {};
}

}  // namespace lpstudio
