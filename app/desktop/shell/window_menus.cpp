#include "app/desktop/shell/window_menus.h"

#include <QAction>
#include <QActionGroup>
#include <QMenuBar>
#include <QUndoGroup>

#include "app/desktop/shell/recent_projects.h"
#include "app/desktop/shell/window_actions.h"
#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

void addOf(QMenu& menu, const std::map<int, Page*>& pages, int number) {
    const auto at = pages.find(number);
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
                       const std::map<int, Page*>& pages,
                       const std::map<int, QAction*>& pageActions, const QList<QAction*>& views,
                       const OpenProject& openProject) {
    QMenu* file = bar.addMenu(tr("&File"));
    file->addActions({actions.create, actions.open});
    makeRecent(*file->addMenu(tr("Open recent")), {}, openProject);
    file->addAction(actions.example);
    file->addSeparator();
    file->addAction(actions.save);
    file->addSeparator();
    file->addAction(actions.import);
    if (QAction* folder = pages.at(1)->secondAction()) file->addAction(folder);
    addOf(*file, pages, 5);
    addOf(*file, pages, 8);
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
    for (const auto& [number, action] : pageActions) view->addAction(action);
    view->addSeparator();
    addThemes(*view);
    view->addSeparator();
    view->addActions(views);
    view->addActions({actions.resetLayout, actions.fullScreen});

    QMenu* run = bar.addMenu(tr("&Run"));
    addOf(*run, pages, 4);
    run->addActions({actions.pause, actions.stop});

    QMenu* help = bar.addMenu(tr("&Help"));
    help->addActions({actions.help, actions.keys});
    help->addSeparator();
    help->addAction(actions.about);
    for (const QAction* menu : bar.actions()) menu->menu()->setToolTipsVisible(true);
}

}  // namespace lpstudio
