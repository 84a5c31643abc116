#pragma once

#include <QObject>
#include <QString>
#include <QUndoGroup>
#include <QUndoStack>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "app/desktop/session/compare_list.h"
#include "app/desktop/session/project_edits.h"
#include "app/desktop/session/selection.h"
#include "app/desktop/session/working_candidate.h"

namespace lpstudio {

/// What the user is told, one line each. Whatever meets an error or has done something says it
/// here; the window shows it.
class Messages final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Runs `work`. What it throws becomes problem(), and the answer is false.
    template <class Work>
    bool attempt(Work&& work) {
        try {
            work();
            return true;
        } catch (const std::exception& error) {
            Q_EMIT problem(QString::fromUtf8(error.what()));
            return false;
        }
    }

    /// Tells of a problem until solve() is called for the same work.
    void tellProblem(const QString& message, const QObject* work) {
        told_[work] = message;
        Q_EMIT problem(message);
    }
    /// The work has succeeded now: what it told before holds no more.
    void solve(const QObject* work) {
        const auto told = told_.find(work);
        if (told == told_.end()) return;
        const QString message = told->second;
        told_.erase(told);
        Q_EMIT solved(message);
    }

Q_SIGNALS:
    /// Something went wrong; the line says what to do.
    void problem(const QString& message);
    /// What was told as a problem is none any more.
    void solved(const QString& message);
    /// Something was done.
    void noted(const QString& message);

private:
    std::map<const QObject*, QString> told_;  ///< the last of each work
};

/// The open project and what the user has before him of it: what is chosen, edited, compared, and
/// the steps that can be undone. Only state: Jobs loads and computes, pages show.
class Session final : public QObject {
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr);

    /// Null if no project is open.
    const std::shared_ptr<ProjectStore>& store() const { return store_; }
    const std::shared_ptr<AssetCache>& assets() const { return assets_; }
    QString projectName() const;
    /// Takes another project; all that belonged to the one before is forgotten.
    void setProject(std::shared_ptr<ProjectStore> store);

    Messages& messages() { return messages_; }
    Selection& selection() { return selection_; }
    WorkingCandidate& working() { return working_; }
    CompareList& compareList() { return compareList_; }
    /// Names, notes, pins, removals: what is written to the store, as steps.
    ProjectEdits& edits() { return edits_; }
    /// Edits of the project's content: of layers, names, notes, pins. Empty for another project.
    QUndoStack& undoStack() { return undoStack_; }
    /// That stack and those of pages with edits of their own; the active one is what Edit > Undo
    /// acts on.
    QUndoGroup& undoGroup() { return undoGroup_; }

    /// For work on a run's candidates. Throws Error.
    std::shared_ptr<RunContext> contextOf(RunId run);
    /// Takes the place of the one that is known of its run.
    void keepContext(std::shared_ptr<RunContext> context);
    /// They hold paths of files, which have changed.
    void forgetContexts() { contexts_.clear(); }

    /// The run whose candidates are being made now.
    std::optional<RunId> runningRun() const { return runningRun_; }
    void setRunningRun(std::optional<RunId> run) { runningRun_ = run; }

    /// Whether ensureWorking() would succeed.
    bool hasEditable() const;
    /// Makes sure that there is a working candidate for the model that is looked at: if need be a
    /// copy of the chosen candidate. Otherwise false, and a message says what to do.
    bool ensureWorking();
    /// Gives a layer of the working candidate these parameters, beginning one if need be; false if
    /// it cannot be, and a message says why.
    bool useForLayer(int layer, const LpParameters& parameters);
    /// Puts a candidate beside what is compared already; what is of another model goes. A message
    /// says so if there is no room.
    void addToCompare(RunId run, CandidateId candidate);
    void removeFromCompare(RunId run, CandidateId candidate);

Q_SIGNALS:
    void projectChanged();
    /// Models, datasets or runs were added, removed or changed state.
    void contentChanged();
    /// A candidate's name, notes or pin.
    void candidateNoteChanged(lpstudio::RunId run, lpstudio::CandidateId candidate);

private:
    void followWorking();
    /// 0 if nothing that is compared says so.
    qint64 comparedModel() const;
    /// Only columns of one model stand beside each other: others go.
    void keepToModel(qint64 model);

    Messages messages_;
    std::shared_ptr<ProjectStore> store_;
    std::shared_ptr<AssetCache> assets_;
    Selection selection_;
    QUndoGroup undoGroup_;
    QUndoStack undoStack_;
    WorkingCandidate working_{undoStack_};
    CompareList compareList_;
    ProjectEdits edits_{*this};
    std::optional<RunId> workingRun_;  ///< of the working candidate that was put beside the rest
    std::vector<std::shared_ptr<RunContext>> contexts_;  ///< newest last, a few
    std::optional<RunId> runningRun_;
};

}  // namespace lpstudio
