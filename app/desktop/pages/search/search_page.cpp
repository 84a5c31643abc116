#include "app/desktop/pages/search/search_page.h"

#include <QAction>
#include <QComboBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/search/queue_panel.h"
#include "app/desktop/pages/search/search_form.h"
#include "app/desktop/pages/search/search_panel.h"
#include "app/desktop/widgets/icons.h"
#include "app/project/runs/resume.h"
#include "core/base/error.h"

namespace lpstudio {

SearchPage::SearchPage(Session& session, Jobs& jobs, QAction* importAction)
    : Page(PageId::Search, tr("Search"), session, jobs),
      import_(importAction),
      start_(new QAction(themedIcon(QStringLiteral("play")), tr("Start search"), this)),
      resume_(new QAction(themedIcon(QStringLiteral("play")), tr("Resume"), this)),
      duplicate_(new QAction(tr("Duplicate settings into form"), this)),
      form_(new SearchForm(session, jobs)),
      panel_(new SearchPanel(session, jobs, form_->locks(), duplicate_)) {
    duplicate_->setObjectName(QStringLiteral("duplicateSettings"));
    start_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_R));
    auto* scroll = new QScrollArea;
    scroll->setWidget(form_);
    scroll->setAccessibleName(tr("Search settings"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(form_->minimumSizeHint().width() +
                            scroll->verticalScrollBar()->sizeHint().width());
    auto* split = new QSplitter;
    split->addWidget(scroll);
    split->addWidget(panel_);
    split->setStretchFactor(1, 1);
    split->setSizes({380, 1000});
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    setBody(split);

    resume_->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R));
    resume_->setToolTip(
        tr("Resume the chosen run where it stopped; one that ended at its limit, "
           "with the limits of this form (Ctrl+Shift+R)"));

    duplicate_->setToolTip(
        tr("Fill the form with this run's settings, data and locked layers, to edit and search "
           "again"));
    follow();
    refresh();
}

void SearchPage::follow() {
    connect(start_, &QAction::triggered, this, &SearchPage::start);
    connect(resume_, &QAction::triggered, this, &SearchPage::resume);
    connect(duplicate_, &QAction::triggered, this, &SearchPage::duplicate);
    connect(form_, &SearchForm::locksWanted, this,
            [this] { panel_->showView(QStringLiteral("pins")); });
    // What kept a search from its start is told no longer than it holds.
    connect(form_, &SearchForm::changed, this, [this] {
        if (!refused_ || !form_->problems().isEmpty()) return;
        refused_ = false;
        panel_->clearProblem();
    });
    connect(panel_->queue(), &QueuePanel::editWanted, this, &SearchPage::edit);
    connect(&session_, &Session::contentChanged, this, &SearchPage::refresh);
    connect(&jobs_.searches(), &SearchQueue::changed, this, &SearchPage::refresh);
    connect(&session_.selection(), &Selection::modelChanged, this, &SearchPage::refresh);
    connect(&session_.selection(), &Selection::runChanged, this, &SearchPage::refresh);
    connect(&jobs_.search(), &Job::started, this, &SearchPage::refresh);
    connect(&jobs_.search(), &Job::ended, this, &SearchPage::refresh);
}

QString SearchPage::subtitle() const {
    const Selection& selection = session_.selection();
    if (!selection.run()) return tr("no run yet");
    const RunRecord& run = selection.runRecord();
    QString state = run.kind == RunKind::Manual ? tr("manual") : tr(runStateName(run.state));
    const SearchQueue::Entry* now = jobs_.searches().current();
    if (now != nullptr && now->isMeasuring && now->run == run.id)
        state = tr("%1, measuring top-1").arg(state);
    return tr("%1 · %2").arg(QString::fromStdString(run.name), state);
}

bool SearchPage::isBusy() const {
    return jobs_.isLoading() || panel_->isBusy() || form_->isBusy();
}

QStringList SearchPage::views() const {
    if (isEmpty()) return {};
    return {QStringLiteral("population"), QStringLiteral("pins"), QStringLiteral("queue")};
}

void SearchPage::showView(const QString& view) {
    panel_->showView(view);
}

void SearchPage::refresh() {
    const bool hasModel = session_.selection().model() != 0;
    const bool searching = jobs_.search().isRunning();
    start_->setEnabled(hasModel);
    start_->setText(searching ? tr("Add to queue") : tr("Start search"));
    start_->setToolTip(searching ? tr("Add this search to the queue (Ctrl+R)")
                                 : tr("Start the search (Ctrl+R)"));
    const Selection& selection = session_.selection();
    // There is no search behind manual candidates.
    const bool stopped = hasModel && selection.run() &&
                         selection.runRecord().kind == RunKind::Search &&
                         (selection.runRecord().state == RunState::Stopped ||
                          selection.runRecord().state == RunState::Limited ||
                          selection.runRecord().state == RunState::Failed);
    resume_->setVisible(stopped);
    resume_->setEnabled(stopped && !jobs_.searches().holds(selection.runRecord().id));
    duplicate_->setEnabled(hasModel && selection.run().has_value());
    Q_EMIT headerChanged();
    if (hasModel)
        showBody();
    else
        showEmpty(tr("Search for the best number format of each layer.\n"
                     "A search needs a model and calibration images."),
                  {import_});
}

void SearchPage::start() {
    launch([this] { return form_->request(); });
}

void SearchPage::resume() {
    launch([this] {
        const Selection& selection = session_.selection();
        const RunRecord& run = selection.runRecord();
        const auto& store = session_.store();
        SearchRequest request;
        request.store = store;
        request.assets = session_.assets();
        request.model = store->model(run.model);
        request.calibration = store->dataset(run.calibration);
        if (run.evaluation) request.evaluation = store->dataset(*run.evaluation);
        request.settings = settingsFromJsonText(run.settings);
        // The limit that it ended at would end it again at once.
        if (run.state == RunState::Limited) {
            const CommonSettings limits = form_->settings().common;
            request.settings.common.maxCandidates = limits.maxCandidates;
            request.settings.common.timeLimitSeconds = limits.timeLimitSeconds;
        }
        requireRoom(*store, run, request.settings);
        request.name = run.name;
        request.resume = run.id;
        return request;
    });
}

void SearchPage::duplicate() {
    panel_->clearProblem();
    try {
        form_->setRun(session_.selection().runRecord());
        form_->algorithmBox()->setFocus(Qt::OtherFocusReason);
    } catch (const Error& error) {
        panel_->showProblem(QString::fromUtf8(error.what()));
    }
}

void SearchPage::edit(int entry) {
    const SearchQueue::Entry* found = jobs_.searches().find(entry);
    if (found == nullptr) return;
    const SearchRequest request = found->request;
    if (!jobs_.searches().remove(entry)) return;
    jobs_.loading().chooseModel(request.model.id);
    form_->setRequest(request);
}

void SearchPage::launch(const std::function<SearchRequest()>& request) {
    panel_->clearProblem();
    refused_ = false;
    try {
        const int entry = jobs_.searches().add(request());
        const SearchQueue::Entry* added = jobs_.searches().find(entry);
        if (added != nullptr && added->state == SearchQueue::State::Waiting)
            panel_->showView(QStringLiteral("queue"));
    } catch (const Error& error) {
        refused_ = !form_->problems().isEmpty();
        panel_->showProblem(QString::fromUtf8(error.what()));
    }
}

}  // namespace lpstudio
