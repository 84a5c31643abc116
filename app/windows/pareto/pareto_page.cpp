#include "app/windows/pareto/pareto_page.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "app/charts/pareto_chart.h"
#include "app/tables/data_table.h"
#include "app/tables/gene_table.h"
#include "app/tables/number_text.h"
#include "app/windows/frame/candidate_facts.h"
#include "app/windows/frame/chart_view.h"
#include "app/windows/frame/export_dialog.h"
#include "app/windows/frame/facts_panel.h"
#include "app/windows/frame/figure_actions.h"
#include "app/windows/frame/icons.h"
#include "app/windows/frame/layer_labels.h"
#include "app/windows/frame/workbench.h"
#include "app/windows/pareto/runs_front_bar.h"
#include "core/search/search_space.h"

namespace lpstudio {
ParetoPage::ParetoPage(Workbench& bench, QAction* searchAction)
    : Page(QStringLiteral("pareto"), tr("Pareto"), bench),
      search_(searchAction),
      export_(new QAction(themedIcon(QStringLiteral("export")), tr("Export candidate…"), this)),
      x_(new QComboBox),
      y_(new QComboBox),
      note_(new QLabel),
      runs_(new RunsFrontBar(bench)),
      view_(new ParetoView),
      bits_(new LayerBarsView(Qt::Vertical)),
      facts_(new FactsPanel(2)),
      measure_(new QPushButton(tr("Measure top-1"))),
      genes_(new GeneTable(this)),
      table_(new DataTable(genes_, tr("Layers"))) {
    export_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_E));
    export_->setToolTip(tr("Write the chosen candidate as a configuration file (Ctrl+E)"));
    table_->view()->setColumnHidden(GeneTable::Parameters, true);
    auto* split = new QSplitter;
    split->addWidget(makeChartSide());
    split->addWidget(makeDetails());
    split->setStretchFactor(0, 1);
    split->setSizes({780, 560});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    setBody(split);
    soon_.setSingleShot(true);
    soon_.setInterval(1000);

    Selection& selection = bench.selection();
    connect(&soon_, &QTimer::timeout, this, &ParetoPage::showChart);
    connect(&selection, &Selection::runChanged, this, &ParetoPage::refresh);
    connect(&selection, &Selection::candidatesAdded, this, &ParetoPage::refreshSoon);
    connect(&selection, &Selection::candidateChanged, this, &ParetoPage::showCandidate);
    connect(&selection, &Selection::networkChanged, this, &ParetoPage::showCandidate);
    connect(&selection, &Selection::layerChanged, this, [this] {
        const int layer = workbench().selection().layerNumber();
        table_->setCurrentRow(layer);
        bits_->bars()->setSelected(layer);
    });
    connect(table_, &DataTable::rowChosen, &selection, &Selection::setLayer);
    connect(bits_, &LayerBarsView::layerClicked, &selection, &Selection::setLayer);
    connect(view_, &ParetoView::pointClicked, this,
            [this](CandidateId id) { workbench().selection().setCandidate(id); });
    connect(view_, &ParetoView::otherClicked, &bench, &Workbench::chooseCandidate);
    connect(runs_, &RunsFrontBar::changed, this, [this] {
        stale_ = true;
        if (isVisible()) showChart();
    });
    connect(&bench.formats(), &FormatsJob::ready, this, &ParetoPage::takeFormats);
    connect(&bench.accuracy(), &Job::started, this, [this] { measure_->setEnabled(false); });
    connect(&bench.accuracy(), &Job::ended, this, &ParetoPage::showCandidate);
    connect(export_, &QAction::triggered, this, &ParetoPage::askForExport);
    connect(measure_, &QPushButton::clicked, this, [this] {
        const Selection& chosen = workbench().selection();
        if (const ScoredCandidate* candidate = chosen.candidate())
            workbench().accuracy().start(chosen.runContext(), {*candidate});
    });
    refresh();
}

