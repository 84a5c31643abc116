#include "app/desktop/pages/compare/compare_actions.h"

#include <QFormLayout>
#include <QInputDialog>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "app/desktop/jobs/loading.h"
#include "app/desktop/session/desktop_session.h"
#include "app/desktop/widgets/dialog_buttons.h"
#include "app/project/runs/manual_candidate.h"
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

ColumnSource baseline(const std::string& spec) {
    return ColumnSource::uniform(spec, uniformActivations(spec));
}

}  // namespace

CompareActions::CompareActions(Session& session, Loading& loading, CompareColumns& columns,
                               QWidget* parent)
    : QObject(parent), session_(session), loading_(loading), columns_(columns), window_(parent) {
    for (Job* job : jobs()) connect(job, &Job::failed, &session_.messages(), &Messages::problem);
    connect(&session_, &Session::projectChanged, this, [this] {
        for (Job* job : jobs()) job->abandon();
    });
}

void CompareActions::showWorking() {
    CompareList& list = session_.compareList();
    if (list.contains(ColumnSource::working())) return;
    if (list.isFull())
        throw Error(tr("%1 columns are already compared: remove one first")
                        .arg(CompareList::kMost)
                        .toStdString());
    list.add(ColumnSource::working());
}

void CompareActions::compareWithBaselines() {
    const Selection& selection = session_.selection();
    const ScoredCandidate* chosen = selection.candidateOrBest();
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
        const auto reference = referenceRun(session_);
        if (!reference)
            throw Error(tr("There is no run with images to evaluate a candidate: run a search "
                           "first (page Search)")
                            .toStdString());
        fitting_.launch(
            tr("Fitting all layers at %1 bit").arg(width),
            [this, context = session_.contextOf(*reference), tools = columns_.tools(),
             width](const JobContext& job) -> Job::Delivery {
                Candidate candidate = fitUniform(*context, *tools, width, job.stop, job.progress);
                return [this, run = context->run(), width, candidate = std::move(candidate)] {
                    session_.messages().attempt([&] {
                        session_.working().start(run, candidate, tr("uniform %1 bit").arg(width));
                        showWorking();
                    });
                };
            });
    });
}

void CompareActions::measure(const std::vector<int>& items) {
    session_.messages().attempt([&] {
        std::vector<Request> requests;
        for (const int item : items) {
            const CompareColumn& column = columns_.at(item);
            const bool stored = column.source.kind == ColumnSource::Kind::Candidate;
            requests.push_back({session_.contextOf(column.run), column.formats,
                                stored ? std::optional(column.source.candidate) : std::nullopt,
                                column.title.toStdString()});
        }
        measuring_.launch(
            tr("Measuring top-1"),
            [this, requests = std::move(requests)](const JobContext& job) -> Job::Delivery {
                for (const Request& request : requests) {
                    const ColumnScores scores = measureScores(
                        *request.run, request.formats, request.stored, job.stop,
                        [&](const Progress& at) {
                            job.progress({"Top-1 of " + request.title, at.done, at.total});
                        });
                    job.post([this, run = request.run->run(), formats = request.formats, scores] {
                        takeScores(run, formats, scores);
                    });
                }
                return {};
            });
    });
}

void CompareActions::measureMissing() {
    std::vector<int> missing;
    for (int item = 0; item < static_cast<int>(columns_.all().size()); ++item)
        if (columns_.at(item).scores.top1Percent < 0) missing.push_back(item);
    if (missing.empty())
        Q_EMIT session_.messages().noted(tr("Top-1 of all columns has been measured"));
    else
        measure(missing);
}

void CompareActions::takeScores(RunId run, const ColumnFormats& formats,
                                const ColumnScores& scores) {
    columns_.addScores(run, formats, scores);
    Q_EMIT columnMeasured();
    // Other pages show the candidates of the run, too.
    const bool isStored = formats.genes.has_value() || formats.weights.empty();
    if (isStored && session_.selection().run() == run) loading_.chooseRun(run);
}

void CompareActions::setGene(int layer, const LpParameters& parameters) {
    session_.messages().attempt(
        [&] { session_.working().setGene(layer, parameters, columns_.layerName(layer)); });
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
            session_.working().setGene(layer, lp->parameters(), columns_.layerName(layer));
            return;
        }
        fitting_.launch(
            tr("Fitting a layer"),
            [this, run = session_.contextOf(session_.working().run()), tools = columns_.tools(),
             layer, family = spec.toStdString()](const JobContext& job) -> Job::Delivery {
                const LpParameters parameters =
                    fitLayer(*run, *tools, LayerIndex(layer), family, job.stop, job.progress);
                return [this, layer, parameters] { setGene(layer, parameters); };
            });
    });
}

void CompareActions::resetWorking() {
    session_.messages().attempt([&] {
        WorkingCandidate& working = session_.working();
        working.setCandidate(working.state().original, tr("reset of all layers"));
    });
}

void CompareActions::save(const QString& name) {
    const int item = columns_.working();
    if (item < 0) return;
    session_.messages().attempt([&] {
        const WorkingCandidate& working = session_.working();
        auto base = session_.contextOf(working.run());
        std::string runName = base->record().name;
        if (base->record().kind != RunKind::Manual)
            runName = tr("%1, manual").arg(QString::fromStdString(runName)).toStdString();
        saving_.launch(
            tr("Scoring the candidate"),
            [base = std::move(base), candidate = working.candidate(),
             name = name.trimmed().toStdString(), runName = std::move(runName),
             top1Percent = columns_.at(item).scores.top1Percent](const JobContext& job) {
                return saveManualCandidate(*base, candidate, name, runName, top1Percent, job.stop,
                                           job.progress);
            },
            [this](const std::pair<RunId, CandidateId>& saved) {
                takeSaved(saved.first, saved.second);
            });
    });
}

void CompareActions::takeSaved(RunId run, CandidateId id) {
    Q_EMIT session_.contentChanged();
    session_.addToCompare(run, id);
    session_.messages().attempt([&] {
        Q_EMIT session_.messages().noted(
            tr("Saved as candidate %1 of %2")
                .arg(id.value)
                .arg(QString::fromStdString(session_.store()->run(run).name)));
    });
}

void CompareActions::askSave() {
    const WorkingCandidate& working = session_.working();
    if (!working.exists()) return;
    auto* dialog = new QInputDialog(window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save as candidate"));
    dialog->setLabelText(tr("Name (optional):"));
    dialog->setTextValue(tr("%1, edited").arg(working.state().origin));
    dialog->setOkButtonText(tr("Save"));
    connect(dialog, &QInputDialog::textValueSelected, this, &CompareActions::save);
    dialog->open();
}

void CompareActions::setPin(const ColumnSource& source, bool on) {
    session_.messages().attempt([&] {
        CandidateNote note = session_.store()->candidateNote(source.run, source.candidate);
        note.starred = on;
        session_.edits().setCandidateNote(source.run, note);
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

void CompareActions::askName(const ColumnSource& source) {
    session_.messages().attempt([&] {
        const CandidateNote note = session_.store()->candidateNote(source.run, source.candidate);
        auto* dialog = new NoteDialog(tr("Candidate %1").arg(source.candidate.value),
                                      QString::fromStdString(note.name),
                                      QString::fromStdString(note.notes), window_);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [this, dialog, note, source] {
            CandidateNote changed = note;
            changed.name = dialog->name().toStdString();
            changed.notes = dialog->notes().toStdString();
            session_.edits().setCandidateNote(source.run, changed);
        });
        dialog->open();
    });
}

}  // namespace lpstudio
