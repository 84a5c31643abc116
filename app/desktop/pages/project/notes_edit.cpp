#include "app/desktop/pages/project/notes_edit.h"

#include <QKeyEvent>
#include <QTextDocument>
#include <algorithm>
#include <cmath>

namespace lpstudio {
namespace {

constexpr int kMostLines = 5;

}  // namespace

NotesEdit::NotesEdit(QWidget* parent) : QPlainTextEdit(parent) {
    setPlaceholderText(tr("Notes"));
    setAccessibleName(tr("Notes"));
    setToolTip(tr("Your notes, stored in the project"));
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(this, &QPlainTextEdit::textChanged, this, &NotesEdit::fitHeight);
    fitHeight();
}

void NotesEdit::setNotes(const QString& notes) {
    notes_ = notes;
    if (toPlainText() != notes) setPlainText(notes);
}

void NotesEdit::commit() {
    const QString typed = toPlainText().trimmed();
    if (typed == notes_) return;
    notes_ = typed;
    Q_EMIT edited(typed);
}

void NotesEdit::focusOutEvent(QFocusEvent* event) {
    QPlainTextEdit::focusOutEvent(event);
    // A menu takes the focus only for a while.
    if (event->reason() != Qt::PopupFocusReason) commit();
}

void NotesEdit::keyPressEvent(QKeyEvent* event) {
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && (event->modifiers() & Qt::ControlModifier)) {
        commit();
    } else if (event->key() == Qt::Key_Escape) {
        setPlainText(notes_);
        clearFocus();
    } else {
        QPlainTextEdit::keyPressEvent(event);
    }
}

void NotesEdit::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

void NotesEdit::fitHeight() {
    // A plain text document measures its height in lines.
    const auto all = static_cast<int>(std::ceil(document()->size().height()));
    const int lines = std::clamp(all, 1, kMostLines);
    // As needed, a bar would come and go while the height follows the text.
    setVerticalScrollBarPolicy(all > kMostLines ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    const int frame = height() - viewport()->height();
    const auto margins = static_cast<int>(2 * document()->documentMargin());
    const int wanted = lines * fontMetrics().lineSpacing() + margins + std::max(2, frame);
    if (height() != wanted || minimumHeight() != wanted) setFixedHeight(wanted);
}

}  // namespace lpstudio
