#pragma once

#include <QWidget>
#include <map>
#include <optional>
#include <vector>

#include "app/desktop/jobs/search_job.h"
#include "app/desktop/pages/search/lock_table.h"
#include "app/desktop/pages/search/search_timing.h"

class QComboBox;
class QLabel;

namespace lpstudio {

class BudgetGroup;
struct FieldProblem;
class AlgorithmGroup;
class DataGroup;
class Jobs;
class Session;

/// The set-up of a search in three groups: what, how, effort; with an estimate of candidates and
/// time that follows every change. What is wrong stands under the field it concerns.
class SearchForm final : public QWidget {
    Q_OBJECT

public:
    explicit SearchForm(Session& session, Jobs& jobs, QWidget* parent = nullptr);

    /// Throws UsageError naming what is wrong first; the field has the focus then.
    SearchRequest request();
    /// Throws UsageError likewise.
    SearchSettings settings() const;
    /// Shows settings; those that have no field are kept for settings().
    void setSettings(const SearchSettings& settings);
    /// Everything of a run, to be changed and searched anew: its datasets and locks, too. The model
    /// is the chosen one. Throws Error if the settings cannot be read.
    void setRun(const RunRecord& run);
    void setRequest(const SearchRequest& request);
    /// The paper's search; locks, datasets and seed stay.
    void setPaper();
    QString estimate() const;
    /// What is shown as wrong, in the order of the fields.
    QStringList problems() const;
    /// The estimate is on its way.
    bool isBusy() const { return timing_.isBusy(); }

    LockTable& locks() { return locks_; }
    QComboBox* algorithmBox() const;

Q_SIGNALS:
    /// A field, or what the form knows of the project.
    void changed();
    /// The user wants to see the editor of locked layers.
    void locksWanted();

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    SearchSettings read() const;
    std::vector<FieldProblem> findProblems() const;
    void refresh();
    /// Each model keeps its locks while the project is open.
    void changeModel();
    void showLocks(qint64 model, const LockTable::Locks& locks);
    /// Makes an edit of the locks one that can be undone.
    void rememberEdit(const LockTable::Locks& before, const LockTable::Locks& after);

    Session& session_;
    LockTable locks_;
    SearchTiming timing_;
    DataGroup* what_;
    AlgorithmGroup* how_;
    BudgetGroup* effort_;
    QLabel *estimate_, *hidden_;
    SearchSettings base_;  ///< of what has no field
    qint64 model_ = 0;     ///< whose locks are shown
    std::map<qint64, LockTable::Locks> locksOfModels_;
    bool filling_ = false;
};

}  // namespace lpstudio