QWidget* ParetoPage::makeChartSide() {
    for (QComboBox* box : {x_, y_}) {
        for (const ParetoQuantity& quantity : paretoQuantities())
            box->addItem(quantity.title, QString::fromStdString(quantity.key));
        connect(box, &QComboBox::activated, this, &ParetoPage::showChart);
    }
    x_->setAccessibleName(tr("Horizontal axis"));
    y_->setAccessibleName(tr("Vertical axis"));
    note_->setProperty("quiet", true);
    runs_->setContentsMargins(16, 0, 16, 0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(16, 8, 16, 0);
    bar->setSpacing(8);
    bar->addWidget(new QLabel(tr("Horizontal")));
    bar->addWidget(x_);
    bar->addSpacing(8);
    bar->addWidget(new QLabel(tr("Vertical")));
    bar->addWidget(y_);
    bar->addSpacing(8);
    bar->addWidget(note_, 1);

    ChartView::follow(view_);
    new FigureActions(view_, *view_->paretoChart(), view_->paretoChart());
    view_->setFrameShape(QFrame::NoFrame);
    view_->setRenderHint(QPainter::Antialiasing);
    view_->setHoverText([this](CandidateId id) { return hoverText(id); });
    view_->setMinimumHeight(240);
    bits_->setMinimumHeight(160);
    auto* charts = new QSplitter(Qt::Vertical);
    charts->addWidget(view_);
    charts->addWidget(bits_);
    charts->setSizes({440, 340});
    charts->setStretchFactor(0, 4);
    charts->setStretchFactor(1, 3);
    charts->setHandleWidth(1);
    charts->setChildrenCollapsible(false);
    auto* side = new QWidget;
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(runs_);
    layout->addWidget(charts, 1);
    return side;
}

QWidget* ParetoPage::makeDetails() {
    auto* side = new QWidget;
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(16, 16, 16, 8);
    layout->setSpacing(8);
    layout->addWidget(makeHeading(tr("Chosen candidate")));
    layout->addWidget(facts_);
    layout->addWidget(measure_, 0, Qt::AlignLeft);
    layout->addSpacing(8);
    layout->addWidget(makeSeparator());
    layout->addSpacing(8);
    layout->addWidget(table_, 1);
    side->setMinimumWidth(440);
    return side;
}

QString ParetoPage::subtitle() const {
    const auto& candidates = workbench().selection().candidates();
    return candidates ? tr("%1 candidates").arg(countText(static_cast<qint64>(candidates->size())))
                      : QString();
}

bool ParetoPage::isBusy() const {
    return workbench().isLoading() || runs_->isBusy();
}

QStringList ParetoPage::views() const {
    return runs_->box()->isEnabled() ? QStringList{QStringLiteral("all-runs")} : QStringList{};
}

void ParetoPage::showView(const QString& name) {
    runs_->box()->setChecked(name == QStringLiteral("all-runs"));
}

void ParetoPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (stale_) showChart();
    requestFormats();
}

void ParetoPage::refresh() {
    const auto& candidates = workbench().selection().candidates();
    Q_EMIT headerChanged();
    export_->setEnabled(candidates && workbench().selection().candidate() != nullptr);
    if (!candidates) {
        showEmpty(tr("Here stand the candidates of a search, accuracy against cost.\nThe project "
                     "has no run yet."),
                  {search_});
        return;
    }
    showBody();
    chooseAxes();
    stale_ = true;
    if (isVisible()) showChart();
}

void ParetoPage::refreshSoon() {
    stale_ = true;
    if (isVisible() && !soon_.isActive()) soon_.start();
}

void ParetoPage::chooseAxes() {
    // The user's choice stays; before there is one, accuracy if it is known, else the score.
    if (x_->property("chosen").toBool()) return;
    x_->setProperty("chosen", true);
    x_->setCurrentIndex(x_->findData(QStringLiteral("weight-bits")));
    y_->setCurrentIndex(y_->findData(QStringLiteral("contrast")));
}

