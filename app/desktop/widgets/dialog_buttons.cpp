#include "app/desktop/widgets/dialog_buttons.h"

#include <QDialog>
#include <QLayout>

namespace lpstudio {

DialogButtons::DialogButtons(StandardButtons buttons, QDialog* dialog)
    // Without parent until it is laid out: Tab comes to widgets in the order they got theirs.
    : QDialogButtonBox(buttons) {
    connect(this, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    connect(this, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
}

void DialogButtons::showEvent(QShowEvent* event) {
    QDialogButtonBox::showEvent(event);
    QWidget* before = nullptr;
    for (int i = 0; i < layout()->count(); ++i) {
        QWidget* button = layout()->itemAt(i)->widget();
        if (button == nullptr) continue;
        if (before != nullptr) setTabOrder(before, button);
        before = button;
    }
}

}  // namespace lpstudio
