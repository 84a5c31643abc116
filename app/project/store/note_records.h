#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/ids.h"

namespace lpstudio {

class StoreDatabase;

/// What the user says of a candidate.
struct CandidateNote {
    CandidateId candidate;
    std::string name, notes;
    bool starred = false;  ///< pinned as one to come back to

    bool isEmpty() const { return name.empty() && notes.empty() && !starred; }
    friend bool operator==(const CandidateNote&, const CandidateNote&) = default;
};

/// What can be renamed and have notes.
enum class AnnotatedItem { Model, Dataset, Run };

/// What the user writes beside models, image sets, runs and candidates, as ProjectStore keeps it.
class NoteRecords {
public:
    /// Throw Error if there is no such item.
    std::string name(AnnotatedItem item, std::int64_t id) const;
    std::string notes(AnnotatedItem item, std::int64_t id) const;
    /// Throws Error if there is no such item or the name is empty.
    void rename(AnnotatedItem item, std::int64_t id, const std::string& name);
    /// Empty: none. Throws Error if there is no such item.
    void setNotes(AnnotatedItem item, std::int64_t id, const std::string& text);

    /// Of the candidates of a run that have any, by id.
    std::vector<CandidateNote> candidateNotes(RunId run) const;
    /// An empty one if nothing is said of it.
    CandidateNote candidateNote(RunId run, CandidateId id) const;
    /// Replaces what was said. Throws Error if there is no such candidate.
    void setCandidateNote(RunId run, const CandidateNote& note);

protected:
    explicit NoteRecords(std::shared_ptr<StoreDatabase> database);

private:
    std::shared_ptr<StoreDatabase> database_;
};

/// Replaces what is said of a candidate. Under the database's lock, in a transaction. Throws Error
/// if there is no such candidate.
void replaceNote(StoreDatabase& database, RunId run, const CandidateNote& note);

}  // namespace lpstudio
