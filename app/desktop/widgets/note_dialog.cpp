#include "app/desktop/widgets/note_dialog.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "app/desktop/widgets/dialog_buttons.h"

namespace lpstudio {

NoteDialog::NoteDialog(const QString& subject, const QString& name, const QString& notes,
                       QWidget* parent)
    : QDialog(parent), name_(new QLineEdit(name)), notes_(new QPlainTextEdit(notes)) {
    setWindowTitle(tr("Name and notes: %1").arg(subject));
    setMinimumWidth(440);
    name_->setAccessibleName(tr("Name"));
    name_->setPlaceholderText(subject);
    notes_->setAccessibleName(tr("Notes"));
    notes_->setTabChangesFocus(true);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(16, 16, 16, 16);
    form->setSpacing(8);
    form->addRow(tr("Name"), name_);
    form->addRow(tr("Notes"), notes_);
    form->addRow(new DialogButtons(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this));
}

QString NoteDialog::name() const {
    return name_->text().trimmed();
}

QString NoteDialog::notes() const {
    return notes_->toPlainText().trimmed();
}

}  // namespace lpstudio
