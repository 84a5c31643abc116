#include "core/number/magnitude_table.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace lpstudio {
namespace {

/// A float's top 8 + 11 magnitude bits number the bins; the 8 exponent bits number a page of them.
constexpr std::uint32_t kShift = 12;
constexpr std::size_t kPageBins = 2048;
constexpr std::size_t kPages = 255;

std::size_t binOf(float magnitude) {
    return std::bit_cast<std::uint32_t>(magnitude) >> kShift;
}

MagnitudeTable::Sums operator+(const MagnitudeTable::Sums& a, const MagnitudeTable::Sums& b) {
    return {a.count + b.count, a.sum + b.sum, a.squares + b.squares};
}

}  // namespace

void MagnitudeTable::add(std::span<const float> values) {
    size_ += values.size();
    if (pages_.empty() && size_ <= kExactLimit) {
        for (const float x : values) sorted_.push_back(std::fabs(x));
        return;
    }
    spill();
    for (const float x : values) count(std::fabs(x));
}

void MagnitudeTable::count(float magnitude) {
    largest_ = std::max(largest_, magnitude);
    const std::size_t bin = std::min(binOf(magnitude), kPages * kPageBins - 1);
    auto& page = pages_[bin / kPageBins];
    if (page.empty()) page.resize(kPageBins);
    Sums& sums = page[bin % kPageBins];
    sums.count += 1;
    sums.sum += magnitude;
    sums.squares += static_cast<double>(magnitude) * magnitude;
}

void MagnitudeTable::spill() {
    if (pages_.empty()) pages_.resize(kPages);
    for (const float magnitude : sorted_) count(magnitude);
    sorted_.clear();
}

void MagnitudeTable::finish() {
    prefix_.assign(1, Sums{});
    if (pages_.empty()) {
        std::sort(sorted_.begin(), sorted_.end());
        prefix_.reserve(sorted_.size() + 1);
        for (const float x : sorted_)
            prefix_.push_back(prefix_.back() + Sums{1, x, static_cast<double>(x) * x});
        if (!sorted_.empty()) largest_ = sorted_.back();
        return;
    }
    // Zeros (and denormals) sit in page 0 and are taken as one bin, so that only the occupied
    // octaves are kept.
    for (const Sums& sums : pages_[0]) prefix_[0] = prefix_[0] + sums;
    std::size_t first = 1, last = kPages;
    while (first < last && pages_[first].empty()) ++first;
    while (last > first && pages_[last - 1].empty()) --last;
    firstBin_ = first * kPageBins;
    prefix_.reserve((last - first) * kPageBins + 1);
    for (std::size_t page = first; page < last; ++page) {
        pages_[page].resize(kPageBins);
        for (const Sums& sums : pages_[page]) prefix_.push_back(prefix_.back() + sums);
    }
    pages_.clear();
}

MagnitudeTable::Sums MagnitudeTable::upTo(float bound) const {
    if (!sorted_.empty())
        return prefix_[static_cast<std::size_t>(
            std::upper_bound(sorted_.begin(), sorted_.end(), bound) - sorted_.begin())];
    const std::size_t bin = binOf(bound);
    if (bin < firstBin_) return prefix_.front();
    return prefix_[std::min(bin - firstBin_ + 1, prefix_.size() - 1)];
}

double MagnitudeTable::rms() const {
    return size_ == 0 ? 0 : std::sqrt(all().squares / static_cast<double>(size_));
}

double MagnitudeTable::meanSquaredError(std::span<const double> values, double scale) const {
    if (size_ == 0) return 0;
    double error = 0, value = 0;
    Sums below;
    const auto take = [&](const Sums& upper, double v) {
        const double count = upper.count - below.count;
        if (count > 0)
            error +=
                (upper.squares - below.squares) - 2 * v * (upper.sum - below.sum) + v * v * count;
        below = upper;
    };
    for (const double level : values) {
        const double next = level * scale, midpoint = (value + next) / 2;
        if (midpoint >= largest_) break;
        take(upTo(static_cast<float>(midpoint)), value);
        value = next;
    }
    take(all(), value);
    return std::max(0.0, error) / static_cast<double>(size_);
}

}  // namespace lpstudio
