#pragma once

#include <QDialog>

class QLineEdit;
class QPlainTextEdit;

namespace lpstudio {

/// A name and notes for something of the project.
class NoteDialog final : public QDialog {
    Q_OBJECT

public:
    NoteDialog(const QString& subject, const QString& name, const QString& notes,
               QWidget* parent = nullptr);

    QString name() const;
    QString notes() const;
    QLineEdit* nameEdit() const { return name_; }
    QPlainTextEdit* notesEdit() const { return notes_; }

private:
    QLineEdit* name_;
    QPlainTextEdit* notes_;
};

}  // namespace lpstudio
