#include "app/desktop/pages/project/project_tree.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QUrl>

#include "app/desktop/jobs/project_jobs.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/icons.h"
#include "app/desktop/widgets/theme.h"

namespace lpstudio {
namespace {

using Kind = ProjectTree::Kind;

constexpr int kKindRole = Qt::UserRole, kIdRole = Qt::UserRole + 1, kStateRole = Qt::UserRole + 2,
              kPathRole = Qt::UserRole + 3, kNameRole = Qt::UserRole + 4;

QString text(const std::string& string) {
    return QString::fromStdString(string);
}

/// Empty if the file is not there, or a folder.
QString sizeText(const std::filesystem::path& path) {
    const QFileInfo info(text(path.string()));
    return info.isFile() ? bytesText(static_cast<double>(info.size())) : QString();
}

AssetState stateIn(const AssetStates* states,
                   std::map<std::int64_t, AssetState> AssetStates::*which, std::int64_t id) {
    if (states == nullptr) return AssetState::Present;
    const auto at = (states->*which).find(id);
    return at == (states->*which).end() ? AssetState::Present : at->second;
}

ProjectTree::Entry entryOf(const QTreeWidgetItem* item) {
    if (item == nullptr) return {};
    return {static_cast<Kind>(item->data(0, kKindRole).toInt()),
            item->data(0, kIdRole).toLongLong()};
}

}  // namespace

QString artifactKindText(const std::string& kind) {
    if (kind == "report") return ProjectTree::tr("Report");
    if (kind == "config") return ProjectTree::tr("Configuration");
    return text(kind);
}

ProjectTree::ProjectTree(QWidget* parent) : QTreeWidget(parent) {
    setColumnCount(2);
    setHeaderHidden(true);
    setAccessibleName(tr("Contents of the project"));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    setIndentation(16);
    setFrameShape(QFrame::NoFrame);
    setTextElideMode(Qt::ElideMiddle);
    setMinimumWidth(240);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    // The name only: F2 is an action, and a click must not begin to edit what was to be chosen.
    setEditTriggers(NoEditTriggers);
    makeActions();
    connect(this, &QTreeWidget::currentItemChanged, this, &ProjectTree::refreshActions);
    connect(this, &QTreeWidget::itemActivated, this, [this] {
        if (open_->isEnabled()) open_->trigger();
    });
    connect(this, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item, int column) {
        if (column != 0) return;
        const QString before = item->data(0, kNameRole).toString();
        const QString name = item->text(0).trimmed();
        if (name == before) return;
        // The store has the last word: it may refuse, and what it has is shown then.
        const QSignalBlocker quiet(this);
        item->setText(0, before);
        if (!name.isEmpty())
            QMetaObject::invokeMethod(
                this, [this, entry = entryOf(item), name] { Q_EMIT renamed(entry, name); },
                Qt::QueuedConnection);
    });
}

void ProjectTree::makeActions() {
    const auto make = [this](const QString& title, const QKeySequence& keys) {
        auto* action = new QAction(title, this);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        return action;
    };
    rename_ = make(tr("Rename"), Qt::Key_F2);
    open_ = make(tr("Open"), {});
    reveal_ = make(tr("Show in folder"), {});
    copy_ = make(tr("Copy path"), QKeySequence::Copy);
    remove_ = make(tr("Remove from the project"), QKeySequence::Delete);
    copy_->setObjectName(QStringLiteral("copyPath"));
    remove_->setObjectName(QStringLiteral("removeEntry"));
    auto* line = new QAction(this);
    line->setSeparator(true);
    addActions({open_, reveal_, copy_, rename_, line, remove_});
    connect(rename_, &QAction::triggered, this, [this] { editItem(currentItem(), 0); });
    connect(open_, &QAction::triggered, this, [this] { Q_EMIT openAsked(current()); });
    connect(reveal_, &QAction::triggered, this, &ProjectTree::showInFolder);
    connect(copy_, &QAction::triggered, this,
            [this] { QApplication::clipboard()->setText(currentPath()); });
    connect(remove_, &QAction::triggered, this,
            [this] { Q_EMIT removeAsked(current(), currentItem()->text(0)); });
    refreshActions();
}

void ProjectTree::refreshActions() {
    const Entry entry = current();
    const bool hasPath = !currentPath().isEmpty();
    rename_->setEnabled(canRename());
    remove_->setEnabled(entry.kind != Kind::Group);
    open_->setEnabled(entry.kind == Kind::Artifact && currentState() != AssetState::Missing);
    reveal_->setEnabled(hasPath);
    copy_->setEnabled(hasPath);
}

bool ProjectTree::canRename() const {
    const Kind kind = current().kind;
    return kind == Kind::Model || kind == Kind::Dataset || kind == Kind::Run;
}

void ProjectTree::showInFolder() const {
    const QFileInfo info(currentPath());
    QDesktopServices::openUrl(QUrl::fromLocalFile(info.absolutePath()));
}

QTreeWidgetItem* ProjectTree::addGroup(const QString& title) {
    auto* group = new QTreeWidgetItem(this, {title});
    group->setData(0, kKindRole, static_cast<int>(Kind::Group));
    group->setFlags(Qt::ItemIsEnabled);
    QFont bold = font();
    bold.setBold(true);
    group->setFont(0, bold);
    return group;
}

