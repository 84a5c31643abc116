#include "app/desktop/pages/pareto/pareto_page.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/charts/parallel_view.h"
#include "app/desktop/charts/pareto_view.h"
#include "app/desktop/jobs/workbench.h"
#include "app/desktop/pages/pareto/candidate_details.h"
#include "app/desktop/pages/pareto/candidate_table.h"
#include "app/desktop/pages/pareto/limits_panel.h"
#include "app/desktop/pages/pareto/pareto_bar.h"
#include "app/desktop/pages/pareto/project_front_bar.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/figure_actions.h"
#include "app/desktop/widgets/icons.h"

namespace lpstudio {
namespace {

/// Selected rows that are selected again after the table has changed; of more it would take long.
constexpr std::size_t kKeptRows = 2000;
/// Of so many candidates the work is spread over several events.
constexpr std::size_t kMany = 5000;

}  // namespace

ParetoPage::ParetoPage(Workbench& bench, QAction* searchAction)
    : Page(QStringLiteral("pareto"), tr("Pareto"), bench),
      search_(searchAction),
      export_(new QAction(themedIcon(QStringLiteral("export")), tr("Export candidate…"), this)),
      bar_(new ParetoBar),
      runs_(new ProjectFrontBar(bench)),
      note_(new QLabel),
      view_(new ParetoView),
      parallel_(new ParallelView),
      charts_(new QStackedWidget),
      model_(new CandidateTable(this)),
      table_(new DataTable(model_, tr("Candidates"))),
      details_(new CandidateDetails(bench)) {
    export_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_E));
    export_->setToolTip(tr("Write the chosen candidate as a configuration file (Ctrl+E)"));
    auto* split = new QSplitter;
    split->addWidget(makeChartSide());
    split->addWidget(details_);
    split->setStretchFactor(0, 1);
    split->setSizes({820, 440});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    setBody(split);
    soon_.setSingleShot(true);
    soon_.setInterval(1000);
    tableSoon_.setSingleShot(true);
    tableSoon_.setInterval(100);
    connect(&soon_, &QTimer::timeout, this, &ParetoPage::showIfVisible);
    connect(&tableSoon_, &QTimer::timeout, this, &ParetoPage::showTable);
    connect(export_, &QAction::triggered, this, &ParetoPage::askForExport);
    connect(this, &ParetoPage::compareRequested, &bench, &Workbench::addToCompare);
    connectSelection();
    connectViews();
    refresh();
}

QWidget* ParetoPage::makeChartSide() {
    note_->setProperty("quiet", true);
    runs_->setContentsMargins(0, 0, 0, 0);
    for (QChartView* chart :
         {static_cast<QChartView*>(view_), static_cast<QChartView*>(parallel_)}) {
        chart->setFrameShape(QFrame::NoFrame);
        chart->setMinimumHeight(240);
        charts_->addWidget(chart);
    }
    ChartView::follow(view_);
    ChartView::follow(parallel_);
    new FigureActions(view_, *view_->paretoChart(), view_->paretoChart());
    new FigureActions(parallel_, *parallel_->parallelChart(), nullptr);
    view_->setHoverText([this](CandidateId id) { return hoverText(id); });
    view_->setOtherText([this](RunId run, CandidateId id) { return otherText(run, id); });
    parallel_->setHoverText([this](std::size_t row) { return rowText(row); });

    QTableView* rows = table_->view();
    rows->setSelectionMode(QAbstractItemView::ExtendedSelection);
    rows->horizontalHeader()->setResizeContentsPrecision(40);
    rows->setColumnHidden(CandidateTable::runColumn(), true);
    for (const char* key : {"compression", "top1-loss", "area", "efficiency"})
        rows->setColumnHidden(CandidateTable::columnOf(quantityIndex(key)), true);
    table_->setFilterHint(
        tr("Filter: bits<4.5 front (Ctrl+F)"),
        tr("Conditions on quantities: bits<4.5 energy<=20u top1>90\nof %1;\nfront: those on the "
           "front; 42 or 100-200: by number; part of a run's name")
            .arg(CandidateFilter::names()));
    auto* under = new QWidget;
    auto* underLayout = new QVBoxLayout(under);
    underLayout->setContentsMargins(16, 8, 16, 8);
    underLayout->addWidget(table_);

    auto* parts = new QSplitter(Qt::Vertical);
    parts->addWidget(charts_);
    parts->addWidget(under);
    parts->setSizes({460, 240});
    parts->setStretchFactor(0, 2);
    parts->setStretchFactor(1, 1);
    parts->setHandleWidth(1);
    parts->setChildrenCollapsible(false);
    auto* side = new QWidget;
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    auto* bars = new QVBoxLayout;
    bars->setContentsMargins(16, 0, 16, 0);
    bars->setSpacing(8);
    bars->addWidget(bar_);
    auto* notes = new QHBoxLayout;
    notes->setSpacing(16);
    notes->addWidget(runs_, 1);
    notes->addWidget(note_);
    bars->addLayout(notes);
    layout->addLayout(bars);
    layout->addWidget(parts, 1);
    return side;
}

