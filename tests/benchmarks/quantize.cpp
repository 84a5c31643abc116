#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>

#include <cstring>
#include <ctime>
#include <random>

#include "core/number/format.h"
#include "core/number/kernels.h"
#include "core/number/magnitude_table.h"
#include "core/number/tensor_quantizer.h"

// Rates of quantizing float32 to float32 (and to codes) on one thread, on an array beyond the
// last-level cache, beside memcpy of the same array in the same run: `of_memcpy` is the ratio of
// rates, by the thread's processor time, which other load on the machine disturbs less. GB/s counts
// the bytes read.

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

constexpr double kBytes = static_cast<double>((std::size_t{1} << 26) * sizeof(float));

double processorSeconds() {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Processor seconds of the fastest of some calls.
template <class Work>
double fastest(int calls, const Work& work) {
    double best = 1e9;
    for (int i = 0; i < calls; ++i) {
        const double start = processorSeconds();
        work();
        best = std::min(best, processorSeconds() - start);
    }
    return best;
}

/// Runs `work` and reports its rate beside memcpy's, measured around it.
template <class Work>
void compare(benchmark::State& state, const Work& work) {
    const auto copyOnce = [] {
        std::memcpy(output().data(), input().data(), input().size() * sizeof(float));
        benchmark::ClobberMemory();
    };
    output();
    double copying = fastest(3, copyOnce), working = 1e9;
    for ([[maybe_unused]] auto _ : state) working = std::min(working, fastest(1, work));
    copying = std::min(copying, fastest(3, copyOnce));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(kBytes));
    state.counters["of_memcpy"] = copying / working;
    state.SetLabel(simd::targetName());
}

void copy(benchmark::State& state) {
    compare(state, [] {
        std::memcpy(output().data(), input().data(), input().size() * sizeof(float));
        benchmark::ClobberMemory();
    });
}
BENCHMARK(copy)->Unit(benchmark::kMillisecond);

void libtorchFakeQuantize(benchmark::State& state) {
    at::set_num_threads(1);
    const at::Tensor x = at::from_blob(const_cast<float*>(input().data()),
                                       {static_cast<std::int64_t>(input().size())}, at::kFloat);
    compare(state, [&] {
        benchmark::DoNotOptimize(at::fake_quantize_per_tensor_affine(x, 0.003, 0, -127, 127));
    });
}
BENCHMARK(libtorchFakeQuantize)->Unit(benchmark::kMillisecond)->Iterations(2);

Tensor tensor() {
    return {input(), {1, input().size(), 1}, "benchmark"};
}

FormatPtr fitted(const std::string& spec) {
    return parseFormat(spec)->fit(MagnitudeTable(std::span(input()).first(1 << 20)));
}

void quantize(benchmark::State& state, const std::string& spec) {
    const auto quantizer = fitted(spec)->tensorQuantizer(Rounding::Nearest);
    compare(state, [&] { quantizer->quantize(tensor(), output()); });
}

void toCodes(benchmark::State& state, const std::string& spec) {
    const auto quantizer = fitted(spec)->tensorQuantizer(Rounding::Nearest);
    std::vector<std::int32_t> codes(input().size());
    compare(state, [&] { quantizer->encode(tensor(), codes); });
}

/// One entry after the other, by binary search.
void scalarReference(benchmark::State& state, const std::string& spec) {
    const Quantizer quantizer(fitted(spec)->quantizer(Rounding::Nearest).tables(),
                              Quantizer::Kernel::Search);
    compare(state, [&] { quantizer.quantize(input(), output(), "benchmark"); });
}

[[maybe_unused]] const int registered = [] {
    for (const char* spec : {"int:8",
                             "fixed:8",
                             "float:e4m3",
                             "posit:8,1",
                             "posit:8,2",
                             "int:4",
                             "fixed:4",
                             "float:e2m1",
                             "posit:4,1",
                             "lp:4",
                             "flint:4",
                             "nf4",
                             "adaptivfloat:4,2",
                             "pot:4",
                             "lns:4,1",
                             "mxfp4",
                             "lp:2",
                             "lp:3",
                             "lp:5",
                             "lp:6",
                             "lp:7",
                             "lp:8",
                             "lp:8,2,3",
                             "lns:8,3",
                             "pot:8",
                             "flint:8",
                             "flint:8,u",
                             "adaptivfloat:8,4",
                             "mxfp8e4m3",
                             "mxfp8e5m2",
                             "mxfp6e2m3",
                             "mxfp6e3m2",
                             "mxint8",
                             "int:12",
                             "int:16",
                             "fixed:16",
                             "float:e5m10",
                             "posit:16,2",
                             "flint:16",
                             "lns:16,11",
                             "lp:12",
                             "lp:16",
                             "lp:16,2,5"})
        benchmark::RegisterBenchmark((std::string("quantize/") + spec).c_str(), quantize,
                                     std::string(spec))
            ->Unit(benchmark::kMillisecond);
    for (const char* spec :
         {"int:8", "lp:8", "lp:4", "posit:8,1", "mxfp4", "int:16", "fixed:16", "float:e5m10",
          "posit:16,2", "flint:16", "lns:16,11", "lp:12", "lp:16,2,5"})
        benchmark::RegisterBenchmark((std::string("codes/") + spec).c_str(), toCodes,
                                     std::string(spec))
            ->Unit(benchmark::kMillisecond);
    for (const char* spec : {"int:8", "lp:8"})
        benchmark::RegisterBenchmark((std::string("scalar/") + spec).c_str(), scalarReference,
                                     std::string(spec))
            ->Unit(benchmark::kMillisecond)
            ->Iterations(1);
    return 0;
}();

/// A layer of 2.4 million weights over all (es, rs) of n = 8; aim: under 300 ms.
void fit(benchmark::State& state) {
    const auto weights = std::span(input()).first(2'400'000);
    for ([[maybe_unused]] auto _ : state)
        benchmark::DoNotOptimize(parseFormat("lp:8")->fit(MagnitudeTable(weights)));
}
BENCHMARK(fit)->Unit(benchmark::kMillisecond);

}  // namespace
