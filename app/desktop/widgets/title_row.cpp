#include "app/desktop/widgets/title_row.h"

#include <QAction>
#include <QGridLayout>
#include <QMenuBar>
#include <QToolButton>

#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/page.h"

namespace lpstudio {
namespace {

constexpr int kNameWidth = 420, kPaletteWidth = 200;

}  // namespace

TitleRow::TitleRow(QAction* palette, QWidget* parent)
    : QWidget(parent),
      bar_(new QMenuBar),
      menu_(new QMenu(this)),
      project_(new QToolButton),
      palette_(new QToolButton) {
    palette_->setObjectName(QStringLiteral("palette"));
    setProperty("titleRow", true);
    setAttribute(Qt::WA_StyledBackground);
    bar_->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred);
    project_->setMenu(menu_);
    project_->setPopupMode(QToolButton::InstantPopup);
    project_->setAutoRaise(true);
    project_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    project_->setProperty("projectName", true);
    project_->setFocusPolicy(Qt::TabFocus);
    palette_->setProperty("paletteField", true);
    palette_->setIcon(themedIcon(QStringLiteral("palette")));
    palette_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    palette_->setText(
        tr("Search actions (%1)").arg(palette->shortcut().toString(QKeySequence::NativeText)));
    palette_->setToolTip(palette->toolTip());
    palette_->setAccessibleName(tr("Search actions"));
    palette_->setMinimumWidth(kPaletteWidth);
    palette_->setFocusPolicy(Qt::TabFocus);
    bindButton(*palette_, *palette);

    // Equal stretch on both sides keeps the project in the middle of the window.
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(8);
    layout->addWidget(bar_, 0, 0, Qt::AlignLeft | Qt::AlignVCenter);
    layout->addWidget(project_, 0, 1, Qt::AlignCenter);
    layout->addWidget(palette_, 0, 2, Qt::AlignRight | Qt::AlignVCenter);
    layout->setColumnStretch(0, 1);
    layout->setColumnStretch(2, 1);
    setFixedHeight(36);
    setProject({}, {});
}

void TitleRow::setProject(const QString& name, const QString& file) {
    const QString shown = name.isEmpty() ? tr("No project") : name;
    project_->setText(project_->fontMetrics()
                          .elidedText(shown, Qt::ElideMiddle, kNameWidth)
                          .replace(u'&', QStringLiteral("&&")));
    project_->setToolTip(file.isEmpty() ? tr("Open a project") : file);
    project_->setAccessibleName(name.isEmpty() ? shown : tr("Project %1").arg(name));
}

}  // namespace lpstudio
