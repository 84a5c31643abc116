#pragma once

#include <QObject>
#include <optional>
#include <utility>
#include <vector>

#include "app/desktop/jobs/task.h"
#include "app/desktop/session/desktop_session.h"

namespace lpstudio {

/// Chooses what is looked at: a model, an image set, a run. The choice is the selection's at once;
/// what it stands for is loaded and follows.
class Loading final : public QObject {
    Q_OBJECT

public:
    explicit Loading(Session& session, QObject* parent = nullptr);

    /// If the run that is chosen is not one of this model, the model's last run is chosen too.
    void chooseModel(qint64 model);
    void chooseDataset(qint64 dataset);
    void chooseRun(RunId run);
    /// And one of its candidates rather than its best.
    void chooseCandidate(RunId run, CandidateId candidate);
    /// Of a project that was just opened: the first model and image set, the last run.
    void chooseFirst();
    /// A search has begun this run: it is chosen at once, without candidates.
    void chooseBegun(RunId run);
    /// Reads the run anew if it is the one that is chosen.
    void reload(RunId run);

    bool isRunning() const { return model_.isRunning() || run_.isRunning() || images_.isRunning(); }
    std::vector<Job*> jobs() { return {&model_, &run_, &images_}; }

private:
    void loadModel(qint64 model);
    void loadRun(RunId run);

    Session& session_;
    std::optional<CandidateId> wanted_;  ///< of the run that is being loaded
    Task<std::shared_ptr<const Network>> model_;
    Task<std::shared_ptr<const ImageSet>> images_;
    Task<std::pair<RunRecord, Selection::Candidates>> run_;
};

}  // namespace lpstudio
