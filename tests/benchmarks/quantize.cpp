#include <benchmark/benchmark.h>

#include <cstring>
#include <random>

#include "core/number/format.h"
#include "core/number/magnitude_table.h"

// Rates of quantizing float32 to float32 beside memcpy of the same array in the same run; GB/s
// counts the bytes read. Beyond the last-level cache: 64 Mi elements.

namespace {

using namespace lpstudio;

const std::vector<float>& input() {
    static const std::vector<float> values = [] {
        std::mt19937 random(1);
        std::normal_distribution<float> normal(0, 0.1F);
        std::vector<float> v(std::size_t{1} << 26);
        for (float& x : v) x = normal(random);
        return v;
    }();
    return values;
}

std::vector<float>& output() {
    static std::vector<float> values(input().size());
    return values;
}

void count(benchmark::State& state) {
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(input().size() * sizeof(float)));
}

void copy(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state)
        std::memcpy(output().data(), input().data(), input().size() * sizeof(float));
    count(state);
}
BENCHMARK(copy)->Unit(benchmark::kMillisecond);

void quantize(benchmark::State& state, const char* spec) {
    const Quantizer quantizer = parseFormat(spec)->quantizer(Rounding::Nearest);
    for ([[maybe_unused]] auto _ : state) quantizer.quantize(input(), output(), "benchmark");
    count(state);
}
BENCHMARK_CAPTURE(quantize, lp_8, "lp:8,2,3,3")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(quantize, lp_4, "lp:4,0,2,3")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(quantize, lp_2, "lp:2,0,1,3")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(quantize, int_8, "int:8@0.003")->Unit(benchmark::kMillisecond);

/// A layer of 2.4 million weights over all (es, rs) of n = 8.
void fit(benchmark::State& state) {
    const auto weights = std::span(input()).first(2'400'000);
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(parseFormat("lp:8")->fit(MagnitudeTable(weights)));
}
BENCHMARK(fit)->Unit(benchmark::kMillisecond);

}  // namespace
