#pragma once

#include <QObject>
#include <QStringList>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/desktop/jobs/task.h"
#include "app/desktop/session/compare_list.h"
#include "app/project/runs/run_comparison.h"

namespace lpstudio {

class Session;

/// A column of page Compare with all that is known of it.
struct CompareColumn {
    ColumnSource source;
    QString title;   ///< "Candidate 17", "Uniform LP 4 bit"
    QString detail;  ///< where it comes from; the tooltip
    RunId run{};     ///< by which it is judged
    ColumnFormats formats;
    bool starred = false;
    ColumnScores scores;
    /// None until they have been measured.
    std::optional<ColumnFigures> figures;
};

/// The columns of page Compare: looks up what the compare list names, measures figures on a thread,
/// and keeps scores that the store has no place for (of the working candidate and of uniform
/// formats).
class CompareColumns final : public QObject {
    Q_OBJECT

public:
    explicit CompareColumns(Session& session, QObject* parent = nullptr);

    const std::vector<CompareColumn>& all() const { return columns_; }
    const CompareColumn& at(int item) const { return columns_.at(static_cast<std::size_t>(item)); }
    /// The working candidate's; -1: it is not compared.
    int working() const;
    /// Whose formats are compared; null until figures have been measured.
    const std::shared_ptr<const Network>& network() const { return network_; }
    QStringList layerNames() const;
    QString layerName(int layer) const;
    const std::shared_ptr<ComparisonTools>& tools() const { return tools_; }
    bool isMeasuring() const { return job_.isRunning(); }

    /// Looks up what the list names; what is not there any more is left out. Figures stay until
    /// they are known anew, for `hardware` (a preset's name or a file).
    void lookUp(const std::string& hardware);
    /// Measures figures that are not known, and estimates for this accelerator.
    void measure(const std::string& hardware);
    void addScores(RunId run, const ColumnFormats& formats, const ColumnScores& scores);

Q_SIGNALS:
    /// Figures are known; `news`: of a column that had none.
    void measured(bool news);
    /// There are no figures, or no estimates among them, and why.
    void failed(const QString& message);

private:
    struct Found {
        std::shared_ptr<const Network> network;
        std::vector<ColumnFigures> figures;  ///< in the order that was asked for
        QString problem;                     ///< why there are no estimates at all
    };
    std::vector<CompareColumn> listed() const;
    void take(const Found& found);
    void forget();

    Session& session_;
    std::vector<CompareColumn> columns_;
    std::map<std::string, ColumnScores> scores_;  ///< by run and formats
    std::vector<ColumnFormats> asked_;            ///< what the job is at work on
    std::string askedHardware_;
    std::shared_ptr<const Network> network_;
    std::shared_ptr<ComparisonTools> tools_ = std::make_shared<ComparisonTools>();
    Task<Found> job_;
};

/// The run by whose images, settings and accelerator columns that belong to no run are judged: the
/// working candidate's, else the first candidate's, else the one that is looked at.
std::optional<RunId> referenceRun(Session& session);
/// The accelerator of that run, a preset's name or a file; the default where none is known.
std::string referenceHardware(Session& session);

}  // namespace lpstudio
