#include "app/desktop/pages/compare/compare_tool_bar.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

#include "app/desktop/pages/compare/add_column_menu.h"
#include "app/desktop/widgets/icons.h"
#include "app/project/store/design_library.h"

namespace lpstudio {

CompareToolBar::CompareToolBar(Session& session, QWidget* parent)
    : QWidget(parent),
      baselines_(new QAction(themedIcon(QStringLiteral("compare")),
                             tr("Compare the chosen candidate with uniform widths"), this)),
      copyChosen_(new QAction(tr("Duplicate and edit the chosen candidate"), this)),
      remove_(new QAction(tr("Remove all columns"), this)),
      add_(new AddColumnMenu(session, this)),
      hardware_(new QComboBox),
      order_(new QCheckBox(tr("Largest differences first"))),
      addButton_(new QToolButton),
      workingButton_(new QToolButton),
      moreButton_(new QToolButton) {
    makeMenus();
    hardware_->setAccessibleName(tr("Accelerator"));
    hardware_->setToolTip(tr("Accelerator for the energy and latency estimates"));
    order_->setToolTip(tr("Otherwise the layers are in execution order"));
    order_->setChecked(true);
    connect(hardware_, &QComboBox::activated, this, &CompareToolBar::hardwareChosen);
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this, [this] {
        shownHardware_.clear();
        Q_EMIT designsChanged();
    });
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 16, 0);
    layout->setSpacing(8);
    layout->addWidget(addButton_);
    layout->addWidget(workingButton_);
    layout->addWidget(moreButton_);
    layout->addSpacing(16);
    layout->addWidget(order_);
    layout->addStretch();
    auto* label = new QLabel(tr("Estimates for"));
    label->setBuddy(hardware_);
    layout->addWidget(label);
    layout->addWidget(hardware_);
}

void CompareToolBar::makeMenus() {
    addButton_->setText(tr("Add…"));
    addButton_->setToolTip(tr("Add a candidate, a uniform format or floating point as a column"));
    addButton_->setMenu(add_);
    auto* working = new QMenu(workingButton_);
    working->addAction(copyChosen_);
    QMenu* uniform = working->addMenu(tr("Start from uniform LP"));
    for (const int width : {8, 6, 5, 4, 3, 2})
        uniform->addAction(tr("%1 bit").arg(width), this,
                           [this, width] { Q_EMIT uniformRequested(width); });
    workingButton_->setText(tr("Working candidate"));
    workingButton_->setToolTip(tr("A candidate of your own, edited layer by layer"));
    workingButton_->setMenu(working);
    auto* more = new QMenu(moreButton_);
    more->addAction(tr("Copy everything as CSV"), this, &CompareToolBar::copyRequested);
    more->addAction(tr("Export as CSV…"), this, &CompareToolBar::exportRequested);
    more->addSeparator();
    more->addAction(baselines_);
    more->addAction(remove_);
    moreButton_->setText(tr("More"));
    moreButton_->setToolTip(tr("Copy, export, remove"));
    moreButton_->setMenu(more);
    for (QToolButton* button : {addButton_, workingButton_, moreButton_}) {
        button->setPopupMode(QToolButton::InstantPopup);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    }
}

std::string CompareToolBar::hardwareSpec() const {
    return hardware_->currentData().toString().toStdString();
}

void CompareToolBar::offerHardware(const std::string& spec) {
    if (spec == shownHardware_) return;
    shownHardware_ = spec;
    const QSignalBlocker quiet(hardware_);
    hardware_->clear();
    DesignLibrary& library = DesignLibrary::instance();
    for (const QString& name : library.presetNames() + library.ownNames())
        hardware_->addItem(name, QString::fromStdString(library.specOf(name)));
    int at = hardware_->findData(QString::fromStdString(spec));
    if (at < 0) {
        hardware_->addItem(library.nameOf(spec), QString::fromStdString(spec));
        at = hardware_->count() - 1;
    }
    hardware_->setCurrentIndex(at);
}

}  // namespace lpstudio
