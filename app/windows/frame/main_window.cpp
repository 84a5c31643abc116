#include "app/windows/frame/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QFileDialog>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include "app/tables/data_table.h"
#include "app/windows/distributions/distributions_page.h"
#include "app/windows/formats/formats_page.h"
#include "app/windows/frame/facts_panel.h"
#include "app/windows/frame/icons.h"
#include "app/windows/frame/job_bar.h"
#include "app/windows/frame/message_bar.h"
#include "app/windows/frame/page_header.h"
#include "app/windows/frame/page_rail.h"
#include "app/windows/frame/recent_projects.h"
#include "app/windows/frame/theme.h"
#include "app/windows/frame/unpack_dialog.h"
#include "app/windows/frame/workbench.h"
#include "app/windows/hardware/hardware_page.h"
#include "app/windows/pareto/pareto_page.h"
#include "app/windows/project/drop_overlay.h"
#include "app/windows/project/project_page.h"
#include "app/windows/report/report_page.h"
#include "app/windows/search/search_page.h"
#include "core/error.h"
#include "core/version.h"

namespace lpstudio {

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      workbench_(new Workbench(this)),
      rail_(new PageRail(this)),
      header_(new PageHeader(*workbench_)),
      messages_(new MessageBar),
      stack_(new QStackedWidget),
      jobs_(new JobBar(*workbench_)) {
    setWindowIcon(applicationIcon());
    makeActions();
    makePages();
    makeMenus();

    auto* right = new QWidget;
    auto* rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addWidget(header_);
    rightLayout->addWidget(makeSeparator());
    rightLayout->addWidget(messages_);
    rightLayout->addWidget(stack_, 1);
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
    statusBar()->addWidget(jobs_, 1);
    statusBar()->setSizeGripEnabled(false);
    acceptFiles();

    connect(workbench_, &Workbench::projectChanged, this, &MainWindow::projectOpened);
    connect(workbench_, &Workbench::problem, messages_, &MessageBar::showProblem);
    connect(workbench_, &Workbench::noted, jobs_, &JobBar::setNote);
    resize(1440, 900);
    restoreGeometry(QSettings().value(QStringLiteral("geometry")).toByteArray());
    projectOpened();
    showPage(1);
}

MainWindow::~MainWindow() = default;

void MainWindow::makeActions() {
    const auto make = [this](const QString& icon, const QString& text, const QKeySequence& keys) {
        auto* action = new QAction(themedIcon(icon), text, this);
        action->setShortcut(keys);
        return action;
    };
    example_ = make(QStringLiteral("example"), tr("Open the example project"), {});
    new_ = make(QStringLiteral("new"), tr("New project…"), QKeySequence::New);
    open_ = make(QStringLiteral("open"), tr("Open project…"), QKeySequence::Open);
    save_ = make(QStringLiteral("export"), tr("Save as bundle…"), QKeySequence::Save);
    save_->setToolTip(
        tr("Pack the project with its models, calibration images, configurations and reports into "
           "one file (Ctrl+S)"));
    import_ = make(QStringLiteral("import"), tr("Import a model…"), Qt::CTRL | Qt::Key_I);
    import_->setToolTip(tr("Import models (.pt) and image sets (Ctrl+I)"));
    searchPage_ = make(QStringLiteral("search"), tr("Set up a search"), {});
    pause_ = make(QStringLiteral("pause"), tr("Pause or continue"), {});
    stop_ = make(QStringLiteral("cancel"), tr("Stop the search"), {});
    connect(example_, &QAction::triggered, workbench_, &Workbench::openExample);
    connect(new_, &QAction::triggered, this, &MainWindow::askNew);
    connect(open_, &QAction::triggered, this, &MainWindow::askOpen);
    connect(save_, &QAction::triggered, this, &MainWindow::askSave);
    connect(import_, &QAction::triggered, this, &MainWindow::askImport);
    connect(searchPage_, &QAction::triggered, this, [this] { showPage(4); });
    SearchJob& search = workbench_->search();
    connect(pause_, &QAction::triggered, &search,
            [&search] { search.setPaused(!search.isPaused()); });
    connect(stop_, &QAction::triggered, &search, &Job::cancel);
    // Space pauses only while there is something to pause: elsewhere it belongs to the widgets.
    const auto follow = [this, &search] {
        pause_->setEnabled(search.isRunning());
        pause_->setShortcut(search.isRunning() ? QKeySequence(Qt::Key_Space) : QKeySequence());
        stop_->setEnabled(search.isRunning());
    };
    connect(&search, &Job::started, this, follow);
    connect(&search, &Job::ended, this, follow);
    follow();
}

void MainWindow::makePages() {
    // The numbers are those of the finished program; 7 (Compare) comes later.
    pages_ = {{1, new ProjectPage(*workbench_, {example_, new_, import_})},
              {2, new DistributionsPage(*workbench_, import_)},
              {3, new FormatsPage(*workbench_, import_)},
              {4, new SearchPage(*workbench_, import_)},
              {5, new ParetoPage(*workbench_, searchPage_)},
              {6, new HardwarePage(*workbench_, import_)},
              {8, new ReportPage(*workbench_, searchPage_)}};
    for (const auto& [number, page] : pages_) {
        rail_->addPage(number, page->name(), page->title());
        stack_->addWidget(page);
        for (Job* job : page->jobs()) jobs_->addJob(job);
    }
    connect(rail_, &PageRail::pageChosen, this, &MainWindow::showPage);
}

void MainWindow::makeMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addActions({new_, open_});
    recent_ = file->addMenu(tr("Open recent"));
    connect(recent_, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
    file->addAction(example_);
    file->addSeparator();
    file->addAction(save_);
    file->addSeparator();
    file->addAction(import_);
    file->addAction(pages_[1]->secondAction());
    file->addAction(pages_[5]->mainAction());
    file->addAction(pages_[8]->mainAction());
    file->addSeparator();
    file->addAction(tr("Quit"), QKeySequence::Quit, this, &QWidget::close);

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addAction(tr("Copy table as CSV"), this, [this] {
        if (DataTable* table = static_cast<Page*>(stack_->currentWidget())->table()) table->copy();
    });
    edit->addAction(tr("Find in table"), QKeySequence::Find, this, [this] {
        if (DataTable* table = static_cast<Page*>(stack_->currentWidget())->table())
            table->focusFilter();
    });
    makeViewMenu();

    QMenu* run = menuBar()->addMenu(tr("&Run"));
    run->addActions({pages_[4]->mainAction(), pages_[4]->secondAction(), pause_, stop_});

    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("About LP Studio"), this, [this] {
        QMessageBox::about(
            this, tr("About LP Studio"),
            tr("<b>LP Studio %1</b><p>Explores how neural networks behave when their weights and "
               "activations are stored as Logarithmic Posits and run on an LP accelerator."
               "<p>GPL-3.0-or-later. Uses Qt, Qt Charts, LibTorch.")
                .arg(QString::fromUtf8(kVersion)));
    });
    // Shortcuts of page actions must work from every page.
    for (const auto& [number, page] : pages_)
        for (QAction* action : {page->mainAction(), page->secondAction()})
            if (action != nullptr) addAction(action);
    for (QAction* action : {pages_[4]->mainAction(), pages_[4]->secondAction()})
        connect(action, &QAction::triggered, this, [this] { showPage(4); });
}

