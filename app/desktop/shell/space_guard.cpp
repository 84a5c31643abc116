#include "app/desktop/shell/space_guard.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>

namespace lpstudio {

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

bool SpaceGuard::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier &&
            lives(qobject_cast<QWidget*>(watched))) {
            event->accept();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace lpstudio
