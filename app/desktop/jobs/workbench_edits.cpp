// What can be undone, and what is put side by side.
#include "app/desktop/jobs/workbench.h"

namespace lpstudio {
namespace {

/// As many steps as anyone walks back; each holds a candidate or a few words.
constexpr int kMostSteps = 500;

/// One value of the store, before and after.
class StoreStep final : public QUndoCommand {
public:
    StoreStep(const QString& text, std::function<void()> redo, std::function<void()> undo)
        : QUndoCommand(text), redo_(std::move(redo)), undo_(std::move(undo)) {}
    void redo() override { redo_(); }
    void undo() override { undo_(); }

private:
    std::function<void()> redo_, undo_;
};

}  // namespace

template <class Value>
void Workbench::pushStoreStep(const QString& text, const Value& before, const Value& after,
                              std::function<void(const Value&)> write) {
    if (before == after) return;
    // What is refused is told and becomes no step; push() then writes it once more.
    write(after);
    const auto step = [this, write](const Value& value) { changeStore([&] { write(value); }); };
    undoStack_.push(new StoreStep(
        text, [step, after] { step(after); }, [step, before] { step(before); }));
}

void Workbench::rename(AnnotatedItem item, qint64 id, const QString& name) {
    changeStore([&] {
        const std::string before = store_->name(item, id);
        pushStoreStep<std::string>(tr("renaming of %1").arg(QString::fromStdString(before)), before,
                                   name.trimmed().toStdString(),
                                   [this, store = store_, item, id](const std::string& text) {
                                       store->rename(item, id, text);
                                       followRename();
                                   });
    });
}

void Workbench::setNotes(AnnotatedItem item, qint64 id, const QString& text) {
    changeStore([&] {
        pushStoreStep<std::string>(
            tr("notes on %1").arg(QString::fromStdString(store_->name(item, id))),
            store_->notes(item, id), text.toStdString(),
            [this, store = store_, item, id](const std::string& notes) {
                store->setNotes(item, id, notes);
                Q_EMIT contentChanged();
            });
    });
}

void Workbench::setCandidateNote(RunId run, const CandidateNote& note) {
    changeStore([&] {
        const CandidateNote before = store_->candidateNote(run, note.candidate);
        const QString which = tr("candidate %1").arg(note.candidate.value);
        QString text = tr("notes on %1").arg(which);
        if (note.starred != before.starred)
            text = note.starred ? tr("pin on %1").arg(which) : tr("unpinning of %1").arg(which);
        else if (note.name != before.name)
            text = tr("renaming of %1").arg(which);
        pushStoreStep<CandidateNote>(text, before, note,
                                     [this, store = store_, run](const CandidateNote& value) {
                                         store->setCandidateNote(run, value);
                                         Q_EMIT candidateNoteChanged(run, value.candidate);
                                     });
    });
}

void Workbench::followRename() {
    // The run that is looked at is held by value.
    if (const auto run = selection_.run(); run && run != runningRun_)
        selection_.setRunName(store_->run(*run).name);
    Q_EMIT contentChanged();
}

void Workbench::followEdits() {
    undoStack_.setUndoLimit(kMostSteps);
    undoGroup_.addStack(&undoStack_);
    undoGroup_.setActiveStack(&undoStack_);
    // With a working candidate it is what is compared; without one its column would be empty.
    connect(&working_, &WorkingCandidate::changed, this, [this] {
        changeStore([this] {
            if (!working_.exists()) {
                compareList_.remove(CompareItem::working());
                workingRun_.reset();
                return;
            }
            // An edit changes nothing of what stands where; a column that was removed stays away
            // until another candidate is begun.
            if (workingRun_ == working_.run()) return;
            workingRun_ = working_.run();
            keepToModel(store_->run(working_.run()).model);
            compareList_.add(CompareItem::working());
        });
    });
}

qint64 Workbench::comparedModel() const {
    for (const CompareItem& item : compareList_.items()) {
        if (item.kind == CompareItem::Kind::Candidate) return store_->run(item.run).model;
        if (item.kind == CompareItem::Kind::Working && working_.exists())
            return store_->run(working_.run()).model;
    }
    return 0;
}

void Workbench::keepToModel(qint64 model) {
    const CompareItem working = CompareItem::working();
    const bool away = working_.exists() && store_->run(working_.run()).model != model;
    if (away) compareList_.remove(working);
    const qint64 compared = comparedModel();
    if (compared == 0 || compared == model) return;
    compareList_.clear();
    Q_EMIT noted(tr("The comparison was cleared: its columns were of another model"));
}

bool Workbench::ensureWorking() {
    bool ready = false;
    changeStore([&] {
        const bool fits =
            working_.exists() && store_->run(working_.run()).model == selection_.model();
        if (!fits) {
            const ScoredCandidate* chosen = selection_.candidate();
            if (chosen == nullptr || selection_.runRecord().model != selection_.model())
                throw Error(tr("This model has no candidate to edit: run a search first (page "
                               "Search)")
                                .toStdString());
            working_.start(selection_.runRecord().id, *chosen);
        }
        ready = true;
    });
    return ready;
}

bool Workbench::useForLayer(int layer, const LpParameters& parameters) {
    if (!ensureWorking()) return false;
    const auto& network = selection_.network();
    const auto at = static_cast<std::size_t>(layer);
    const QString name = network && layer >= 0 && at < network->layers().size()
                             ? QString::fromStdString(network->layers()[at].name)
                             : tr("layer %1").arg(layer);
    return changeStore([&] { working_.setGene(layer, parameters, name); });
}

void Workbench::addToCompare(RunId run, CandidateId candidate) {
    changeStore([&] {
        const CompareItem wanted = CompareItem::ofCandidate(run, candidate);
        if (compareList_.contains(wanted)) return;
        keepToModel(store_->run(run).model);
        if (compareList_.isFull())
            throw Error(tr("%1 columns are already compared: remove one on page Compare first")
                            .arg(CompareList::kMost)
                            .toStdString());
        compareList_.add(wanted);
        Q_EMIT noted(tr("Candidate %1 was added to Compare (%2 of %3 columns)")
                         .arg(candidate.value)
                         .arg(compareList_.items().size())
                         .arg(CompareList::kMost));
    });
}

void Workbench::removeFromCompare(RunId run, CandidateId candidate) {
    compareList_.remove(CompareItem::ofCandidate(run, candidate));
}

}  // namespace lpstudio