void ParetoPage::showChart() {
    const Selection& selection = workbench().selection();
    if (!selection.candidates()) return;
    stale_ = false;
    const RunRecord& run = selection.runRecord();
    const std::string x = x_->currentData().toString().toStdString();
    const std::string y = y_->currentData().toString().toStdString();
    runs_->setAxes(x, y);
    ParetoData shown = paretoData(*selection.candidates(), x, y, run.floatTop1Percent, run.best);
    shown.others = runs_->others();
    note_->setText(shown.unknown > 0 ? tr("%1 of %2 are not shown: a value is not known")
                                           .arg(shown.unknown)
                                           .arg(selection.candidates()->size())
                                     : QString());
    view_->setData(std::move(shown));
    const ScoredCandidate* candidate = selection.candidate();
    view_->setSelected(candidate ? std::optional(candidate->id) : std::nullopt);
    Q_EMIT headerChanged();
}

void ParetoPage::showCandidate() {
    const Selection& selection = workbench().selection();
    const ScoredCandidate* candidate = selection.candidate();
    export_->setEnabled(candidate != nullptr);
    measure_->setToolTip(
        selection.runRecord().evaluation
            ? tr("Measure its top-1 on the run's evaluation set, in the background")
            : tr("The run has no evaluation set; choose one when you set up a search"));
    measure_->setEnabled(candidate != nullptr && selection.runRecord().evaluation.has_value() &&
                         !workbench().accuracy().isRunning());
    view_->setSelected(candidate ? std::optional(candidate->id) : std::nullopt);
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

void ParetoPage::requestFormats() {
    // Activations are fitted on the calibration images: worth the time only where it is looked at,
    // and not beside a search.
    const Selection& selection = workbench().selection();
    const ScoredCandidate* candidate = selection.candidate();
    if (!isVisible() || candidate == nullptr || workbench().runningRun()) return;
    workbench().formats().start(selection.runContext(), *candidate);
}

void ParetoPage::takeFormats(RunId run, CandidateId id, const Assignment& formats) {
    const Selection& selection = workbench().selection();
    const ScoredCandidate* candidate = selection.candidate();
    if (selection.run() != run || candidate == nullptr || candidate->id != id) return;
    GeneTable::Contents contents{selection.network(), candidate->candidate, {}, {}};
    for (const LayerFormats& layer : formats)
        contents.activations.push_back(layer.activations ? layer.activations->spec() : "float");
    genes_->setContents(std::move(contents));
    table_->setCurrentRow(selection.layerNumber());
}

QString ParetoPage::hoverText(CandidateId id) const {
    const auto& candidates = workbench().selection().candidates();
    if (!candidates) return {};
    const auto at = std::lower_bound(candidates->begin(), candidates->end(), id,
                                     [](const auto& one, CandidateId key) { return one.id < key; });
    if (at == candidates->end() || at->id != id) return {};
    QStringList lines;
    for (const Fact& fact : candidateFacts(*at, -1))
        lines << fact.name + QStringLiteral(": ") + fact.value;
    QString strip;
    for (const LpParameters& gene : at->candidate.genes) strip += QString::number(gene.n);
    lines << tr("Widths: %1").arg(strip);
    return lines.join(u'\n');
}

void ParetoPage::askForExport() {
    const Selection& selection = workbench().selection();
    const ScoredCandidate* candidate = selection.candidate();
    if (candidate == nullptr) return;
    const auto run = selection.runContext();
    const QFileInfo project(QString::fromStdString(run->store()->file().string()));
    auto* dialog = new ExportDialog(QString::fromStdString(exportStem(run->run(), candidate->id)),
                                    settingsFromJsonText(run->record().settings).hardware,
                                    project.absolutePath() + QStringLiteral("/export"), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // The candidate the dialog names, whatever is selected when it is closed.
    connect(dialog, &QDialog::accepted, this, [this, dialog, run, chosen = *candidate] {
        workbench().exporter().start(run, chosen, dialog->options(),
                                     dialog->folder().toStdString());
    });
    dialog->open();
}

}  // namespace lpstudio
