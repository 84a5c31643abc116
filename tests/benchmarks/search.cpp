#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <thread>
#include <vector>

#include "core/study/session.h"

// Candidates per second of a search, beside a plain float forward pass of the same images and the
// same search without re-use of activations, all in one run and on the same graph. On ResNet-20 and
// 128 training images where LPSTUDIO_DATA (else ../shared/data) has them, else on the example's
// residual network.

namespace {

using namespace lpstudio;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double seconds(const std::function<void()>& work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Least of `rounds`: what the work costs when nothing else disturbs it.
double least(int rounds, const std::function<void()>& work) {
    double best = seconds(work);
    for (int i = 1; i < rounds; ++i) best = std::min(best, seconds(work));
    return best;
}

/// The same work on `count` threads at once; seconds until the last is done.
double together(int count, const std::function<void()>& work) {
    return seconds([&] {
        std::vector<std::jthread> threads;
        for (int i = 0; i < count; ++i) threads.emplace_back(work);
    });
}

class Silent final : public SearchObserver {};

struct Subject {
    fs::path model, images;
};

Subject subject() {
    const char* given = std::getenv("LPSTUDIO_DATA");
    const fs::path data = given != nullptr ? fs::path(given) : fs::path("../shared/data");
    if (fs::exists(data / "models/cifar10_resnet20.pt"))
        return {data / "models/cifar10_resnet20.pt", data / "cifar10/train_first4000.bin"};
    return {"resources/example/fashion_resnet.pt",
            "resources/example/calibration-images-idx3-ubyte.gz"};
}

}  // namespace

int main() {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_ARENA_MAX, 1);
    const Subject files = subject();
    const Network network = Network::load(files.model, readCard(cardPath(files.model)));
    const ImageSet set =
        isIdxName(files.images) ? readIdx(files.images) : readCifar10(files.images);
    SearchSettings settings;
    settings.lpq.passes = 1;
    std::printf("%s, %zu images, batch %zu, one thread a worker\n", network.name().c_str(),
                settings.images, settings.batch);

    SearchSession session(network, set, settings, {}, {}, {}, 1);
    const auto pixels = normalised(set, session.calibrationImages(), network.card());
    const std::size_t perImage = pixels.size() / settings.images;
    WeightCache cache;
    const auto forward = [&](const RunPlan& plan) {
        for (std::size_t i = 0; i < settings.images; i += settings.batch)
            network.run(std::span(pixels).subspan(i * perImage, settings.batch * perImage), plan);
    };
    constexpr int kRounds = 7;
    const double plain = least(kRounds, [&] { forward({}); });

    // Parts of one candidate: the weights are swapped, activations are quantized, the run is
    // scored.
    Candidate candidate;
    for (const SearchLayer& layer : session.space().layers)
        candidate.genes.push_back(layer.starts.back());
    const Assignment formats = session.assignment(candidate);
    RunPlan full = makePlan(network, formats, Rounding::Nearest, cache), weightsOnly = full;
    for (LayerPlan& layer : weightsOnly) layer.input = layer.operand = nullptr;
    const double weights = least(kRounds, [&] { forward(weightsOnly); });
    const double activations = least(kRounds, [&] { forward(full); });
    ScorerSettings noReuse;
    noReuse.reuse = false;
    Scorer scorer(network, pixels, noReuse);
    const double whole = least(kRounds, [&] { scorer.score(formats, LayerIndex(0), {}); });
    std::printf("\nparts of a whole candidate                       ms   of plain\n");
    std::printf("  plain float forward                      %8.1f   %6.2f\n", 1e3 * plain, 1.0);
    std::printf("  weights swapped                          %8.1f   %6.2f\n", 1e3 * weights,
                weights / plain);
    std::printf("  and activations quantized                %8.1f   %6.2f\n", 1e3 * activations,
                activations / plain);
    std::printf("  and pooled and scored                    %8.1f   %6.2f\n", 1e3 * whole,
                whole / plain);
    std::printf("  share of quantization, pooling and score          %6.2f   (aim: at most 0.25)\n",
                (whole - weights) / whole);

    const auto search = [&](bool reuse, int workers) {
        settings.reuse = reuse;
        SearchSession run(network, set, settings, {}, {}, {}, workers);
        Silent observer;
        const SearchResult result = run.run(observer, {{}, workers, nullptr, {}});
        // The initial population is no part of a pass.
        double sum = 0;
        const auto first = static_cast<std::size_t>(settings.common.population);
        for (std::size_t i = first; i < result.candidates.size(); ++i)
            sum += result.candidates[i].seconds;
        const auto count = static_cast<double>(result.candidates.size() - first);
        const ReuseStatistics statistics = run.reuse();
        std::printf(
            "  %-7s %d worker%s  %8.1f   %6.2f   %5.0f   %10.2f   %6.2f\n",
            reuse ? "re-use," : "without,", workers, workers > 1 ? "s" : " ", 1e3 * sum / count,
            sum / count / plain, count,
            static_cast<double>(result.candidates.size()) / result.seconds,
            static_cast<double>(statistics.macsOfWholeRuns) / static_cast<double>(statistics.macs));
        return std::pair(sum / count,
                         static_cast<double>(result.candidates.size()) / result.seconds);
    };
    std::printf(
        "\none pass                       ms   of plain   count   candidates/s   MACs saved\n");
    const auto [off, offRate] = search(false, 1);
    const auto [on, onRate] = search(true, 1);
    const auto [two, twoRate] = search(true, 2);
    std::printf("  re-use against without                    %6.2f   (aim: at least 1.6)\n",
                off / on);
    std::printf("  mean candidate of a plain forward         %6.2f   (aim: at most 0.75)\n",
                on / plain);

    // What a second core gives at all is measured in the same run.
    const double single = least(kRounds, [&] { together(1, [&] { forward({}); }); });
    const double pair = least(kRounds, [&] { together(2, [&] { forward({}); }); });
    const double forwardGain = 2 * single / pair, searchGain = twoRate / onRate;
    std::printf(
        "\ngain of two at once: plain forwards %.2f, workers %.2f, ratio %.2f   (aim: at least "
        "0.9)\n",
        forwardGain, searchGain, searchGain / forwardGain);
    return 0;
}
