#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <climits>
#include <cstdio>

#include "core/base/error.h"
#include "core/network/accuracy.h"
#include "core/study/session.h"
#include "tests/benchmarks/study_subjects.h"

// What an informed start is worth: the best candidate after equally many candidates, begun from
// the layers' sensitivities and begun at random. Prints the table of resources/help/results.md.

namespace {

using namespace lpstudio;

struct Options {
    std::string network = "resnet20";
    double targetBits = 4.3;
    std::vector<std::int64_t> counts{20, 50, 100, 300, 1000};
    std::size_t testImages = 2500;
    int seeds = 3;
};

void compareStarts(const Options& o) {
    const study::Subject& subject = study::subject(o.network);
    const Network network = study::loadNetwork(subject);
    const ImageSet train = study::readImages(subject.train), test = study::readImages(subject.test);
    const auto judged = firstImages(test, o.testImages);
    const double plain = measureAccuracy(network, {}, test, judged).top1Percent();
    std::printf(
        "\n%s, target %g bits: fitness of the best candidate (top-1 lost on %zu test images) after "
        "so many candidates\n\n| start | seed |",
        o.network.c_str(), o.targetBits, judged.size());
    for (const auto count : o.counts) std::printf(" %lld |", static_cast<long long>(count));
    std::printf(" seconds before the first |\n|---|---|");
    for (std::size_t i = 0; i <= o.counts.size(); ++i) std::printf("---|");
    std::printf("\n");
    for (int seed = 1; seed <= o.seeds; ++seed)
        for (const StartKind start : {StartKind::Informed, StartKind::Random}) {
            SearchSettings settings;
            settings.start = start;
            settings.common.seed = static_cast<std::uint64_t>(seed);
            settings.common.targetBits = o.targetBits;
            settings.scoreFunction = defaultScoreFunction(o.targetBits);
            settings.common.maxCandidates = *std::max_element(o.counts.begin(), o.counts.end());
            SearchSession session(network, train, settings);
            SearchObserver observer;
            const auto begin = std::chrono::steady_clock::now();
            const SearchResult result = session.run(observer, {{}, 0, nullptr, {}});
            const double before =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() -
                result.seconds;
            std::printf("| %s | %d |", startName(start), seed);
            for (const auto count : o.counts) {
                const auto end = result.candidates.begin() +
                                 std::min<std::ptrdiff_t>(
                                     count, static_cast<std::ptrdiff_t>(result.candidates.size()));
                const auto best = std::min_element(
                    result.candidates.begin(), end, [&](const auto& a, const auto& b) {
                        return isFitter(a, b, settings.common.targetBits);
                    });
                const double lost = plain - session.measureTop1(best->candidate, test, judged);
                if (best->meanWeightBits > o.targetBits)
                    std::printf(" none (%.2f bits) |", best->meanWeightBits);
                else
                    std::printf(" %.4f (%.2f) |", best->fitness, lost);
            }
            std::printf(" %.1f |\n", before);
            std::fflush(stdout);
        }
}

}  // namespace

int main(int argc, char** argv) {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    Options o;
    CLI::App app("An informed against a random start");
    app.add_option("--network", o.network, "resnet20, resnet32 or vit")->capture_default_str();
    app.add_option("--target-bits", o.targetBits)->capture_default_str();
    app.add_option("--counts", o.counts, "numbers of candidates")->delimiter(',');
    app.add_option("--test-images", o.testImages)->capture_default_str();
    app.add_option("--seeds", o.seeds)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        compareStarts(o);
        return 0;
    } catch (const Error& error) {
        std::fprintf(stderr, "start_study: %s\n", error.what());
        return 1;
    }
}
