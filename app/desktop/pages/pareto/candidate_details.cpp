#include "app/desktop/pages/pareto/candidate_details.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/pareto/limits_panel.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/session/desktop_session.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/facts_panel.h"
#include "app/desktop/widgets/layer_table.h"
#include "core/number/format.h"
#include "core/search/search_space.h"

namespace lpstudio {
namespace {

/// `lp:8,2,3,0.51234` with sf shortened for the screen.
QString shortSpec(const std::string& spec) {
    QString full = QString::fromStdString(spec);
    const qsizetype comma = full.lastIndexOf(u',');
    bool isNumber = false;
    const double sf = full.mid(comma + 1).toDouble(&isNumber);
    if (comma < 0 || !isNumber || !full.startsWith(QStringLiteral("lp:"))) return full;
    return full.left(comma + 1) + QString::number(sf, 'f', 2);
}

}  // namespace

void GeneTable::setContents(Contents contents) {
    beginResetModel();
    contents_ = std::move(contents);
    endResetModel();
}

int GeneTable::rows() const {
    if (!contents_.network) return 0;
    return static_cast<int>(
        std::min(contents_.candidate.genes.size(), contents_.network->layers().size()));
}

const std::vector<ItemColumn>& GeneTable::columns() const {
    static const std::vector<ItemColumn> list{
        {tr("Layer"), tr("Name of the module in the model"), false, QStringLiteral("name")},
        {tr("n"), tr("Word length of the weights in bits"), true, QStringLiteral("n")},
        {tr("es"), tr("Exponent field of the weights in bits"), true, QStringLiteral("es")},
        {tr("rs"), tr("Cap on the regime's run length"), true, QStringLiteral("rs")},
        {tr("sf"), tr("Scale factor: every value is divided by 2^sf"), true, QStringLiteral("sf")},
        {tr("Activations"), tr("Format of the layer's input, fitted on the calibration images"),
         false, QStringLiteral("activations")},
        {tr("Parameters"), tr("Number of weight elements"), true, QStringLiteral("parameters")},
        {tr("Size"), tr("Stored weights"), true, QStringLiteral("weight_bytes")}};
    return list;
}

ItemCell GeneTable::cell(int row, int column) const {
    const auto at = static_cast<std::size_t>(row);
    const Layer& layer = contents_.network->layers()[at];
    const LpParameters& gene = contents_.candidate.genes[at];
    switch (column) {
        case Name:
            return ItemCell::ofText(QString::fromStdString(layer.name));
        case N: {
            ItemCell cell = ItemCell::ofCount(gene.n);
            cell.share = gene.n / 8.0;
            return cell;
        }
        case Es:
            return ItemCell::ofCount(gene.es);
        case Rs:
            return ItemCell::ofCount(gene.rs);
        case Sf:
            return ItemCell::shownAs(fixedText(gene.sf, 3), gene.sf);
        case Activations: {
            if (at < contents_.activations.size() && !contents_.activations[at].empty()) {
                ItemCell cell = ItemCell::ofText(shortSpec(contents_.activations[at]));
                cell.full = QString::fromStdString(contents_.activations[at]);
                return cell;
            }
            if (at < contents_.activationBits.size())
                return ItemCell::ofText(QStringLiteral("lp:%1").arg(contents_.activationBits[at]));
            return ItemCell::ofText(QStringLiteral("–"));
        }
        case Parameters:
            return ItemCell::ofCount(layer.parameters);
        default: {
            const double bytes =
                std::ceil(static_cast<double>(gene.n) * static_cast<double>(layer.parameters) / 8);
            return ItemCell::shownAs(bytesText(bytes), bytes);
        }
    }
}

CandidateDetails::CandidateDetails(Session& session, Jobs& jobs, QWidget* parent)
    : QWidget(parent),
      session_(session),
      jobs_(jobs),
      facts_(new FactsPanel(2)),
      measure_(new QPushButton(tr("Measure top-1"))),
      measureFront_(new QPushButton(tr("Measure the front"))),
      compare_(new QPushButton(tr("Add to Compare"))),
      bits_(new LayerBarsView(Qt::Vertical)),
      genes_(new GeneTable(this)),
      table_(new DataTable(genes_, tr("Layers"))),
      limits_(new LimitsPanel),
      tabs_(new QTabWidget) {
    table_->view()->setColumnHidden(GeneTable::Parameters, true);
    compare_->setToolTip(tr("Add it to the page Compare (also Ctrl-click or Shift-click)"));
    bits_->setMinimumHeight(120);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(measure_);
    buttons->addWidget(measureFront_);
    buttons->addWidget(compare_);
    buttons->addStretch();
    auto* lower = new QSplitter(Qt::Vertical);
    lower->addWidget(bits_);
    lower->addWidget(table_);
    lower->setStretchFactor(0, 2);
    lower->setStretchFactor(1, 3);
    lower->setHandleWidth(1);
    lower->setChildrenCollapsible(false);
    auto* candidate = new QWidget;
    auto* layout = new QVBoxLayout(candidate);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(facts_);
    layout->addLayout(buttons);
    layout->addWidget(lower, 1);
    tabs_->setDocumentMode(true);
    tabs_->addTab(candidate, tr("Chosen candidate"));
    tabs_->addTab(limits_, tr("Limits"));
    tabs_->setAccessibleName(tr("Details"));
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(16, 8, 16, 8);
    whole->addWidget(tabs_);
    setMinimumWidth(400);

    Selection& selection = session.selection();
    connect(&selection, &Selection::candidateChanged, this, &CandidateDetails::showCandidate);
    connect(&selection, &Selection::networkChanged, this, &CandidateDetails::showCandidate);
    connect(&selection, &Selection::layerChanged, this, [this] {
        const int layer = session_.selection().layerNumber();
        table_->setCurrentRow(layer);
        bits_->bars()->setSelected(layer);
    });
    connect(table_, &DataTable::rowChosen, &selection, &Selection::setLayer);
    connect(bits_, &LayerBarsView::layerClicked, &selection, &Selection::setLayer);
    connect(&jobs, &Jobs::formatsFitted, this, &CandidateDetails::takeFormats);
    connect(&jobs.accuracy(), &Job::started, this, &CandidateDetails::showButtons);
    connect(&jobs.accuracy(), &Job::ended, this, &CandidateDetails::showButtons);
    connect(&jobs.searches(), &SearchQueue::changed, this, &CandidateDetails::showButtons);
    showCandidate();
}

void CandidateDetails::setLimitCount(std::size_t count) {
    tabs_->setTabText(1, count > 0 ? tr("Limits (%1)").arg(count) : tr("Limits"));
}

void CandidateDetails::showLimits(bool limits) {
    tabs_->setCurrentIndex(limits ? 1 : 0);
}

void CandidateDetails::setCounts(std::size_t selected, std::size_t front) {
    selected_ = selected;
    front_ = front;
    showButtons();
}

void CandidateDetails::showButtons() {
    const Selection& selection = session_.selection();
    const bool chosen = selection.candidate() != nullptr;
    const bool possible = selection.runRecord().evaluation.has_value();
    // A search that measures its own run afterwards would do the same twice.
    const SearchQueue::Entry* now = jobs_.searches().current();
    const bool running = jobs_.accuracy().isRunning() ||
                         (now != nullptr && now->isMeasuring && now->run == selection.run());
    const QString why =
        !possible ? tr("The run has no evaluation set; choose one when you set up a search")
        : running ? tr("Top-1 is being measured; the status bar shows the progress")
                  : QString();
    measure_->setText(selected_ > 1 ? tr("Measure top-1 of %1").arg(selected_)
                                    : tr("Measure top-1"));
    measure_->setEnabled((chosen || selected_ > 1) && why.isEmpty());
    measure_->setToolTip(
        why.isEmpty() ? tr("On the run's evaluation set, in the background; select several rows of "
                           "the table to measure several")
                      : why);
    measureFront_->setText(front_ > 0 ? tr("Measure the front (%1)").arg(front_)
                                      : tr("Measure the front"));
    measureFront_->setEnabled(front_ > 0 && why.isEmpty());
    measureFront_->setToolTip(
        why.isEmpty() ? tr("Top-1 of the candidates on the front that have none yet") : why);
    compare_->setText(selected_ > 1 ? tr("Compare %1").arg(selected_) : tr("Add to Compare"));
    compare_->setEnabled(chosen || selected_ > 1);
}

void CandidateDetails::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    requestFormats();
}

