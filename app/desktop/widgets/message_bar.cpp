#include "app/desktop/widgets/message_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "app/desktop/widgets/icons.h"

namespace lpstudio {
namespace {

/// Who turns away sooner has not read it.
constexpr int kReadMilliseconds = 3000;

}  // namespace

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
    setAutoFillBackground(true);
    setFrameShape(QFrame::StyledPanel);
    if (parent != nullptr) parent->installEventFilter(this);
    hide();
}

void MessageBar::showProblem(const QString& message) {
    text_->setText(message);
    shown_.start();
    show();
    place();
    raise();
}

void MessageBar::solve(const QString& message) {
    if (text() == message) hide();
}

void MessageBar::turnPage() {
    if (!isHidden() && shown_.hasExpired(kReadMilliseconds)) hide();
}

void MessageBar::place() {
    if (parentWidget() == nullptr) return;
    const QRect room = parentWidget()->rect();
    const int height = hasHeightForWidth() ? heightForWidth(room.width()) : sizeHint().height();
    setGeometry(0, room.height() - height, room.width(), height);
}

bool MessageBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parent() && event->type() == QEvent::Resize) place();
    return QFrame::eventFilter(watched, event);
}

QString MessageBar::text() const {
    return isHidden() ? QString() : text_->text();
}

}  // namespace lpstudio
