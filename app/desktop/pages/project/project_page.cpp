#include "app/desktop/pages/project/project_page.h"

#include <QAction>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <memory>
#include <optional>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/project/dataset_panel.h"
#include "app/desktop/pages/project/dataset_predictions.h"
#include "app/desktop/pages/project/image_filter_bar.h"
#include "app/desktop/pages/project/model_panel.h"
#include "app/desktop/pages/project/notes_edit.h"
#include "app/desktop/pages/project/run_panel.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/asset_notice.h"
#include "app/desktop/widgets/icons.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

using Kind = ProjectTree::Kind;

std::optional<AnnotatedItem> notedOf(Kind kind) {
    switch (kind) {
        case Kind::Model:
            return AnnotatedItem::Model;
        case Kind::Dataset:
            return AnnotatedItem::Dataset;
        case Kind::Run:
            return AnnotatedItem::Run;
        default:
            return std::nullopt;
    }
}

std::optional<ProjectAsset> assetOf(Kind kind) {
    switch (kind) {
        case Kind::Model:
            return ProjectAsset::Model;
        case Kind::Dataset:
            return ProjectAsset::Dataset;
        case Kind::Artifact:
            return ProjectAsset::Artifact;
        default:
            return std::nullopt;
    }
}

}  // namespace

ProjectPage::ProjectPage(Session& session, Jobs& jobs, const Actions& actions)
    : Page(PageId::Project, tr("Project"), session, jobs),
      actions_(actions),
      importFolder_(
          new QAction(themedIcon(QStringLiteral("dataset")), tr("Import a folder…"), this)),
      tree_(new ProjectTree),
      details_(new QStackedWidget),
      model_(new ModelPanel(session.selection())),
      dataset_(new DatasetPanel(session)),
      run_(new RunPanel(session)),
      artifact_(new ArtifactPanel),
      notice_(new AssetNotice),
      notes_(new NotesEdit) {
    importFolder_->setToolTip(
        tr("Import a folder with one sub-folder of images per class, or all models and files of "
           "images in a folder"));
    for (QWidget* panel : {static_cast<QWidget*>(model_), static_cast<QWidget*>(dataset_),
                           static_cast<QWidget*>(run_), static_cast<QWidget*>(artifact_)})
        details_->addWidget(panel);
    auto* right = new QWidget;
    auto* rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addWidget(notice_);
    rightLayout->addWidget(details_, 1);
    auto* notesRow = new QVBoxLayout;
    notesRow->setContentsMargins(16, 0, 16, 8);
    notesRow->addWidget(notes_);
    rightLayout->addLayout(notesRow);

    auto* split = new QSplitter;
    split->addWidget(tree_);
    split->addWidget(right);
    split->setStretchFactor(1, 1);
    split->setSizes({300, 1000});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    setBody(split);

    connect(importFolder_, &QAction::triggered, this, &ProjectPage::askFolder);
    connect(tree_, &QTreeWidget::currentItemChanged, this, &ProjectPage::chooseCurrent);
    connect(tree_, &ProjectTree::renamed, this, &ProjectPage::rename);
    connect(notes_, &NotesEdit::edited, this, [this](const QString& text) {
        // Later: the tree, which is filled anew then, may be part-way through changing its choice.
        QMetaObject::invokeMethod(
            this,
            [this, text, entry = notesOf_, store = session_.store()] {
                const auto item = notedOf(entry.kind);
                if (item && store && store == session_.store())
                    session_.edits().setNotes(*item, entry.id, text);
            },
            Qt::QueuedConnection);
    });
    connect(tree_, &ProjectTree::removeAsked, this, &ProjectPage::remove);
    connect(tree_, &ProjectTree::openAsked, this, &ProjectPage::openFile);
    connect(&session.selection(), &Selection::modelChanged, this, &ProjectPage::followModel);
    connect(&session, &Session::projectChanged, this, &ProjectPage::refresh);
    connect(&session, &Session::contentChanged, this, &ProjectPage::refresh);
    connect(&jobs.project(), &ProjectJobs::assetStatesChanged, this, &ProjectPage::refresh);
    connect(notice_, &AssetNotice::locateAsked, this, &ProjectPage::askLocate);
    refresh();
}

QString ProjectPage::subtitle() const {
    const auto& store = session_.store();
    return store ? QString::fromStdString(store->file().string()) : QString();
}

DataTable* ProjectPage::table() const {
    return details_->currentWidget() == model_ ? model_->table() : nullptr;
}

bool ProjectPage::isBusy() const {
    const auto running = [](const Job* job) { return job->isRunning(); };
    const std::vector<Job*> jobs = dataset_->jobs();
    return jobs_.isLoading() || model_->skipsJob().isRunning() ||
           std::any_of(jobs.begin(), jobs.end(), running);
}

QStringList ProjectPage::views() const {
    return {QStringLiteral("images"), QStringLiteral("predictions"), QStringLiteral("confusion"),
            QStringLiteral("run")};
}

std::vector<Job*> ProjectPage::ownJobs() {
    return dataset_->jobs();
}

