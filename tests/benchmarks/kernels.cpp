#include "core/number/kernels.h"

#include <hwy/targets.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "core/number/format.h"
#include "core/number/magnitude_table.h"
#include "core/number/quantizer_tables.h"

// Every quantization kernel on every codebook that allows it, one thread, on a tensor of 2^20
// entries (a layer of a ResNet): nanoseconds an entry to values and to codes, and the gain of the
// kernel in use over the fastest of the others, under every instruction set of the processor. All
// kernels of a codebook take turns, and the fastest of their turns counts, by the thread's
// processor time: other load on the machine disturbs a ratio less. The table in
// core/number/kernels.h has its figures from here.
//
//     bench_kernels [SPEC ...]

namespace {

using namespace lpstudio;
using Kernel = Quantizer::Kernel;

constexpr Kernel kKernels[] = {Kernel::Small, Kernel::Steps, Kernel::Logs, Kernel::Cells,
                               Kernel::Search};
constexpr const char* kNames[] = {"Small", "Steps", "Logs", "Cells", "Search"};
constexpr std::size_t kEntries = std::size_t{1} << 20;
constexpr int kTurns = 15;

double processorSeconds() {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

template <class Work>
double nanoseconds(const Work& work) {
    const double start = processorSeconds();
    work();
    return (processorSeconds() - start) * 1e9 / static_cast<double>(kEntries);
}

const std::vector<float>& input() {
    static const std::vector<float> values = [] {
        std::mt19937 random(1);
        std::normal_distribution<float> normal(0, 0.1F);
        std::vector<float> v(kEntries);
        for (float& x : v) x = normal(random);
        return v;
    }();
    return values;
}

/// Times of all kernels, 0 where the codebook does not allow one; `used` is told with a star.
void print(const char* what, const std::vector<double>& times, Kernel used) {
    std::printf("  %-7s", what);
    double next = 1e9;
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (times[i] <= 0) {
            std::printf("%9s ", "-");
            continue;
        }
        std::printf("%9.3f%c", times[i], kKernels[i] == used ? '*' : ' ');
        if (kKernels[i] != used) next = std::min(next, times[i]);
    }
    const auto at = static_cast<std::size_t>(std::find(kKernels, std::end(kKernels), used) -
                                             std::begin(kKernels));
    std::printf("   gain %.2f\n", next / times[at]);
}

void measure(const std::string& spec) {
    const Quantizer fastest =
        parseFormat(spec)->fit(MagnitudeTable(input()))->quantizer(Rounding::Nearest);
    std::vector<float> values(kEntries);
    std::vector<std::int32_t> codes(kEntries);
    std::vector<double> toValues(std::size(kKernels), 0), toCodes(std::size(kKernels), 0);
    for (int turn = 0; turn < kTurns; ++turn)
        for (std::size_t i = 0; i < std::size(kKernels); ++i) {
            if (!fastest.tables()->allows(kKernels[i])) continue;
            if (kKernels[i] == Kernel::Search && turn > 1) continue;
            const Quantizer quantizer(fastest.tables(), kKernels[i]);
            const double value = nanoseconds([&] { quantizer.quantize(input(), values, "x"); });
            const double code = nanoseconds([&] { quantizer.encode(input(), codes, "x"); });
            toValues[i] = turn == 0 ? value : std::min(toValues[i], value);
            if (quantizer.codeKernel() == kKernels[i])
                toCodes[i] = turn == 0 ? code : std::min(toCodes[i], code);
        }
    std::printf("%s: %zu magnitudes\n", spec.c_str(), fastest.positive().values.size());
    print("values", toValues, fastest.kernel());
    print("codes", toCodes, fastest.codeKernel());
}

}  // namespace

int main(int count, char** words) {
    std::vector<std::string> specs(words + 1, words + count);
    if (specs.empty())
        specs = {"int:4",      "lp:4",        "nf4",   "int:8", "posit:8,2",        "float:e4m3",
                 "flint:8",    "flint:8,u",   "lp:5",  "lp:8",  "adaptivfloat:8,4", "int:16",
                 "posit:16,2", "float:e5m10", "lp:12", "lp:16", "lns:16,11",        "lns:16,16"};
    for (const auto target : hwy::SupportedAndGeneratedTargets()) {
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        std::printf("%s, ns an entry; * is the kernel in use\n  %-7s", simd::targetName(), "");
        for (const char* name : kNames) std::printf("%9s ", name);
        std::printf("\n");
        for (const std::string& spec : specs) measure(spec);
    }
    return 0;
}
