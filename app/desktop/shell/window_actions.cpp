#include "app/desktop/shell/window_actions.h"

#include <QAction>

#include "app/desktop/jobs/search_job.h"
#include "app/desktop/widgets/icons.h"

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
        const bool running = search.isRunning();
        this_.pause->setEnabled(running);
        this_.pause->setShortcut(running ? QKeySequence(Qt::Key_Space) : QKeySequence());
        this_.stop->setEnabled(running);
    };
    QObject::connect(&search, &Job::started, pause, refresh);
    QObject::connect(&search, &Job::ended, pause, refresh);
    refresh();
}

}  // namespace lpstudio
