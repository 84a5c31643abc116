#include "app/desktop/pages/search/run_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QStringList>
#include <QToolButton>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/widgets/icons.h"

namespace lpstudio {
namespace {

QToolButton* makeButton(const QString& icon, const QString& text, const QString& tip) {
    auto* button = new QToolButton;
    if (!icon.isEmpty()) button->setIcon(themedIcon(icon));
    button->setText(text);
    button->setToolTip(tip);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    return button;
}

}  // namespace

RunBar::RunBar(Session& session, Jobs& jobs, QAction* duplicate, QWidget* parent)
    : QWidget(parent),
      session_(session),
      jobs_(jobs),
      text_(new QLabel),
      details_(new QLabel),
      pause_(makeButton(QStringLiteral("pause"), tr("Pause"),
                        tr("Pause the search after the current candidates (Space)"))),
      stop_(makeButton(QStringLiteral("cancel"), tr("Stop"),
                       tr("Stop the search after the current candidates; it can be resumed"))),
      showRunning_(makeButton({}, tr("Show the running search"), {})) {
    showRunning_->setObjectName(QStringLiteral("showRunning"));
    stop_->setObjectName(QStringLiteral("stop"));
    pause_->setObjectName(QStringLiteral("pause"));
    text_->setProperty("heading", true);
    details_->setProperty("quiet", true);
    // The words give way before the buttons do.
    for (QLabel* label : {text_, details_})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* copy = makeButton({}, {}, {});
    copy->setDefaultAction(duplicate);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(text_, 2);
    layout->addWidget(details_, 3);
    for (QToolButton* button : {showRunning_, pause_, stop_, copy}) layout->addWidget(button);

    SearchJob& search = jobs_.search();
    connect(pause_, &QToolButton::clicked, &search,
            [&search] { search.setPaused(!search.isPaused()); });
    connect(stop_, &QToolButton::clicked, &search, &Job::cancel);
    connect(showRunning_, &QToolButton::clicked, this, [this] {
        if (const auto run = session_.runningRun()) jobs_.loading().chooseRun(*run);
    });
    connect(&search, &SearchJob::batchScored, this, [this](const SearchBatch& batch) {
        at_ = batch.progress;
        refresh();
    });
    connect(&search, &Job::started, this, [this] {
        at_ = {};
        refresh();
    });
    connect(&search, &Job::progressed, this, &RunBar::refresh);
    connect(&search, &SearchJob::pausedChanged, this, &RunBar::refresh);
    connect(&search, &Job::ended, this, &RunBar::refresh);
    connect(&jobs_.searches(), &SearchQueue::changed, this, &RunBar::refresh);
    connect(&session_.selection(), &Selection::runChanged, this, &RunBar::refresh);
    connect(&session_.selection(), &Selection::candidatesAdded, this, &RunBar::refresh);
    refresh();
}

QString RunBar::text() const {
    return text_->text() + QStringLiteral(" ") + details_->text();
}

QString RunBar::placeInSearch() const {
    const SearchJob& search = jobs_.search();
    QStringList parts;
    if (search.isPaused()) parts << tr("paused");
    if (at_.total == 0) return search.progress().what;
    const SearchSettings& settings = session_.selection().runSettings();
    if (at_.done >= at_.total || at_.pass == 0)
        parts << search.progress().what;
    else if (settings.algorithm == Algorithm::Nsga2)
        parts << tr("generation %1 of %2").arg(at_.pass).arg(settings.nsga2.generations);
    else
        parts << tr("pass %1 of %2, block %3")
                     .arg(at_.pass)
                     .arg(settings.lpq.passes)
                     .arg(at_.block + 1);
    parts << tr("%1 of %2 candidates").arg(countText(at_.done), countText(at_.total));
    if (at_.candidatesPerSecond > 0) parts << tr("%1/s").arg(shortText(at_.candidatesPerSecond, 3));
    if (at_.secondsLeft > 0) parts << tr("%1 left").arg(durationText(at_.secondsLeft));
    parts.removeAll({});
    return parts.join(QStringLiteral(" · "));
}

QString RunBar::measuringText() const {
    const JobProgress& at = jobs_.search().progress();
    return at.secondsLeft >= 0 ? tr("measuring top-1, %1 left").arg(durationText(at.secondsLeft))
                               : tr("measuring top-1");
}

QString RunBar::historyOfRun() const {
    const RunRecord& run = session_.selection().runRecord();
    const SearchQueue::Entry* now = jobs_.searches().current();
    const bool isOurs = (now != nullptr && now->run == run.id) || jobs_.loading().isRunning();
    if (run.state == RunState::Running && !isOurs) {
        // It is stored with its time when it ends.
        const auto& candidates = session_.selection().candidates();
        return tr("running in another process · %1 candidates")
            .arg(countText(static_cast<std::int64_t>(candidates ? candidates->size() : 0)));
    }
    return (run.candidates == 1 ? tr("%1 · %2 candidate in %3") : tr("%1 · %2 candidates in %3"))
        .arg(tr(runStateName(run.state)), countText(run.candidates), durationText(run.seconds));
}

void RunBar::refresh() {
    const Selection& selection = session_.selection();
    const SearchJob& search = jobs_.search();
    const bool shown =
        search.isRunning() && selection.run() && selection.run() == session_.runningRun();
    const bool preparing = search.isRunning() && !session_.runningRun() && !search.isMeasuring();
    const SearchQueue::Entry* now = jobs_.searches().current();
    const bool measured =
        search.isMeasuring() && now != nullptr && now->run && now->run == selection.run();
    if (preparing) {
        text_->setText(search.title());
        details_->setText(search.progress().what == search.title() ? QString()
                                                                   : search.progress().what);
    } else if (selection.run()) {
        text_->setText(QString::fromStdString(selection.runRecord().name));
        details_->setText(shown      ? placeInSearch()
                          : measured ? historyOfRun() + QStringLiteral(" · ") + measuringText()
                                     : historyOfRun());
    } else {
        text_->setText(tr("No run yet"));
        details_->setText({});
    }
    for (QLabel* label : {text_, details_}) label->setToolTip(label->text());
    const bool paused = search.isPaused();
    pause_->setVisible(shown);
    pause_->setText(paused ? tr("Resume") : tr("Pause"));
    pause_->setIcon(themedIcon(paused ? QStringLiteral("play") : QStringLiteral("pause")));
    stop_->setVisible(shown || preparing || measured);
    showRunning_->setVisible(search.isRunning() && session_.runningRun() && !shown);
}

}  // namespace lpstudio
