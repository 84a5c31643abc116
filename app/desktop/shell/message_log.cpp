#include "app/desktop/shell/message_log.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QListWidget>
#include <QTime>
#include <QVBoxLayout>

#include "app/desktop/widgets/icons.h"

namespace lpstudio {
namespace {

constexpr int kMost = 1000;

}  // namespace

MessageLog::MessageLog(QWidget* parent) : QWidget(parent), list_(new QListWidget) {
    list_->setAccessibleName(tr("Messages of this session"));
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setWordWrap(true);
    list_->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* copyAction = new QAction(tr("Copy messages"), list_);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    connect(copyAction, &QAction::triggered, this, &MessageLog::copy);
    list_->addAction(copyAction);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 8);
    layout->addWidget(list_);
}

void MessageLog::addNote(const QString& text) {
    add(text, QStringLiteral("message"));
}

void MessageLog::addProblem(const QString& text) {
    add(text, QStringLiteral("warning"));
}

void MessageLog::add(const QString& text, const QString& icon) {
    if (text.isEmpty()) return;
    auto* item =
        new QListWidgetItem(themedIcon(icon),
                            QStringLiteral("%1  %2").arg(
                                QTime::currentTime().toString(QStringLiteral("HH:mm:ss")), text),
                            list_);
    item->setToolTip(text);
    if (list_->count() > kMost) delete list_->takeItem(0);
    list_->scrollToBottom();
}

void MessageLog::copy() {
    QStringList lines;
    for (int row = 0; row < list_->count(); ++row)
        if (list_->item(row)->isSelected() || list_->selectedItems().isEmpty())
            lines << list_->item(row)->text();
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

}  // namespace lpstudio
