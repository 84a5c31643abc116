#include "app/windows/frame/note_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

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
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QString NoteDialog::name() const {
    return name_->text().trimmed();
}

QString NoteDialog::notes() const {
    return notes_->toPlainText().trimmed();
}

}  // namespace lpstudio
