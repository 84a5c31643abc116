#include "app/desktop/pages/pareto/project_front_bar.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QStringList>
#include <algorithm>

#include "app/desktop/session/desktop_session.h"
#include "core/base/error.h"

namespace lpstudio {

ProjectFrontBar::ProjectFrontBar(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      box_(new QCheckBox(tr("All runs of this model"))),
      note_(new QLabel) {
    note_->setProperty("quiet", true);
    note_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    layout->addWidget(box_);
    layout->addWidget(note_, 1);
    connect(box_, &QCheckBox::toggled, this, [this] {
        gather();
        Q_EMIT changed();
    });
    connect(&job_, &Job::failed, &session.messages(), &Messages::problem);
    connect(&job_, &Job::ended, this, [this] {
        if (stale_) gather();
    });
    connect(&session, &Session::projectChanged, this, [this] {
        job_.abandon();
        front_.reset();
        refresh();
    });
    connect(&session, &Session::contentChanged, this, [this] {
        refresh();
        if (box_->isChecked()) Q_EMIT changed();
    });
    connect(&session.selection(), &Selection::runChanged, this, &ProjectFrontBar::refresh);
    refresh();
}

QString ProjectFrontBar::noteText() const {
    return note_->text();
}

void ProjectFrontBar::setAxes(const std::string& x, const std::string& y) {
    const std::array<std::string, 2> axes{x, y};
    if (axes == axes_) return;
    axes_ = axes;
    refresh();
}

void ProjectFrontBar::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (stale_) gather();
}

void ProjectFrontBar::refresh() {
    const QString why = obstacle();
    box_->setEnabled(why.isEmpty());
    box_->setToolTip(why.isEmpty()
                         ? tr("The front of all runs of the model whose figures can be compared "
                              "(wide line),\n"
                              "and the candidates of the other runs as small dots; click one to "
                              "select its run")
                         : why);
    gather();
}

void ProjectFrontBar::gather() {
    showNote();
    stale_ = isWanted();
    // What is under way comes to its end first: reading a large project cannot be interrupted.
    if (!stale_ || !isVisible() || job_.isRunning()) return;
    stale_ = false;
    job_.launch(
        tr("Computing the front of all runs"),
        [store = session_.store(), run = *session_.selection().run(),
         objectives = objectives()](const JobContext& context) {
            return std::make_shared<const RunsFront>(
                runsFront(*store, run, objectives, context.stop));
        },
        [this](const std::shared_ptr<const RunsFront>& front) { take(front); });
}

void ProjectFrontBar::take(const std::shared_ptr<const RunsFront>& front) {
    front_ = front;
    showNote();
    Q_EMIT changed();
}

bool ProjectFrontBar::isWanted() const {
    return box_->isChecked() && box_->isEnabled() && objectives().size() == axes_.size();
}

QString ProjectFrontBar::obstacle() const {
    const auto& store = session_.store();
    if (!store || !session_.selection().run()) return tr("No run is chosen");
    for (const std::string& key : axes_)
        if (!key.empty() && !objectiveOf(key))
            return tr("%1 depends on the settings of each run and cannot be compared across runs; "
                      "choose another quantity")
                .arg(paretoQuantity(key).title);
    try {
        const std::int64_t model = session_.selection().runRecord().model;
        const auto runs = store->runs();
        const auto count = std::count_if(runs.begin(), runs.end(),
                                         [&](const RunRecord& run) { return run.model == model; });
        return count > 1 ? QString() : tr("The model has no other run");
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
}

std::vector<Objective> ProjectFrontBar::objectives() const {
    std::vector<Objective> list;
    for (const std::string& key : axes_)
        if (!key.empty())
            if (const auto objective = objectiveOf(key)) list.push_back(*objective);
    return list;
}

void ProjectFrontBar::addOthers(CandidateColumns& columns) const {
    const auto run = session_.selection().run();
    // After the choice of another run of the same front that front still holds.
    if (!isWanted() || !front_ || !run || columns.runs.empty() ||
        front_->objectives != objectives() ||
        std::find(front_->front.runs.begin(), front_->front.runs.end(), *run) ==
            front_->front.runs.end())
        return;
    // All losses are against one float network, or their order would not be that of the errors.
    const QuantityFacts facts = columns.runs.front().facts;
    std::map<RunId, std::vector<const ScoredCandidate*>> candidates;
    for (const RunId other : front_->front.runs)
        if (other != *run) candidates[other];
    for (const RunCandidate& one : front_->front.candidates)
        if (one.run != *run) candidates[one.run].push_back(&one.candidate);
    for (const auto& [other, list] : candidates) {
        const auto name = front_->names.find(other);
        columns.addRun({other,
                        name == front_->names.end() ? tr("Run %1").arg(other.value)
                                                    : QString::fromStdString(name->second),
                        facts,
                        {}},
                       list);
    }
}

void ProjectFrontBar::showNote() {
    const bool known = isWanted() && front_ && front_->objectives == objectives();
    if (!known || front_->front.others.empty()) {
        note_->clear();
        note_->setToolTip({});
        return;
    }
    const auto& left = front_->front.others;
    const QString reason = QString::fromStdString(left.front().second);
    note_->setText(left.size() == 1 ? tr("1 run is left out: %1").arg(reason)
                                    : tr("%1 runs are left out; of the first: %2")
                                          .arg(QString::number(left.size()), reason));
    QStringList lines;
    for (const auto& [run, why] : left)
        lines << QStringLiteral("%1: %2").arg(QString::fromStdString(front_->names.at(run)),
                                              QString::fromStdString(why));
    note_->setToolTip(lines.join(u'\n'));
}

}  // namespace lpstudio
