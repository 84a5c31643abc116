#pragma once

#include <QWidget>

#include "core/base/ids.h"
#include "core/network/quantization.h"

class QPushButton;
class QTabWidget;

namespace lpstudio {

class DataTable;
class FactsPanel;
class GeneTable;
class LayerBarsView;
class LimitsPanel;
class AccuracyJob;
class FormatsJob;
class Session;

/// The chosen candidate of the Pareto page: its facts, what can be done with it, its widths and
/// layers; behind a second tab the limits.
class CandidateDetails final : public QWidget {
    Q_OBJECT

public:
    CandidateDetails(Session& session, FormatsJob& formats, AccuracyJob& accuracy,
                     QWidget* parent = nullptr);

    DataTable* layers() const { return table_; }
    LimitsPanel* limits() const { return limits_; }
    QPushButton* measureButton() const { return measure_; }
    QPushButton* measureFrontButton() const { return measureFront_; }
    QPushButton* compareButton() const { return compare_; }
    /// How many limits there are, in the tab's title.
    void setLimitCount(std::size_t count);
    void showLimits(bool limits);
    /// What the buttons would measure and compare: rows selected in the table, candidates of the
    /// front without a top-1.
    void setCounts(std::size_t selected, std::size_t front);
    /// Fits the activations of the chosen candidate, if it is looked at.
    void requestFormats();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void showCandidate();
    void showButtons();
    void takeFormats(RunId run, CandidateId candidate, const Assignment& formats);

    Session& session_;
    FormatsJob& formatsJob_;
    AccuracyJob& accuracyJob_;
    FactsPanel* facts_;
    QPushButton *measure_, *measureFront_, *compare_;
    LayerBarsView* bits_;
    GeneTable* genes_;
    DataTable* table_;
    LimitsPanel* limits_;
    QTabWidget* tabs_;
    std::size_t selected_ = 0, front_ = 0;
};

}  // namespace lpstudio
