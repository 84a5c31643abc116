#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <climits>
#include <cmath>
#include <cstdio>

#include "app/project/import/images.h"
#include "core/base/error.h"
#include "core/network/batches.h"
#include "core/study/session.h"
#include "tests/benchmarks/study_subjects.h"

// What a search with default settings reaches on real networks, beside uniform widths of LP and its
// baselines. Prints the tables of resources/help/results.md. The point is chosen on training images
// that calibration did not use; the test set is looked at once.

namespace {

using namespace lpstudio;

struct Options {
    std::string network = "resnet20", widths;
    double targetBits = 4.3;
    std::uint64_t seed = 1;
    std::int64_t maxCandidates = 0;
    int passes = 10, contenders = 8;
    bool paper = false, biasCorrection = false, randomStart = false, meanPooling = false;
    double temperature = 0, lambda = -1;  ///< not given: the defaults
    std::string scoreFunction;
};

/// Whether each image is classified rightly.
std::vector<char> verdicts(const Network& network, const RunPlan& plan, const ImageSet& set,
                           const std::vector<std::size_t>& images) {
    constexpr std::size_t kBatch = 100;
    std::vector<char> right(images.size());
    const auto classes = static_cast<std::size_t>(network.classes());
    forEachBatch(network, {images.size(), kBatch, 0, {}}, [&](const Batch& batch) {
        const auto part = std::span(images).subspan(batch.first, batch.size);
        const auto logits = network.run(normalised(set, part, network.card()), plan);
        for (std::size_t i = 0; i < part.size(); ++i) {
            const auto row = logits.begin() + static_cast<std::ptrdiff_t>(i * classes);
            const auto best =
                std::max_element(row, row + static_cast<std::ptrdiff_t>(classes)) - row;
            right[batch.first + i] = best == set.labels[part[i]] ? 1 : 0;
        }
    });
    return right;
}

double percent(const std::vector<char>& right) {
    return 100.0 * static_cast<double>(std::count(right.begin(), right.end(), 1)) /
           static_cast<double>(right.size());
}

/// Two-sided exact McNemar test: the probability of a split at least as uneven, were both alike.
double mcnemar(const std::vector<char>& a, const std::vector<char>& b, int& onlyA, int& onlyB) {
    onlyA = onlyB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        onlyA += a[i] > b[i] ? 1 : 0;
        onlyB += b[i] > a[i] ? 1 : 0;
    }
    const int n = onlyA + onlyB, least = std::min(onlyA, onlyB);
    double tail = 0;
    for (int k = 0; k <= least; ++k)
        tail += std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) -
                         n * std::log(2.0));
    return std::min(1.0, 2 * tail);
}

class Silent final : public SearchObserver {
public:
    void onProgress(const SearchProgress& p) override {
        if (p.done % 50 == 0)
            std::fprintf(stderr, "\r%lld/%lld  %.1f per second  best %.4g   ",
                         static_cast<long long>(p.done), static_cast<long long>(p.total),
                         p.candidatesPerSecond, p.bestFitness);
    }
};

