#include "app/desktop/shell/page_rail.h"

#include <QActionGroup>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/desktop/widgets/icons.h"

namespace lpstudio {

PageRail::PageRail(QWidget* parent)
    : QFrame(parent), group_(new QActionGroup(this)), layout_(new QVBoxLayout(this)) {
    setFixedWidth(104);
    setAccessibleName(tr("Pages"));
    layout_->setContentsMargins(0, 8, 0, 8);
    layout_->setSpacing(0);
    layout_->addStretch();
}

void PageRail::addPage(int number, const QString& icon, const QString& title) {
    auto* action = new QAction(themedIcon(icon), title, group_);
    action->setCheckable(true);
    action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)));
    action->setToolTip(QStringLiteral("%1 (%2)").arg(
        title, action->shortcut().toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, [this, number] { Q_EMIT pageChosen(number); });
    auto* button = new QToolButton;
    button->setProperty("rail", true);
    button->setDefaultAction(action);
    button->setIconSize({24, 24});
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setAccessibleName(title);
    layout_->insertWidget(layout_->count() - 1, button);
    actions_[number] = action;
}

void PageRail::setCurrent(int number) {
    if (const auto at = actions_.find(number); at != actions_.end()) at->second->setChecked(true);
}

}  // namespace lpstudio
