#pragma once

#include <QCoreApplication>

#include "app/desktop/shell/help_library.h"

class QMenuBar;
class QWidget;

namespace lpstudio {

/// The page of the help that lists all keys, made from the actions that have them: those of the
/// menus, of the window, and of the charts and tables on its pages.
class KeysHelp {
    Q_DECLARE_TR_FUNCTIONS(lpstudio::KeysHelp)

public:
    static HelpPage make(const QMenuBar& menus, const QWidget& window);
};

}  // namespace lpstudio
