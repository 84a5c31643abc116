#pragma once

#include <QDialog>
#include <QObject>
#include <memory>
#include <utility>
#include <vector>

#include "app/desktop/jobs/comparison_jobs.h"
#include "app/desktop/pages/compare/compare_columns.h"

class QLineEdit;
class QPlainTextEdit;
class QWidget;

namespace lpstudio {

/// A name and notes for something of the project.
class NoteDialog final : public QDialog {
    Q_OBJECT

public:
    NoteDialog(const QString& subject, const QString& name, const QString& notes,
               QWidget* parent = nullptr);

    QString name() const;
    QString notes() const;
    QLineEdit* nameEdit() const { return name_; }
    QPlainTextEdit* notesEdit() const { return notes_; }

private:
    QLineEdit* name_;
    QPlainTextEdit* notes_;
};

class Loading;

/// What the user does on page Compare with columns and with the working candidate: begins, edits
/// and saves it, measures columns, names and pins candidates. What is refused becomes a message.
class CompareActions final : public QObject {
    Q_OBJECT

public:
    /// `parent`: of the dialogs.
    CompareActions(Session& session, Loading& loading, QWidget* parent);

    /// Puts the chosen candidate beside uniform widths.
    void compareWithBaselines();
    void beginWorking(RunId run, CandidateId candidate);
    void beginUniform(int width);
    /// Top-1, and the score where it is not known.
    void measure(const std::vector<CompareColumn>& columns);
    void setGene(int layer, const LpParameters& parameters);
    /// A layer of the working candidate to what the user has typed: `lp:4,1,3,0.5`, `lp:4`, `4`.
    bool editLayer(int layer, const QString& text);
    void resetWorking();
    /// Scores the working candidate and keeps it in the project; `top1Percent` of it if known.
    void save(const QString& name, double top1Percent);
    void setPin(const CompareItem& item, bool on);
    void askNumber();
    void askName(const CompareItem& item);

    /// Results of measurements that the store has no place for.
    const MeasuredColumns& measured() const { return measured_; }
    const std::shared_ptr<ComparisonTools>& tools() const { return tools_; }
    /// That is compared, whose layers name the steps of editing; may be null.
    void setNetwork(std::shared_ptr<const Network> network) { network_ = std::move(network); }
    QString layerName(int layer) const;
    std::vector<Job*> jobs() { return {&measuring_, &saving_, &fitting_}; }
    bool isBusy() const { return fitting_.isRunning() || saving_.isRunning(); }
    /// The project is another.
    void forget();

Q_SIGNALS:
    /// measured() has more.
    void columnMeasured();
    /// A layer was changed, or what was asked for was refused.
    void geneSet();

private:
    void followJobs();
    /// Throws Error if there is no room for it.
    void showWorking();

    Session& session_;
    Loading& loading_;
    QWidget* window_;
    std::shared_ptr<ComparisonTools> tools_ = std::make_shared<ComparisonTools>();
    std::shared_ptr<const Network> network_;
    MeasuredColumns measured_;
    std::vector<std::pair<RunId, WantedColumn>> measuringWhat_;
    MeasureColumnsJob measuring_;
    SaveCandidateJob saving_;
    FitGenesJob fitting_;
};

}  // namespace lpstudio
