#pragma once

#include <QCoreApplication>
#include <QString>
#include <cstdint>
#include <functional>

#include "app/project/store/store.h"

namespace lpstudio {

class Session;

/// A model, an image set, or a file that was written.
enum class ProjectAsset { Model, Dataset, Artifact };

/// Writes names, notes, pins and removals to the open project, each as a step that can be undone.
/// What the store refuses becomes a message and no step.
class ProjectEdits final {
    Q_DECLARE_TR_FUNCTIONS(lpstudio::ProjectEdits)

public:
    explicit ProjectEdits(Session& session) : session_(session) {}

    void rename(AnnotatedItem item, qint64 id, const QString& name);
    void setNotes(AnnotatedItem item, qint64 id, const QString& text);
    void setCandidateNote(RunId run, const CandidateNote& note);
    /// From the project; files stay. `name` says what the step took out.
    void remove(ProjectAsset kind, qint64 id, const QString& name);
    /// The work of hours, and no way back: it is no step, and those before it are gone, since they
    /// may lead back to what is no more. Refused while the run's search is active.
    void removeRun(RunId run);

private:
    /// A step that writes to the store; the first time it must succeed to become one.
    template <class Value>
    void pushStep(const QString& text, const Value& before, const Value& after,
                  std::function<void(const Value&)> write);
    void followRename();

    Session& session_;
};

}  // namespace lpstudio
