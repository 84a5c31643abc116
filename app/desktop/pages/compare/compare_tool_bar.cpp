#include "app/desktop/pages/compare/compare_tool_bar.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>
#include <algorithm>

#include "app/desktop/pages/compare/compare_columns.h"
#include "app/desktop/plot/number_text.h"
#include "app/desktop/session/desktop_session.h"
#include "app/desktop/widgets/icons.h"
#include "app/project/runs/network_comparison.h"
#include "app/project/store/design_library.h"
#include "core/base/error.h"
#include "core/number/family_comparison.h"
#include "core/search/pareto.h"

namespace lpstudio {
namespace {

/// Of the front, pinned and manual: more are found on the page Pareto.
constexpr std::size_t kMostListed = 12;
constexpr int kUniformWidths[] = {8, 6, 5, 4, 3, 2};

QString figuresOf(const ScoredCandidate& candidate) {
    QString text =
        AddColumnMenu::tr("%1 bit, score %2")
            .arg(shortText(candidate.meanWeightBits, 3), shortText(candidate.contrast, 4));
    if (candidate.hasTop1())
        text += AddColumnMenu::tr(", top-1 %1 %").arg(shortText(candidate.top1Percent, 4));
    return text;
}

/// Evenly spread over the front in score and width.
std::vector<const ScoredCandidate*> spreadOverFront(
    const std::vector<ScoredCandidate>& candidates) {
    std::vector<double> bits, contrast;
    for (const ScoredCandidate& one : candidates) {
        bits.push_back(one.meanWeightBits);
        contrast.push_back(one.contrast);
    }
    const std::vector<std::size_t> front = paretoFront(bits, contrast);
    std::vector<const ScoredCandidate*> shown;
    const std::size_t count = std::min(front.size(), kMostListed);
    for (std::size_t i = 0; i < count; ++i)
        shown.push_back(&candidates[front[count > 1 ? i * (front.size() - 1) / (count - 1) : 0]]);
    return shown;
}

}  // namespace

AddColumnMenu::AddColumnMenu(Session& session, QWidget* parent) : QMenu(parent), session_(session) {
    connect(this, &QMenu::aboutToShow, this, &AddColumnMenu::fill);
}

void AddColumnMenu::fill() {
    clear();
    if (session_.compareList().isFull()) {
        addAction(tr("At most %1 columns fit: remove one first").arg(CompareList::kMost))
            ->setEnabled(false);
        return;
    }
    try {
        addCandidates();
    } catch (const Error& error) {
        addAction(QString::fromUtf8(error.what()))->setEnabled(false);
    }
    addSeparator();
    addUniform();
    addAction(tr("Floating point"), this,
              [this] { session_.compareList().add(ColumnSource::floating()); });
}

void AddColumnMenu::addCandidates() {
    const Selection& selection = session_.selection();
    const auto run = selection.run();
    if (!run) return;
    const auto add = [this](QMenu* menu, const QString& text, RunId of, CandidateId id) {
        QAction* action =
            menu->addAction(text, this, [this, of, id] { session_.addToCompare(of, id); });
        action->setEnabled(!session_.compareList().contains(ColumnSource::ofCandidate(of, id)));
    };
    if (const ScoredCandidate* chosen = selection.candidate())
        add(this, tr("Chosen candidate %1 (%2)").arg(chosen->id.value).arg(figuresOf(*chosen)),
            *run, chosen->id);
    const ScoredCandidate* best = selection.best();
    if (best != nullptr && best != selection.candidate())
        add(this, tr("Best candidate %1 (%2)").arg(best->id.value).arg(figuresOf(*best)), *run,
            best->id);
    QMenu* front = addMenu(tr("From the Pareto front"));
    for (const ScoredCandidate* one : spreadOverFront(*selection.candidates()))
        add(front, tr("Candidate %1 (%2)").arg(one->id.value).arg(figuresOf(*one)), *run, one->id);
    QMenu* named = addMenu(tr("Pinned, named and manual"));
    for (const RunRecord& record : session_.store()->runs()) {
        if (record.model != selection.runRecord().model) continue;
        const auto notes = session_.store()->candidateNotes(record.id);
        for (const CandidateNote& note : notes)
            if (named->actions().size() < static_cast<int>(kMostListed))
                add(named,
                    tr("%1 (candidate %2 of %3)")
                        .arg((note.starred ? QStringLiteral("★ ") : QString()) +
                             QString::fromStdString(note.name))
                        .arg(note.candidate.value)
                        .arg(QString::fromStdString(record.name)),
                    record.id, note.candidate);
        if (record.kind != RunKind::Manual) continue;
        for (std::int64_t id = 0; id < record.candidates; ++id)
            if (std::none_of(notes.begin(), notes.end(),
                             [&](const auto& note) { return note.candidate.value == id; }) &&
                named->actions().size() < static_cast<int>(kMostListed))
                add(named,
                    tr("Candidate %1 of %2").arg(id).arg(QString::fromStdString(record.name)),
                    record.id, CandidateId(id));
    }
    named->menuAction()->setVisible(!named->isEmpty());
    addAction(tr("Candidate by number…"), this, [this] { Q_EMIT numberRequested(); });
}

void AddColumnMenu::addUniform() {
    const auto add = [this](QMenu* menu, const QString& text, const std::string& spec) {
        const ColumnSource source = ColumnSource::uniform(spec, uniformActivations(spec));
        QAction* action =
            menu->addAction(text, this, [this, source] { session_.compareList().add(source); });
        action->setEnabled(!session_.compareList().contains(source));
    };
    QMenu* lp = addMenu(tr("Uniform LP"));
    QMenu* baselines = addMenu(tr("Uniform, other formats"));
    for (const FormatFamily& family : formatFamilies()) {
        QMenu* menu =
            family.key == "lp" ? lp : baselines->addMenu(QString::fromStdString(family.title));
        for (const int width : kUniformWidths)
            if (!membersOfWidth(family.key, width).empty())
                add(menu, tr("%1 bit").arg(width), family.key + ":" + std::to_string(width));
    }
}

CompareToolBar::CompareToolBar(Session& session, QWidget* parent)
    : QWidget(parent),
      baselines_(new QAction(themedIcon(QStringLiteral("compare")),
                             tr("Compare the chosen candidate with uniform widths"), this)),
      copyChosen_(new QAction(tr("Duplicate and edit the chosen candidate"), this)),
      remove_(new QAction(tr("Remove all columns"), this)),
      add_(new AddColumnMenu(session, this)),
      hardware_(new QComboBox),
      order_(new QCheckBox(tr("Largest differences first"))),
      addButton_(new QToolButton),
      workingButton_(new QToolButton),
      moreButton_(new QToolButton) {
    makeMenus();
    hardware_->setAccessibleName(tr("Accelerator"));
    hardware_->setToolTip(tr("Accelerator for the energy and latency estimates"));
    order_->setToolTip(tr("Otherwise the layers are in execution order"));
    order_->setChecked(true);
    connect(hardware_, &QComboBox::activated, this, &CompareToolBar::hardwareChosen);
    connect(&DesignLibrary::instance(), &DesignLibrary::changed, this, [this] {
        shownHardware_.clear();
        Q_EMIT designsChanged();
    });
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 16, 0);
    layout->setSpacing(8);
    layout->addWidget(addButton_);
    layout->addWidget(workingButton_);
    layout->addWidget(moreButton_);
    layout->addSpacing(16);
    layout->addWidget(order_);
    layout->addStretch();
    auto* label = new QLabel(tr("Estimates for"));
    label->setBuddy(hardware_);
    layout->addWidget(label);
    layout->addWidget(hardware_);
}

