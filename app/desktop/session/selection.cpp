#include "app/desktop/session/selection.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"

namespace lpstudio {

const Layer* Selection::layer() const {
    if (!network_ || layer_ < 0 || layer_ >= static_cast<int>(network_->layers().size()))
        return nullptr;
    return &network_->layers()[static_cast<std::size_t>(layer_)];
}

std::optional<RunId> Selection::run() const {
    return candidates_ ? std::optional(runRecord_.id) : std::nullopt;
}

const ScoredCandidate* Selection::find(CandidateId id) const {
    if (!candidates_) return nullptr;
    const auto at = std::lower_bound(
        candidates_->begin(), candidates_->end(), id,
        [](const ScoredCandidate& one, CandidateId wanted) { return one.id < wanted; });
    return at != candidates_->end() && at->id == id ? &*at : nullptr;
}

const ScoredCandidate* Selection::candidate() const {
    return candidate_ ? find(*candidate_) : nullptr;
}

const ScoredCandidate* Selection::best() const {
    if (runRecord_.best)
        if (const ScoredCandidate* known = find(*runRecord_.best)) return known;
    return candidates_ && bestSoFar_ ? &(*candidates_)[*bestSoFar_] : nullptr;
}

const ScoredCandidate* Selection::candidateOrBest() const {
    const ScoredCandidate* chosen = candidate();
    return chosen != nullptr ? chosen : best();
}

void Selection::seekBest(std::size_t first) {
    for (std::size_t at = first; at < candidates_->size(); ++at)
        if (!bestSoFar_ || isFitter((*candidates_)[at], (*candidates_)[*bestSoFar_],
                                    runSettings_.common.targetBits))
            bestSoFar_ = at;
}

void Selection::setModel(qint64 model) {
    if (model == model_) return;
    model_ = model;
    network_.reset();
    layer_ = 0;
    Q_EMIT modelChanged();
    Q_EMIT networkChanged();
    Q_EMIT layerChanged();
}

void Selection::setNetwork(std::shared_ptr<const Network> network) {
    network_ = std::move(network);
    Q_EMIT networkChanged();
    Q_EMIT layerChanged();
}

void Selection::setDataset(qint64 dataset) {
    if (dataset == dataset_) return;
    dataset_ = dataset;
    images_.reset();
    Q_EMIT datasetChanged();
    Q_EMIT imagesChanged();
}

void Selection::setImages(std::shared_ptr<const ImageSet> images) {
    images_ = std::move(images);
    Q_EMIT imagesChanged();
}

void Selection::setLayer(int layer) {
    if (layer == layer_ || layer < 0) return;
    layer_ = layer;
    Q_EMIT layerChanged();
}

void Selection::setRun(const RunRecord& record, std::shared_ptr<RunContext> context,
                       Candidates candidates, std::optional<CandidateId> wanted) {
    if (!wanted && run() == record.id) wanted = candidate_;
    runRecord_ = record;
    runContext_ = std::move(context);
    candidates_ = std::move(candidates);
    try {
        runSettings_ = settingsFromJsonText(record.settings);
    } catch (const Error&) {
        runSettings_ = {};
    }
    bestSoFar_.reset();
    seekBest(0);
    candidate_ = wanted && find(*wanted) != nullptr ? wanted : record.best;
    Q_EMIT runChanged();
    Q_EMIT candidateChanged();
}

void Selection::addCandidates(const std::vector<ScoredCandidate>& candidates) {
    if (!candidates_) return;
    const std::size_t first = candidates_->size();
    // What was read from the store meanwhile is announced a second time.
    for (const ScoredCandidate& candidate : candidates)
        if (candidates_->empty() || candidates_->back().id < candidate.id)
            candidates_->push_back(candidate);
    seekBest(first);
    Q_EMIT candidatesAdded();
}

void Selection::setTop1(RunId run, CandidateId candidate, double percent) {
    if (this->run() != run) return;
    const auto at = std::lower_bound(
        candidates_->begin(), candidates_->end(), candidate,
        [](const ScoredCandidate& one, CandidateId wanted) { return one.id < wanted; });
    if (at == candidates_->end() || at->id != candidate) return;
    at->top1Percent = percent;
    Q_EMIT top1Changed();
    if (candidate_ == candidate) Q_EMIT candidateChanged();
}

void Selection::setFloatTop1(RunId run, double percent) {
    if (this->run() != run) return;
    runRecord_.floatTop1Percent = percent;
    Q_EMIT top1Changed();
    Q_EMIT candidateChanged();
}

void Selection::clearRun() {
    runRecord_ = {};
    runContext_.reset();
    candidates_.reset();
    bestSoFar_.reset();
    candidate_.reset();
    Q_EMIT runChanged();
    Q_EMIT candidateChanged();
}

void Selection::setCandidate(std::optional<CandidateId> candidate) {
    if (candidate == candidate_) return;
    candidate_ = candidate;
    Q_EMIT candidateChanged();
}

void Selection::clear() {
    setModel(0);
    setDataset(0);
    clearRun();
}

}  // namespace lpstudio
