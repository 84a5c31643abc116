#pragma once

#include "app/windows/page.h"

class QStackedWidget;
class QTreeWidget;
class QTreeWidgetItem;

namespace lpstudio {

class DatasetPanel;
class ModelPanel;
class RunPanel;

/// What the project holds: a tree of models, data sets and runs, and the facts of the chosen one.
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

private:
    enum class Kind { Group, Model, Dataset, Run };

    void refresh();
    void chooseCurrent();
    void showCurrent();
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
};

}  // namespace lpstudio
