#include "app/windows/project/project_page.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QMenu>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "app/tables/number_text.h"
#include "app/windows/frame/asset_notice.h"
#include "app/windows/frame/icons.h"
#include "app/windows/frame/workbench.h"
#include "app/windows/project/artifact_panel.h"
#include "app/windows/project/dataset_panel.h"
#include "app/windows/project/model_panel.h"
#include "app/windows/project/run_panel.h"
#include "core/error.h"

namespace lpstudio {
namespace {

constexpr int kKindRole = Qt::UserRole, kIdRole = Qt::UserRole + 1;

QString text(const std::string& string) {
    return QString::fromStdString(string);
}

}  // namespace

ProjectPage::ProjectPage(Workbench& bench, const Actions& actions)
    : Page(QStringLiteral("project"), tr("Project"), bench),
      actions_(actions),
      tree_(new QTreeWidget),
      details_(new QStackedWidget),
      model_(new ModelPanel(bench.selection())),
      dataset_(new DatasetPanel(bench)),
      run_(new RunPanel(bench)),
      artifact_(new ArtifactPanel),
      notice_(new AssetNotice) {
    tree_->setColumnCount(2);
    tree_->setHeaderHidden(true);
    tree_->setAccessibleName(tr("Contents of the project"));
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    tree_->setRootIsDecorated(true);
    tree_->setIndentation(16);
    tree_->setContextMenuPolicy(Qt::CustomContextMenu);
    tree_->setFrameShape(QFrame::NoFrame);
    tree_->setTextElideMode(Qt::ElideMiddle);
    tree_->setMinimumWidth(240);
    details_->addWidget(model_);
    details_->addWidget(dataset_);
    details_->addWidget(run_);
    details_->addWidget(artifact_);
    auto* right = new QWidget;
    auto* rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addWidget(notice_);
    rightLayout->addWidget(details_, 1);

    auto* split = new QSplitter;
    split->addWidget(tree_);
    split->addWidget(right);
    split->setStretchFactor(1, 1);
    split->setSizes({300, 1000});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    setBody(split);

    connect(tree_, &QTreeWidget::currentItemChanged, this, &ProjectPage::chooseCurrent);
    connect(&bench.selection(), &Selection::modelChanged, this, &ProjectPage::followModel);
    connect(tree_, &QWidget::customContextMenuRequested, this, &ProjectPage::showMenu);
    connect(&bench, &Workbench::projectChanged, this, &ProjectPage::refresh);
    connect(&bench, &Workbench::contentChanged, this, &ProjectPage::refresh);
    connect(&bench, &Workbench::assetStatesChanged, this, &ProjectPage::refresh);
    connect(notice_, &AssetNotice::locateAsked, this, &ProjectPage::askLocate);
    refresh();
}

QString ProjectPage::subtitle() const {
    const auto& store = workbench().store();
    return store ? text(store->file().string()) : QString();
}

DataTable* ProjectPage::table() const {
    return details_->currentWidget() == model_ ? model_->table() : nullptr;
}

bool ProjectPage::isBusy() const {
    return workbench().isLoading();
}

QStringList ProjectPage::views() const {
    return {QStringLiteral("images"), QStringLiteral("run")};
}

void ProjectPage::showView(const QString& view) {
    const auto wanted = view == QStringLiteral("run")      ? Kind::Run
                        : view == QStringLiteral("images") ? Kind::Dataset
                                                           : Kind::Model;
    for (QTreeWidgetItemIterator it(tree_); *it != nullptr; ++it)
        if ((*it)->data(0, kKindRole) == static_cast<int>(wanted)) {
            tree_->setCurrentItem(*it);
            return;
        }
}

QTreeWidgetItem* ProjectPage::addGroup(const QString& title) {
    auto* group = new QTreeWidgetItem(tree_, {title});
    group->setData(0, kKindRole, static_cast<int>(Kind::Group));
    group->setFlags(Qt::ItemIsEnabled);
    QFont font = tree_->font();
    font.setBold(true);
    group->setFont(0, font);
    return group;
}

void ProjectPage::addItem(QTreeWidgetItem* group, Kind kind, qint64 id, const QString& icon,
                          const QString& name, const QString& detail, const QString& tip) {
    auto* item = new QTreeWidgetItem(group, {name, detail});
    item->setIcon(0, themedIcon(icon));
    item->setData(0, kKindRole, static_cast<int>(kind));
    item->setData(0, kIdRole, id);
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setToolTip(0, tip);
}

void ProjectPage::refresh() {
    Q_EMIT headerChanged();
    const auto& store = workbench().store();
    if (!store) {
        showEmpty(tr("No project is open.\nA project holds models, image sets and the searches "
                     "made with them."),
                  {actions_.example, actions_.newProject});
        return;
    }
    const QTreeWidgetItem* current = tree_->currentItem();
    const QVariant kind = current ? current->data(0, kKindRole) : QVariant();
    const QVariant id = current ? current->data(0, kIdRole) : QVariant();
    bool empty = true;
    {
        const QSignalBlocker quiet(tree_);
        tree_->clear();
        try {
            QTreeWidgetItem* models = addGroup(tr("Models"));
            for (const ModelRecord& model : store->models())
                addItem(models, Kind::Model, model.id, QStringLiteral("model"), text(model.name),
                        detailOf(Kind::Model, model.id, {}), text(model.file.string()));
            QTreeWidgetItem* datasets = addGroup(tr("Image sets"));
            for (const DatasetRecord& dataset : store->datasets())
                addItem(datasets, Kind::Dataset, dataset.id, QStringLiteral("dataset"),
                        text(dataset.name),
                        detailOf(Kind::Dataset, dataset.id, countText(dataset.images)),
                        text(dataset.path.string()));
            QTreeWidgetItem* runs = addGroup(tr("Runs"));
            for (const RunRecord& run : store->runs())
                addItem(
                    runs, Kind::Run, run.id.value, QStringLiteral("run"), text(run.name),
                    tr(runStateName(run.state)),
                    tr("%1 candidates, started %2").arg(run.candidates).arg(text(run.startedAt)));
            const auto artifacts = store->artifacts();
            QTreeWidgetItem* made = artifacts.empty() ? nullptr : addGroup(tr("Reports"));
            for (const ArtifactRecord& artifact : artifacts)
                addItem(made, Kind::Artifact, artifact.id, QStringLiteral("report"),
                        text(artifact.file.filename().string()),
                        detailOf(Kind::Artifact, artifact.id, artifactKindText(artifact.kind)),
                        text(artifact.file.string()));
            empty = models->childCount() + datasets->childCount() + runs->childCount() == 0;
        } catch (const Error& error) {
            Q_EMIT workbench().problem(QString::fromUtf8(error.what()));
        }
        tree_->expandAll();
        for (QTreeWidgetItemIterator it(tree_); *it != nullptr; ++it)
            if ((*it)->data(0, kIdRole) == id && (*it)->data(0, kKindRole) == kind && id.isValid())
                tree_->setCurrentItem(*it);
        if (tree_->currentItem() == nullptr)
            for (QTreeWidgetItemIterator it(tree_); *it != nullptr; ++it)
                if ((*it)->parent() != nullptr) {
                    tree_->setCurrentItem(*it);
                    break;
                }
    }
    if (empty) {
        showEmpty(tr("The project is empty.\nImport a TorchScript model (.pt with its .json card) "
                     "and image sets, or drop the files here."),
                  {actions_.import, actions_.example});
        return;
    }
    showBody();
    showCurrent();
}

void ProjectPage::chooseCurrent() {
    const QTreeWidgetItem* item = tree_->currentItem();
    if (item == nullptr) return;
    const qint64 id = item->data(0, kIdRole).toLongLong();
    const auto kind = static_cast<Kind>(item->data(0, kKindRole).toInt());
    if (kind == Kind::Model) workbench().chooseModel(id);
    if (kind == Kind::Dataset) workbench().chooseDataset(id);
    if (kind == Kind::Run && workbench().selection().run() != RunId(id))
        workbench().chooseRun(RunId(id));
    showCurrent();
}

void ProjectPage::showCurrent() {
    const QTreeWidgetItem* item = tree_->currentItem();
    if (item == nullptr) return;
    const auto kind = static_cast<Kind>(item->data(0, kKindRole).toInt());
    showNotice(kind, item->data(0, kIdRole).toLongLong());
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
            run_->showRun(RunId(item->data(0, kIdRole).toLongLong()));
            details_->setCurrentWidget(run_);
            break;
        case Kind::Artifact:
            for (const ArtifactRecord& artifact : workbench().store()->artifacts())
                if (artifact.id == item->data(0, kIdRole).toLongLong())
                    artifact_->showArtifact(artifact);
            details_->setCurrentWidget(artifact_);
            break;
    }
}

