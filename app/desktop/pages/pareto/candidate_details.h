#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "app/desktop/widgets/table_model_base.h"
#include "core/base/ids.h"
#include "core/network/network.h"
#include "core/network/quantization.h"
#include "core/search/candidate.h"

class QPushButton;
class QTabWidget;

namespace lpstudio {

/// The layers of a candidate: <n, es, rs, sf> of the weights, and the format of the activations
/// once it is known.
class GeneTable final : public TableModelBase {
    Q_OBJECT

public:
    using TableModelBase::TableModelBase;

    struct Contents {
        std::shared_ptr<const Network> network;
        Candidate candidate;
        /// Width of the activations of each layer by the rule of the search.
        std::vector<int> activationBits;
        /// Full spec of the activations of each layer; empty until fitted.
        std::vector<std::string> activations;
    };
    void setContents(Contents contents);
    void clear() { setContents({}); }

    enum Column { Name, N, Es, Rs, Sf, Activations, Parameters, Bytes };

protected:
    int rows() const override;
    const std::vector<ItemColumn>& columns() const override;
    ItemCell cell(int row, int column) const override;

private:
    Contents contents_;
};

class DataTable;
class FactsPanel;
class GeneTable;
class Jobs;
class LayerBarsView;
class LimitsPanel;
class Session;

/// The chosen candidate of the Pareto page: its facts, what can be done with it, its widths and
/// layers; behind a second tab the limits.
class CandidateDetails final : public QWidget {
    Q_OBJECT

public:
    CandidateDetails(Session& session, Jobs& jobs, QWidget* parent = nullptr);

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
    Jobs& jobs_;
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
