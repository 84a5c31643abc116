#pragma once

#include <QTreeWidget>
#include <optional>

#include "app/project/import/assets.h"
#include "app/project/store/store.h"

namespace lpstudio {

struct AssetStates;

/// What a project holds, in groups: models, image sets, runs, reports and exports, each with its
/// state and size. F2 renames, Del removes, Enter opens what was made, Ctrl+C copies the path; all
/// of it is in the context menu too.
class ProjectTree final : public QTreeWidget {
    Q_OBJECT

public:
    enum class Kind { Group, Model, Dataset, Run, Artifact };
    struct Entry {
        Kind kind = Kind::Group;
        qint64 id = 0;
        bool operator==(const Entry&) const = default;
    };

    explicit ProjectTree(QWidget* parent = nullptr);

    /// Reads the store; the entry that was current stays so, else the first becomes it. Throws
    /// Error. `states` may be null: not known yet.
    void fill(const ProjectStore& store, const AssetStates* states);
    /// Nothing at all.
    bool isEmpty() const { return entries_ == 0; }
    /// Of the current item; a group if none is.
    Entry current() const;
    /// Makes the item current without a word.
    void setCurrent(const Entry& entry);
    /// The first of a kind becomes current; false if there is none.
    bool choose(Kind kind);
    /// The file or folder behind the current item; empty for a run.
    QString currentPath() const;
    AssetState currentState() const;
    /// Whether the current item's name is the user's to choose.
    bool canRename() const;

Q_SIGNALS:
    /// The user has given a name.
    void renamed(lpstudio::ProjectTree::Entry entry, const QString& name);
    void removeAsked(lpstudio::ProjectTree::Entry entry, const QString& name);
    void openAsked(lpstudio::ProjectTree::Entry entry);

protected:
    /// Puts text and colours of the states on anew.
    void changeEvent(QEvent* event) override;

private:
    QTreeWidgetItem* addGroup(const QString& title);
    QTreeWidgetItem* addItem(QTreeWidgetItem* group, const Entry& entry, const QString& icon,
                             const QString& name, const QString& path);
    void setDetail(QTreeWidgetItem* item, const QString& detail, AssetState state);
    void makeActions();
    void refreshActions();
    void showInFolder() const;

    QAction *rename_, *remove_, *open_, *reveal_, *copy_;
    int entries_ = 0;
};

/// "Report", "Configuration".
QString artifactKindText(const std::string& kind);

}  // namespace lpstudio
