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
#include "app/desktop/jobs/jobs.h"
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

ParetoPage::ParetoPage(Session& session, Jobs& jobs, QAction* searchAction)
    : Page(PageId::Pareto, tr("Pareto"), session, jobs),
      actions_(session, jobs, rows_),
      baselines_(session),
      search_(searchAction),
      export_(new QAction(themedIcon(QStringLiteral("export")), tr("Export candidate…"), this)),
      bar_(new ParetoBar),
      runs_(new ProjectFrontBar(session)),
      note_(new QLabel),
      view_(new ParetoView),
      parallel_(new ParallelView),
      charts_(new QStackedWidget),
      model_(new CandidateTable(this)),
      table_(new DataTable(model_, tr("Candidates"))),
      details_(new CandidateDetails(session, jobs.formats(), jobs.accuracy())),
      tips_(rows_, actions_, *view_) {
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
    connect(export_, &QAction::triggered, this, [this] { actions_.askForExport(this); });
    connect(&actions_, &ParetoActions::compareRequested, this, &ParetoPage::compareRequested);
    connect(this, &ParetoPage::compareRequested, &session, &Session::addToCompare);
    connectSelection();
    connectBar();
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
    view_->setHoverText([this](CandidateId id) { return tips_.ofCandidate(id); });
    view_->setOtherText([this](RunId run, CandidateId id) { return tips_.ofOther(run, id); });
    parallel_->setHoverText([this](std::size_t row) { return tips_.ofRow(row); });

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
    Selection& selection = session_.selection();
    connect(&selection, &Selection::runChanged, this, &ParetoPage::refresh);
    connect(&selection, &Selection::candidatesAdded, this, &ParetoPage::markStale);
    connect(&selection, &Selection::top1Changed, this, &ParetoPage::markStale);
    connect(&selection, &Selection::networkChanged, this, &ParetoPage::markStale);
    connect(&selection, &Selection::candidateChanged, this, &ParetoPage::showChosen);
    connect(runs_, &ProjectFrontBar::changed, this, [this] {
        stale_ = true;
        showIfVisible();
    });
    connect(&baselines_, &ParetoBaselines::changed, this, &ParetoPage::showPoints);
    const Job* measuring = &baselines_.measuring();
    connect(measuring, &Job::started, this,
            [this] { bar_->measureBaselines()->setEnabled(false); });
    connect(measuring, &Job::ended, this, [this] { bar_->measureBaselines()->setEnabled(true); });
}

void ParetoPage::connectBar() {
    connect(bar_, &ParetoBar::choiceChanged, this, [this] {
        rows_.setRegion({});
        if (!rows_.columns()) return;
        // Which other runs can stand beside depends on the axes.
        const ParetoChoice choice = bar_->choice();
        runs_->setAxes(choice.x, choice.y);
        if (rows_.columns()->runs.size() > 1 || runs_->box()->isChecked())
            rows_.gather(session_.selection(), *runs_);
        showRows();
    });
    connect(bar_, &ParetoBar::parallelChanged, this, [this](bool parallel) {
        charts_->setCurrentIndex(parallel ? 1 : 0);
        if (parallel) showLines();
    });
    connect(bar_, &ParetoBar::axesChanged, this, &ParetoPage::showLines);
    connect(bar_, &ParetoBar::baselinesChanged, this, &ParetoPage::showPoints);
    connect(bar_->regionButton(), &QToolButton::toggled, view_, &ParetoView::setRegionMode);
    connect(bar_->measureBaselines(), &QAction::triggered, &baselines_, &ParetoBaselines::measure);
}