AssetState ProjectPage::stateOf(Kind kind, qint64 id) const {
    const auto& states = workbench().assetStates();
    if (!states) return AssetState::Present;
    const auto of = [id](const std::map<std::int64_t, AssetState>& known) {
        const auto at = known.find(id);
        return at == known.end() ? AssetState::Present : at->second;
    };
    if (kind == Kind::Model) return of(states->models);
    if (kind == Kind::Dataset) return of(states->datasets);
    return kind == Kind::Artifact ? of(states->artifacts) : AssetState::Present;
}

QString ProjectPage::detailOf(Kind kind, qint64 id, const QString& detail) const {
    const AssetState state = stateOf(kind, id);
    return state == AssetState::Present ? detail : tr(assetStateName(state));
}

void ProjectPage::showNotice(Kind kind, qint64 id) {
    const QTreeWidgetItem* item = tree_->currentItem();
    notice_->showState(stateOf(kind, id), item ? item->toolTip(0) : QString(),
                       kind != Kind::Artifact);
}

void ProjectPage::askLocate() {
    const QTreeWidgetItem* item = tree_->currentItem();
    if (item == nullptr) return;
    const bool isModel = item->data(0, kKindRole) == static_cast<int>(Kind::Model);
    const QString was = item->toolTip(0);
    const QString title = tr("Where is %1 now?").arg(QFileInfo(was).fileName());
    // An image set without an ending was a directory, most likely.
    const QString path =
        isModel || !QFileInfo(was).suffix().isEmpty()
            ? QFileDialog::getOpenFileName(
                  this, title, QFileInfo(was).path(),
                  isModel ? tr("TorchScript model (*.pt);;All files (*)") : tr("All files (*)"))
            : QFileDialog::getExistingDirectory(this, title, QFileInfo(was).path());
    if (!path.isEmpty())
        workbench().locate(isModel ? LocateJob::Kind::Model : LocateJob::Kind::Dataset,
                           item->data(0, kIdRole).toLongLong(), path.toStdString());
}

