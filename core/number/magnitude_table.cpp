#include "core/number/magnitude_table.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace lpstudio {
namespace {

/// A float's top 8 + 11 magnitude bits number the bins; the 8 exponent bits number a page of them.
constexpr int kShift = 12;
constexpr std::size_t kPageBins = 2048;
constexpr std::size_t kPages = 255;

std::uint32_t bitsOf(double magnitude) {
    const auto clamped =
        std::min(magnitude, static_cast<double>(std::numeric_limits<float>::max()));
    return std::bit_cast<std::uint32_t>(static_cast<float>(clamped));
}

double squaredErrorOf(const MagnitudeTable::Sums& s, double v) {
    return s.count > 0 ? std::max(0.0, s.squares - 2 * v * s.sum + v * v * s.count) : 0.0;
}

}  // namespace

/// Entries of one sign (or both) as cumulative sums over positions, bins or single entries.
class MagnitudeTable::View {
public:
    View(const Cumulative& own, const Cumulative* without, bool exact, std::size_t firstBin)
        : own_(own), without_(without), exact_(exact), firstBin_(firstBin) {}

    bool exact() const { return exact_; }
    std::size_t size() const { return own_.prefix.empty() ? 0 : own_.prefix.size() - 1; }
    Sums at(std::size_t position) const {
        if (own_.prefix.empty()) return {};
        const Sums& sums = own_.prefix[position];
        return without_ == nullptr ? sums : sums - without_->prefix[position];
    }
    /// Position whose sums are those of the magnitudes up to `bound`; between two positions where a
    /// bin is cut.
    double position(double bound) const {
        if (exact_)
            return static_cast<double>(
                std::upper_bound(own_.sorted.begin(), own_.sorted.end(), bound) -
                own_.sorted.begin());
        const double bin = std::ldexp(static_cast<double>(bitsOf(bound)), -kShift);
        return std::clamp(bin - static_cast<double>(firstBin_), 0.0, static_cast<double>(size()));
    }
    double count(double position) const {
        const auto whole = static_cast<std::size_t>(position);
        const double lower = at(whole).count, part = position - static_cast<double>(whole);
        return part > 0 ? lower + part * (at(whole + 1).count - lower) : lower;
    }

private:
    const Cumulative& own_;
    const Cumulative* without_;
    bool exact_;
    std::size_t firstBin_;
};

MagnitudeTable::View MagnitudeTable::view(Sign sign) const {
    if (sign == Sign::Both) return {all_, nullptr, exact_, firstBin_};
    if (sign == Sign::Negative) return {negative_, nullptr, exact_, firstBin_};
    if (exact_) return {positive_, nullptr, exact_, firstBin_};
    return {all_, negative_.prefix.empty() ? nullptr : &negative_, exact_, firstBin_};
}

void MagnitudeTable::add(std::span<const float> values) {
    size_ += values.size();
    if (exact_ && size_ <= kExactLimit) {
        entries_.insert(entries_.end(), values.begin(), values.end());
        return;
    }
    spill();
    for (const float x : values) count(x);
}

void MagnitudeTable::count(float x) {
    const std::uint32_t word = std::bit_cast<std::uint32_t>(x), magnitudeBits = word & 0x7fffffffU;
    const std::size_t bin = std::min<std::size_t>(magnitudeBits >> kShift, kPages * kPageBins - 1);
    auto& page = pages_[word >> 31][bin / kPageBins];
    if (page.empty()) page.resize(kPageBins);
    const auto magnitude = static_cast<double>(std::bit_cast<float>(magnitudeBits));
    Sums& sums = page[bin % kPageBins];
    sums.count += 1;
    sums.sum += magnitude;
    sums.squares += magnitude * magnitude;
    if (magnitudeBits == 0) zeros_ += 1;
    largest_ = std::max(largest_, std::bit_cast<float>(magnitudeBits));
}

void MagnitudeTable::spill() {
    if (!exact_) return;
    exact_ = false;
    for (auto& pages : pages_) pages.resize(kPages);
    for (const float x : entries_) count(x);
    entries_.clear();
}

