#include "app/desktop/session/project_edits.h"

#include <QUndoCommand>
#include <algorithm>
#include <memory>
#include <utility>

#include "app/desktop/session/desktop_session.h"
#include "core/base/error.h"

namespace lpstudio {
namespace {

/// What has been done already when the step is made, since it may have been refused. A way back or
/// forth that the store refuses becomes a message, and the step is obsolete.
class StoreStep final : public QUndoCommand {
public:
    StoreStep(Messages& messages, const QString& text, std::function<void()> redo,
              std::function<void()> undo)
        : QUndoCommand(text), messages_(messages), redo_(std::move(redo)), undo_(std::move(undo)) {}
    void redo() override {
        if (!std::exchange(done_, false)) run(redo_);
    }
    void undo() override { run(undo_); }

private:
    void run(const std::function<void()>& change) {
        if (!messages_.attempt(change)) setObsolete(true);
    }

    Messages& messages_;
    std::function<void()> redo_, undo_;
    bool done_ = true;  ///< the first redo is what has happened already
};

}  // namespace

template <class Value>
void ProjectEdits::pushStep(const QString& text, const Value& before, const Value& after,
                            std::function<void(const Value&)> write) {
    if (before == after) return;
    write(after);
    session_.undoStack().push(new StoreStep(
        session_.messages(), text, [write, after] { write(after); },
        [write, before] { write(before); }));
}

void ProjectEdits::rename(AnnotatedItem item, qint64 id, const QString& name) {
    session_.messages().attempt([&] {
        const std::string before = session_.store()->name(item, id);
        pushStep<std::string>(tr("renaming of %1").arg(QString::fromStdString(before)), before,
                              name.trimmed().toStdString(),
                              [this, store = session_.store(), item, id](const std::string& text) {
                                  store->rename(item, id, text);
                                  followRename();
                              });
    });
}

void ProjectEdits::setNotes(AnnotatedItem item, qint64 id, const QString& text) {
    session_.messages().attempt([&] {
        const auto& store = session_.store();
        pushStep<std::string>(tr("notes on %1").arg(QString::fromStdString(store->name(item, id))),
                              store->notes(item, id), text.toStdString(),
                              [this, store, item, id](const std::string& notes) {
                                  store->setNotes(item, id, notes);
                                  Q_EMIT session_.contentChanged();
                              });
    });
}

void ProjectEdits::setCandidateNote(RunId run, const CandidateNote& note) {
    session_.messages().attempt([&] {
        const auto& store = session_.store();
        const CandidateNote before = store->candidateNote(run, note.candidate);
        const QString which = tr("candidate %1").arg(note.candidate.value);
        QString text = tr("notes on %1").arg(which);
        if (note.starred != before.starred)
            text = note.starred ? tr("pin on %1").arg(which) : tr("unpinning of %1").arg(which);
        else if (note.name != before.name)
            text = tr("renaming of %1").arg(which);
        pushStep<CandidateNote>(text, before, note, [this, store, run](const CandidateNote& value) {
            store->setCandidateNote(run, value);
            Q_EMIT session_.candidateNoteChanged(run, value.candidate);
        });
    });
}

void ProjectEdits::followRename() {
    // The run that is looked at is held by value.
    Selection& selection = session_.selection();
    if (const auto run = selection.run(); run && run != session_.runningRun())
        selection.setRunName(session_.store()->run(*run).name);
    Q_EMIT session_.contentChanged();
}

void ProjectEdits::remove(ProjectAsset kind, qint64 asset, const QString& name) {
    const auto store = session_.store();
    Selection& selection = session_.selection();
    // Put back, it has another number.
    const auto id = std::make_shared<std::int64_t>(asset);
    std::function<void()> take, restore;
    const bool done = session_.messages().attempt([&] {
        switch (kind) {
            case ProjectAsset::Model:
                take = [&selection, store, id] {
                    store->removeModel(*id);
                    if (selection.model() == *id) selection.setModel(0);
                };
                restore = [store, id, record = store->model(*id)] {
                    *id = store->addModel(record);
                    store->setNotes(AnnotatedItem::Model, *id, record.notes);
                };
                break;
            case ProjectAsset::Dataset:
                take = [&selection, store, id] {
                    store->removeDataset(*id);
                    if (selection.dataset() == *id) selection.setDataset(0);
                };
                restore = [store, id, record = store->dataset(*id)] {
                    *id = store->addDataset(record);
                    store->setNotes(AnnotatedItem::Dataset, *id, record.notes);
                };
                break;
            case ProjectAsset::Artifact:
                take = [store, id] { store->removeArtifact(*id); };
                for (const ArtifactRecord& record : store->artifacts())
                    if (record.id == *id)
                        restore = [store, id, record] { *id = store->addArtifact(record); };
                break;
        }
        take();
    });
    if (!done) return;
    const auto told = [this](const std::function<void()>& change) {
        return [this, change] {
            change();
            Q_EMIT session_.contentChanged();
        };
    };
    session_.undoStack().push(new StoreStep(session_.messages(), tr("removal of %1").arg(name),
                                            told(take), told(restore)));
    Q_EMIT session_.contentChanged();
}

void ProjectEdits::removeRun(RunId run) {
    if (run == session_.runningRun()) {
        Q_EMIT session_.messages().problem(
            tr("The search of this run is still active: stop it first"));
        return;
    }
    session_.messages().attempt([&] {
        session_.store()->removeRun(run);
        session_.undoStack().clear();
        session_.compareList().removeRun(run);
        if (session_.working().exists() && session_.working().run() == run)
            session_.working().forget();
        if (session_.selection().run() == run) session_.selection().clearRun();
    });
    Q_EMIT session_.contentChanged();
}

}  // namespace lpstudio
