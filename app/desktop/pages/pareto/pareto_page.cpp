#include "app/desktop/pages/pareto/pareto_page.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

#include "app/desktop/charts/parallel_view.h"
#include "app/desktop/charts/pareto_view.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/pareto/candidate_details.h"
#include "app/desktop/pages/pareto/limits_panel.h"
#include "app/desktop/pages/pareto/pareto_bar.h"
#include "app/desktop/pages/pareto/project_front_bar.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/plot/plot_geometry.h"
#include "app/desktop/widgets/data_table.h"
#include "app/desktop/widgets/icons.h"

namespace lpstudio {
namespace {

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
      charts_(new ParetoCharts(rows_, actions_)),
      list_(new CandidateList),
      details_(new CandidateDetails(session, jobs)) {
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
    auto* parts = new QSplitter(Qt::Vertical);
    parts->addWidget(charts_);
    parts->addWidget(list_);
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
    connect(bar_->regionButton(), &QToolButton::toggled, charts_->points(),
            &ParetoView::setRegionMode);
    connect(bar_->measureBaselines(), &QAction::triggered, &baselines_, &ParetoBaselines::measure);
}

void ParetoPage::connectViews() {
    Selection* selection = &session_.selection();
    connect(charts_->points(), &ParetoView::pointClicked, selection, &Selection::setCandidate);
    connect(charts_->points(), &ParetoView::otherClicked, &jobs_.loading(),
            &Loading::chooseCandidate);
    connect(charts_->points(), &ParetoView::pointAdded, this, [this, selection](CandidateId id) {
        if (const auto run = selection->run()) Q_EMIT compareRequested(*run, id);
    });
    connect(charts_->points(), &ParetoView::otherAdded, this, &ParetoPage::compareRequested);
    connect(charts_->points(), &ParetoView::regionChanged, this,
            [this](std::optional<PlotRange> region) {
                rows_.setRegion(region);
                showRows();
            });
    const auto limit = [this](const QString& key, const Limit& to) {
        setLimit(key.toStdString(), to);
    };
    connect(charts_->points(), &ParetoView::limitChanged, this, limit);
    connect(charts_->lines(), &ParallelView::limitChanged, this, limit);
    connect(charts_->lines(), &ParallelView::rowClicked, &actions_, &ParetoActions::choose);
    connect(charts_->lines(), &ParallelView::rowAdded, &actions_, &ParetoActions::compare);
    connect(details_->limits(), &LimitsPanel::limitChanged, this, limit);
    connect(details_->limits(), &LimitsPanel::cleared, this, [this] {
        rows_.clearLimits();
        showRows();
    });
    connect(table(), &DataTable::rowChosen, this,
            [this](int row) { actions_.choose(list_->model()->sourceRow(row)); });
    connect(table(), &DataTable::rowsSelected, this, &ParetoPage::showMeasurable);
    connect(table(), &DataTable::rowHovered, this, [this](int row) {
        std::optional<CandidateId> id;
        if (row >= 0 && rows_.columns() && rows_.isOwn(list_->model()->sourceRow(row)))
            id = rows_.idOf(list_->model()->sourceRow(row));
        charts_->points()->paretoChart()->setHovered(id);
    });
    connect(list_->model(), &CandidateTable::filterProblem, note_, &QLabel::setText);
    connect(details_->measureButton(), &QPushButton::clicked, this,
            [this] { actions_.measure(list_->selectedRows()); });
    connect(details_->measureFrontButton(), &QPushButton::clicked, &actions_,
            &ParetoActions::measureFront);
    connect(details_->compareButton(), &QPushButton::clicked, this,
            [this] { actions_.compareAll(list_->selectedRows()); });
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
    // So that every project shows some on both sides.
    if (limits && rows_.columns())
        for (const char* key : {"weight-bits", "contrast"}) rows_.halve(key);
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
    baselines_.estimate();
}

void ParetoPage::refresh() {
    const auto& candidates = session_.selection().candidates();
    Q_EMIT headerChanged();
    export_->setEnabled(candidates && session_.selection().candidate() != nullptr);
    list_->model()->setContents({});
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
    if (isVisible()) baselines_.estimate();
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
    charts_->showPoints(
        choice, baselines_.marks(*rows_.columns(), choice, bar_->uniformAction()->isChecked(),
                                 bar_->otherFormatsAction()->isChecked()));
    showChosen();
}

void ParetoPage::showLines() {
    if (!rows_.columns()) return;
    charts_->showLines(bar_->axes(*rows_.columns()), bar_->choice().color);
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
    list_->setContents({rows_.columns(), rows_.shown(), rows_.onFront()},
                       rows_.chosenRow(session_.selection()));
    details_->limits()->setColumns(*rows_.columns(), rows_.excludedCount());
    if (bar_->isParallel()) showLines();
    showMeasurable();
}

void ParetoPage::showChosen() {
    const Selection& selection = session_.selection();
    const ScoredCandidate* candidate = selection.candidate();
    export_->setEnabled(candidate != nullptr);
    const auto row = rows_.chosenRow(selection);
    const bool isShown = candidate != nullptr && rows_.columns() && selection.run();
    charts_->setSelected(isShown ? std::optional(candidate->id) : std::nullopt, row);
    list_->setChosen(row);
}

void ParetoPage::showMeasurable() {
    if (!rows_.columns()) return;
    const auto rows = list_->selectedRows();
    std::vector<CandidateId> picked;
    if (rows.size() > 1)
        for (const std::size_t row : rows)
            if (rows_.isOwn(row)) picked.push_back(rows_.idOf(row));
    details_->setCounts(picked.size(), rows_.unmeasuredFront().size());
    charts_->points()->paretoChart()->setPicked(std::move(picked));
}

void ParetoPage::setLimit(const std::string& key, const Limit& limit) {
    rows_.setLimit(key, limit);
    showRows();
}

}  // namespace lpstudio