void ParetoPage::connectSelection() {
    Selection& selection = workbench().selection();
    connect(&selection, &Selection::runChanged, this, &ParetoPage::refresh);
    connect(&selection, &Selection::candidatesAdded, this, &ParetoPage::markStale);
    connect(&selection, &Selection::top1Changed, this, &ParetoPage::markStale);
    connect(&selection, &Selection::networkChanged, this, &ParetoPage::markStale);
    connect(&selection, &Selection::candidateChanged, this, &ParetoPage::showChosen);
    connect(&workbench(), &Workbench::projectChanged, this, [this] {
        estimateJob_.abandon();
        measureJob_.abandon();
        baselines_.clear();
    });
    connect(runs_, &ProjectFrontBar::changed, this, [this] {
        stale_ = true;
        showIfVisible();
    });
    // An estimate that nobody asked for may fail in silence: the model's page says why.
    connect(&estimateJob_, &BaselineJob::ready, this, &ParetoPage::takeBaselines);
    connect(&measureJob_, &BaselineJob::ready, this, &ParetoPage::takeBaselines);
    connect(&measureJob_, &Job::failed, &workbench(), &Workbench::problem);
    connect(&measureJob_, &Job::started, this,
            [this] { bar_->measureBaselines()->setEnabled(false); });
    connect(&measureJob_, &Job::ended, this,
            [this] { bar_->measureBaselines()->setEnabled(true); });
}

