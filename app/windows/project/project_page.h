#pragma once

#include "app/project/assets.h"
#include "app/windows/frame/page.h"

class QStackedWidget;
class QTreeWidget;
class QTreeWidgetItem;

namespace lpstudio {

class ArtifactPanel;
class AssetNotice;
class DatasetPanel;
class ModelPanel;
class RunPanel;

/// What the project holds: a tree of models, data sets, runs and the files made from them, and the
/// facts of the chosen one.
class ProjectPage final : public Page {
    Q_OBJECT

public:
    /// Actions for the empty page.
    struct Actions {
        QAction *example, *newProject, *import;
    };
    ProjectPage(Workbench& workbench, const Actions& actions);

    QString subtitle() const override;
    QAction* mainAction() const override { return actions_.import; }
    DataTable* table() const override;
    bool isBusy() const override;
    QStringList views() const override;
    void showView(const QString& view) override;

    QTreeWidget* tree() const { return tree_; }
    AssetNotice* notice() const { return notice_; }

private:
    enum class Kind { Group, Model, Dataset, Run, Artifact };

    void refresh();
    void chooseCurrent();
    void showCurrent();
    /// Of the chosen model, image set or file.
    void showNotice(Kind kind, qint64 id);
    void askLocate();
    AssetState stateOf(Kind kind, qint64 id) const;
    /// What stands beside a name in the tree: the state if not all is well.
    QString detailOf(Kind kind, qint64 id, const QString& detail) const;
    /// Follows a choice made on another page.
    void followModel();
    void showMenu(const QPoint& position);
    QTreeWidgetItem* addGroup(const QString& title);
    void addItem(QTreeWidgetItem* group, Kind kind, qint64 id, const QString& icon,
                 const QString& text, const QString& detail, const QString& tip);

    Actions actions_;
    QTreeWidget* tree_;
    QStackedWidget* details_;
    ModelPanel* model_;
    DatasetPanel* dataset_;
    RunPanel* run_;
    ArtifactPanel* artifact_;
    AssetNotice* notice_;
};

}  // namespace lpstudio
