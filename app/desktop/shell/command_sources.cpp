#include "app/desktop/shell/command_sources.h"

#include <QAction>
#include <QCoreApplication>
#include <QFileInfo>
#include <QMenuBar>
#include <QPointer>
#include <QRegularExpression>
#include <QSet>
#include <algorithm>
#include <utility>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/shell/recent_projects.h"
#include "app/desktop/widgets/icons.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

class Texts {
    Q_DECLARE_TR_FUNCTIONS(lpstudio::CommandSources)
};

Command commandOf(QAction& action, CommandKind kind, const QString& where) {
    Command command;
    command.kind = kind;
    command.title = plainText(action.text());
    command.where = where;
    command.keys = action.shortcut().toString(QKeySequence::NativeText);
    command.icon = action.icon();
    command.enabled = action.isEnabled();
    // An action may go with its menu while the palette is open.
    command.run = [guard = QPointer<QAction>(&action)] {
        if (guard) guard->trigger();
    };
    return command;
}

void addMenu(const QMenu& menu, const QString& path, QSet<const QAction*>& seen,
             std::vector<Command>& commands) {
    for (QAction* action : menu.actions()) {
        if (action->isSeparator() || !action->isVisible() || seen.contains(action)) continue;
        seen.insert(action);
        if (const QMenu* sub = action->menu())
            addMenu(*sub, path + QStringLiteral(" › ") + plainText(action->text()), seen, commands);
        else
            commands.push_back(commandOf(*action, CommandKind::Action, path));
    }
}

QString text(const std::string& string) {
    return QString::fromStdString(string);
}

}  // namespace

QString plainText(const QString& actionText) {
    QString plain;
    for (qsizetype i = 0; i < actionText.size(); ++i) {
        if (actionText[i] == u'\t') break;
        if (actionText[i] == u'&' && ++i == actionText.size()) break;
        plain += actionText[i];
    }
    return plain;
}

std::optional<CandidateId> askedCandidate(const QString& query) {
    static const QRegularExpression number(QStringLiteral("^\\s*(?:\\D*\\s|#)?#?(\\d{1,15})\\s*$"));
    const auto found = number.match(query);
    if (!found.hasMatch()) return {};
    return CandidateId(found.captured(1).toLongLong());
}

CommandSources::CommandSources(Session& session, Jobs& jobs, QMenuBar& menus, QWidget& window,
                               std::map<PageId, QAction*> pageActions, Targets targets)
    : session_(session),
      jobs_(jobs),
      menus_(menus),
      window_(window),
      pageActions_(std::move(pageActions)),
      targets_(std::move(targets)) {}

std::vector<Command> CommandSources::all() const {
    std::vector<Command> commands;
    addActions(commands);
    addLayers(commands);
    addContents(commands);
    addProjects(commands);
    return commands;
}

void CommandSources::addActions(std::vector<Command>& commands) const {
    QSet<const QAction*> seen;
    for (const auto& [page, action] : pageActions_) {
        seen.insert(action);
        commands.push_back(commandOf(*action, CommandKind::Page, {}));
    }
    for (const QAction* action : menus_.actions())
        // The projects opened before come as such.
        if (action->menu() != nullptr)
            addMenu(*action->menu(), plainText(action->text()), seen, commands);
    for (QAction* action : window_.actions())
        if (action->isVisible() && !action->text().isEmpty() && !seen.contains(action)) {
            seen.insert(action);
            commands.push_back(commandOf(*action, CommandKind::Action, {}));
        }
}

void CommandSources::addContents(std::vector<Command>& commands) const {
    const auto& store = session_.store();
    if (!store) return;
    Loading* loading = &jobs_.loading();
    const auto showPage = targets_.showPage;
    try {
        for (const ModelRecord& model : store->models())
            commands.push_back({CommandKind::Model,
                                text(model.name),
                                text(model.file.filename().string()),
                                {},
                                themedIcon(QStringLiteral("model")),
                                true,
                                [loading, showPage, id = model.id] {
                                    loading->chooseModel(id);
                                    showPage(PageId::Project);
                                }});
        for (const DatasetRecord& dataset : store->datasets())
            commands.push_back({CommandKind::Dataset,
                                text(dataset.name),
                                Texts::tr("%1 images").arg(countText(dataset.images)),
                                {},
                                themedIcon(QStringLiteral("dataset")),
                                true,
                                [loading, showPage, id = dataset.id] {
                                    loading->chooseDataset(id);
                                    showPage(PageId::Project);
                                }});
        for (const RunRecord& run : store->runs())
            commands.push_back({CommandKind::Run,
                                text(run.name),
                                run.candidates == 1
                                    ? Texts::tr("1 candidate")
                                    : Texts::tr("%1 candidates").arg(countText(run.candidates)),
                                {},
                                themedIcon(QStringLiteral("run")),
                                true,
                                [loading, showPage, id = run.id] {
                                    loading->chooseRun(id);
                                    showPage(PageId::Pareto);
                                }});
    } catch (const Error&) {
        // The page that shows the project's contents tells the user.
    }
}

void CommandSources::addLayers(std::vector<Command>& commands) const {
    const auto& network = session_.selection().network();
    if (!network) return;
    int number = 0;
    for (const Layer& layer : network->layers()) {
        commands.push_back({CommandKind::Layer,
                            text(layer.name),
                            Texts::tr("Layer %1").arg(number + 1),
                            {},
                            themedIcon(QStringLiteral("distributions")),
                            true,
                            [this, number] {
                                session_.selection().setLayer(number);
                                targets_.showPage(PageId::Distributions);
                            }});
        ++number;
    }
}

void CommandSources::addProjects(std::vector<Command>& commands) const {
    for (const RecentProject& project : recentProjects())
        commands.push_back({CommandKind::Project,
                            Texts::tr("Open %1").arg(project.name),
                            project.file,
                            {},
                            themedIcon(QStringLiteral("open")),
                            project.exists,
                            [open = targets_.openProject, file = project.file] { open(file); }});
}

std::optional<Command> CommandSources::candidate(const QString& query) const {
    Selection& selection = session_.selection();
    const auto& candidates = selection.candidates();
    if (!candidates || !selection.run()) return {};
    const ScoredCandidate* found = nullptr;
    const QString best = Texts::tr("best");
    if (query.size() >= 2 && best.startsWith(query.trimmed(), Qt::CaseInsensitive)) {
        found = selection.best();
    } else if (const auto id = askedCandidate(query)) {
        const auto at = std::find_if(candidates->begin(), candidates->end(),
                                     [&](const ScoredCandidate& one) { return one.id == *id; });
        if (at != candidates->end()) found = &*at;
    }
    if (found == nullptr) return {};
    const bool isBest = selection.best() == found;
    Command command;
    command.kind = CommandKind::Candidate;
    command.title = (isBest ? Texts::tr("Candidate %1, the best") : Texts::tr("Candidate %1"))
                        .arg(found->id.value);
    command.where = Texts::tr("%1 bit, fitness %2, %3")
                        .arg(shortText(found->meanWeightBits, 3), shortText(found->fitness),
                             text(selection.runRecord().name));
    command.icon = themedIcon(QStringLiteral("pareto"));
    command.run = [this, id = found->id] {
        session_.selection().setCandidate(id);
        targets_.showPage(PageId::Pareto);
    };
    return command;
}

}  // namespace lpstudio
