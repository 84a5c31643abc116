#pragma once

#include <QCoreApplication>

class QAction;

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

}  // namespace lpstudio
