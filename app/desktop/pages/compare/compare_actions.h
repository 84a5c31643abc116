#pragma once

#include <QDialog>
#include <QObject>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
    CompareActions(Session& session, Loading& loading, CompareColumns& columns, QWidget* parent);

    /// Puts the chosen candidate beside uniform widths.
    void compareWithBaselines();
    void beginWorking(RunId run, CandidateId candidate);
    void beginUniform(int width);
    /// Top-1 of columns, and the score where it is not known.
    void measure(const std::vector<int>& items);
    /// Of all columns whose top-1 is not known.
    void measureMissing();
    void setGene(int layer, const LpParameters& parameters);
    /// A layer of the working candidate to what the user has typed: `lp:4,1,3,0.5`, `lp:4`, `4`.
    bool editLayer(int layer, const QString& text);
    void resetWorking();
    /// Scores the working candidate and keeps it in the project.
    void save(const QString& name);
    void askSave();
    void setPin(const ColumnSource& source, bool on);
    void askNumber();
    void askName(const ColumnSource& source);

    std::vector<Job*> jobs() { return {&measuring_, &saving_, &fitting_}; }
    bool isBusy() const { return fitting_.isRunning() || saving_.isRunning(); }

Q_SIGNALS:
    /// The columns know more.
    void columnMeasured();
    /// A layer was changed, or what was asked for was refused.
    void geneSet();

private:
    /// Of a column, by what it is measured.
    struct Request {
        std::shared_ptr<RunContext> run;  ///< whose images and score function are used
        ColumnFormats formats;
        std::optional<CandidateId> stored;  ///< a candidate of that run, which gets the result
        std::string title;
    };
    void takeScores(RunId run, const ColumnFormats& formats, const ColumnScores& scores);
    void takeSaved(RunId run, CandidateId id);
    /// Throws Error if there is no room for it.
    void showWorking();

    Session& session_;
    Loading& loading_;
    CompareColumns& columns_;
    QWidget* window_;
    Job measuring_, fitting_;
    Task<std::pair<RunId, CandidateId>> saving_;
};

}  // namespace lpstudio
