#include "app/desktop/pages/search/search_form.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QUndoCommand>
#include <QUndoStack>
#include <QVBoxLayout>
#include <algorithm>
#include <functional>
#include <utility>

#include "app/desktop/jobs/jobs.h"
#include "app/desktop/pages/search/algorithm_group.h"
#include "app/desktop/pages/search/data_group.h"
#include "app/desktop/pages/search/search_timing.h"
#include "app/desktop/plot/number_text.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// An edit of the locks that has been made already when it is pushed.
class LockEdit final : public QUndoCommand {
public:
    using Show = std::function<void(const LockTable::Locks&)>;
    LockEdit(LockTable::Locks before, LockTable::Locks after, Show show)
        : QUndoCommand(SearchForm::tr("change of locked layers")),
          before_(std::move(before)),
          after_(std::move(after)),
          show_(std::move(show)) {}
    void undo() override { show_(before_); }
    void redo() override {
        if (std::exchange(made_, true)) show_(after_);
    }

private:
    LockTable::Locks before_, after_;
    Show show_;
    bool made_ = false;
};

}  // namespace

SearchForm::SearchForm(Session& session, Jobs& jobs, QWidget* parent)
    : QWidget(parent),
      session_(session),
      timing_(session, jobs),
      what_(new DataGroup(session, jobs.loading(), locks_)),
      how_(new AlgorithmGroup),
      effort_(new BudgetGroup),
      estimate_(new QLabel),
      hidden_(new QLabel) {
    for (QLabel* label : {estimate_, hidden_}) {
        label->setWordWrap(true);
        label->setProperty("quiet", true);
    }
    estimate_->setAccessibleName(tr("Estimate"));
    auto* defaults = new QPushButton(tr("Defaults"));
    defaults->setToolTip(tr("Reset all settings to their defaults; data is kept"));
    auto* paper = new QPushButton(tr("Paper settings"));
    paper->setToolTip(
        tr("Plain LPQ as published: random start, no bias correction, the global-local contrast; "
           "data, locked layers and seed are kept"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(paper);
    buttons->addWidget(defaults);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(what_);
    layout->addWidget(how_);
    layout->addWidget(effort_);
    layout->addWidget(estimate_);
    layout->addWidget(hidden_);
    layout->addLayout(buttons);
    layout->addStretch();

    setSettings({});
    connect(defaults, &QPushButton::clicked, this, [this] { setSettings({}); });
    connect(paper, &QPushButton::clicked, this, &SearchForm::setPaper);
    connect(how_, &AlgorithmGroup::algorithmChanged, this,
            [this] { effort_->setAlgorithm(how_->algorithm(), !filling_); });
    connect(what_, &DataGroup::changed, this, &SearchForm::refresh);
    connect(how_, &AlgorithmGroup::changed, this, &SearchForm::refresh);
    connect(effort_, &BudgetGroup::changed, this, &SearchForm::refresh);
    connect(&timing_, &SearchTiming::changed, this, &SearchForm::refresh);
    connect(what_, &DataGroup::locksWanted, this, &SearchForm::locksWanted);
    connect(&locks_, &LockTable::locksEdited, this, &SearchForm::rememberEdit);
    connect(&session_, &Session::projectChanged, this, [this] {
        locksOfModels_.clear();
        model_ = 0;
        locks_.setLocks({});
    });
    connect(&session_.selection(), &Selection::modelChanged, this, &SearchForm::changeModel);
    connect(&session_.selection(), &Selection::networkChanged, this, [this] {
        locks_.setNetwork(session_.selection().network());
        if (isVisible()) timing_.seek();
        refresh();
    });
    // Space belongs to the pause of a running search except where it ticks a box or presses a
    // button of the next one's form.
    for (QAbstractButton* button : findChildren<QAbstractButton*>())
        button->installEventFilter(this);
    changeModel();
    locks_.setNetwork(session_.selection().network());
    refresh();
}

bool SearchForm::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier) {
            event->accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void SearchForm::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    timing_.seek();
}

void SearchForm::changeModel() {
    const qint64 model = session_.selection().model();
    if (model == model_) return;
    if (model_ != 0) locksOfModels_[model_] = locks_.locks();
    model_ = model;
    locks_.setLocks(locksOfModels_[model]);
}

void SearchForm::showLocks(qint64 model, const LockTable::Locks& locks) {
    if (model == model_)
        locks_.setLocks(locks);
    else
        locksOfModels_[model] = locks;
}

void SearchForm::rememberEdit(const LockTable::Locks& before, const LockTable::Locks& after) {
    // The stack may outlive the form.
    session_.undoStack().push(new LockEdit(
        before, after, [form = QPointer<SearchForm>(this), model = model_](const auto& locks) {
            if (form) form->showLocks(model, locks);
        }));
}

void SearchForm::setSettings(const SearchSettings& settings) {
    filling_ = true;
    base_ = settings;
    what_->setSettings(settings);
    how_->setSettings(settings);
    effort_->setSettings(settings);
    filling_ = false;
    refresh();
}

void SearchForm::setRun(const RunRecord& run) {
    const SearchSettings settings = settingsFromJsonText(run.settings);
    what_->setDatasets(run.calibration, run.evaluation.value_or(0));
    setSettings(settings);
}

void SearchForm::setRequest(const SearchRequest& request) {
    what_->setDatasets(request.calibration.id, request.evaluation ? request.evaluation->id : 0);
    setSettings(request.settings);
}

void SearchForm::setPaper() {
    SearchSettings paper;
    makePaper(paper);
    const SearchSettings shown = read();
    paper.common.seed = shown.common.seed;
    paper.locks = shown.locks;
    paper.hardware = shown.hardware;
    setSettings(paper);
}

SearchSettings SearchForm::read() const {
    SearchSettings settings = base_;
    what_->read(settings);
    how_->read(settings);
    effort_->read(settings);
    return settings;
}

std::vector<FieldProblem> SearchForm::findProblems() const {
    std::vector<FieldProblem> problems = what_->problems();
    for (const auto& more : {how_->problems(), effort_->problems()})
        problems.insert(problems.end(), more.begin(), more.end());
    const auto& network = session_.selection().network();
    const SearchSettings settings = read();
    if (problems.empty() && network && settings.common.targetBits > 0) {
        const double least = narrowestMeanBits(settings, network->layers());
        if (settings.common.targetBits < least)
            problems.push_back({how_->targetRow(),
                                tr("With these locked layers and widths no candidate has a mean "
                                   "below %1 bits")
                                    .arg(shortText(least, 3))});
    }
    return problems;
}

SearchSettings SearchForm::settings() const {
    for (const FieldProblem& problem : findProblems())
        // Without a project the settings are what they are.
        if (!qobject_cast<QComboBox*>(problem.field))
            throw UsageError(problem.field->accessibleName().toStdString() + ": " +
                             problem.text.toStdString());
    SearchSettings settings = read();
    validate(settings);
    return settings;
}

SearchRequest SearchForm::request() {
    if (const auto problems = findProblems(); !problems.empty()) {
        problems.front().field->setFocus(Qt::OtherFocusReason);
        throw UsageError(problems.front().field->accessibleName().toStdString() + ": " +
                         problems.front().text.toStdString());
    }
    SearchRequest request;
    what_->fill(request);
    request.settings = settings();
    return request;
}

QString SearchForm::estimate() const {
    const auto& network = session_.selection().network();
    if (!network) return {};
    const QString text = estimateText(read(), network->layers(), timing_.rate(how_->algorithm()),
                                      what_->evaluationImages());
    return timing_.isBusy() ? tr("%1; timing the network…").arg(text) : text;
}

QStringList SearchForm::problems() const {
    QStringList texts;
    for (const FieldProblem& problem : findProblems()) texts << problem.text;
    return texts;
}

void SearchForm::refresh() {
    if (filling_) return;
    const auto problems = findProblems();
    what_->showProblems(problems);
    how_->showProblems(problems);
    effort_->showProblems(problems);
    estimate_->setText(estimate());

    QStringList kept;
    for (const SettingWords& words : settingWords())
        if (words.group == SettingGroup::None)
            if (const Setting& setting = settingOf(words.key); !isUsual(setting, base_))
                kept << settingPhrase(setting, base_);
    hidden_->setText(kept.isEmpty()
                         ? QString()
                         : tr("Kept from the run: %1").arg(kept.join(QStringLiteral(", "))));
    hidden_->setVisible(!kept.isEmpty());
    Q_EMIT changed();
}

QComboBox* SearchForm::algorithmBox() const {
    return how_->algorithmBox();
}
}  // namespace lpstudio