void MagnitudeTable::finish() {
    if (exact_) {
        for (const float x : entries_) {
            const float magnitude = std::fabs(x);
            all_.sorted.push_back(magnitude);
            (std::signbit(x) ? negative_ : positive_).sorted.push_back(magnitude);
            if (x == 0) zeros_ += 1;
            largest_ = std::max(largest_, magnitude);
        }
        entries_.clear();
        for (Cumulative* part : {&all_, &negative_, &positive_}) {
            std::sort(part->sorted.begin(), part->sorted.end());
            part->prefix.assign(1, Sums{});
            for (const float x : part->sorted) {
                part->prefix.push_back(part->prefix.back());
                part->prefix.back() += {1, x, static_cast<double>(x) * x};
            }
        }
        return;
    }
    // Zeros (and denormals) sit in page 0 and are taken as one bin, so that only the occupied
    // octaves are kept.
    const auto occupied = [&](std::size_t page) {
        return !pages_[0][page].empty() || !pages_[1][page].empty();
    };
    std::size_t first = 1, last = kPages;
    while (first < last && !occupied(first)) ++first;
    while (last > first && !occupied(last - 1)) --last;
    firstBin_ = first * kPageBins;
    const auto accumulate = [&](std::initializer_list<int> signs) {
        std::vector<Sums> prefix(1);
        prefix.reserve((last - first) * kPageBins + 1);
        for (const int sign : signs)
            for (const Sums& sums : pages_[sign][0]) prefix[0] += sums;
        for (std::size_t page = first; page < last; ++page)
            for (std::size_t bin = 0; bin < kPageBins; ++bin) {
                prefix.push_back(prefix.back());
                for (const int sign : signs)
                    if (!pages_[sign][page].empty()) prefix.back() += pages_[sign][page][bin];
            }
        return prefix;
    };
    all_.prefix = accumulate({0, 1});
    const bool anyNegative = std::any_of(pages_[1].begin(), pages_[1].end(),
                                         [](const auto& page) { return !page.empty(); });
    if (anyNegative) negative_.prefix = accumulate({1});
    for (auto& pages : pages_) pages.clear();
}

MagnitudeTable::Sums MagnitudeTable::all(Sign sign) const {
    const View entries = view(sign);
    return entries.at(entries.size());
}

double MagnitudeTable::countUpTo(double bound, Sign sign) const {
    const View entries = view(sign);
    return entries.count(entries.position(bound));
}

double MagnitudeTable::rms() const {
    return size_ == 0 ? 0 : std::sqrt(all().squares / static_cast<double>(size_));
}

double MagnitudeTable::squaredError(std::span<const double> values, double scale, Sign sign,
                                    double limit) const {
    const View entries = view(sign);
    if (entries.size() == 0) return entries.at(0).squares;
    if (values.empty()) return entries.at(entries.size()).squares;
    // From the top, where errors are largest, so that a hopeless scale is given up early. Levels
    // whose lower threshold no entry passes take no part.
    const double largest = largest_;
    std::size_t level = 0;
    for (std::size_t beyond = values.size(); level < beyond;) {
        const std::size_t middle = (level + beyond) / 2;
        const double threshold =
            (values[middle] + (middle > 0 ? values[middle - 1] : 0)) / 2 * scale;
        if (threshold < largest)
            level = middle + 1;
        else
            beyond = middle;
    }
    double error = 0, upper = largest, top = static_cast<double>(entries.size());
    double edge = top;  // `top` at the resolution of the table
    for (; level > 0; --level) {
        const double value = values[level - 1] * scale,
                     lower = (level > 1 ? values[level - 2] * scale + value : value) / 2;
        const double position = entries.position(lower);
        const double rounded = entries.exact() ? position : std::nearbyint(position);
        if (!entries.exact() && top - position < kFineBins && level < values.size()) {
            const double count = entries.count(top) - entries.count(position);
            const double above = upper - value, below = value - lower;
            if (count > 0 && upper > lower)
                error +=
                    count * (above * above * above + below * below * below) / (3 * (upper - lower));
        } else {
            error += squaredErrorOf(entries.at(static_cast<std::size_t>(edge)) -
                                        entries.at(static_cast<std::size_t>(rounded)),
                                    value);
        }
        if (error > limit) return error;
        top = position;
        edge = rounded;
        upper = lower;
        if (position == 0) break;
    }
    return error + entries.at(static_cast<std::size_t>(edge)).squares;
}

double MagnitudeTable::meanSquaredError(std::span<const double> values, double scale) const {
    return size_ == 0 ? 0 : squaredError(values, scale) / static_cast<double>(size_);
}

}  // namespace lpstudio