void ProjectPage::followModel() {
    const QTreeWidgetItem* current = tree_->currentItem();
    if (current == nullptr || current->data(0, kKindRole) != static_cast<int>(Kind::Model)) return;
    const QSignalBlocker quiet(tree_);
    for (QTreeWidgetItemIterator it(tree_); *it != nullptr; ++it)
        if ((*it)->data(0, kKindRole) == static_cast<int>(Kind::Model) &&
            (*it)->data(0, kIdRole).toLongLong() == workbench().selection().model())
            tree_->setCurrentItem(*it);
}

void ProjectPage::showMenu(const QPoint& position) {
    QMenu menu;
    menu.addAction(actions_.import);
    if (const QTreeWidgetItem* item = tree_->itemAt(position); item && item->parent()) {
        const auto kind = static_cast<Kind>(item->data(0, kKindRole).toInt());
        const qint64 id = item->data(0, kIdRole).toLongLong();
        menu.addSeparator();
        menu.addAction(tr("Remove %1 from the project").arg(item->text(0)), this, [=, this] {
            if (kind == Kind::Model) workbench().removeModel(id);
            if (kind == Kind::Dataset) workbench().removeDataset(id);
            if (kind == Kind::Run) workbench().removeRun(RunId(id));
            if (kind == Kind::Artifact) workbench().removeArtifact(id);
        });
    }
    menu.exec(tree_->viewport()->mapToGlobal(position));
}

}  // namespace lpstudio
