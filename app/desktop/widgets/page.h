#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <vector>

class QAbstractButton;
class QAction;
class QHBoxLayout;
class QLabel;
class QStackedLayout;
class QUndoStack;

namespace lpstudio {

/// The pages of the window, in the order of the rail and of the keys Ctrl+1 to Ctrl+8.
enum class PageId { Project, Distributions, Formats, Search, Pareto, Hardware, Compare, Report };

inline constexpr std::array kPageIds{PageId::Project, PageId::Distributions, PageId::Formats,
                                     PageId::Search,  PageId::Pareto,        PageId::Hardware,
                                     PageId::Compare, PageId::Report};

/// 1 to 8: the digit of the page's key, and of its picture's file.
constexpr int pageNumber(PageId id) {
    return static_cast<int>(id) + 1;
}

/// The page's key in stored layouts, files and the help; the name of its icon.
inline QString pageName(PageId id) {
    constexpr std::array<const char*, kPageIds.size()> names{
        "project", "distributions", "formats", "search", "pareto", "hardware", "compare", "report"};
    return QString::fromLatin1(names.at(static_cast<std::size_t>(id)));
}

class DataTable;
class EmptyState;
class Job;
class Jobs;
class Session;

/// A page of the main window: a body, or while there is nothing to show a sentence and the actions
/// that fill the page.
class Page : public QWidget {
    Q_OBJECT

public:
    /// `title`: the word in the rail.
    Page(PageId id, const QString& title, Session& session, Jobs& jobs);

    PageId id() const { return id_; }
    /// Key of the page, its icon and its help: "pareto".
    QString name() const { return pageName(id_); }
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
    /// Whether it has something to show while no project is open.
    virtual bool worksWithoutProject() const { return false; }
    /// Work of the page's own that takes long enough to stand in the status bar.
    virtual std::vector<Job*> ownJobs() { return {}; }

Q_SIGNALS:
    /// subtitle() has changed.
    void headerChanged();

protected:
    void setBody(QWidget* body);
    void showBody();
    void showEmpty(const QString& text, std::initializer_list<QAction*> actions = {});
    bool isEmpty() const;

    Session& session_;
    Jobs& jobs_;

private:
    PageId id_;
    QString title_;
    QStackedLayout* layout_;
    EmptyState* empty_;
};

/// What stands on a page with nothing to show: an icon, a sentence that says what belongs there,
/// and the actions that bring it.
class EmptyState final : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(const QString& icon, QWidget* parent = nullptr);
    void show(const QString& text, std::initializer_list<QAction*> actions);

private:
    QLabel* text_;
    QHBoxLayout* buttons_;
};

/// Makes a button do what an action does: it triggers it, and is enabled while the action is. Its
/// text, tooltip and visibility are its own.
void bindButton(QAbstractButton& button, QAction& action);

}  // namespace lpstudio
