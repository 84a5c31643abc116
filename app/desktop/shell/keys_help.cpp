#include "app/desktop/shell/keys_help.h"

#include <QAction>
#include <QMenuBar>
#include <QSet>
#include <vector>

#include "app/desktop/shell/command_sources.h"

namespace lpstudio {
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