void ParetoPage::connectViews() {
    Selection* selection = &session_.selection();
    connect(view_, &ParetoView::pointClicked, selection, &Selection::setCandidate);
    connect(view_, &ParetoView::otherClicked, &jobs_.loading(), &Loading::chooseCandidate);
    connect(view_, &ParetoView::pointAdded, this, [this, selection](CandidateId id) {
        if (const auto run = selection->run()) Q_EMIT compareRequested(*run, id);
    });
    connect(view_, &ParetoView::otherAdded, this, &ParetoPage::compareRequested);
    connect(view_, &ParetoView::regionChanged, this, [this](std::optional<PlotRange> region) {
        rows_.setRegion(region);
        showRows();
    });
    const auto limit = [this](const QString& key, const Limit& to) {
        setLimit(key.toStdString(), to);
    };
    connect(view_, &ParetoView::limitChanged, this, limit);
    connect(parallel_, &ParallelView::limitChanged, this, limit);
    connect(parallel_, &ParallelView::rowClicked, &actions_, &ParetoActions::choose);
    connect(parallel_, &ParallelView::rowAdded, &actions_, &ParetoActions::compare);
    connect(details_->limits(), &LimitsPanel::limitChanged, this, limit);
    connect(details_->limits(), &LimitsPanel::cleared, this, [this] {
        rows_.clearLimits();
        showRows();
    });
    connect(table_, &DataTable::rowChosen, this,
            [this](int row) { actions_.choose(model_->sourceRow(row)); });
    connect(table_, &DataTable::rowsSelected, this, &ParetoPage::showMeasurable);
    connect(table_, &DataTable::rowHovered, this, [this](int row) {
        std::optional<CandidateId> id;
        if (row >= 0 && rows_.columns() && rows_.isOwn(model_->sourceRow(row)))
            id = rows_.idOf(model_->sourceRow(row));
        view_->paretoChart()->setHovered(id);
    });
    connect(model_, &CandidateTable::filterProblem, note_, &QLabel::setText);
    connect(details_->measureButton(), &QPushButton::clicked, this,
            [this] { actions_.measure(selectedRows()); });
    connect(details_->measureFrontButton(), &QPushButton::clicked, &actions_,
            &ParetoActions::measureFront);
    connect(details_->compareButton(), &QPushButton::clicked, this,
            [this] { actions_.compareAll(selectedRows()); });
}

QComboBox* ParetoPage::xBox() const {
    return bar_->xBox();
}

QComboBox* ParetoPage::yBox() const {
    return bar_->yBox();
}

QString ParetoPage::subtitle() const {
    const auto& candidates = session_.selection().candidates();
    if (!candidates) return {};
    return candidates->size() == 1
               ? tr("1 candidate")
               : tr("%1 candidates").arg(countText(static_cast<qint64>(candidates->size())));
}

