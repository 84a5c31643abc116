#include "app/desktop/shell/start_page.h"

#include <QAction>
#include <QDir>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/desktop/shell/recent_projects.h"
#include "app/desktop/shell/window_menus.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/page.h"

namespace lpstudio {
namespace {

constexpr int kWidth = 720, kButtonWidth = 240;

QString shownPath(const QString& file) {
    const QString home = QDir::homePath() + u'/';
    return file.startsWith(home) ? QStringLiteral("~/") + file.mid(home.size()) : file;
}

QLabel* makeNote(const QString& text) {
    QLabel* label = makeQuietLabel(text);
    label->setWordWrap(true);
    return label;
}

}  // namespace

StartPage::StartPage(const WindowActions& actions, QWidget* parent)
    : QWidget(parent),
      content_(new QWidget),
      continue_(new QPushButton),
      heading_(new QLabel(tr("Recent projects"))),
      recent_(new QListWidget) {
    continue_->setObjectName(QStringLiteral("continue"));
    recent_->setObjectName(QStringLiteral("recentProjects"));
    setObjectName(QStringLiteral("startPage"));
    auto* title = new QLabel(tr("LP Studio"));
    title->setProperty("title", true);
    heading_->setProperty("heading", true);
    recent_->setAccessibleName(tr("Recent projects"));
    recent_->setSpacing(2);
    recent_->setTextElideMode(Qt::ElideMiddle);
    recent_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    recent_->setToolTip(tr("Enter opens a project, Del removes it from the list"));
    recent_->installEventFilter(this);
    heading_->setBuddy(recent_);

    auto* right = new QVBoxLayout;
    right->setSpacing(8);
    right->addWidget(heading_);
    right->addWidget(recent_, 1);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(32);
    columns->addWidget(makeActions(actions), 0, Qt::AlignTop);
    columns->addLayout(right, 1);

    content_->setMaximumWidth(kWidth);
    auto* layout = new QVBoxLayout(content_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    layout->addWidget(title);
    layout->addWidget(makeNote(
        tr("A project holds trained networks, image sets, the searches made with them and their "
           "results.")));
    layout->addSpacing(8);
    layout->addLayout(columns, 1);
    layout->addWidget(makeNote(
        tr("Or drop a project (.lps), a bundle (.lpz) or, once a project is open, models (.pt) and "
           "image sets anywhere in this window.")));
    auto* outer = new QGridLayout(this);
    outer->setContentsMargins(32, 48, 32, 32);
    outer->addWidget(content_, 0, 1);
    outer->setColumnStretch(0, 1);
    outer->setColumnStretch(1, 8);
    outer->setColumnStretch(2, 1);
    outer->setRowStretch(0, 3);
    outer->setRowStretch(1, 1);

    connect(continue_, &QPushButton::clicked, this, [this] { Q_EMIT projectChosen(last_); });
    const auto choose = [this](const QListWidgetItem* item) {
        if (item->flags().testFlag(Qt::ItemIsEnabled))
            Q_EMIT projectChosen(item->data(Qt::UserRole).toString());
    };
    connect(recent_, &QListWidget::itemActivated, this, choose);
    connect(recent_, &QListWidget::itemClicked, this, choose);
    refresh();
}

QWidget* StartPage::makeActions(const WindowActions& actions) {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    continue_->setMinimumWidth(kButtonWidth);
    continue_->setDefault(true);
    continue_->setIcon(themedIcon(QStringLiteral("play")));
    layout->addWidget(continue_);
    for (QAction* action : {actions.example, actions.create, actions.open}) {
        auto* button = new QPushButton(action->icon(), action->text());
        button->setMinimumWidth(kButtonWidth);
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        button->setToolTip(keys.isEmpty() ? action->text()
                                          : QStringLiteral("%1 (%2)").arg(action->text(), keys));
        bindButton(*button, *action);
        layout->addWidget(button);
    }
    return box;
}

void StartPage::refresh() {
    recent_->clear();
    last_.clear();
    for (const RecentProject& project : recentProjects()) {
        auto* item = new QListWidgetItem(
            project.exists ? QStringLiteral("%1\n%2").arg(project.name, shownPath(project.file))
                           : tr("%1 (missing)\n%2").arg(project.name, shownPath(project.file)),
            recent_);
        item->setIcon(themedIcon(QStringLiteral("project")));
        item->setData(Qt::UserRole, project.file);
        item->setToolTip(project.file);
        // Not disabled altogether: Del must still reach it.
        if (!project.exists) item->setFlags(Qt::ItemIsSelectable);
        if (project.exists && last_.isEmpty()) {
            last_ = project.file;
            continue_->setText(
                tr("Continue with %1")
                    .arg(fontMetrics().elidedText(project.name, Qt::ElideMiddle, kButtonWidth)));
        }
    }
    continue_->setVisible(!last_.isEmpty());
    heading_->setVisible(recent_->count() > 0);
    recent_->setVisible(recent_->count() > 0);
    // A list takes the height that is left; without it the lines stay together.
    layout()->setAlignment(content_, recent_->count() > 0 ? Qt::Alignment() : Qt::AlignTop);
    if (recent_->count() > 0) recent_->setCurrentRow(0);
}

void StartPage::forgetCurrent() {
    if (const QListWidgetItem* item = recent_->currentItem()) {
        forgetProject(item->data(Qt::UserRole).toString());
        refresh();
    }
}

void StartPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

bool StartPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == recent_ && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
        forgetCurrent();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace lpstudio
