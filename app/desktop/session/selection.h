#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "app/project/runs/run_context.h"
#include "app/project/store/store.h"
#include "core/network/image_set.h"
#include "core/network/network.h"

namespace lpstudio {

/// What the user is looking at, shared by all pages: the layer chosen on one is chosen on all. Only
/// holds state; Loading loads what is chosen.
class Selection final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    using Candidates = std::shared_ptr<std::vector<ScoredCandidate>>;

    qint64 model() const { return model_; }  ///< 0: none
    /// Null while it is being loaded, or could not be.
    const std::shared_ptr<const Network>& network() const { return network_; }
    qint64 dataset() const { return dataset_; }
    const std::shared_ptr<const ImageSet>& images() const { return images_; }
    /// Null if no network is loaded.
    const Layer* layer() const;
    int layerNumber() const { return layer_; }

    std::optional<RunId> run() const;
    const RunRecord& runRecord() const { return runRecord_; }
    const std::shared_ptr<RunContext>& runContext() const { return runContext_; }
    /// Of the run, by id; null if no run is chosen.
    const Candidates& candidates() const { return candidates_; }
    /// Null if none is chosen.
    const ScoredCandidate* candidate() const;
    /// The run's best; of a run that is not over the one that is best so far. Null if there is
    /// none.
    const ScoredCandidate* best() const;
    /// The chosen one, else best(): while a run is being searched nothing is chosen unasked.
    const ScoredCandidate* candidateOrBest() const;
    /// Of the run; the defaults if they cannot be read (written by a newer version).
    const SearchSettings& runSettings() const { return runSettings_; }

    void setModel(qint64 model);
    void setNetwork(std::shared_ptr<const Network> network);
    void setDataset(qint64 dataset);
    void setImages(std::shared_ptr<const ImageSet> images);
    void setLayer(int layer);
    /// Chooses the candidate that is `wanted`, else the one chosen before if the run is the same,
    /// else the run's best.
    void setRun(const RunRecord& record, std::shared_ptr<RunContext> context, Candidates candidates,
                std::optional<CandidateId> wanted = {});
    /// A running search has scored more.
    void addCandidates(const std::vector<ScoredCandidate>& candidates);
    /// Measured meanwhile; of another run than the chosen one it is not for here.
    void setTop1(RunId run, CandidateId candidate, double percent);
    void setFloatTop1(RunId run, double percent);
    /// The run has been renamed; nothing is announced.
    void setRunName(const std::string& name) { runRecord_.name = name; }
    void clearRun();
    void setCandidate(std::optional<CandidateId> candidate);
    void clear();

Q_SIGNALS:
    void modelChanged();
    void networkChanged();
    void datasetChanged();
    void imagesChanged();
    void layerChanged();
    void runChanged();
    void candidatesAdded();
    /// Something was measured of candidates that were there.
    void top1Changed();
    void candidateChanged();

private:
    const ScoredCandidate* find(CandidateId id) const;
    /// Takes candidates from `first` on into account for the best so far.
    void seekBest(std::size_t first);

    qint64 model_ = 0, dataset_ = 0;
    std::shared_ptr<const Network> network_;
    std::shared_ptr<const ImageSet> images_;
    int layer_ = 0;
    RunRecord runRecord_;
    std::shared_ptr<RunContext> runContext_;
    Candidates candidates_;
    SearchSettings runSettings_;
    std::optional<std::size_t> bestSoFar_;  ///< position in candidates_
    std::optional<CandidateId> candidate_;
};

}  // namespace lpstudio
