#include "app/windows/frame/page_rail.h"

#include <QButtonGroup>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/windows/frame/icons.h"

namespace lpstudio {

PageRail::PageRail(QWidget* parent)
    : QFrame(parent), buttons_(new QButtonGroup(this)), layout_(new QVBoxLayout(this)) {
    setFixedWidth(104);
    setAccessibleName(tr("Pages"));
    layout_->setContentsMargins(0, 8, 0, 8);
    layout_->setSpacing(0);
    layout_->addStretch();
    connect(buttons_, &QButtonGroup::idClicked, this, &PageRail::pageChosen);
}

void PageRail::addPage(int number, const QString& icon, const QString& title) {
    auto* button = new QToolButton;
    button->setProperty("rail", true);
    button->setCheckable(true);
    button->setIcon(themedIcon(icon));
    button->setIconSize({24, 24});
    button->setText(title);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setToolTip(tr("%1 (Ctrl+%2)").arg(title).arg(number));
    button->setAccessibleName(title);
    buttons_->addButton(button, number);
    layout_->insertWidget(layout_->count() - 1, button);
    auto* shortcut = new QShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(number)), window());
    connect(shortcut, &QShortcut::activated, this, [this, number] { Q_EMIT pageChosen(number); });
}

void PageRail::setCurrent(int number) {
    if (auto* button = buttons_->button(number)) button->setChecked(true);
}

}  // namespace lpstudio
