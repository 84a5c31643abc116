#pragma once

#include <cstdint>
#include <vector>

namespace lpstudio {

/// Step of a linear axis such that about `ticks` labels fit: 1, 2 or 5 times a power of ten.
struct AxisTicks {
    double step = 1;
    int decimals = 0;  ///< that the labels need
};
AxisTicks axisTicks(double from, double to, int ticks);

/// Power of 1000 by which large or small values of an axis are divided.
struct SiScale {
    double factor = 1;        ///< shown = value / factor
    const char* prefix = "";  ///< of the unit, UTF-8: "k", "M", "µ", ...
};
/// For an axis whose largest magnitude is `largest`, so that labels lie below 1000.
SiScale siScale(double largest);

/// A label of a logarithmic axis: 1, 10, 100, 1k, 10k, ... at log10 of it.
struct LogTick {
    double position = 0;
    std::int64_t value = 1;
};
/// From 1 to the last power of ten at or below `largest`; every second or third if there are more
/// than `most`.
std::vector<LogTick> logTicks(std::int64_t largest, int most);

}  // namespace lpstudio
