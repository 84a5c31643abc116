#pragma once

#include <QCoreApplication>
#include <QList>
#include <functional>
#include <map>

#include "app/desktop/shell/help_library.h"
#include "app/desktop/widgets/page.h"

class QAction;
class QMenu;
class QMenuBar;
class QUndoGroup;
class QWidget;

namespace lpstudio {

class SearchJob;

/// The actions of the window that belong to no page: text, icon, key. Whoever does the work
/// connects them. `parent` owns them.
struct WindowActions {
    Q_DECLARE_TR_FUNCTIONS(lpstudio::WindowActions)

public:
    explicit WindowActions(QObject* parent);

    QAction *create, *open, *example, *save, *import, *quit;
    QAction *copyTable, *findInTable, *copyPicture;
    QAction *palette, *fullScreen, *resetLayout;
    QAction *searchPage, *pause, *stop;
    QAction *help, *keys, *about;

    /// Makes pause and stop work on a search and be there only while it runs.
    void follow(SearchJob& search);
};

class Page;
struct WindowActions;

/// The menus of the window.
class WindowMenus {
    Q_DECLARE_TR_FUNCTIONS(lpstudio::WindowMenus)

public:
    using OpenProject = std::function<void(const QString& file)>;

    /// Fills a menu bar: the window's actions, `pageActions` (Ctrl+1..8) and what the pages offer.
    /// Undo and redo are those of `edits` and name the edit.
    /// `views` are further entries of the menu View (panels that can be shown and hidden).
    static void fill(QMenuBar& bar, const WindowActions& actions, QUndoGroup& edits,
                     const std::map<PageId, Page*>& pages,
                     const std::map<PageId, QAction*>& pageActions, const QList<QAction*>& views,
                     const OpenProject& openProject);

    /// Fills a menu with the projects opened before, newest first, every time it is about to be
    /// shown; those that are gone are shown but cannot be chosen. `following` come after them.
    static void makeRecent(QMenu& menu, const QList<QAction*>& following,
                           const OpenProject& openProject);

private:
    static void addThemes(QMenu& menu);
};

/// The page of the help that lists all keys, made from the actions that have them: those of the
/// menus, of the window, and of the charts and tables on its pages.
class KeysHelp {
    Q_DECLARE_TR_FUNCTIONS(lpstudio::KeysHelp)

public:
    static HelpPage make(const QMenuBar& menus, const QWidget& window);
};

}  // namespace lpstudio
