#include "app/desktop/shell/window_menus.h"

#include <QAction>
#include <QActionGroup>
#include <QMenuBar>
#include <QSet>
#include <QUndoGroup>
#include <vector>

#include "app/desktop/jobs/search_job.h"
#include "app/desktop/shell/command_sources.h"
#include "app/desktop/shell/recent_projects.h"
#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

QAction* make(QObject* parent, const char* icon, const QString& text,
              const QKeySequence& keys = {}) {
    auto* action = new QAction(text, parent);
    if (*icon != '\0') action->setIcon(themedIcon(QString::fromLatin1(icon)));
    action->setShortcut(keys);
    return action;
}

/// The key is told, but the window acts on it only if the widget that has the focus did not.
QAction* makeFallback(QObject* parent, const QString& text, const QKeySequence& keys) {
    QAction* action = make(parent, "", text, keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    return action;
}

}  // namespace

WindowActions::WindowActions(QObject* parent)
    : create(make(parent, "new", tr("New project…"), QKeySequence::New)),
      open(make(parent, "open", tr("Open project…"), QKeySequence::Open)),
      example(make(parent, "example", tr("Open the example project"))),
      save(make(parent, "export", tr("Save as bundle…"), QKeySequence::Save)),
      import(make(parent, "import", tr("Import…"), Qt::CTRL | Qt::Key_I)),
      quit(make(parent, "", tr("Quit"), QKeySequence::Quit)),
      copyTable(makeFallback(parent, tr("Copy table as CSV"), QKeySequence::Copy)),
      findInTable(make(parent, "", tr("Find in table"), QKeySequence::Find)),
      copyPicture(makeFallback(parent, tr("Copy picture"), Qt::CTRL | Qt::SHIFT | Qt::Key_C)),
      palette(make(parent, "", tr("Command palette…"), Qt::CTRL | Qt::Key_K)),
      fullScreen(make(parent, "", tr("Full screen"), Qt::Key_F11)),
      resetLayout(make(parent, "", tr("Reset layout"))),
      searchPage(make(parent, "search", tr("Set up a search"))),
      pause(make(parent, "pause", tr("Pause or resume"))),
      stop(make(parent, "cancel", tr("Stop"))),
      help(make(parent, "help", tr("Help on this page"), QKeySequence::HelpContents)),
      keys(make(parent, "", tr("Keyboard shortcuts"))),
      about(make(parent, "", tr("About LP Studio"))) {
    save->setToolTip(
        tr("Pack the project with its models, calibration images, configurations and reports into "
           "one file (Ctrl+S)"));
    import->setToolTip(tr("Import models (.pt) and image sets (Ctrl+I)"));
    palette->setToolTip(tr("Find any action, page, layer, candidate or help page (Ctrl+K)"));
    resetLayout->setToolTip(tr("Restore the default layout of panels and columns"));
    // "Preferences" or "Quit" in a translation must not move them to another menu.
    for (QAction* action : {quit, about, keys}) action->setMenuRole(QAction::NoRole);
}

void WindowActions::follow(SearchJob& search) {
    QObject::connect(pause, &QAction::triggered, &search,
                     [&search] { search.setPaused(!search.isPaused()); });
    QObject::connect(stop, &QAction::triggered, &search, &Job::cancel);
    // Space pauses only while there is something to pause: elsewhere it belongs to the widgets.
    const auto refresh = [this_ = *this, &search] {
        const bool pausable = search.canPause();
        this_.pause->setEnabled(pausable);
        this_.pause->setShortcut(pausable ? QKeySequence(Qt::Key_Space) : QKeySequence());
        this_.stop->setEnabled(search.isRunning());
    };
    QObject::connect(&search, &SearchJob::searchEnded, pause, refresh);
    QObject::connect(&search, &Job::started, pause, refresh);
    QObject::connect(&search, &Job::ended, pause, refresh);
    refresh();
}

namespace {

void addOf(QMenu& menu, const std::map<PageId, Page*>& pages, PageId id) {
    const auto at = pages.find(id);
    if (at == pages.end()) return;
    for (QAction* action : {at->second->mainAction(), at->second->secondAction()})
        if (action != nullptr) menu.addAction(action);
}

}  // namespace

void WindowMenus::addThemes(QMenu& menu) {
    auto* group = new QActionGroup(&menu);
    for (const auto& [mode, text] : {std::pair{ThemeMode::System, tr("Use system theme")},
                                     {ThemeMode::Light, tr("Light theme")},
                                     {ThemeMode::Dark, tr("Dark theme")}}) {
        QAction* action = group->addAction(text);
        action->setCheckable(true);
        const auto follow = [action, own = mode] {
            action->setChecked(Theme::instance().mode() == own);
        };
        follow();
        QObject::connect(&Theme::instance(), &Theme::changed, action, follow);
        QObject::connect(action, &QAction::triggered, action,
                         [chosen = mode] { Theme::instance().apply(chosen, true); });
        menu.addAction(action);
    }
}

void WindowMenus::makeRecent(QMenu& menu, const QList<QAction*>& following,
                             const OpenProject& openProject) {
    menu.setToolTipsVisible(true);
    const auto fill = [&menu, following, openProject] {
        menu.clear();
        for (const RecentProject& recent : recentProjects()) {
            QAction* action = menu.addAction(recent.name);
            action->setToolTip(recent.file);
            action->setEnabled(recent.exists);
            if (!recent.exists) action->setText(tr("%1 (missing)").arg(recent.name));
            QObject::connect(action, &QAction::triggered, &menu,
                             [openProject, file = recent.file] { openProject(file); });
        }
        if (menu.isEmpty()) menu.addAction(tr("No recent projects"))->setEnabled(false);
        if (following.isEmpty()) return;
        menu.addSeparator();
        menu.addActions(following);
    };
    QObject::connect(&menu, &QMenu::aboutToShow, &menu, fill);
    fill();
}

