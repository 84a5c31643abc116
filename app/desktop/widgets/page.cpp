#include "app/desktop/widgets/page.h"

#include <QAbstractButton>
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
    text_->setFixedWidth(560);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    buttons_->setSpacing(8);

    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(16);
    layout->addStretch(2);
    layout->addWidget(picture, 0, Qt::AlignHCenter);
    const auto addCentred = [layout](auto&& add) {
        auto* row = new QHBoxLayout;
        row->addStretch();
        add(*row);
        row->addStretch();
        layout->addLayout(row);
    };
    // In a row of its own: one that is only aligned gets the height that its text has at the full
    // width, and lines of it would be cut off.
    addCentred([this](QHBoxLayout& row) { row.addWidget(text_); });
    addCentred([this](QHBoxLayout& row) { row.addLayout(buttons_); });
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
        bindButton(*button, *action);
        buttons_->addWidget(button);
    }
}

void bindButton(QAbstractButton& button, QAction& action) {
    button.setEnabled(action.isEnabled());
    QObject::connect(&action, &QAction::enabledChanged, &button, &QWidget::setEnabled);
    QObject::connect(&button, &QAbstractButton::clicked, &action, &QAction::trigger);
}

}  // namespace lpstudio
