#include "core/number/measures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace lpstudio {
namespace {

/// Neumaier's compensated sum.
class CompensatedSum {
public:
    void add(double x) {
        const double t = sum_ + x;
        rest_ += std::fabs(sum_) >= std::fabs(x) ? (sum_ - t) + x : (x - t) + sum_;
        sum_ = t;
    }
    double value() const { return sum_ + rest_; }

private:
    double sum_ = 0, rest_ = 0;
};

}  // namespace

Measures measure(const Quantizer& quantizer, std::span<const float> values, std::string_view tensor,
                 std::span<float> quantized, std::span<std::int32_t> codes) {
    requireFinite(values, tensor);
    Measures m;
    m.elements = values.size();
    if (values.empty()) return m;
    CompensatedSum signal, noise;
    std::size_t zeroed = 0, saturated = 0;
    const Quantizer::Side* sides[2] = {&quantizer.positive(), &quantizer.negative()};
    std::vector<std::size_t> uses[2] = {std::vector<std::size_t>(sides[0]->values.size()),
                                        std::vector<std::size_t>(sides[1]->values.size())};
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float x = values[i], magnitude = std::fabs(x);
        const int minus = std::signbit(x) ? 1 : 0;
        const Quantizer::Side& side = *sides[minus];
        const std::size_t position = side.nearest(magnitude);
        const float q = side.values[position];
        // Zero is one code, whichever side it was reached from.
        ++uses[position == 0 ? 0 : minus][position];
        signal.add(static_cast<double>(x) * x);
        const double error = static_cast<double>(magnitude) - q;
        noise.add(error * error);
        if (q == 0 && x != 0) ++zeroed;
        if (magnitude > side.largest()) ++saturated;
        if (!quantized.empty()) quantized[i] = minus != 0 && q > 0 ? -q : q;
        if (!codes.empty()) codes[i] = side.codes[position];
    }
    const auto total = static_cast<double>(values.size());
    m.mse = noise.value() / total;
    m.sqnrDb = noise.value() > 0 ? 10 * std::log10(signal.value() / noise.value())
                                 : std::numeric_limits<double>::infinity();
    m.zeroedShare = static_cast<double>(zeroed) / total;
    m.saturatedShare = static_cast<double>(saturated) / total;
    for (const auto& side : uses)
        for (const std::size_t count : side) {
            if (count == 0) continue;
            ++m.codesUsed;
            const double share = static_cast<double>(count) / total;
            m.entropyBits -= share * std::log2(share);
        }
    return m;
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
