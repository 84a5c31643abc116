#pragma once

#include <QStringList>
#include <QWidget>
#include <initializer_list>
#include <vector>

class QAction;
class QStackedLayout;
class QUndoStack;

namespace lpstudio {

class DataTable;
class EmptyState;
class Job;
class Workbench;

/// A page of the main window: a body, or while there is nothing to show a sentence and the actions
/// that fill the page.
class Page : public QWidget {
    Q_OBJECT

public:
    /// `name`: key of the page and its icon, "pareto"; `title`: the word in the rail.
    Page(const QString& name, const QString& title, Workbench& workbench);

    const QString& name() const { return name_; }
    const QString& title() const { return title_; }
    /// What the page shows now, beside the title in the header.
    virtual QString subtitle() const { return {}; }
    /// The button at the right of the header; null: none.
    virtual QAction* mainAction() const { return nullptr; }
    /// The button left of it, there while its action is visible; null: none.
    virtual QAction* secondAction() const { return nullptr; }
    /// Whether the header offers the choice of model, of run.
    virtual bool choosesModel() const { return false; }
    virtual bool choosesRun() const { return false; }
    /// The table that Ctrl+F filters; null: none.
    virtual DataTable* table() const { return nullptr; }
    /// Where the page's edits are undone; null: with those of the project.
    virtual QUndoStack* undoStack() const { return nullptr; }
    /// Names of the views that the page has beside the one it opens with, for pictures.
    virtual QStringList views() const { return {}; }
    virtual void showView(const QString&) {}
    /// Work whose result the page will show is under way.
    virtual bool isBusy() const { return false; }
    /// Work of the page's own that takes long enough to stand in the status bar.
    virtual std::vector<Job*> jobs() { return {}; }

Q_SIGNALS:
    /// subtitle() has changed.
    void headerChanged();

protected:
    Workbench& workbench() const { return workbench_; }
    void setBody(QWidget* body);
    void showBody();
    void showEmpty(const QString& text, std::initializer_list<QAction*> actions = {});
    bool isEmpty() const;

private:
    QString name_, title_;
    Workbench& workbench_;
    QStackedLayout* layout_;
    EmptyState* empty_;
};

}  // namespace lpstudio
