#include "core/number/measures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace lpstudio {
void CompensatedSum::add(double x) {
    const double t = sum_ + x;
    rest_ += std::fabs(sum_) >= std::fabs(x) ? (sum_ - t) + x : (x - t) + sum_;
    sum_ = t;
}

MeasureSums::MeasureSums(std::int32_t lowest, std::int32_t highest)
    : lowest_(lowest),
      highest_(highest),
      uses_(static_cast<std::size_t>(std::int64_t{highest} - lowest + 1)) {}

void MeasureSums::add(std::span<const float> values, std::span<const float> quantized,
                      std::span<const std::int32_t> codes) {
    // Short runs are summed plainly, their sums with compensation.
    constexpr std::size_t kRun = 64;
    elements_ += values.size();
    for (std::size_t begin = 0; begin < values.size(); begin += kRun) {
        const std::size_t end = std::min(begin + kRun, values.size());
        double signal = 0, noise = 0;
        for (std::size_t i = begin; i < end; ++i) {
            const double x = values[i], error = x - quantized[i];
            signal += x * x;
            noise += error * error;
            zeroed_ += quantized[i] == 0 && x != 0 ? 1 : 0;
            const std::int32_t last = std::signbit(values[i]) ? lowest_ : highest_;
            saturated_ +=
                codes[i] == last && std::fabs(values[i]) > std::fabs(quantized[i]) ? 1 : 0;
            ++uses_[static_cast<std::size_t>(codes[i] - lowest_)];
        }
        signal_.add(signal);
        noise_.add(noise);
    }
}

Measures MeasureSums::result() const {
    Measures m;
    m.elements = elements_;
    if (elements_ == 0) return m;
    const auto total = static_cast<double>(elements_);
    m.mse = noise_.value() / total;
    m.sqnrDb = noise_.value() > 0 ? 10 * std::log10(signal_.value() / noise_.value())
                                  : std::numeric_limits<double>::infinity();
    m.zeroedShare = static_cast<double>(zeroed_) / total;
    m.saturatedShare = static_cast<double>(saturated_) / total;
    for (const std::size_t count : uses_) {
        if (count == 0) continue;
        ++m.codesUsed;
        const double share = static_cast<double>(count) / total;
        m.entropyBits -= share * std::log2(share);
    }
    return m;
}

Measures measure(const Quantizer& quantizer, std::span<const float> values, std::string_view tensor,
                 std::span<float> quantized, std::span<std::int32_t> codes) {
    // Checked first, so that a bad entry far back leaves the outputs alone.
    requireFinite(values, tensor);
    MeasureSums sums(quantizer.negative().codes.back(), quantizer.positive().codes.back());
    constexpr std::size_t kPart = 4096;
    std::vector<float> someValues(quantized.empty() ? std::min(kPart, values.size()) : 0);
    std::vector<std::int32_t> someCodes(codes.empty() ? std::min(kPart, values.size()) : 0);
    for (std::size_t begin = 0; begin < values.size(); begin += kPart) {
        const std::size_t size = std::min(kPart, values.size() - begin);
        const auto x = values.subspan(begin, size);
        const auto q =
            quantized.empty() ? std::span(someValues).first(size) : quantized.subspan(begin, size);
        const auto c =
            codes.empty() ? std::span(someCodes).first(size) : codes.subspan(begin, size);
        quantizer.quantize(x, q, tensor);
        quantizer.encode(x, c, tensor);
        sums.add(x, q, c);
    }
    return sums.result();
}

Estimate estimate(const Quantizer& quantizer, const MagnitudeTable& table) {
    using Sign = MagnitudeTable::Sign;
    Estimate result;
    if (table.size() == 0) return result;
    double error = 0, zeroed = 0, saturated = 0;
    const auto take = [&](const Quantizer::Side& side, Sign sign) {
        const std::vector<double> values(side.values.begin() + 1, side.values.end());
        error += table.squaredError(values, 1, sign);
        const double all = table.all(sign).count;
        const double zeros = sign == Sign::Negative ? 0 : table.zeros();
        const double below =
            side.thresholds.empty() ? all : table.countUpTo(side.thresholds[0], sign);
        zeroed += std::max(0.0, below - zeros);
        saturated += all - table.countUpTo(side.largest(), sign);
    };
    const bool symmetric = quantizer.positive().values == quantizer.negative().values;
    if (symmetric) {
        take(quantizer.positive(), Sign::Both);
    } else {
        take(quantizer.positive(), Sign::Positive);
        take(quantizer.negative(), Sign::Negative);
    }
    const auto total = static_cast<double>(table.size());
    result.mse = error / total;
    result.sqnrDb = error > 0 ? 10 * std::log10(table.all().squares / error)
                              : std::numeric_limits<double>::infinity();
    result.zeroedShare = zeroed / total;
    result.saturatedShare = saturated / total;
    return result;
}

std::vector<AccuracyPoint> relativeAccuracy(const Quantizer& quantizer, double from, double to,
                                            int intervals) {
    const Quantizer::Side& side = quantizer.positive();
    std::vector<AccuracyPoint> curve;
    const auto distance = [](double q, double log2x) { return std::fabs(std::log2(q) - log2x); };
    for (int i = 0; i < intervals; ++i) {
        const double low = from + (to - from) * i / intervals,
                     high = from + (to - from) * (i + 1) / intervals;
        // Between two thresholds q is constant, so the distance is largest at an interval's end or
        // at a threshold.
        const std::size_t first = side.nearest(static_cast<float>(std::exp2(low)));
        const std::size_t last = side.nearest(static_cast<float>(std::exp2(high)));
        if (first == 0) continue;
        double worst =
            std::max(distance(side.values[first], low), distance(side.values[last], high));
        for (std::size_t j = first; j < last; ++j) {
            const double t = std::log2(side.thresholds[j]);
            worst = std::max({worst, distance(side.values[j], t), distance(side.values[j + 1], t)});
        }
        const double decades = std::max(worst * std::log10(2.0), 1e-16);
        curve.push_back({(low + high) / 2, -std::log10(decades)});
    }
    return curve;
}

}  // namespace lpstudio
