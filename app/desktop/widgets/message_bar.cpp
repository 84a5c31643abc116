#include "app/desktop/widgets/message_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "app/desktop/widgets/icons.h"

namespace lpstudio {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), text_(new QLabel) {
    text_->setProperty("problem", true);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* sign = new QToolButton;
    sign->setIcon(themedIcon(QStringLiteral("warning")));
    sign->setAutoRaise(true);
    sign->setFocusPolicy(Qt::NoFocus);
    sign->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* copy = new QToolButton;
    copy->setText(tr("Copy"));
    auto* dismiss = new QToolButton;
    dismiss->setIcon(themedIcon(QStringLiteral("cancel")));
    dismiss->setToolTip(tr("Dismiss"));
    dismiss->setAccessibleName(tr("Dismiss"));
    dismiss->setAutoRaise(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 4, 16, 4);
    layout->addWidget(sign);
    layout->addWidget(text_, 1);
    layout->addWidget(copy);
    layout->addWidget(dismiss);
    connect(copy, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(text_->text()); });
    connect(dismiss, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void MessageBar::showProblem(const QString& message) {
    text_->setText(message);
    show();
}

QString MessageBar::text() const {
    return isHidden() ? QString() : text_->text();
}

}  // namespace lpstudio