void run(const Options& o) {
    const bool mobile = o.network == "mobilenet";
    const study::Subject files =
        mobile ? study::Subject{"mobilenet", "models/imagenet_mobilenet_v1_0.25.pt",
                                "imagenet-sample/labels.csv", "imagenet-sample/labels.csv"}
               : study::subject(o.network);
    const Network network = study::loadNetwork(files);
    const ModelCard& card = network.card();
    const auto read = [&](const std::string& name) {
        return loadImages((study::dataFolder() / name).string(), card.channels, card.height,
                          card.width);
    };
    const ImageSet train = read(files.train), test = mobile ? train : read(files.test);

    SearchSettings settings;
    settings.common.seed = o.seed;
    settings.common.targetBits = o.targetBits;
    settings.lpq.passes = o.passes;
    settings.common.maxCandidates = o.maxCandidates;
    settings.scoreFunction = o.scoreFunction.empty() ? defaultScoreFunction(o.targetBits)
                                                     : parseScoreFunction(o.scoreFunction);
    if (o.temperature > 0) settings.temperature = o.temperature;
    if (o.lambda >= 0) settings.common.lambda = o.lambda;
    if (o.meanPooling) settings.pooling = Pooling::Mean;
    if (o.widths == "hardware") settings.widths = {2, 4, 8};
    if (o.biasCorrection) settings.biasCorrection = true;
    if (o.randomStart) settings.start = StartKind::Random;
    if (o.paper) makePaper(settings);
    SearchSession session(network, train, settings);
    Silent observer;
    const SearchResult result = session.run(observer, {{}, 0, nullptr, {}});
    std::fprintf(stderr, "\n");

    // The best few by the search's own measure, then the best of them on images not yet used.
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < result.candidates.size(); ++i)
        if (result.candidates[i].meanWeightBits <= o.targetBits) order.push_back(i);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return result.candidates[a].fitness < result.candidates[b].fitness;
    });
    if (order.empty()) throw Error("no candidate reached the target width; search longer");
    if (order.size() > static_cast<std::size_t>(o.contenders))
        order.resize(static_cast<std::size_t>(o.contenders));
    std::vector<std::size_t> heldOut, judged;
    if (mobile) {
        // One thousand images are all there is: no training images to choose on.
        judged = imagesNotIn(test, train, session.calibrationImages());
        order.resize(1);
    } else {
        heldOut = imagesNotIn(train, train, session.calibrationImages());
        if (heldOut.size() > 4000) heldOut.resize(4000);
        judged = firstImages(test, 0);
    }
    std::size_t chosen = order.front();
    double best = -1;
    for (const std::size_t i : order) {
        if (heldOut.empty()) break;
        const double top1 = percent(
            verdicts(network, session.plan(result.candidates[i].candidate), train, heldOut));
        if (top1 > best) {
            best = top1;
            chosen = i;
        }
    }

    const std::vector<char> plain = verdicts(network, {}, test, judged);
    std::printf(
        "\n%s, seed %llu: %zu candidates in %.0f s (%.1f per second), target %g bits%s; %zu "
        "test images\n\n",
        network.name().c_str(), static_cast<unsigned long long>(o.seed), result.candidates.size(),
        result.seconds, static_cast<double>(result.candidates.size()) / result.seconds,
        o.targetBits, o.paper ? ", --paper" : "", judged.size());
    std::printf(
        "| | weight bits | activation bits | top-1 | lost | only float right | only it right "
        "| p (McNemar) |\n|---|---|---|---|---|---|---|---|\n");
    std::printf("| float | 32 | 32 | %.2f | | | | |\n", percent(plain));
    const auto row = [&](const std::string& name, double weightBits, double activationBits,
                         const RunPlan& plan) {
        const std::vector<char> right = verdicts(network, plan, test, judged);
        int onlyFloat = 0, onlyIt = 0;
        const double p = mcnemar(plain, right, onlyFloat, onlyIt);
        std::printf("| %s | %.2f | %.2f | %.2f | %.2f | %d | %d | %.2g |\n", name.c_str(),
                    weightBits, activationBits, percent(right), percent(plain) - percent(right),
                    onlyFloat, onlyIt, p);
        std::fflush(stdout);
    };
    const ScoredCandidate& winner = result.candidates[chosen];
    row("LPQ, candidate " + std::to_string(winner.id.value), winner.meanWeightBits,
        winner.meanActivationBits, session.plan(winner.candidate));
    WeightCache cache;
    for (const int width :
         {static_cast<int>(std::floor(o.targetBits)), static_cast<int>(std::ceil(o.targetBits))}) {
        const std::string n = std::to_string(width);
        for (const std::string& weights :
             {"lp:" + n, "int:" + n,
              "adaptivfloat:" + n + "," + std::to_string(std::max(1, width / 2)), "ant:" + n}) {
            const std::string family = weights.substr(0, weights.find(':'));
            const std::string activations =
                family == "adaptivfloat" ? "adaptivfloat:8,4" : family + ":8";
            const Assignment assignment =
                fitted(network,
                       Assignment(network.layers().size(),
                                  {parseFormat(weights), parseFormat(activations)}),
                       &session.calibration());
            row("uniform " + weights + ", activations " + activations,
                meanWeightBits(network, assignment), meanActivationBits(network, assignment),
                makePlan(network, assignment, Rounding::Nearest, cache));
        }
        if (std::floor(o.targetBits) == std::ceil(o.targetBits)) break;
    }
}

}  // namespace

int main(int argc, char** argv) {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    Options o;
    CLI::App app("What a search reaches on real networks");
    app.add_option("--network", o.network, "resnet20, resnet32, vit or mobilenet")
        ->capture_default_str();
    app.add_option("--target-bits", o.targetBits)->capture_default_str();
    app.add_option("--seed", o.seed)->capture_default_str();
    app.add_option("--passes", o.passes)->capture_default_str();
    app.add_option("--max-candidates", o.maxCandidates);
    app.add_option("--contenders", o.contenders, "best candidates compared on held-out images")
        ->capture_default_str();
    app.add_option("--objective", o.scoreFunction);
    app.add_option("--temperature", o.temperature, "tau");
    app.add_option("--lambda", o.lambda);
    app.add_flag("--mean-pooling", o.meanPooling);
    app.add_option("--widths", o.widths, "hardware: 2, 4 and 8 bits only");
    app.add_flag("--paper", o.paper);
    app.add_flag("--bias-correction", o.biasCorrection);
    app.add_flag("--random-start", o.randomStart);
    CLI11_PARSE(app, argc, argv);
    try {
        run(o);
        return 0;
    } catch (const Error& error) {
        std::fprintf(stderr, "results_study: %s\n", error.what());
        return 1;
    }
}