void ParetoPage::connectViews() {
    connect(bar_, &ParetoBar::choiceChanged, this, [this] {
        region_.reset();
        if (!columns_) return;
        // Which other runs can stand beside depends on the axes.
        const ParetoChoice choice = bar_->choice();
        runs_->setAxes(choice.x, choice.y);
        if (columns_->runs.size() > 1 || runs_->box()->isChecked()) rebuildColumns();
        showAll();
    });
    connect(bar_, &ParetoBar::parallelChanged, this, [this](bool parallel) {
        charts_->setCurrentIndex(parallel ? 1 : 0);
        if (parallel) showParallel();
    });
    connect(bar_, &ParetoBar::axesChanged, this, &ParetoPage::showParallel);
    connect(bar_, &ParetoBar::baselinesChanged, this, &ParetoPage::showChart);
    connect(bar_->regionButton(), &QToolButton::toggled, view_, &ParetoView::setRegionMode);
    connect(bar_->measureBaselines(), &QAction::triggered, this, [this] {
        if (const auto& run = workbench().selection().runContext()) measureJob_.measure(run);
    });
    connect(view_, &ParetoView::pointClicked, this,
            [this](CandidateId id) { workbench().selection().setCandidate(id); });
    connect(view_, &ParetoView::otherClicked, &workbench(), &Workbench::chooseCandidate);
    connect(view_, &ParetoView::pointAdded, this, [this](CandidateId id) {
        if (const auto run = workbench().selection().run()) Q_EMIT compareRequested(*run, id);
    });
    connect(view_, &ParetoView::otherAdded, this, &ParetoPage::compareRequested);
    connect(view_, &ParetoView::regionChanged, this, &ParetoPage::takeRegion);
    const auto limit = [this](const QString& key, const Limit& to) {
        setLimit(key.toStdString(), to);
    };
    connect(view_, &ParetoView::limitChanged, this, limit);
    connect(parallel_, &ParallelView::limitChanged, this, limit);
    connect(parallel_, &ParallelView::rowClicked, this, &ParetoPage::chooseRow);
    connect(parallel_, &ParallelView::rowAdded, this, &ParetoPage::compareRow);
    connect(details_->limits(), &LimitsPanel::limitChanged, this, limit);
    connect(details_->limits(), &LimitsPanel::cleared, this, [this] {
        limits_.clear();
        showAll();
    });
    connect(table_, &DataTable::rowChosen, this,
            [this](int row) { chooseRow(model_->sourceRow(row)); });
    connect(table_, &DataTable::rowsSelected, this, &ParetoPage::showMeasurable);
    connect(table_, &DataTable::rowHovered, this, [this](int row) {
        std::optional<CandidateId> id;
        if (row >= 0 && columns_ && columns_->runOf[model_->sourceRow(row)] == 0)
            id = columns_->ids[model_->sourceRow(row)];
        view_->paretoChart()->setHovered(id);
    });
    connect(model_, &CandidateTable::filterProblem, note_,
            [this](const QString& problem) { note_->setText(problem); });
    connect(details_->measureButton(), &QPushButton::clicked, this, &ParetoPage::measureSelected);
    connect(details_->measureFrontButton(), &QPushButton::clicked, this, &ParetoPage::measureFront);
    connect(details_->compareButton(), &QPushButton::clicked, this, &ParetoPage::compareSelected);
}

QComboBox* ParetoPage::xBox() const {
    return bar_->xBox();
}

QComboBox* ParetoPage::yBox() const {
    return bar_->yBox();
}

QString ParetoPage::subtitle() const {
    const auto& candidates = workbench().selection().candidates();
    if (!candidates) return {};
    return candidates->size() == 1
               ? tr("1 candidate")
               : tr("%1 candidates").arg(countText(static_cast<qint64>(candidates->size())));
}

bool ParetoPage::isBusy() const {
    return workbench().isLoading() || runs_->isBusy() || estimateJob_.isRunning() ||
           measureJob_.isRunning() || tableSoon_.isActive() || waiting_;
}

QStringList ParetoPage::views() const {
    QStringList list{QStringLiteral("colour"), QStringLiteral("limits"),
                     QStringLiteral("parallel")};
    if (runs_->box()->isEnabled()) list << QStringLiteral("all-runs");
    return list;
}

void ParetoPage::showView(const QString& name) {
    const bool limits = name == QStringLiteral("limits");
    runs_->box()->setChecked(name == QStringLiteral("all-runs"));
    limits_.clear();
    if (limits && columns_) {
        // Halves of what there is, so that every project shows some on both sides.
        const auto middle = [this](const char* key) {
            const ValueScale scale = scaleOf(paretoQuantity(key), columns_->of(key));
            return (scale.from + scale.to) / 2;
        };
        limits_["weight-bits"].most = middle("weight-bits");
        limits_["contrast"].most = middle("contrast");
    }
    details_->showLimits(limits);
    ParetoChoice choice;
    if (name == QStringLiteral("colour") || name == QStringLiteral("parallel"))
        choice.color = "energy";
    if (name == QStringLiteral("colour")) choice.size = "model-size";
    bar_->setChoice(choice);
    bar_->setParallel(name == QStringLiteral("parallel"));
}

void ParetoPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    const auto& candidates = workbench().selection().candidates();
    if (stale_ && candidates && candidates->size() >= kMany) {
        // First the page, then what stands on it.
        waiting_ = true;
        QTimer::singleShot(0, this, [this] {
            waiting_ = false;
            showIfVisible();
        });
    } else {
        showIfVisible();
    }
    requestBaselines();
}

void ParetoPage::refresh() {
    const auto& candidates = workbench().selection().candidates();
    Q_EMIT headerChanged();
    export_->setEnabled(candidates && workbench().selection().candidate() != nullptr);
    model_->setContents({});
    if (!candidates) {
        columns_.reset();
        showEmpty(tr("Each point is a candidate: accuracy versus cost.\n"
                     "The project has no run yet."),
                  {search_});
        return;
    }
    showBody();
    region_.reset();
    stale_ = true;
    showIfVisible();
    requestBaselines();
}

void ParetoPage::markStale() {
    stale_ = true;
    if (isVisible() && !soon_.isActive()) soon_.start();
}

void ParetoPage::showIfVisible() {
    if (!stale_ || !isVisible() || !workbench().selection().candidates()) return;
    stale_ = false;
    rebuildColumns();
    showAll();
    Q_EMIT headerChanged();
}

void ParetoPage::rebuildColumns() {
    const Selection& selection = workbench().selection();
    const RunRecord& run = selection.runRecord();
    const ParetoChoice choice = bar_->choice();
    runs_->setAxes(choice.x, choice.y);
    auto columns = std::make_shared<CandidateColumns>();
    QuantityFacts facts{run.floatTop1Percent, 0};
    if (selection.network() && selection.model() == run.model)
        facts.macs = static_cast<double>(selection.network()->macs());
    columns->addRun({run.id, QString::fromStdString(run.name), facts, run.best},
                    std::span<const ScoredCandidate>(*selection.candidates()));
    runs_->addOthers(*columns);
    columns_ = std::move(columns);
}

void ParetoPage::showAll() {
    if (!columns_) return;
    const ParetoChoice choice = bar_->choice();
    runs_->setAxes(choice.x, choice.y);
    excluded_ = limits_.empty() ? std::vector<std::uint8_t>{} : infeasibleRows(*columns_, limits_);
    outside_ = region_ ? rowsOutside(*columns_, choice.x, choice.y, *region_)
                       : std::vector<std::uint8_t>{};
    details_->setLimitCount(limits_.size());
    details_->limits()->setLimits(limits_);
    showChart();
    if (bar_->isParallel()) showParallel();
    showTableSoon();
}

void ParetoPage::showChart() {
    if (!columns_ || columns_->runs.empty()) return;
    const ParetoChoice choice = bar_->choice();
    ParetoData shown = paretoData(*columns_, choice, excluded_, outside_);
    const auto found = baselines_.find(columns_->runs.front().id);
    if (found != baselines_.end())
        for (const Baseline& one : found->second) {
            if (!(one.isOtherFormat ? bar_->otherFormatsAction() : bar_->uniformAction())
                     ->isChecked())
                continue;
            // A number is not a quantity that something else could have.
            if (choice.x == "number" || choice.y == "number") continue;
            const NamedCandidate named{QString::fromStdString(one.label), one.figures,
                                       QString::fromStdString(one.spec)};
            if (const auto mark = markOf(named, choice, columns_->runs.front().facts))
                shown.marks.push_back(*mark);
        }
    view_->setData(std::move(shown));
    view_->paretoChart()->setLimits(limits_);
    view_->paretoChart()->setRegion(region_);
    showChosen();
}

void ParetoPage::showParallel() {
    if (!columns_) return;
    ParallelData shown;
    shown.columns = columns_;
    shown.axes = bar_->axes(*columns_);
    shown.color = bar_->choice().color;
    shown.limits = limits_;
    shown.excluded = excluded_;
    // The table finds the front; until it has, the one of other rows is of no use.
    if (onFront_.size() == columns_->size())
        for (std::size_t row = 0; row < onFront_.size(); ++row)
            if (onFront_[row] != 0) shown.always.push_back(static_cast<std::uint32_t>(row));
    parallel_->parallelChart()->setData(std::move(shown));
    showChosen();
}

