#pragma once

#include <QPlainTextEdit>

namespace lpstudio {

/// The user's notes on something of the project: a line while there are none, as tall as they need
/// up to a few lines. What was typed counts when the focus leaves or with Ctrl+Return; Esc takes it
/// back.
class NotesEdit final : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit NotesEdit(QWidget* parent = nullptr);
    /// Shows notes; typed text that has not been taken yet is lost.
    void setNotes(const QString& notes);
    /// Takes what was typed now.
    void commit();

Q_SIGNALS:
    void edited(const QString& notes);

protected:
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitHeight();

    QString notes_;
};

}  // namespace lpstudio
