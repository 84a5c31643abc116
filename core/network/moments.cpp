#include "core/network/moments.h"

#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/network/moments.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lpstudio::moments::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Doubles = hn::ScalableTag<double>;
using Floats = hn::Rebind<float, Doubles>;
using V = hn::Vec<Doubles>;

constexpr Doubles kDoubles;
constexpr Floats kFloats;

V load(const float* values) {
    return hn::PromoteTo(kDoubles, hn::LoadU(kFloats, values));
}

/// Four sums at a time hide the latency of an addition.
constexpr std::size_t kUnroll = 4;

/// `term(i, sum)` adds the vector at i, `last(i)` gives the value at i.
template <class Term, class Last>
double sumOver(std::size_t count, const Term& term, const Last& last) {
    const std::size_t lanes = hn::Lanes(kDoubles);
    V sums[kUnroll] = {hn::Zero(kDoubles), hn::Zero(kDoubles), hn::Zero(kDoubles),
                       hn::Zero(kDoubles)};
    std::size_t i = 0;
    for (; i + kUnroll * lanes <= count; i += kUnroll * lanes)
        for (std::size_t k = 0; k < kUnroll; ++k) sums[k] = term(i + k * lanes, sums[k]);
    for (; i + lanes <= count; i += lanes) sums[0] = term(i, sums[0]);
    double result = hn::GetLane(
        hn::SumOfLanes(kDoubles, hn::Add(hn::Add(sums[0], sums[1]), hn::Add(sums[2], sums[3]))));
    for (; i < count; ++i) result += last(i);
    return result;
}

double sum(const float* values, std::size_t count) {
    return sumOver(
        count, [&](std::size_t i, V sum) { return hn::Add(sum, load(values + i)); },
        [&](std::size_t i) { return static_cast<double>(values[i]); });
}

double dot(const double* a, const double* b, std::size_t count) {
    return sumOver(
        count,
        [&](std::size_t i, V sum) {
            return hn::MulAdd(hn::LoadU(kDoubles, a + i), hn::LoadU(kDoubles, b + i), sum);
        },
        [&](std::size_t i) { return a[i] * b[i]; });
}

/// Sums of second and fourth powers of the distances from `center`.
void centralSums(const float* values, std::size_t count, double center, double* second,
                 double* fourth) {
    const std::size_t lanes = hn::Lanes(kDoubles);
    const V c = hn::Set(kDoubles, center);
    V seconds[2] = {hn::Zero(kDoubles), hn::Zero(kDoubles)};
    V fourths[2] = {hn::Zero(kDoubles), hn::Zero(kDoubles)};
    const auto take = [&](std::size_t i, std::size_t k) {
        const V d = hn::Sub(load(values + i), c), square = hn::Mul(d, d);
        seconds[k] = hn::Add(seconds[k], square);
        fourths[k] = hn::MulAdd(square, square, fourths[k]);
    };
    std::size_t i = 0;
    for (; i + 2 * lanes <= count; i += 2 * lanes) {
        take(i, 0);
        take(i + lanes, 1);
    }
    for (; i + lanes <= count; i += lanes) take(i, 0);
    *second = hn::GetLane(hn::SumOfLanes(kDoubles, hn::Add(seconds[0], seconds[1])));
    *fourth = hn::GetLane(hn::SumOfLanes(kDoubles, hn::Add(fourths[0], fourths[1])));
    for (; i < count; ++i) {
        const double d = values[i] - center, square = d * d;
        *second += square;
        *fourth += square * square;
    }
}

/// Adds the rows, or the second and fourth powers of their distances from the centers, column by
/// column. Columns beyond the last whole vector are the caller's.
std::size_t columnSums(const float* values, std::size_t rows, std::size_t columns, double* sums) {
    const std::size_t lanes = hn::Lanes(kDoubles);
    std::size_t column = 0;
    for (; column + lanes <= columns; column += lanes) {
        V sum = hn::Zero(kDoubles);
        for (std::size_t row = 0; row < rows; ++row)
            sum = hn::Add(sum, load(values + row * columns + column));
        hn::StoreU(sum, kDoubles, sums + column);
    }
    return column;
}

std::size_t columnCentralSums(const float* values, std::size_t rows, std::size_t columns,
                              const double* centers, double* seconds, double* fourths) {
    const std::size_t lanes = hn::Lanes(kDoubles);
    std::size_t column = 0;
    for (; column + lanes <= columns; column += lanes) {
        const V center = hn::LoadU(kDoubles, centers + column);
        V second = hn::Zero(kDoubles), fourth = hn::Zero(kDoubles);
        for (std::size_t row = 0; row < rows; ++row) {
            const V d = hn::Sub(load(values + row * columns + column), center);
            const V square = hn::Mul(d, d);
            second = hn::Add(second, square);
            fourth = hn::MulAdd(square, square, fourth);
        }
        hn::StoreU(second, kDoubles, seconds + column);
        hn::StoreU(fourth, kDoubles, fourths + column);
    }
    return column;
}

}  // namespace lpstudio::moments::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lpstudio {
namespace moments {

HWY_EXPORT(sum);
HWY_EXPORT(dot);
HWY_EXPORT(centralSums);
HWY_EXPORT(columnSums);
HWY_EXPORT(columnCentralSums);

double kurtosis(double count, double center, double second, double fourth) {
    const double variance = second / count;
    if (variance <= 1e-12 * (variance + center * center)) return 0;
    return fourth / count / (variance * variance) - 3;
}

}  // namespace moments

double mean(const float* values, std::size_t count) {
    return HWY_DYNAMIC_DISPATCH(moments::sum)(values, count) / static_cast<double>(count);
}

double kurtosis3(const float* values, std::size_t count) {
    const double center = mean(values, count);
    double second = 0, fourth = 0;
    HWY_DYNAMIC_DISPATCH(moments::centralSums)(values, count, center, &second, &fourth);
    return moments::kurtosis(static_cast<double>(count), center, second, fourth);
}

void columnMeans(const float* values, std::size_t rows, std::size_t columns, double* means) {
    for (std::size_t c = HWY_DYNAMIC_DISPATCH(moments::columnSums)(values, rows, columns, means);
         c < columns; ++c) {
        means[c] = 0;
        for (std::size_t row = 0; row < rows; ++row) means[c] += values[row * columns + c];
    }
    for (std::size_t c = 0; c < columns; ++c) means[c] /= static_cast<double>(rows);
}

void columnKurtosis3(const float* values, std::size_t rows, std::size_t columns, double* results) {
    std::vector<double> centers(columns), seconds(columns), fourths(columns);
    columnMeans(values, rows, columns, centers.data());
    for (std::size_t c = HWY_DYNAMIC_DISPATCH(moments::columnCentralSums)(
             values, rows, columns, centers.data(), seconds.data(), fourths.data());
         c < columns; ++c) {
        for (std::size_t row = 0; row < rows; ++row) {
            const double d = values[row * columns + c] - centers[c], square = d * d;
            seconds[c] += square;
            fourths[c] += square * square;
        }
    }
    for (std::size_t c = 0; c < columns; ++c)
        results[c] =
            moments::kurtosis(static_cast<double>(rows), centers[c], seconds[c], fourths[c]);
}

double dot(std::span<const double> a, std::span<const double> b) {
    return HWY_DYNAMIC_DISPATCH(moments::dot)(a.data(), b.data(), a.size());
}

}  // namespace lpstudio
#endif  // HWY_ONCE
