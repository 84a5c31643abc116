#include "app/desktop/shell/page_keys.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QGraphicsView>
#include <QKeyEvent>
#include <QLineEdit>

#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/page.h"

namespace lpstudio {
namespace {

/// The one of the page that holds the focus, or null.
template <class Widget>
Widget* focused(const Page& page) {
    for (QWidget* at = QApplication::focusWidget(); at != nullptr && page.isAncestorOf(at);
         at = at->parentWidget())
        if (auto* found = qobject_cast<Widget*>(at)) return found;
    return nullptr;
}

DataTable* tableOf(const Page& page) {
    if (auto* table = focused<DataTable>(page)) return table;
    return page.table() != nullptr && page.table()->isVisible() ? page.table() : nullptr;
}

QAction* pictureAction(const QGraphicsView& view) {
    for (QAction* action : view.actions())
        if (action->shortcut() == QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)) return action;
    return nullptr;
}

}  // namespace

bool copyTable(const Page& page) {
    DataTable* table = tableOf(page);
    if (table != nullptr) table->copy();
    return table != nullptr;
}

bool findInTable(const Page& page) {
    DataTable* table = tableOf(page);
    if (table != nullptr) table->focusFilter();
    return table != nullptr;
}

bool copyPicture(const Page& page) {
    QAction* copy = nullptr;
    if (const auto* view = focused<QGraphicsView>(page)) copy = pictureAction(*view);
    qint64 largest = 0;
    if (copy == nullptr)
        for (const auto* view : page.findChildren<QGraphicsView*>()) {
            const qint64 area = qint64{view->width()} * view->height();
            if (!view->isVisible() || area <= largest) continue;
            if (QAction* action = pictureAction(*view)) {
                copy = action;
                largest = area;
            }
        }
    if (copy != nullptr) copy->trigger();
    return copy != nullptr;
}

SpaceGuard::SpaceGuard(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

bool SpaceGuard::lives(const QWidget* widget) {
    if (qobject_cast<const QAbstractButton*>(widget) != nullptr) return true;
    if (const auto* box = qobject_cast<const QComboBox*>(widget)) return !box->isEditable();
    if (const auto* view = qobject_cast<const QAbstractItemView*>(widget))
        return view->currentIndex().flags().testFlag(Qt::ItemIsUserCheckable);
    return false;
}

bool SpaceGuard::isNumber(const QWidget* widget) {
    if (qobject_cast<const QAbstractSpinBox*>(widget) != nullptr) return true;
    const auto* line = qobject_cast<const QLineEdit*>(widget);
    return line != nullptr && line->inputMethodHints().testFlag(Qt::ImhDigitsOnly);
}

bool SpaceGuard::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return QObject::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() != Qt::Key_Space || key->modifiers() != Qt::NoModifier)
        return QObject::eventFilter(watched, event);
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (event->type() == QEvent::ShortcutOverride && lives(widget)) {
        event->accept();
        return true;
    }
    if (isNumber(widget)) {
        // Not accepted, the key goes to the shortcut; where there is none the press ends here.
        event->setAccepted(event->type() == QEvent::KeyPress);
        return true;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace lpstudio
