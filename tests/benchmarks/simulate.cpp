#include "hw/simulate.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <random>
#include <vector>

#include "hw/uncertainty.h"
#include "hw/workload.h"

// What an estimate costs: cold (every layer's tiling is searched for), warm (shapes and widths are
// known, as in a search), and with the bounds of the constants' ranges. One thread. Times are set
// beside copying 64 MiB in the same run.

namespace {

using namespace lpstudio;

double milliseconds(const std::function<void()>& action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

double median(const std::function<void()>& action, int times) {
    std::vector<double> seen;
    seen.reserve(static_cast<std::size_t>(times));
    for (int i = 0; i < times; ++i) seen.push_back(milliseconds(action));
    std::ranges::nth_element(seen, seen.begin() + times / 2);
    return seen[static_cast<std::size_t>(times / 2)];
}

/// 100 layers, no two alike, of the sizes that networks at 224 x 224 have.
Workload hundredLayers() {
    Workload workload{"100 layers", {}};
    std::mt19937 random(3);
    const auto draw = [&random](int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(random);
    };
    for (int i = 0; i < 100; ++i) {
        MatrixProduct product;
        product.name = "layer" + std::to_string(i);
        product.m = draw(49, 12544);
        product.k = draw(64, 4608);
        product.n = draw(64, 3072);
        product.inputElements = product.m * product.k / draw(1, 9);
        workload.products.push_back(std::move(product));
    }
    return workload;
}

void randomWidths(Workload& workload, std::mt19937& random) {
    for (MatrixProduct& product : workload.products) {
        product.weightBits = 1 << (1 + random() % 3);
        product.activationBits = std::min(8, 2 * product.weightBits);
    }
}

void report(const char* preset, Workload workload, double copy) {
    const Accelerator accelerator = loadAccelerator(preset);
    std::mt19937 random(5);
    const double cold = median(
        [&] {
            randomWidths(workload, random);
            Simulator(accelerator).total(workload);
        },
        9);
    const Simulator simulator(accelerator);
    for (int i = 0; i < 50; ++i) {
        randomWidths(workload, random);
        simulator.total(workload);
    }
    std::vector<Workload> candidates(200, workload);
    for (Workload& candidate : candidates) randomWidths(candidate, random);
    const double warm = milliseconds([&] {
                            for (const Workload& candidate : candidates) simulator.total(candidate);
                        }) /
                        static_cast<double>(candidates.size());
    const double bounds = median([&] { uncertaintyOf(accelerator, workload); }, 3);
    std::printf("%-12s %-13s %6zu %12.3f %12.4f %12.2f %11.2f %12.5f\n", preset,
                workload.name.c_str(), workload.products.size(), cold, warm, bounds, cold / copy,
                warm / copy);
}

}  // namespace

int main() {
    std::vector<char> from(64 << 20, 1), to(from.size());
    const double copy = median([&] { std::memcpy(to.data(), from.data(), from.size()); }, 9);
    std::printf("copying 64 MiB: %.2f ms\n\n%-12s %-13s %6s %12s %12s %12s %11s %12s\n", copy,
                "hardware", "workload", "layers", "cold ms", "warm ms", "bounds ms", "cold/copy",
                "warm/copy");
    for (const char* preset : {"lpa-8x8", "lpa-iso", "bitfusion-iso"}) {
        report(preset, hundredLayers(), copy);
        for (const char* network : {"resnet50", "vit-b-16"})
            report(preset, loadWorkload(network), copy);
    }
    return 0;
}
