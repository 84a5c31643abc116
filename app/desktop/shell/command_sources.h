#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "app/desktop/shell/command.h"
#include "app/desktop/widgets/page.h"
#include "core/search/candidate.h"

class QAction;
class QMenuBar;
class QWidget;

namespace lpstudio {

class Jobs;
class Session;

/// Everything that can be done now, as commands: pages, the actions of the menus and of the window,
/// models, datasets and runs of the project, layers of the chosen model, projects opened before.
/// Candidates are too many to list: they are looked up by number.
class CommandSources final {
public:
    struct Targets {
        std::function<void(PageId page)> showPage;
        std::function<void(const QString& file)> openProject;
    };

    CommandSources(Session& session, Jobs& jobs, QMenuBar& menus, QWidget& window,
                   std::map<PageId, QAction*> pageActions, Targets targets);

    std::vector<Command> all() const;
    /// Of the chosen run, if `query` is or ends in a number ("17", "#17", "candidate 17") or is
    /// "best".
    std::optional<Command> candidate(const QString& query) const;

private:
    void addActions(std::vector<Command>& commands) const;
    void addContents(std::vector<Command>& commands) const;
    void addLayers(std::vector<Command>& commands) const;
    void addProjects(std::vector<Command>& commands) const;

    Session& session_;
    Jobs& jobs_;
    QMenuBar& menus_;
    QWidget& window_;
    std::map<PageId, QAction*> pageActions_;
    Targets targets_;
};

/// Without the marks of mnemonics: "&File" is "File", "Save && close" is "Save & close".
QString plainText(const QString& actionText);

/// The number that a query for a candidate asks for; empty if it asks for none.
std::optional<CandidateId> askedCandidate(const QString& query);

}  // namespace lpstudio