void CompareToolBar::makeMenus() {
    addButton_->setText(tr("Add…"));
    addButton_->setToolTip(tr("Add a candidate, a uniform format or floating point as a column"));
    addButton_->setMenu(add_);
    auto* working = new QMenu(workingButton_);
    working->addAction(copyChosen_);
    QMenu* uniform = working->addMenu(tr("Start from uniform LP"));
    for (const int width : kUniformWidths)
        uniform->addAction(tr("%1 bit").arg(width), this,
                           [this, width] { Q_EMIT uniformRequested(width); });
    workingButton_->setText(tr("Working candidate"));
    workingButton_->setToolTip(tr("A candidate of your own, edited layer by layer"));
    workingButton_->setMenu(working);
    auto* more = new QMenu(moreButton_);
    more->addAction(tr("Copy everything as CSV"), this, &CompareToolBar::copyRequested);
    more->addAction(tr("Export as CSV…"), this, &CompareToolBar::exportRequested);
    more->addSeparator();
    more->addAction(baselines_);
    more->addAction(remove_);
    moreButton_->setText(tr("More"));
    moreButton_->setToolTip(tr("Copy, export, remove"));
    moreButton_->setMenu(more);
    for (QToolButton* button : {addButton_, workingButton_, moreButton_}) {
        button->setPopupMode(QToolButton::InstantPopup);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    }
}

std::string CompareToolBar::hardwareSpec() const {
    return hardware_->currentData().toString().toStdString();
}

void CompareToolBar::offerHardware(const std::string& spec) {
    if (spec == shownHardware_) return;
    shownHardware_ = spec;
    const QSignalBlocker quiet(hardware_);
    hardware_->clear();
    DesignLibrary& library = DesignLibrary::instance();
    for (const QString& name : library.presetNames() + library.ownNames())
        hardware_->addItem(name, QString::fromStdString(library.specOf(name)));
    int at = hardware_->findData(QString::fromStdString(spec));
    if (at < 0) {
        hardware_->addItem(library.nameOf(spec), QString::fromStdString(spec));
        at = hardware_->count() - 1;
    }
    hardware_->setCurrentIndex(at);
}

}  // namespace lpstudio
