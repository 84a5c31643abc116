#pragma once

#include <QIcon>
#include <QString>
#include <QStringList>
#include <functional>
#include <optional>
#include <vector>

namespace lpstudio {

/// How well a pattern fits a text.
struct FuzzyMatch {
    int score = 0;               ///< larger is better; only differences mean something
    std::vector<int> positions;  ///< of the matched letters in the text, ascending
};

/// Every word of `pattern` (separated by spaces, in any order) must be found in `text`: its letters
/// in their order, case and accents aside. Letters that follow each other, begin a word or begin
/// the text count more; letters left out between them count against. Empty if some word is not
/// found; an empty pattern fits all with score 0.
std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text);

/// What a command is about; of commands that fit alike the kind that stands first here comes first.
enum class CommandKind { Page, Action, Candidate, Layer, Model, Dataset, Run, Project, Help };

/// A line of the command palette.
struct Command {
    CommandKind kind = CommandKind::Action;
    QString title;  ///< what is searched
    QString where;  ///< quiet text beside it: menu, folder, state
    QString keys;   ///< shortcut in the platform's notation; may be empty
    QIcon icon = {};
    bool enabled = true;
    std::function<void()> run = {};
};

/// A command that fits what was typed.
struct RankedCommand {
    std::size_t index = 0;  ///< into the commands ranked
    int score = 0;
    std::vector<int> positions;  ///< of the matched letters in its title
};

/// The commands that fit `query`, best first, `most` of them at most. Titles are searched, and with
/// less weight what stands beside them; disabled commands come after enabled ones; those in
/// `recent` (titles, newest first) are preferred. Without a query: the recent ones, then all in
/// their order.
std::vector<RankedCommand> rankCommands(const QString& query, const std::vector<Command>& commands,
                                        const QStringList& recent, std::size_t most);

/// The word for a kind, for the end of its lines.
QString commandKindText(CommandKind kind);

}  // namespace lpstudio