bool ParetoPage::isBusy() const {
    return jobs_.isLoading() || runs_->isBusy() || baselines_.isBusy() || tableSoon_.isActive() ||
           waiting_;
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
    rows_.clearLimits();
    if (limits && rows_.columns()) {
        // Halves of what there is, so that every project shows some on both sides.
        const auto middle = [this](const char* key) {
            const ValueScale scale = scaleOf(paretoQuantity(key), rows_.columns()->of(key));
            return (scale.from + scale.to) / 2;
        };
        for (const char* key : {"weight-bits", "contrast"}) rows_.setLimit(key, {{}, middle(key)});
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
    const auto& candidates = session_.selection().candidates();
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
    estimateBaselines();
}

void ParetoPage::refresh() {
    const auto& candidates = session_.selection().candidates();
    Q_EMIT headerChanged();
    export_->setEnabled(candidates && session_.selection().candidate() != nullptr);
    model_->setContents({});
    if (!candidates) {
        rows_.forget();
        showEmpty(tr("Each point is a candidate: accuracy versus cost.\n"
                     "The project has no run yet."),
                  {search_});
        return;
    }
    showBody();
    rows_.setRegion({});
    stale_ = true;
    showIfVisible();
    estimateBaselines();
}

void ParetoPage::markStale() {
    stale_ = true;
    if (isVisible() && !soon_.isActive()) soon_.start();
}

void ParetoPage::showIfVisible() {
    if (!stale_ || !isVisible() || !session_.selection().candidates()) return;
    stale_ = false;
    const ParetoChoice choice = bar_->choice();
    runs_->setAxes(choice.x, choice.y);
    rows_.gather(session_.selection(), *runs_);
    showRows();
    Q_EMIT headerChanged();
}

void ParetoPage::showRows() {
    if (!rows_.columns()) return;
    const ParetoChoice choice = bar_->choice();
    runs_->setAxes(choice.x, choice.y);
    rows_.judge(choice);
    details_->setLimitCount(rows_.limits().size());
    details_->limits()->setLimits(rows_.limits());
    showPoints();
    if (bar_->isParallel()) showLines();
    showTableSoon();
}

void ParetoPage::showPoints() {
    if (rows_.isEmpty()) return;
    const ParetoChoice choice = bar_->choice();
    ParetoData shown = paretoData(*rows_.columns(), choice, rows_.excluded(), rows_.outside());
    shown.marks = baselines_.marks(*rows_.columns(), choice, bar_->uniformAction()->isChecked(),
                                   bar_->otherFormatsAction()->isChecked());
    view_->setData(std::move(shown));
    view_->paretoChart()->setLimits(rows_.limits());
    view_->paretoChart()->setRegion(rows_.region());
    showChosen();
}

void ParetoPage::showLines() {
    if (!rows_.columns()) return;
    ParallelData shown;
    shown.columns = rows_.columns();
    shown.axes = bar_->axes(*rows_.columns());
    shown.color = bar_->choice().color;
    shown.limits = rows_.limits();
    shown.excluded = rows_.excluded();
    // The table finds the front.
    const ParetoRows::Mask onFront = rows_.onFront();
    for (std::size_t row = 0; row < onFront.size(); ++row)
        if (onFront[row] != 0) shown.always.push_back(static_cast<std::uint32_t>(row));
    parallel_->parallelChart()->setData(std::move(shown));
    showChosen();
}

void ParetoPage::showTableSoon() {
    // A limit that is dragged changes many times a second; the table can wait for the hand.
    if (rows_.columns()->size() < kMany)
        showTable();
    else
        tableSoon_.start();
}

void ParetoPage::showTable() {
    if (!rows_.columns()) return;
    tableSoon_.stop();
    rows_.findFront(bar_->choice());
    const bool first = model_->allRows() == 0;
    const std::vector<std::size_t> selected = selectedRows();
    model_->setContents({rows_.columns(), rows_.shown(), rows_.onFront()});
    showChosen();
    // Several selected rows outlast what is added or measured meanwhile.
    if (selected.size() > 1 && selected.size() <= kKeptRows) {
        std::vector<int> rows;
        for (const std::size_t row : selected)
            if (const int place = model_->rowOf(row); place >= 0) rows.push_back(place);
        table_->setSelectedRows(rows);
    }
    table_->view()->setColumnHidden(CandidateTable::runColumn(), rows_.columns()->runs.size() < 2);
    if (first) table_->fitColumns(-1);
    details_->limits()->setColumns(*rows_.columns(), rows_.excludedCount());
    if (bar_->isParallel()) showLines();
    showMeasurable();
}

void ParetoPage::showChosen() {
    const Selection& selection = session_.selection();
    const ScoredCandidate* candidate = selection.candidate();
    export_->setEnabled(candidate != nullptr);
    std::optional<CandidateId> id;
    std::optional<std::size_t> row;
    if (candidate != nullptr && rows_.columns() && selection.run()) {
        id = candidate->id;
        row = rows_.columns()->rowOf(*selection.run(), candidate->id);
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
    if (!rows_.columns()) return;
    const auto rows = selectedRows();
    std::vector<CandidateId> picked;
    if (rows.size() > 1)
        for (const std::size_t row : rows)
            if (rows_.isOwn(row)) picked.push_back(rows_.idOf(row));
    details_->setCounts(picked.size(), rows_.unmeasuredFront().size());
    view_->paretoChart()->setPicked(std::move(picked));
}

void ParetoPage::setLimit(const std::string& key, const Limit& limit) {
    rows_.setLimit(key, limit);
    showRows();
}

void ParetoPage::estimateBaselines() {
    if (isVisible()) baselines_.estimate();
}

}  // namespace lpstudio
