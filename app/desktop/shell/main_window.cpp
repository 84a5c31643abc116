#include "app/desktop/shell/main_window.h"

#include <QAction>
#include <QCloseEvent>
#include <QDockWidget>
#include <QMenu>
#include <QMessageBox>
#include <QScreen>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/shell/command_palette.h"
#include "app/desktop/shell/command_sources.h"
#include "app/desktop/shell/drop_overlay.h"
#include "app/desktop/shell/help_panel.h"
#include "app/desktop/shell/job_bar.h"
#include "app/desktop/shell/layout_memory.h"
#include "app/desktop/shell/message_log.h"
#include "app/desktop/shell/page_factory.h"
#include "app/desktop/shell/page_header.h"
#include "app/desktop/shell/page_keys.h"
#include "app/desktop/shell/project_files.h"
#include "app/desktop/shell/quit_dialog.h"
#include "app/desktop/shell/recent_projects.h"
#include "app/desktop/shell/start_page.h"
#include "app/desktop/shell/window_menus.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/message_bar.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/title_row.h"
#include "core/base/version.h"

namespace lpstudio {

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      making_(std::make_unique<StyleSheetPause>()),
      actions_(this),
      session_(std::make_unique<Session>()),
      jobs_(std::make_unique<Jobs>(*session_)),
      files_(new ProjectFiles(this, *session_, jobs_->project())),
      title_(new TitleRow(actions_.palette)),
      rail_(new PageRail(this)),
      header_(new PageHeader(*session_, jobs_->loading())),
      stack_(new QStackedWidget),
      start_(new StartPage(actions_)),
      jobBar_(new JobBar(*session_, *jobs_)),
      help_(new HelpPanel),
      log_(new MessageLog) {
    setWindowIcon(applicationIcon());
    actions_.follow(jobs_->search());
    new SpaceGuard(this);
    addPages();
    makeDocks();
    makeMenus();
    makeCentre();
    acceptFiles();
    connectActions();
    statusBar()->addWidget(jobBar_, 1);
    auto* queued = new QueueCount(jobs_->searches());
    statusBar()->addPermanentWidget(queued);
    connect(queued, &QAbstractButton::clicked, this, [this] {
        showPage(PageId::Search);
        page(PageId::Search)->showView(QStringLiteral("queue"));
    });
    statusBar()->setSizeGripEnabled(false);
    making_.reset();
    resize(1440, 900);
    projectOpened();
    showPage(PageId::Project);
    std::map<QString, QWidget*> divided;
    for (const auto& [id, page] : pages_) divided[page->name()] = page;
    layout_ = std::make_unique<LayoutMemory>(*this, divided);
}

MainWindow::~MainWindow() = default;

void MainWindow::addPages() {
    pages_ = makePages(*session_, *jobs_, actions_);
    stack_->addWidget(start_);
    for (const auto& [id, page] : pages_) {
        rail_->addPage(id, page->title());
        stack_->addWidget(page);
        for (Job* job : page->ownJobs()) jobBar_->addJob(job);
        if (page->undoStack() != nullptr) session_->undoGroup().addStack(page->undoStack());
    }
}

void MainWindow::makeMenus() {
    const auto open = [this](const QString& file) { openProject(file.toStdString()); };
    WindowMenus::fill(*title_->menuBar(), actions_, session_->undoGroup(), pages_, rail_->actions(),
                      {helpDock_->toggleViewAction(), logDock_->toggleViewAction()}, open);
    WindowMenus::makeRecent(*title_->projectMenu(),
                            {actions_.create, actions_.open, actions_.example}, open);
    setMenuWidget(title_);
    help_->addGenerated(QStringLiteral("keys"),
                        [this] { return KeysHelp::make(*title_->menuBar(), *this); });
    // Keys of page actions must work from every page.
    for (const auto& [id, page] : pages_)
        for (QAction* action : {page->mainAction(), page->secondAction()})
            if (action != nullptr) addAction(action);

    commands_ = std::make_unique<CommandSources>(
        *session_, *jobs_, *title_->menuBar(), *this, rail_->actions(),
        CommandSources::Targets{[this](PageId id) { showPage(id); }, open});
    palette_ = new CommandPalette(
        [this] { return commands_->all(); },
        [this](const QString& query) { return commands_->candidate(query); }, this);
}

void MainWindow::makeDocks() {
    const auto make = [this](const QString& name, const QString& title, QWidget* content,
                             Qt::DockWidgetArea area) {
        auto* dock = new QDockWidget(title, this);
        dock->setObjectName(name);
        dock->setWidget(content);
        addDockWidget(area, dock);
        dock->hide();
        return dock;
    };
    helpDock_ = make(QStringLiteral("help"), tr("Help"), help_, Qt::RightDockWidgetArea);
    logDock_ = make(QStringLiteral("messages"), tr("Messages"), log_, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    resizeDocks({helpDock_}, {480}, Qt::Horizontal);
    resizeDocks({logDock_}, {160}, Qt::Vertical);
    // Shown from the menu View, it must show something.
    connect(helpDock_, &QDockWidget::visibilityChanged, this, [this](bool visible) {
        if (visible && help_->current().isEmpty()) help_->showFor(currentPage()->name());
    });
}

void MainWindow::makeCentre() {
    auto* right = new QWidget;
    auto* rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addWidget(header_);
    rightLayout->addWidget(makeSeparator());
    // Beside the help on a small screen a page is wider than its place: the window stays on the
    // screen, and the page scrolls.
    auto* place = new QScrollArea;
    place->setObjectName(QStringLiteral("pagePlace"));
    place->setWidget(stack_);
    place->setWidgetResizable(true);
    place->setFrameShape(QFrame::NoFrame);
    place->setFocusPolicy(Qt::NoFocus);
    rightLayout->addWidget(place, 1);
    messages_ = new MessageBar(right);
    auto* line = new QFrame;
    line->setProperty("separator", true);
    line->setFixedWidth(1);
    auto* middle = new QWidget;
    auto* layout = new QHBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(rail_);
    layout->addWidget(line);
    layout->addWidget(right, 1);
    setCentralWidget(middle);
}

void MainWindow::connectActions() {
    connect(actions_.example, &QAction::triggered, &jobs_->project(), &ProjectJobs::openExample);
    connect(actions_.create, &QAction::triggered, files_, &ProjectFiles::askNew);
    connect(actions_.open, &QAction::triggered, files_, &ProjectFiles::askOpen);
    connect(actions_.save, &QAction::triggered, files_, &ProjectFiles::askSave);
    connect(actions_.import, &QAction::triggered, files_, &ProjectFiles::askImport);
    connect(actions_.quit, &QAction::triggered, this, &QWidget::close);
    connect(actions_.searchPage, &QAction::triggered, this, [this] { showPage(PageId::Search); });
    const Page* search = page(PageId::Search);
    for (QAction* action : {search->mainAction(), search->secondAction()})
        connect(action, &QAction::triggered, this, [this] { showPage(PageId::Search); });
    connect(actions_.copyTable, &QAction::triggered, this, [this] { copyTable(*currentPage()); });
    connect(actions_.copyPicture, &QAction::triggered, this,
            [this] { copyPicture(*currentPage()); });
    connect(actions_.findInTable, &QAction::triggered, this,
            [this] { findInTable(*currentPage()); });
    connect(actions_.palette, &QAction::triggered, this, [this] { palette_->open(); });
    connect(actions_.fullScreen, &QAction::triggered, this,
            [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    connect(actions_.resetLayout, &QAction::triggered, this, [this] { layout_->reset(); });
    connect(actions_.help, &QAction::triggered, this, &MainWindow::toggleHelp);
    connect(actions_.keys, &QAction::triggered, this, [this] {
        help_->showPage(QStringLiteral("keys"));
        helpDock_->show();
    });
    connect(actions_.about, &QAction::triggered, this, &MainWindow::about);

    for (Job* job : jobs_->all())
        connect(job, &Job::ended, this, &MainWindow::quitIfDone, Qt::QueuedConnection);
    connect(rail_, &PageRail::pageChosen, this, &MainWindow::showPage);
    connect(start_, &StartPage::projectChosen, this,
            [this](const QString& file) { openProject(file.toStdString()); });
    connect(session_.get(), &Session::projectChanged, this, &MainWindow::projectOpened);
    const Messages* messages = &session_->messages();
    connect(messages, &Messages::problem, messages_, &MessageBar::showProblem);
    connect(messages, &Messages::solved, messages_, &MessageBar::solve);
    connect(messages, &Messages::problem, log_, &MessageLog::addProblem);
    connect(messages, &Messages::noted, jobBar_, &JobBar::setNote);
    connect(messages, &Messages::noted, log_, &MessageLog::addNote);
}

void MainWindow::projectOpened() {
    const QString name = session_->projectName();
    const QString file =
        session_->store() ? QString::fromStdString(session_->store()->file().string()) : QString();
    setWindowTitle(name.isEmpty() ? tr("LP Studio") : tr("%1 – LP Studio").arg(name));
    title_->setProject(name, file);
    actions_.import->setEnabled(session_->store() != nullptr);
    actions_.save->setEnabled(session_->store() != nullptr);
    if (!file.isEmpty()) rememberProject(file);
    messages_->hide();
    jobBar_->setNote({});
    showPage(current_);
}

void MainWindow::openProject(const std::filesystem::path& file) {
    files_->open(file);
}

void MainWindow::openExample() {
    jobs_->project().openExample();
}

void MainWindow::showPage(PageId id) {
    const auto at = pages_.find(id);
    if (at == pages_.end()) return;
    if (id != current_) messages_->turnPage();
    if (helpDock_->isVisible()) help_->follow(currentPage()->name(), at->second->name());
    current_ = id;
    if (session_->store() || at->second->worksWithoutProject())
        stack_->setCurrentWidget(at->second);
    else
        stack_->setCurrentWidget(start_);
    header_->setPage(at->second);
    rail_->setCurrent(id);
    QUndoStack* const own = at->second->undoStack();
    session_->undoGroup().setActiveStack(own != nullptr ? own : &session_->undoStack());
}

void MainWindow::restoreLayout() {
    const QString name = layout_->restore();
    for (const PageId id : kPageIds)
        if (pageName(id) == name) showPage(id);
}

void MainWindow::fitToScreen() {
    const QSize fitting = size().boundedTo(screen()->availableSize());
    if (fitting != size()) resize(fitting);
}

void MainWindow::toggleHelp() {
    if (helpDock_->isVisible() && help_->isShownFor(currentPage()->name())) {
        helpDock_->hide();
        return;
    }
    help_->showFor(currentPage()->name());
    helpDock_->show();
    helpDock_->raise();
}

void MainWindow::about() {
    QMessageBox::about(
        this, tr("About LP Studio"),
        tr("<b>LP Studio %1</b><p>Explores how neural networks behave when their weights and "
           "activations are stored as Logarithmic Posits and run on an LP accelerator."
           "<p>GPL-3.0-or-later. Uses Qt, Qt Charts, LibTorch.")
            .arg(QString::fromUtf8(kVersion)));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!quits_ && !jobs_->unfinished().empty()) {
        event->ignore();
        askBeforeQuitting();
        return;
    }
    layout_->save(currentPage()->name());
    jobs_->close();
    for (const auto& [id, page] : pages_)
        for (Job* job : page->ownJobs()) job->cancel();
    event->accept();
}

void MainWindow::askBeforeQuitting() {
    if (findChild<QuitDialog*>() != nullptr) return;
    auto* dialog = new QuitDialog(*jobs_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this, [this, dialog] {
        switch (dialog->answer()) {
            case QuitDialog::Answer::KeepWorking:
                quitsWhenDone_ = true;
                showMinimized();
                break;
            case QuitDialog::Answer::Stop:
                quits_ = true;
                // After the dialog is gone: a window does not close below one.
                QTimer::singleShot(0, this, &QWidget::close);
                break;
            case QuitDialog::Answer::Cancel:
                quitsWhenDone_ = false;
                break;
        }
    });
    dialog->open();
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    // Who takes the window up again does not want it to close under his hands.
    if (event->type() == QEvent::WindowStateChange && quitsWhenDone_ && !isMinimized())
        quitsWhenDone_ = false;
    // A dialog that came from a menu has taken the mouse away without a word to the widget below.
    if (event->type() == QEvent::ActivationChange)
        for (QWidget* widget : findChildren<QWidget*>())
            if (widget->underMouse() &&
                !widget->rect().contains(widget->mapFromGlobal(QCursor::pos()))) {
                widget->setAttribute(Qt::WA_UnderMouse, false);
                widget->update();
            }
}

void MainWindow::quitIfDone() {
    if (quitsWhenDone_ && jobs_->unfinished().empty() && !jobs_->searches().startsNext()) close();
}

void MainWindow::acceptFiles() {
    setAcceptDrops(true);
    auto* overlay = new DropOverlay(this, [this] { return session_->projectName(); });
    connect(overlay, &DropOverlay::projectDropped, this, &MainWindow::openProject);
    connect(overlay, &DropOverlay::filesDropped, files_, &ProjectFiles::importFiles);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    // Keys that the widget with the focus had no use for.
    for (QAction* action : {actions_.copyTable, actions_.copyPicture})
        if (action->shortcut() == QKeySequence(event->keyCombination())) {
            action->trigger();
            return;
        }
    QMainWindow::keyPressEvent(event);
}

}  // namespace lpstudio
