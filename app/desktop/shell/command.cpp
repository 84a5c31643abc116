#include "app/desktop/shell/command.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "app/desktop/shell/fuzzy_match.h"

namespace lpstudio {
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
