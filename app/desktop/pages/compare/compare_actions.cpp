#include "app/desktop/pages/compare/compare_actions.h"

#include <QFormLayout>
#include <QInputDialog>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "app/desktop/jobs/loading.h"
#include "app/desktop/widgets/dialog_buttons.h"
#include "core/base/error.h"

namespace lpstudio {

NoteDialog::NoteDialog(const QString& subject, const QString& name, const QString& notes,
                       QWidget* parent)
    : QDialog(parent), name_(new QLineEdit(name)), notes_(new QPlainTextEdit(notes)) {
    setWindowTitle(tr("Name and notes: %1").arg(subject));
    setMinimumWidth(440);
    name_->setAccessibleName(tr("Name"));
    name_->setPlaceholderText(subject);
    notes_->setAccessibleName(tr("Notes"));
    notes_->setTabChangesFocus(true);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(16, 16, 16, 16);
    form->setSpacing(8);
    form->addRow(tr("Name"), name_);
    form->addRow(tr("Notes"), notes_);
    form->addRow(new DialogButtons(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this));
}

QString NoteDialog::name() const {
    return name_->text().trimmed();
}

QString NoteDialog::notes() const {
    return notes_->toPlainText().trimmed();
}

namespace {

/// Uniform widths that a candidate is set beside.
constexpr const char* kBaselines[] = {"lp:8", "lp:4"};

CompareItem baseline(const std::string& spec) {
    return CompareItem::uniform(spec, uniformActivations(spec));
}

}  // namespace

CompareActions::CompareActions(Session& session, Loading& loading, QWidget* parent)
    : QObject(parent), session_(session), loading_(loading), window_(parent) {
    followJobs();
}

void CompareActions::followJobs() {
    for (Job* job : jobs()) connect(job, &Job::failed, &session_.messages(), &Messages::problem);
    connect(&measuring_, &MeasureColumnsJob::measured, this,
            [this](int request, double top1, double contrast) {
                const auto& [run, column] = measuringWhat_.at(static_cast<std::size_t>(request));
                measured_.add(run, column, {top1, contrast});
                Q_EMIT columnMeasured();
                // Other pages show the candidates of the run, too.
                const bool isStored = column.genes.has_value() || column.weights.empty();
                if (isStored && session_.selection().run() == run) loading_.chooseRun(run);
            });
    connect(&saving_, &SaveCandidateJob::saved, this, [this](RunId run, CandidateId id) {
        Q_EMIT session_.contentChanged();
        session_.addToCompare(run, id);
        session_.messages().attempt([&] {
            Q_EMIT session_.messages().noted(
                tr("Saved as candidate %1 of %2")
                    .arg(id.value)
                    .arg(QString::fromStdString(session_.store()->run(run).name)));
        });
    });
    connect(&fitting_, &FitGenesJob::layerFitted, this, &CompareActions::setGene);
    connect(&fitting_, &FitGenesJob::uniformFitted, this,
            [this](RunId run, int width, const Candidate& candidate) {
                session_.messages().attempt([&] {
                    session_.working().start(run, candidate, tr("uniform %1 bit").arg(width));
                    showWorking();
                });
            });
}

void CompareActions::showWorking() {
    CompareList& list = session_.compareList();
    if (list.contains(CompareItem::working())) return;
    if (list.isFull())
        throw Error(tr("%1 columns are already compared: remove one first")
                        .arg(CompareList::kMost)
                        .toStdString());
    list.add(CompareItem::working());
}

void CompareActions::compareWithBaselines() {
    const Selection& selection = session_.selection();
    const ScoredCandidate* chosen = selection.candidate();
    if (chosen == nullptr) return;
    session_.addToCompare(selection.runRecord().id, chosen->id);
    for (const char* spec : kBaselines) session_.compareList().add(baseline(spec));
}

void CompareActions::beginWorking(RunId run, CandidateId candidate) {
    session_.messages().attempt([&] {
        session_.working().start(run, session_.store()->candidate(run, candidate));
        showWorking();
    });
}

void CompareActions::beginUniform(int width) {
    session_.messages().attempt([&] {
        const auto run = referenceRun(session_);
        if (!run)
            throw Error(tr("There is no run with images to evaluate a candidate: run a search "
                           "first (page Search)")
                            .toStdString());
        fitting_.startUniform(session_.contextOf(*run), tools_, width);
    });
}

void CompareActions::measure(const std::vector<CompareColumn>& columns) {
    session_.messages().attempt([&] {
        std::vector<MeasureColumnsJob::Request> requests;
        measuringWhat_.clear();
        for (const CompareColumn& column : columns) {
            MeasureColumnsJob::Request request;
            request.run = session_.contextOf(column.run);
            request.column = column.wanted;
            if (column.item.kind == CompareItem::Kind::Candidate)
                request.stored = column.item.candidate;
            request.name = column.title;
            requests.push_back(std::move(request));
            measuringWhat_.emplace_back(column.run, column.wanted);
        }
        measuring_.start(std::move(requests));
    });
}

void CompareActions::setGene(int layer, const LpParameters& parameters) {
    session_.messages().attempt(
        [&] { session_.working().setGene(layer, parameters, layerName(layer)); });
    Q_EMIT geneSet();
}

bool CompareActions::editLayer(int layer, const QString& text) {
    QString spec = text.trimmed();
    bool isWidth = false;
    spec.toInt(&isWidth);
    if (isWidth) spec.prepend(QStringLiteral("lp:"));
    return session_.messages().attempt([&] {
        const FormatPtr format = parseFormat(spec.toStdString());
        const auto* lp = dynamic_cast<const LpFormat*>(format.get());
        if (lp == nullptr)
            throw UsageError(spec.toStdString() +
                             ": a candidate has LP formats; give lp:n, lp:n,es,rs or "
                             "lp:n,es,rs,sf");
        if (lp->isFitted()) {
            session_.working().setGene(layer, lp->parameters(), layerName(layer));
            return;
        }
        fitting_.startLayer(session_.contextOf(session_.working().run()), tools_, layer,
                            spec.toStdString());
    });
}

void CompareActions::resetWorking() {
    session_.messages().attempt([&] {
        WorkingCandidate& working = session_.working();
        working.setCandidate(working.state().original, tr("reset of all layers"));
    });
}

void CompareActions::save(const QString& name, double top1Percent) {
    session_.messages().attempt([&] {
        const WorkingCandidate& working = session_.working();
        saving_.start(session_.contextOf(working.run()), working.candidate(), name.trimmed(),
                      top1Percent);
    });
}

void CompareActions::setPin(const CompareItem& item, bool on) {
    session_.messages().attempt([&] {
        CandidateNote note = session_.store()->candidateNote(item.run, item.candidate);
        note.starred = on;
        session_.edits().setCandidateNote(item.run, note);
    });
}

void CompareActions::askNumber() {
    const auto& candidates = session_.selection().candidates();
    if (!candidates || candidates->empty()) return;
    auto* dialog = new QInputDialog(window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Add a candidate"));
    dialog->setLabelText(tr("Number of the candidate in %1:")
                             .arg(QString::fromStdString(session_.selection().runRecord().name)));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(static_cast<int>(candidates->front().id.value),
                        static_cast<int>(candidates->back().id.value));
    connect(dialog, &QInputDialog::intValueSelected, this, [this](int id) {
        session_.addToCompare(session_.selection().runRecord().id, CandidateId(id));
    });
    dialog->open();
}

void CompareActions::askName(const CompareItem& of) {
    session_.messages().attempt([&] {
        const CandidateNote note = session_.store()->candidateNote(of.run, of.candidate);
        auto* dialog = new NoteDialog(tr("Candidate %1").arg(of.candidate.value),
                                      QString::fromStdString(note.name),
                                      QString::fromStdString(note.notes), window_);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [this, dialog, note, of] {
            CandidateNote changed = note;
            changed.name = dialog->name().toStdString();
            changed.notes = dialog->notes().toStdString();
            session_.edits().setCandidateNote(of.run, changed);
        });
        dialog->open();
    });
}

QString CompareActions::layerName(int layer) const {
    const auto at = static_cast<std::size_t>(layer);
    return network_ && at < network_->layers().size()
               ? QString::fromStdString(network_->layers()[at].name)
               : tr("layer %1").arg(layer);
}

void CompareActions::forget() {
    measured_.clear();
    network_.reset();
    for (Job* job : jobs()) job->abandon();
}

}  // namespace lpstudio
