#pragma once

#include <QWidget>
#include <map>
#include <optional>
#include <vector>

#include "app/jobs/search_job.h"
#include "app/windows/search/pin_table.h"
#include "app/windows/search/search_timing.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace lpstudio {

class EffortGroup;
struct FieldProblem;
class HowGroup;
class WhatGroup;
class Workbench;

/// The set-up of a search in three groups: what, how, effort; with an estimate of candidates and
/// time that follows every change. What is wrong stands under the field it concerns.
class SearchForm final : public QWidget {
    Q_OBJECT

public:
    explicit SearchForm(Workbench& workbench, QWidget* parent = nullptr);

    /// Throws UsageError naming what is wrong first; the field has the focus then.
    SearchRequest request();
    /// Throws UsageError likewise.
    SearchSettings settings() const;
    /// Shows settings; those that have no field are kept for settings().
    void setSettings(const SearchSettings& settings);
    /// Everything of a run, to be changed and searched anew: its datasets and pins, too. The model
    /// is the chosen one. Throws Error if the settings cannot be read.
    void setRun(const RunRecord& run);
    void setRequest(const SearchRequest& request);
    /// The paper's search; pins, datasets and seed stay.
    void setPaper();
    QString estimate() const;
    /// What is shown as wrong, in the order of the fields.
    QStringList problems() const;
    /// The estimate is on its way.
    bool isBusy() const { return timing_.isBusy(); }

    PinTable& pins() { return pins_; }
    WhatGroup* what() const { return what_; }
    HowGroup* how() const { return how_; }
    EffortGroup* effort() const { return effort_; }
    QComboBox* algorithmBox() const;
    QCheckBox* limitBitsBox() const;
    QSpinBox* populationBox() const;
    QSpinBox* generationsBox() const;
    QSpinBox* imagesBox() const;
    QSpinBox* maxCandidatesBox() const;
    QComboBox* evaluationBox() const;

Q_SIGNALS:
    /// The user wants to see the editor of pins.
    void pinsWanted();

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    SearchSettings read() const;
    std::vector<FieldProblem> findProblems() const;
    void refresh();
    /// Each model keeps its pins while the project is open.
    void changeModel();
    void showPins(qint64 model, const PinTable::Pins& pins);
    /// Makes an edit of the pins one that can be undone.
    void rememberEdit(const PinTable::Pins& before, const PinTable::Pins& after);

    Workbench& workbench_;
    PinTable pins_;
    SearchTiming timing_;
    WhatGroup* what_;
    HowGroup* how_;
    EffortGroup* effort_;
    QLabel *estimate_, *hidden_;
    SearchSettings base_;  ///< of what has no field
    qint64 model_ = 0;     ///< whose pins are shown
    std::map<qint64, PinTable::Pins> pinsOfModels_;
    bool filling_ = false;
};

}  // namespace lpstudio
