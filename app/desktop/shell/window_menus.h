#pragma once

#include <QCoreApplication>
#include <QList>
#include <functional>
#include <map>

class QAction;
class QMenu;
class QMenuBar;
class QUndoGroup;

namespace lpstudio {

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
                     const std::map<int, Page*>& pages, const std::map<int, QAction*>& pageActions,
                     const QList<QAction*>& views, const OpenProject& openProject);

    /// Fills a menu with the projects opened before, newest first, every time it is about to be
    /// shown; those that are gone are shown but cannot be chosen. `following` come after them.
    static void makeRecent(QMenu& menu, const QList<QAction*>& following,
                           const OpenProject& openProject);

private:
    static void addThemes(QMenu& menu);
};

}  // namespace lpstudio
