#include "app/desktop/widgets/page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/desktop/widgets/icons.h"

namespace lpstudio {

Page::Page(PageId id, const QString& title, Session& session, Jobs& jobs)
    : session_(session),
      jobs_(jobs),
      id_(id),
      title_(title),
      layout_(new QStackedLayout(this)),
      empty_(new EmptyState(pageName(id))) {
    setObjectName(name() + QStringLiteral("Page"));
    layout_->addWidget(empty_);
}

void Page::setBody(QWidget* body) {
    layout_->addWidget(body);
}

void Page::showBody() {
    layout_->setCurrentIndex(1);
}

void Page::showEmpty(const QString& text, std::initializer_list<QAction*> actions) {
    empty_->show(text, actions);
    layout_->setCurrentIndex(0);
}

bool Page::isEmpty() const {
    return layout_->currentIndex() == 0;
}

EmptyState::EmptyState(const QString& icon, QWidget* parent)
    : QWidget(parent), text_(new QLabel), buttons_(new QHBoxLayout) {
    // A button paints its icon anew in every theme; a label would keep a picture of the old one.
    auto* picture = new QToolButton;
    picture->setIcon(themedIcon(icon));
    picture->setIconSize({56, 56});
    picture->setAutoRaise(true);
    picture->setEnabled(false);
    picture->setFocusPolicy(Qt::NoFocus);
    text_->setAlignment(Qt::AlignCenter);
    text_->setWordWrap(true);
    text_->setMinimumWidth(480);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    buttons_->setSpacing(8);

    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(16);
    layout->addStretch(2);
    layout->addWidget(picture, 0, Qt::AlignHCenter);
    layout->addWidget(text_, 0, Qt::AlignHCenter);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addLayout(buttons_);
    row->addStretch();
    layout->addLayout(row);
    layout->addStretch(3);
}

void EmptyState::show(const QString& text, std::initializer_list<QAction*> actions) {
    text_->setText(text);
    while (QLayoutItem* item = buttons_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    bool first = true;
    for (QAction* action : actions) {
        auto* button = new QPushButton(action->icon(), action->text());
        button->setDefault(first);
        first = false;
        button->setToolTip(action->toolTip());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        buttons_->addWidget(button);
    }
}

}  // namespace lpstudio
