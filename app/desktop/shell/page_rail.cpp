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

void PageRail::addPage(PageId page, const QString& title) {
    auto* action = new QAction(themedIcon(pageName(page)), title, group_);
    action->setCheckable(true);
    action->setShortcut(
        QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + pageNumber(page))));
    action->setToolTip(QStringLiteral("%1 (%2)").arg(
        title, action->shortcut().toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, [this, page] { Q_EMIT pageChosen(page); });
    auto* button = new QToolButton;
    button->setProperty("rail", true);
    button->setDefaultAction(action);
    button->setIconSize({24, 24});
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setAccessibleName(title);
    layout_->insertWidget(layout_->count() - 1, button);
    actions_[page] = action;
}

void PageRail::setCurrent(PageId page) {
    if (const auto at = actions_.find(page); at != actions_.end()) at->second->setChecked(true);
}

}  // namespace lpstudio
