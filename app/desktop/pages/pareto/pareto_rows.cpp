#include "app/desktop/pages/pareto/pareto_rows.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/desktop/pages/pareto/project_front_bar.h"
#include "app/desktop/session/selection.h"

namespace lpstudio {

void ParetoRows::gather(const Selection& selection, const ProjectFrontBar& others) {
    const RunRecord& run = selection.runRecord();
    auto columns = std::make_shared<CandidateColumns>();
    QuantityFacts facts{run.floatTop1Percent, 0};
    if (selection.network() && selection.model() == run.model)
        facts.macs = static_cast<double>(selection.network()->macs());
    columns->addRun({run.id, QString::fromStdString(run.name), facts, run.best},
                    std::span<const ScoredCandidate>(*selection.candidates()));
    others.addOthers(*columns);
    columns_ = std::move(columns);
}

std::optional<std::size_t> ParetoRows::chosenRow(const Selection& selection) const {
    const ScoredCandidate* candidate = selection.candidate();
    if (candidate == nullptr || !columns_ || !selection.run()) return std::nullopt;
    return columns_->rowOf(*selection.run(), candidate->id);
}

void ParetoRows::setLimit(const std::string& key, const Limit& limit) {
    if (limit.isEmpty())
        limits_.erase(key);
    else
        limits_[key] = limit;
}

void ParetoRows::halve(const std::string& key) {
    const ValueScale scale = scaleOf(paretoQuantity(key), columns_->of(key));
    setLimit(key, {{}, (scale.from + scale.to) / 2});
}

void ParetoRows::judge(const ParetoChoice& choice) {
    excluded_ = limits_.empty() ? Mask{} : infeasibleRows(*columns_, limits_);
    outside_ = region_ ? rowsOutside(*columns_, choice.x, choice.y, *region_) : Mask{};
}

void ParetoRows::findFront(const ParetoChoice& choice) {
    onFront_ = lpstudio::onFront(*columns_, choice, excluded_);
}

ParetoRows::Mask ParetoRows::onFront() const {
    // The front of other rows is of no use.
    return columns_ && onFront_.size() == columns_->size() ? onFront_ : Mask{};
}

ParetoRows::Mask ParetoRows::shown() const {
    if (excluded_.empty() && outside_.empty()) return {};
    Mask shown(columns_->size(), 1);
    for (const Mask* mask : {&excluded_, &outside_})
        for (std::size_t row = 0; row < mask->size(); ++row)
            if ((*mask)[row] != 0) shown[row] = 0;
    return shown;
}

std::size_t ParetoRows::excludedCount() const {
    return static_cast<std::size_t>(
        std::count_if(excluded_.begin(), excluded_.end(), [](auto row) { return row != 0; }));
}

std::vector<CandidateId> ParetoRows::unmeasuredFront() const {
    const auto& top1 = columns_->of("top1");
    std::vector<CandidateId> ids;
    const std::size_t rows = std::min(onFront_.size(), columns_->size());
    for (std::size_t row = 0; row < rows; ++row)
        if (onFront_[row] != 0 && isOwn(row) && std::isnan(top1[row]))
            ids.push_back(columns_->ids[row]);
    return ids;
}

}  // namespace lpstudio