void CandidateDetails::showCandidate() {
    const Selection& selection = session_.selection();
    const ScoredCandidate* candidate = selection.candidate();
    showButtons();
    if (candidate == nullptr) {
        bits_->setBars({});
        facts_->setFacts({{tr("Candidate"), tr("click a point"), {}}});
        genes_->clear();
        return;
    }
    facts_->setFacts(candidateFacts(*candidate, selection.runRecord().floatTop1Percent));
    if (!selection.network() || selection.runRecord().model != selection.model()) {
        bits_->setBars({});
        genes_->clear();
        return;
    }
    const std::vector<int>& widths = selection.runSettings().widths;
    GeneTable::Contents contents{selection.network(), candidate->candidate, {}, {}};
    for (const LpParameters& gene : candidate->candidate.genes)
        contents.activationBits.push_back(activationWidth(gene.n, widths));
    genes_->setContents(std::move(contents));
    table_->fitColumns(GeneTable::Name);
    table_->setCurrentRow(selection.layerNumber());
    bits_->setBars(widthBars(tr("Weight width per layer of candidate %1").arg(candidate->id.value),
                             selection.network()->layers(), candidate->candidate));
    bits_->bars()->setSelected(selection.layerNumber());
    requestFormats();
}

void CandidateDetails::requestFormats() {
    // Activations are fitted on the calibration images: worth the time only where it is looked at,
    // and not beside a search.
    const Selection& selection = session_.selection();
    const ScoredCandidate* candidate = selection.candidate();
    if (!isVisible() || candidate == nullptr || session_.runningRun()) return;
    jobs_.fitFormats(selection.runContext(), *candidate);
}

void CandidateDetails::takeFormats(RunId run, CandidateId id, const Assignment& formats) {
    const Selection& selection = session_.selection();
    const ScoredCandidate* candidate = selection.candidate();
    if (selection.run() != run || candidate == nullptr || candidate->id != id) return;
    GeneTable::Contents contents{selection.network(), candidate->candidate, {}, {}};
    for (const LayerFormats& layer : formats)
        contents.activations.push_back(layer.activations ? layer.activations->spec() : "float");
    genes_->setContents(std::move(contents));
    table_->setCurrentRow(selection.layerNumber());
}

}  // namespace lpstudio