void ParetoPage::showTableSoon() {
    // A limit that is dragged changes many times a second; the table can wait for the hand.
    if (columns_->size() < kMany)
        showTable();
    else
        tableSoon_.start();
}

void ParetoPage::showTable() {
    if (!columns_) return;
    tableSoon_.stop();
    onFront_ = onFront(*columns_, bar_->choice(), excluded_);
    std::vector<std::uint8_t> shown;
    std::size_t excluded = 0;
    if (!excluded_.empty() || !outside_.empty()) {
        shown.assign(columns_->size(), 1);
        for (std::size_t row = 0; row < shown.size(); ++row) {
            if (!excluded_.empty() && excluded_[row] != 0) {
                shown[row] = 0;
                ++excluded;
            }
            if (!outside_.empty() && outside_[row] != 0) shown[row] = 0;
        }
    }
    const bool first = model_->allRows() == 0;
    const std::vector<std::size_t> selected = selectedRows();
    model_->setContents({columns_, std::move(shown), onFront_});
    showChosen();
    // Several selected rows outlast what is added or measured meanwhile.
    if (selected.size() > 1 && selected.size() <= kKeptRows) {
        std::vector<int> rows;
        for (const std::size_t row : selected)
            if (const int place = model_->rowOf(row); place >= 0) rows.push_back(place);
        table_->setSelectedRows(rows);
    }
    table_->view()->setColumnHidden(CandidateTable::runColumn(), columns_->runs.size() < 2);
    if (first) table_->fitColumns(-1);
    details_->limits()->setColumns(*columns_, excluded);
    if (bar_->isParallel()) showParallel();
    showMeasurable();
}

void ParetoPage::showChosen() {
    const Selection& selection = workbench().selection();
    const ScoredCandidate* candidate = selection.candidate();
    export_->setEnabled(candidate != nullptr);
    std::optional<CandidateId> id;
    std::optional<std::size_t> row;
    if (candidate != nullptr && columns_ && selection.run()) {
        id = candidate->id;
        row = columns_->rowOf(*selection.run(), candidate->id);
    }
    view_->setSelected(id);
    parallel_->parallelChart()->setSelected(row);
    const int shown = row ? model_->rowOf(*row) : -1;
    // One of several selected rows stays so.
    if (shown != table_->currentRow() || shown < 0) table_->setCurrentRow(shown);
}

std::vector<std::size_t> ParetoPage::selectedRows() const {
    std::vector<std::size_t> rows;
    for (const int row : table_->selectedRows()) rows.push_back(model_->sourceRow(row));
    return rows;
}

void ParetoPage::showMeasurable() {
    if (!columns_) return;
    const auto rows = selectedRows();
    std::vector<CandidateId> picked;
    if (rows.size() > 1)
        for (const std::size_t row : rows)
            if (columns_->runOf[row] == 0) picked.push_back(columns_->ids[row]);
    details_->setCounts(picked.size(), unmeasuredFront().size());
    view_->paretoChart()->setPicked(std::move(picked));
}

void ParetoPage::setLimit(const std::string& key, const Limit& limit) {
    if (limit.isEmpty())
        limits_.erase(key);
    else
        limits_[key] = limit;
    showAll();
}

void ParetoPage::takeRegion(std::optional<PlotRange> region) {
    region_ = region;
    showAll();
}

void ParetoPage::requestBaselines() {
    const Selection& selection = workbench().selection();
    if (!isVisible() || !selection.runContext() || !selection.run() || measureJob_.isRunning() ||
        baselines_.contains(*selection.run()))
        return;
    estimateJob_.start(selection.runContext());
}

void ParetoPage::takeBaselines(RunId run, const Baselines& baselines) {
    baselines_[run] = baselines;
    showChart();
}

}  // namespace lpstudio