void WindowMenus::fill(QMenuBar& bar, const WindowActions& actions, QUndoGroup& edits,
                       const std::map<PageId, Page*>& pages,
                       const std::map<PageId, QAction*>& pageActions, const QList<QAction*>& views,
                       const OpenProject& openProject) {
    QMenu* file = bar.addMenu(tr("&File"));
    file->addActions({actions.create, actions.open});
    makeRecent(*file->addMenu(tr("Open recent")), {}, openProject);
    file->addAction(actions.example);
    file->addSeparator();
    file->addAction(actions.save);
    file->addSeparator();
    file->addAction(actions.import);
    if (QAction* folder = pages.at(PageId::Project)->secondAction()) file->addAction(folder);
    addOf(*file, pages, PageId::Pareto);
    addOf(*file, pages, PageId::Report);
    file->addSeparator();
    file->addAction(actions.quit);

    QMenu* edit = bar.addMenu(tr("&Edit"));
    QAction* undo = edits.createUndoAction(&bar, tr("Undo"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setIcon(themedIcon(QStringLiteral("undo")));
    QAction* redo = edits.createRedoAction(&bar, tr("Redo"));
    redo->setShortcuts({Qt::CTRL | Qt::SHIFT | Qt::Key_Z, Qt::CTRL | Qt::Key_Y});
    redo->setIcon(themedIcon(QStringLiteral("redo")));
    edit->addActions({undo, redo});
    edit->addSeparator();
    edit->addActions({actions.copyTable, actions.copyPicture, actions.findInTable});
    edit->addSeparator();
    edit->addAction(actions.palette);

    QMenu* view = bar.addMenu(tr("&View"));
    for (const auto& [page, action] : pageActions) view->addAction(action);
    view->addSeparator();
    addThemes(*view);
    view->addSeparator();
    view->addActions(views);
    view->addActions({actions.resetLayout, actions.fullScreen});

    QMenu* run = bar.addMenu(tr("&Run"));
    addOf(*run, pages, PageId::Search);
    run->addActions({actions.pause, actions.stop});

    QMenu* help = bar.addMenu(tr("&Help"));
    help->addActions({actions.help, actions.keys});
    help->addSeparator();
    help->addAction(actions.about);
    for (const QAction* menu : bar.actions()) menu->menu()->setToolTipsVisible(true);
}

namespace {

struct Line {
    QString keys, what;
};

QString tableOf(const std::vector<Line>& lines, const QString& keys, const QString& what) {
    QString table = QStringLiteral("| %1 | %2 |\n|---|---|\n").arg(keys, what);
    for (const Line& line : lines)
        table += QStringLiteral("| **%1** | %2 |\n").arg(line.keys, line.what);
    return table + u'\n';
}

QString keysOf(const QAction& action) {
    QStringList all;
    for (const QKeySequence& one : action.shortcuts())
        if (!one.isEmpty()) all << one.toString(QKeySequence::NativeText);
    return all.join(QStringLiteral(", ")).replace(u'|', QStringLiteral("\\|"));
}

void collect(const QList<QAction*>& actions, QSet<QString>& seen, std::vector<Line>& lines) {
    for (const QAction* action : actions) {
        if (action->menu() != nullptr) {
            collect(action->menu()->actions(), seen, lines);
            continue;
        }
        const QString keys = keysOf(*action), what = plainText(action->text());
        if (keys.isEmpty() || what.isEmpty() || seen.contains(keys + what)) continue;
        seen.insert(keys + what);
        lines.push_back({keys, what});
    }
}

}  // namespace

HelpPage KeysHelp::make(const QMenuBar& menus, const QWidget& window) {
    const QString title = tr("Keyboard shortcuts");
    QString text = QStringLiteral("# %1\n\n").arg(title);
    text += tr("**Ctrl+K** finds everything else: type a few letters of an action, a page, a "
               "layer, or a candidate's number.") +
            QStringLiteral("\n\n");
    const QString keys = tr("Key"), what = tr("Action");
    QSet<QString> seen;
    for (const QAction* menu : menus.actions()) {
        if (menu->menu() == nullptr) continue;
        std::vector<Line> lines;
        collect(menu->menu()->actions(), seen, lines);
        if (!lines.empty())
            text += QStringLiteral("## %1\n\n").arg(plainText(menu->text())) +
                    tableOf(lines, keys, what);
    }
    // What belongs to a chart or a table works while that has the focus.
    std::vector<Line> inside;
    collect(window.actions(), seen, inside);
    for (const QWidget* widget : window.findChildren<QWidget*>())
        collect(widget->actions(), seen, inside);
    inside.push_back({tr("Space"), tr("Pause or resume the running search")});
    inside.push_back({tr("Esc"), tr("Clear the selection, close the dialog or the palette")});
    text += QStringLiteral("## %1\n\n").arg(tr("On the pages")) + tableOf(inside, keys, what);
    text += QStringLiteral("## %1\n\n").arg(tr("In a chart")) +
            tableOf({{tr("+, −"), tr("Zoom in, zoom out")},
                     {tr("0"), tr("Show all")},
                     {tr("Arrow keys"), tr("Pan")}},
                    keys, what);
    return {QStringLiteral("keys"), title, text};
}

}  // namespace lpstudio