QTreeWidgetItem* ProjectTree::addItem(QTreeWidgetItem* group, const Entry& entry,
                                      const QString& icon, const QString& name,
                                      const QString& path) {
    auto* item = new QTreeWidgetItem(group, {name});
    item->setIcon(0, themedIcon(icon));
    item->setData(0, kKindRole, static_cast<int>(entry.kind));
    item->setData(0, kIdRole, entry.id);
    item->setData(0, kPathRole, path);
    item->setData(0, kNameRole, name);
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setToolTip(0, path.isEmpty() ? name : path);
    if (entry.kind != Kind::Artifact) item->setFlags(item->flags() | Qt::ItemIsEditable);
    ++entries_;
    return item;
}

void ProjectTree::setDetail(QTreeWidgetItem* item, const QString& detail, AssetState state) {
    item->setData(0, kStateRole, static_cast<int>(state));
    item->setText(1, state == AssetState::Present ? detail : tr(assetStateName(state)));
    const ChartTheme& theme = Theme::instance().charts();
    item->setForeground(1, state == AssetState::Present ? theme.secondary
                           : theme.dark                 ? QColor(0xFF, 0x9C, 0x7A)
                                                        : QColor(0xB2, 0x3A, 0x00));
}

void ProjectTree::fill(const ProjectStore& store, const AssetStates* states) {
    const Entry before = current();
    const QSignalBlocker quiet(this);
    clear();
    entries_ = 0;
    QTreeWidgetItem* models = addGroup(tr("Models"));
    for (const ModelRecord& model : store.models())
        setDetail(addItem(models, {Kind::Model, model.id}, QStringLiteral("model"),
                          text(model.name), text(model.file.string())),
                  sizeText(model.file), stateIn(states, &AssetStates::models, model.id));
    QTreeWidgetItem* datasets = addGroup(tr("Image sets"));
    for (const DatasetRecord& dataset : store.datasets())
        setDetail(addItem(datasets, {Kind::Dataset, dataset.id}, QStringLiteral("dataset"),
                          text(dataset.name), text(dataset.path.string())),
                  tr("%1 images").arg(countText(dataset.images)),
                  stateIn(states, &AssetStates::datasets, dataset.id));
    QTreeWidgetItem* runs = addGroup(tr("Runs"));
    for (const RunRecord& run : store.runs()) {
        QTreeWidgetItem* item =
            addItem(runs, {Kind::Run, run.id.value}, QStringLiteral("run"), text(run.name), {});
        item->setToolTip(0, (run.candidates == 1 ? tr("%1: %2 candidate, started %3")
                                                 : tr("%1: %2 candidates, started %3"))
                                .arg(text(run.name))
                                .arg(run.candidates)
                                .arg(text(run.startedAt)));
        setDetail(item,
                  tr("%1, %2").arg(countText(run.candidates), run.kind == RunKind::Manual
                                                                  ? tr("manual")
                                                                  : tr(runStateName(run.state))),
                  AssetState::Present);
    }
    const auto artifacts = store.artifacts();
    QTreeWidgetItem* made = artifacts.empty() ? nullptr : addGroup(tr("Reports and exports"));
    for (const ArtifactRecord& artifact : artifacts) {
        const QString size = sizeText(artifact.file);
        const QString kind = artifactKindText(artifact.kind);
        setDetail(addItem(made, {Kind::Artifact, artifact.id}, QStringLiteral("report"),
                          text(artifact.file.filename().string()), text(artifact.file.string())),
                  size.isEmpty() ? kind : tr("%1, %2").arg(kind, size),
                  stateIn(states, &AssetStates::artifacts, artifact.id));
    }
    expandAll();
    setCurrent(before);
    for (int group = 0; currentItem() == nullptr && group < topLevelItemCount(); ++group)
        if (topLevelItem(group)->childCount() > 0) setCurrentItem(topLevelItem(group)->child(0));
    refreshActions();
}

ProjectTree::Entry ProjectTree::current() const {
    return entryOf(currentItem());
}

void ProjectTree::setCurrent(const Entry& entry) {
    if (entry.kind == Kind::Group) return;
    const QSignalBlocker quiet(this);
    for (QTreeWidgetItemIterator it(this); *it != nullptr; ++it)
        if (entryOf(*it) == entry) setCurrentItem(*it);
    refreshActions();
}

bool ProjectTree::choose(Kind kind) {
    for (QTreeWidgetItemIterator it(this); *it != nullptr; ++it)
        if (entryOf(*it).kind == kind) {
            setCurrentItem(*it);
            return true;
        }
    return false;
}

QString ProjectTree::currentPath() const {
    return currentItem() != nullptr ? currentItem()->data(0, kPathRole).toString() : QString();
}

AssetState ProjectTree::currentState() const {
    return currentItem() != nullptr
               ? static_cast<AssetState>(currentItem()->data(0, kStateRole).toInt())
               : AssetState::Present;
}

void ProjectTree::changeEvent(QEvent* event) {
    QTreeWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    const QSignalBlocker quiet(this);
    for (QTreeWidgetItemIterator it(this); *it != nullptr; ++it)
        if (entryOf(*it).kind != Kind::Group)
            setDetail(*it, (*it)->text(1),
                      static_cast<AssetState>((*it)->data(0, kStateRole).toInt()));
}

}  // namespace lpstudio
