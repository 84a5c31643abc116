#pragma once

#include "app/desktop/pages/project/project_tree.h"
#include "app/desktop/widgets/page.h"

class QStackedWidget;

namespace lpstudio {

class ArtifactPanel;
class AssetNotice;
class DatasetPanel;
class ModelPanel;
class NotesEdit;
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
    ProjectPage(Session& session, Jobs& jobs, const Actions& actions);

    QString subtitle() const override;
    QAction* mainAction() const override { return actions_.import; }
    /// Asks for a folder of images.
    QAction* secondAction() const override { return importFolder_; }
    DataTable* table() const override;
    bool isBusy() const override;
    QStringList views() const override;
    void showView(const QString& view) override;
    std::vector<Job*> ownJobs() override;

private:
    void refresh();
    void chooseCurrent();
    void showCurrent();
    void askFolder();
    void askLocate();
    void openFile();
    void remove(const ProjectTree::Entry& entry, const QString& name);
    void askRemoveRun(qint64 run, const QString& name);
    void rename(const ProjectTree::Entry& entry, const QString& name);
    void showNotes();
    /// Follows a choice made on another page.
    void followModel();

    Actions actions_;
    QAction* importFolder_;
    ProjectTree* tree_;
    QStackedWidget* details_;
    ModelPanel* model_;
    DatasetPanel* dataset_;
    RunPanel* run_;
    ArtifactPanel* artifact_;
    AssetNotice* notice_;
    NotesEdit* notes_;
    ProjectTree::Entry notesOf_;  ///< what the notes belong to
};

}  // namespace lpstudio