void MainWindow::makeViewMenu() {
    QMenu* view = menuBar()->addMenu(tr("&View"));
    for (const auto& [number, page] : pages_) {
        QAction* action = view->addAction(themedIcon(page->name()), page->title());
        // The rail owns the keys; the menu only tells them.
        action->setText(tr("%1\tCtrl+%2").arg(page->title()).arg(number));
        connect(action, &QAction::triggered, this, [this, at = number] { showPage(at); });
    }
    view->addSeparator();
    auto* group = new QActionGroup(this);
    for (const auto& [mode, text] : {std::pair{ThemeMode::System, tr("Theme of the system")},
                                     {ThemeMode::Light, tr("Light theme")},
                                     {ThemeMode::Dark, tr("Dark theme")}}) {
        QAction* action = group->addAction(text);
        action->setCheckable(true);
        action->setChecked(Theme::instance().mode() == mode);
        connect(action, &QAction::triggered, this,
                [chosen = mode] { Theme::instance().apply(chosen, true); });
        view->addAction(action);
    }
    view->addSeparator();
    view->addAction(tr("Full screen"), QKeySequence(Qt::Key_F11), this,
                    [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
}

void MainWindow::fillRecent() {
    recent_->clear();
    for (const QString& file : recentProjects())
        recent_->addAction(file, this, [this, file] { openProject(file.toStdString()); });
    recent_->addAction(tr("Nothing yet"))->setVisible(recent_->isEmpty());
    if (recent_->actions().size() == 1) recent_->actions().front()->setEnabled(false);
}

void MainWindow::projectOpened() {
    const QString name = workbench_->projectName();
    setWindowTitle(name.isEmpty() ? tr("LP Studio") : tr("%1 – LP Studio").arg(name));
    import_->setEnabled(workbench_->store() != nullptr);
    save_->setEnabled(workbench_->store() != nullptr);
    if (workbench_->store())
        rememberProject(QString::fromStdString(workbench_->store()->file().string()));
    messages_->hide();
}

void MainWindow::openProject(const std::filesystem::path& file) {
    if (file.extension() == ".lpz") {
        auto* dialog = new UnpackDialog(file, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this,
                [this, dialog, file] { workbench_->openBundle(file, dialog->folder()); });
        dialog->open();
        return;
    }
    try {
        workbench_->openProject(file);
    } catch (const Error& error) {
        messages_->showProblem(QString::fromUtf8(error.what()));
    }
}

void MainWindow::openExample() {
    workbench_->openExample();
}

void MainWindow::showPage(int number) {
    const auto at = pages_.find(number);
    if (at == pages_.end()) return;
    stack_->setCurrentWidget(at->second);
    header_->setPage(at->second);
    rail_->setCurrent(number);
}

void MainWindow::askNew() {
    QString file = QFileDialog::getSaveFileName(
        this, tr("New project"), QStringLiteral("project.lps"), tr("LP Studio project (*.lps)"));
    if (file.isEmpty()) return;
    if (!file.endsWith(QStringLiteral(".lps"))) file += QStringLiteral(".lps");
    try {
        workbench_->createProject(file.toStdString());
    } catch (const Error& error) {
        messages_->showProblem(QString::fromUtf8(error.what()));
    }
}

void MainWindow::askOpen() {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open project"), {},
        tr("Projects and bundles (*.lps *.lpz);;LP Studio project (*.lps);;Bundle (*.lpz)"));
    if (!file.isEmpty()) openProject(file.toStdString());
}

void MainWindow::askSave() {
    if (!workbench_->store()) return;
    const auto folder = std::filesystem::absolute(workbench_->store()->file()).parent_path();
    const std::string name = workbench_->projectName().toStdString() + ".lpz";
    QString file = QFileDialog::getSaveFileName(this, tr("Save as bundle"),
                                                QString::fromStdString((folder / name).string()),
                                                tr("Bundle (*.lpz)"));
    if (file.isEmpty()) return;
    if (!file.endsWith(QStringLiteral(".lpz"))) file += QStringLiteral(".lpz");
    workbench_->saveBundle(file.toStdString());
}

void MainWindow::askImport() {
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Import models and image sets"), {},
        tr("Models and images (*.pt *.bin *.gz *ubyte *.csv *.npz);;All files (*)"));
    std::vector<std::filesystem::path> paths;
    for (const QString& file : files) paths.emplace_back(file.toStdString());
    workbench_->importFiles(std::move(paths));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    QSettings().setValue(QStringLiteral("geometry"), saveGeometry());
    // The search stops after the candidate in hand; all it has scored is stored.
    for (Job* job : workbench_->jobs()) job->cancel();
    for (const auto& [number, page] : pages_)
        for (Job* job : page->jobs()) job->cancel();
    event->accept();
}

void MainWindow::acceptFiles() {
    setAcceptDrops(true);
    auto* overlay = new DropOverlay(this, [this] { return workbench_->projectName(); });
    connect(overlay, &DropOverlay::projectDropped, this, &MainWindow::openProject);
    connect(overlay, &DropOverlay::filesDropped, this,
            [this](const std::vector<std::filesystem::path>& files) {
                if (!workbench_->store()) askNew();
                if (workbench_->store()) workbench_->importFiles(files);
            });
}

}  // namespace lpstudio
