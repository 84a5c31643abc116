#include "app/desktop/charts/pareto_data.h"

#include <algorithm>
#include <cmath>

namespace lpstudio {
namespace {

/// Of the values at each end of a scale.
constexpr double kOuterShare = 0.01;

/// Adds the look of a row to that of a point.
class RowStyles {
public:
    RowStyles(const CandidateColumns& columns, const ParetoChoice& choice, const ParetoData& data,
              std::span<const std::uint8_t> excluded, std::span<const std::uint8_t> outside)
        : color_(choice.color.empty() ? nullptr : columns.of(choice.color).data()),
          size_(choice.size.empty() ? nullptr : columns.of(choice.size).data()),
          data_(data),
          excluded_(excluded),
          outside_(outside) {}

    void add(std::size_t row, PointLooks& looks) const {
        if (color_ != nullptr) {
            const double share = data_.color->share(color_[row]);
            looks.shades.push_back(std::isnan(share)
                                       ? PointLooks::kUnknownShade
                                       : static_cast<std::uint8_t>(std::lround(share * 254)));
        }
        if (size_ != nullptr) {
            const double share = data_.size->share(size_[row]);
            looks.sizes.push_back(std::isnan(share) ? 0
                                                    : static_cast<std::uint8_t>(std::lround(
                                                          share * (PointLooks::kSizes - 1))));
        }
        if (!excluded_.empty()) looks.excluded.push_back(excluded_[row]);
        if (!outside_.empty()) looks.outside.push_back(outside_[row]);
    }

private:
    const double *color_, *size_;
    const ParetoData& data_;
    std::span<const std::uint8_t> excluded_, outside_;
};

}  // namespace

double ValueScale::share(double value) const {
    return to > from ? std::clamp((value - from) / (to - from), 0.0, 1.0) : value - value + 0.5;
}

ValueScale scaleOf(const ParetoQuantity& quantity, std::span<const double> values) {
    std::vector<double> known;
    known.reserve(values.size());
    for (const double value : values)
        if (!std::isnan(value)) known.push_back(value);
    ValueScale scale{quantity};
    if (known.empty()) return scale;
    const auto at = [&](double share) {
        const auto place =
            known.begin() + std::lround(share * static_cast<double>(known.size() - 1));
        std::nth_element(known.begin(), place, known.end());
        return *place;
    };
    const auto [least, most] = std::minmax_element(known.begin(), known.end());
    const double first = *least, last = *most;
    scale.from = at(kOuterShare);
    scale.to = at(1 - kOuterShare);
    // So few differ that the outer ones are all there is to see.
    if (scale.from == scale.to) {
        scale.from = first;
        scale.to = last;
    }
    scale.below = first < scale.from;
    scale.above = last > scale.to;
    return scale;
}

ParetoData paretoData(const std::vector<ScoredCandidate>& candidates, std::string_view xKey,
                      std::string_view yKey, double floatTop1Percent,
                      std::optional<CandidateId> best, const std::vector<NamedCandidate>& marks) {
    ParetoData data;
    data.x = paretoQuantity(xKey);
    data.y = paretoQuantity(yKey);
    const QuantityReader readX = quantityReader(xKey), readY = quantityReader(yKey);
    const QuantityFacts facts{floatTop1Percent, 0};
    data.points.reserve(candidates.size());
    for (const ScoredCandidate& candidate : candidates) {
        const double x = readX(candidate, facts), y = readY(candidate, facts);
        if (std::isfinite(x) && std::isfinite(y)) {
            data.points.push_back({candidate.id, x, y});
            if (candidate.id == best) data.best = best;
        } else {
            ++data.unknown;
        }
    }
    const ParetoChoice choice{std::string(xKey), std::string(yKey), {}, {}};
    for (const NamedCandidate& named : marks)
        if (const auto mark = markOf(named, choice, facts)) data.marks.push_back(*mark);
    return data;
}

ParetoData paretoData(const CandidateColumns& columns, const ParetoChoice& choice,
                      std::span<const std::uint8_t> excluded,
                      std::span<const std::uint8_t> outside) {
    ParetoData data;
    data.x = paretoQuantity(choice.x);
    data.y = paretoQuantity(choice.y);
    if (!choice.color.empty())
        data.color = scaleOf(paretoQuantity(choice.color), columns.of(choice.color));
    if (!choice.size.empty())
        data.size = scaleOf(paretoQuantity(choice.size), columns.of(choice.size));
    if (columns.runs.empty()) return data;
    const RowStyles looks(columns, choice, data, excluded, outside);
    const std::vector<double>&xs = columns.of(choice.x), &ys = columns.of(choice.y);
    const CandidateColumns::Run& shown = columns.runs.front();
    data.name = shown.name;
    data.points.reserve(shown.end - shown.begin);
    for (std::size_t row = 0; row < columns.size(); ++row) {
        const bool own = columns.runOf[row] == 0;
        if (std::isnan(xs[row]) || std::isnan(ys[row])) {
            if (own) ++data.unknown;
            continue;
        }
        if (!excluded.empty() && excluded[row] != 0) ++data.excluded;
        const ParetoPoint point{columns.ids[row], xs[row], ys[row]};
        if (own) {
            data.points.push_back(point);
            looks.add(row, data.looks);
            if (point.id == shown.best) data.best = shown.best;
            continue;
        }
        data.others.points.push_back(point);
        data.others.runs.push_back(columns.runs[columns.runOf[row]].id);
        data.others.colors.push_back(
            static_cast<std::uint8_t>(std::min<int>(columns.runOf[row], 255)));
        looks.add(row, data.others.looks);
    }
    for (std::size_t i = 1; i < columns.runs.size(); ++i)
        data.others.names[columns.runs[i].id] = columns.runs[i].name;
    if (columns.runs.size() > 1) data.others.count = columns.runs.size();
    return data;
}

std::vector<std::uint8_t> onFront(const CandidateColumns& columns, const ParetoChoice& choice,
                                  std::span<const std::uint8_t> excluded) {
    std::vector<std::uint8_t> rows(columns.size(), 0);
    const FrontSense sense{paretoQuantity(choice.x).better, paretoQuantity(choice.y).better};
    for (const std::size_t row :
         paretoFront(columns.of(choice.x), columns.of(choice.y), sense, excluded))
        rows[row] = 1;
    return rows;
}

std::optional<ParetoMark> markOf(const NamedCandidate& named, const ParetoChoice& choice,
                                 const QuantityFacts& facts) {
    const double x = quantityReader(choice.x)(named.candidate, facts);
    const double y = quantityReader(choice.y)(named.candidate, facts);
    if (!std::isfinite(x) || !std::isfinite(y)) return std::nullopt;
    return ParetoMark{named.label, x, y, named.format};
}

}  // namespace lpstudio