void ProjectPage::showView(const QString& view) {
    const bool judged =
        view == QStringLiteral("predictions") || view == QStringLiteral("confusion");
    tree_->choose(view == QStringLiteral("run")                ? Kind::Run
                  : judged || view == QStringLiteral("images") ? Kind::Dataset
                                                               : Kind::Model);
    using Source = DatasetPredictions::Source;
    dataset_->filterBar()->setSource(!judged ? Source::None
                                     : session_.selection().candidate() != nullptr
                                         ? Source::Candidate
                                         : Source::Float);
    dataset_->showSide(view == QStringLiteral("confusion") ? 2 : 0);
}

void ProjectPage::refresh() {
    Q_EMIT headerChanged();
    const auto& store = session_.store();
    importFolder_->setEnabled(store != nullptr);
    if (!store) {
        showEmpty(tr("No project is open.\nA project holds models, image sets and the searches "
                     "made with them."),
                  {actions_.example, actions_.newProject});
        return;
    }
    session_.messages().attempt([&] { tree_->fill(*store, jobs_.project().assetStates().get()); });
    if (tree_->isEmpty()) {
        showEmpty(tr("The project is empty.\nImport a TorchScript model (.pt with its .json card) "
                     "and image sets, or drop the files here."),
                  {actions_.import, importFolder_, actions_.example});
        return;
    }
    showBody();
    showCurrent();
}

void ProjectPage::chooseCurrent() {
    const auto [kind, id] = tree_->current();
    if (kind == Kind::Model) jobs_.loading().chooseModel(id);
    if (kind == Kind::Dataset) jobs_.loading().chooseDataset(id);
    if (kind == Kind::Run && session_.selection().run() != RunId(id))
        jobs_.loading().chooseRun(RunId(id));
    showCurrent();
}

void ProjectPage::showCurrent() {
    const auto [kind, id] = tree_->current();
    showNotes();
    notice_->showState(tree_->currentState(), tree_->currentPath(), kind != Kind::Artifact);
    switch (kind) {
        case Kind::Group:
            break;
        case Kind::Model:
            details_->setCurrentWidget(model_);
            break;
        case Kind::Dataset:
            details_->setCurrentWidget(dataset_);
            break;
        case Kind::Run:
            run_->showRun(RunId(id));
            details_->setCurrentWidget(run_);
            break;
        case Kind::Artifact:
            for (const ArtifactRecord& artifact : session_.store()->artifacts())
                if (artifact.id == id) artifact_->showArtifact(artifact);
            details_->setCurrentWidget(artifact_);
            break;
    }
}

void ProjectPage::askFolder() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Import a folder"));
    if (!folder.isEmpty()) jobs_.project().importFiles({folder.toStdString()});
}

void ProjectPage::askLocate() {
    const bool isModel = tree_->current().kind == Kind::Model;
    const QString was = tree_->currentPath();
    if (was.isEmpty()) return;
    const QString title = tr("Locate %1").arg(QFileInfo(was).fileName());
    // An image set without an ending was a directory, most likely.
    const QString path =
        isModel || !QFileInfo(was).suffix().isEmpty()
            ? QFileDialog::getOpenFileName(
                  this, title, QFileInfo(was).path(),
                  isModel ? tr("TorchScript model (*.pt);;All files (*)") : tr("All files (*)"))
            : QFileDialog::getExistingDirectory(this, title, QFileInfo(was).path());
    if (!path.isEmpty())
        jobs_.project().locate(isModel ? ProjectAsset::Model : ProjectAsset::Dataset,
                               tree_->current().id, path.toStdString());
}

void ProjectPage::openFile() {
    const QString path = tree_->currentPath();
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(path)))
        Q_EMIT session_.messages().problem(
            tr("%1: no application is registered to open it; open it from its folder").arg(path));
}

void ProjectPage::showNotes() {
    const ProjectTree::Entry entry = tree_->current();
    // What was typed belongs to what was chosen before.
    if (entry != notesOf_) notes_->commit();
    notesOf_ = entry;
    const auto item = notedOf(entry.kind);
    notes_->setVisible(item.has_value());
    if (!item || !session_.store()) return;
    try {
        notes_->setNotes(QString::fromStdString(session_.store()->notes(*item, entry.id)));
    } catch (const Error&) {
        notes_->setNotes({});  // removed meanwhile
    }
}

void ProjectPage::rename(const ProjectTree::Entry& entry, const QString& name) {
    if (const auto item = notedOf(entry.kind)) session_.edits().rename(*item, entry.id, name);
}

void ProjectPage::remove(const ProjectTree::Entry& entry, const QString& name) {
    if (entry.kind == Kind::Run)
        askRemoveRun(entry.id, name);
    else if (const auto asset = assetOf(entry.kind))
        session_.edits().remove(*asset, entry.id, name);
}

void ProjectPage::askRemoveRun(qint64 run, const QString& name) {
    // The work of hours, and no way back.
    auto* question = new QMessageBox(QMessageBox::Question, tr("Remove %1").arg(name),
                                     tr("Remove the run %1 and all its candidates?\nThis cannot be "
                                        "undone.")
                                         .arg(name),
                                     QMessageBox::Cancel, this);
    auto* yes = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    question->setDefaultButton(QMessageBox::Cancel);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(yes, &QPushButton::clicked, this,
            [this, run] { session_.edits().removeRun(RunId(run)); });
    question->open();
}

void ProjectPage::followModel() {
    if (tree_->current().kind == Kind::Model)
        tree_->setCurrent({Kind::Model, session_.selection().model()});
}

}  // namespace lpstudio
