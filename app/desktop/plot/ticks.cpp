#include "app/desktop/plot/ticks.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace lpstudio {

AxisTicks axisTicks(double from, double to, int ticks) {
    const double rough = std::max(to - from, 1e-300) / std::max(1, ticks);
    const double exponent = std::floor(std::log10(rough));
    const double power = std::pow(10.0, exponent);
    AxisTicks result;
    // The 1e-9 keeps a step that is exactly 2 or 5 from being rounded up to the next.
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        result.step = factor * power;
        if (result.step >= rough * (1 - 1e-9)) {
            result.decimals = std::max(0, static_cast<int>(-exponent) - (factor == 10.0 ? 1 : 0));
            break;
        }
    }
    return result;
}

SiScale siScale(double largest) {
    static constexpr SiScale kScales[] = {{1e15, "P"}, {1e12, "T"},  {1e9, "G"},  {1e6, "M"},
                                          {1e3, "k"},  {1, ""},      {1e-3, "m"}, {1e-6, "µ"},
                                          {1e-9, "n"}, {1e-12, "p"}, {1e-15, "f"}};
    const double magnitude = std::abs(largest);
    if (!(magnitude > 0) || !std::isfinite(magnitude)) return {};
    for (const SiScale& scale : kScales)
        if (magnitude >= scale.factor) return scale;
    return kScales[std::size(kScales) - 1];
}

std::vector<LogTick> logTicks(std::int64_t largest, int most) {
    int last = 0;
    for (std::int64_t value = largest; value >= 10; value /= 10) ++last;
    const int step = std::max(1, (last + most) / std::max(1, most));
    std::vector<LogTick> ticks;
    std::int64_t value = 1;
    for (int exponent = 0; exponent <= last; ++exponent) {
        if (exponent > 0) value *= 10;
        if (exponent % step == 0) ticks.push_back({static_cast<double>(exponent), value});
    }
    return ticks;
}

}  // namespace lpstudio
