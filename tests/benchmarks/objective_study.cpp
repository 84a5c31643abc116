#include <malloc.h>

#include <CLI/CLI.hpp>
#include <climits>
#include <cstdio>
#include <map>
#include <mutex>
#include <random>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/network/accuracy.h"
#include "core/study/session.h"
#include "tests/benchmarks/rank_statistics.h"
#include "tests/benchmarks/study_subjects.h"

// Which objective ranks candidates as the loss of real top-1 does, at equal mean width, where they
// differ only in where the bits are; and how well the winners of equal searches do on the test set.
// Prints the tables of resources/help/objective.md.

namespace {

using namespace lpstudio;

struct Options {
    std::string network = "resnet20";
    std::vector<double> widths{3.5, 4.5, 5.5};  ///< bands of mean weight width
    int candidates = 240;
    std::size_t testImages = 2500, images = 128;
    int seeds = 3, searchCandidates = 300;
    double targetBits = 4.3;
    bool ranking = true, searching = true, balancing = false;
    std::string only;  ///< part of the names of the objectives searched by
    std::string balanced = "global-local";
    bool meanPooling = false;
};

const std::vector<double> kTemperatures{0.02, 0.1, 0.5, 1};

/// Widths at random, then one layer after another moved until the mean is in the band.
Candidate randomCandidate(const SearchSpace& space, double mean, std::mt19937& random) {
    const auto count = space.widths.size();
    Candidate candidate;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < space.layers.size(); ++i) places.push_back(random() % count);
    const auto make = [&] {
        candidate.genes.clear();
        for (std::size_t i = 0; i < places.size(); ++i)
            candidate.genes.push_back(space.layers[i].pinned ? *space.layers[i].pinned
                                                             : space.layers[i].starts[places[i]]);
    };
    make();
    constexpr double kBand = 0.05;
    for (double bits = meanWeightBits(space, candidate); std::abs(bits - mean) > kBand;
         bits = meanWeightBits(space, candidate)) {
        const std::size_t layer = random() % places.size();
        if (bits > mean && places[layer] > 0)
            --places[layer];
        else if (bits < mean && places[layer] + 1 < count)
            ++places[layer];
        make();
    }
    return candidate;
}

/// All objectives of one run.
class ObjectiveValues final : public RunObserver {
public:
    ObjectiveValues(const Network& network, std::span<const float> pixels, std::size_t images)
        : network_(network), pixels_(pixels), images_(images) {
        reference_.emplace_back(images);
        reference_.emplace_back(images);
        reference_.emplace_back(images);
        run({}, true);
        referenceLogits_ = logits_;
    }

    std::map<std::string, double> measure(const RunPlan& plan) {
        quantized_.clear();
        for (const Representation& reference : reference_) quantized_.emplace_back(reference);
        run(plan, false);
        std::map<std::string, double> result;
        const char* names[] = {"global-local, kurtosis-3", "global-local, mean", "global"};
        for (std::size_t i = 0; i < 3; ++i)
            for (const double tau : kTemperatures) {
                char name[64];
                std::snprintf(name, sizeof name, "%s, tau %g", names[i], tau);
                result[name] = quantized_[i].contrast(tau);
            }
        result["KL"] =
            klDivergence(logits_, referenceLogits_, static_cast<std::size_t>(network_.classes()));
        result["MSE"] = meanSquaredError(logits_, referenceLogits_);
        return result;
    }

    bool wantsOutputs() const override { return true; }
    void onOutput(LayerIndex index, const TensorView& output) override {
        const Layer& layer = network_.layers()[static_cast<std::size_t>(index.value)];
        if (layer.isProduct() || index == network_.layers().back().index) return;
        put(0, part_, pool(output, layer.kind, images_, Pooling::Kurtosis3));
        put(1, part_, pool(output, layer.kind, images_, Pooling::Mean));
        ++part_;
    }

private:
    void run(const RunPlan& plan, bool reference) {
        asReference_ = reference;
        part_ = 0;
        logits_ = network_.run(pixels_, plan, this);
        put(0, part_, logits_);
        put(1, part_, logits_);
        put(2, 0, logits_);
    }
    void put(std::size_t which, std::size_t part, const std::vector<double>& values) {
        if (asReference_)
            reference_[which].set(part, values, 0, images_);
        else
            quantized_[which].add(part, values, 0, images_);
    }

    const Network& network_;
    std::span<const float> pixels_;
    std::size_t images_, part_ = 0;
    bool asReference_ = true;
    std::vector<Representation> reference_;
    std::vector<Similarities> quantized_;
    std::vector<double> logits_, referenceLogits_;
};

struct Data {
    Network network;
    ImageSet train, test;
    std::vector<std::size_t> testImages;
    double floatTop1 = 0;
};

double meanWithin(const std::vector<double>& score, const std::vector<double>& loss,
                  const std::vector<int>& band, int bands) {
    double sum = 0;
    for (int b = 0; b < bands; ++b) {
        std::vector<double> s, l;
        for (std::size_t i = 0; i < score.size(); ++i)
            if (band[i] == b) {
                s.push_back(score[i]);
                l.push_back(loss[i]);
            }
        sum += study::spearman(s, l) / bands;
    }
    return sum;
}

void rank(const Options& o, const Data& data) {
    SearchSettings settings;
    settings.images = o.images;
    SearchSession session(data.network, data.train, settings, {}, {}, {}, 1);
    const auto pixels = normalised(data.train, session.calibrationImages(), data.network.card());
    std::mt19937 random(1);
    std::vector<Candidate> candidates;
    std::vector<int> band;
    const auto bands = static_cast<int>(o.widths.size());
    for (int i = 0; i < o.candidates; ++i) {
        band.push_back(i % bands);
        candidates.push_back(randomCandidate(
            session.space(), o.widths[static_cast<std::size_t>(band.back())], random));
    }
    std::vector<double> width, loss(candidates.size());
    for (const Candidate& candidate : candidates)
        width.push_back(-meanWeightBits(session.space(), candidate));
    std::vector<std::map<std::string, double>> scores(candidates.size());
    std::mutex mutex;
    int done = 0;
    forEachParallel(candidates.size(), 0, [&](std::size_t i) {
        // Of its own, for it watches one run at a time.
        ObjectiveValues objectives(data.network, pixels, o.images);
        scores[i] = objectives.measure(session.plan(candidates[i]));
        loss[i] = data.floatTop1 - session.measureTop1(candidates[i], data.test, data.testImages);
        const std::scoped_lock lock(mutex);
        std::fprintf(stderr, "\rranking %d/%zu", ++done, candidates.size());
    });
    std::fprintf(stderr, "\n");
    std::printf("\n%s: %d candidates, bands of mean width", o.network.c_str(), o.candidates);
    for (const double w : o.widths) std::printf(" %g", w);
    std::printf(", %zu calibration images, top-1 on %zu test images (float %.2f)\n\n", o.images,
                data.testImages.size(), data.floatTop1);
    std::printf("| objective | Spearman | given the width |");
    for (const double w : o.widths) std::printf(" at %g bits |", w);
    std::printf(" mean of the bands |\n|---|---|---|");
    for (int b = 0; b <= bands; ++b) std::printf("---|");
    std::printf("\n");
    const auto row = [&](const std::string& name, const std::vector<double>& score, bool partial) {
        std::printf("| %s | %.3f | ", name.c_str(), study::spearman(score, loss));
        if (partial)
            std::printf("%.3f |", study::partialSpearman(score, loss, width));
        else
            std::printf("- |");
        for (int b = 0; b < bands; ++b) {
            std::vector<int> only(band.size());
            for (std::size_t i = 0; i < band.size(); ++i) only[i] = band[i] == b ? 0 : 1;
            std::printf(" %.3f |", meanWithin(score, loss, only, 1));
        }
        std::printf(" %.3f |\n", meanWithin(score, loss, band, bands));
    };
    row("mean width alone", width, false);
    for (const auto& [name, first] : scores[0]) {
        std::vector<double> score;
        for (const auto& all : scores) score.push_back(all.at(name));
        row(name, score, true);
    }
}

class Silent final : public SearchObserver {};

struct Kind {
    const char* name;
    ScoreFunction scoreFunction;
    Pooling pooling;
    double temperature;
};

struct Winner {
    double lost = 0, bits = 0;  ///< top-1 in percent of the test images; mean weight width
};

/// What the best candidate of a search does on the test images.
Winner winnerOf(const Options& o, const Data& data, const Kind& kind, double lambda,
                double targetBits, int seed) {
    SearchSettings settings;
    settings.images = o.images;
    settings.scoreFunction = kind.scoreFunction;
    settings.pooling = kind.pooling;
    settings.temperature = kind.temperature;
    settings.common.lambda = lambda;
    settings.common.seed = static_cast<std::uint64_t>(seed);
    settings.common.targetBits = targetBits;
    settings.common.maxCandidates = o.searchCandidates;
    SearchSession session(data.network, data.train, settings);
    Silent observer;
    const SearchResult result = session.run(observer, {{}, 0, nullptr, {}});
    const ScoredCandidate& best = result.candidates[result.best];
    const double top1 = session.measureTop1(best.candidate, data.test, data.testImages);
    return {data.floatTop1 - top1, best.meanWeightBits};
}

/// With lambda 0 the target alone bounds the width, so that all objectives choose among candidates
/// of one width, whatever their scale.
void search(const Options& o, const Data& data) {
    std::printf(
        "\n%s: winners of equal searches (%d candidates, lambda 0, at most %g bits), top-1 lost on "
        "%zu test images, by seed\n\n| objective |",
        o.network.c_str(), o.searchCandidates, o.targetBits, data.testImages.size());
    for (int seed = 1; seed <= o.seeds; ++seed) std::printf(" seed %d |", seed);
    std::printf(" mean | mean width |\n|---|");
    for (int seed = 0; seed < o.seeds + 2; ++seed) std::printf("---|");
    std::printf("\n");
    for (const Kind& kind :
         {Kind{"global-local, kurtosis-3, tau 0.1", ScoreFunction::GlobalLocal, Pooling::Kurtosis3,
               0.1},
          Kind{"global-local, mean, tau 0.1", ScoreFunction::GlobalLocal, Pooling::Mean, 0.1},
          Kind{"global, tau 0.1", ScoreFunction::Global, Pooling::Mean, 0.1},
          Kind{"global, tau 1", ScoreFunction::Global, Pooling::Mean, 1},
          Kind{"KL", ScoreFunction::Kl, Pooling::Mean, 1},
          Kind{"MSE", ScoreFunction::Mse, Pooling::Mean, 1}}) {
        if (std::string(kind.name).find(o.only) == std::string::npos) continue;
        std::printf("| %s |", kind.name);
        Winner mean;
        for (int seed = 1; seed <= o.seeds; ++seed) {
            const Winner winner = winnerOf(o, data, kind, 0, o.targetBits, seed);
            std::printf(" %.2f |", winner.lost);
            std::fflush(stdout);
            mean.lost += winner.lost / o.seeds;
            mean.bits += winner.bits / o.seeds;
        }
        std::printf(" %.2f | %.2f |\n", mean.lost, mean.bits);
    }
}

/// Where a search without a target ends, by temperature and lambda.
void balance(const Options& o, const Data& data) {
    const ScoreFunction scoreFunction = parseScoreFunction(o.balanced);
    const double lambdas[] = {0.05, 0.1, 0.2, 0.4, 0.8};
    std::printf(
        "\n%s: winners of searches without a target by %s, %s (%d candidates, seed 1): mean width, "
        "top-1 lost on %zu test images\n\n| |",
        o.network.c_str(), o.balanced.c_str(), o.meanPooling ? "mean pooling" : "kurtosis-3",
        o.searchCandidates, data.testImages.size());
    for (const double lambda : lambdas) std::printf(" lambda %g |", lambda);
    std::printf("\n|---|");
    for (std::size_t i = 0; i < std::size(lambdas); ++i) std::printf("---|");
    std::printf("\n");
    for (const double tau : kTemperatures) {
        std::printf("| tau %g |", tau);
        for (const double lambda : lambdas) {
            const Winner winner = winnerOf(
                o, data,
                {"", scoreFunction, o.meanPooling ? Pooling::Mean : Pooling::Kurtosis3, tau},
                lambda, 0, 1);
            std::printf(" %.2f, %.2f |", winner.bits, winner.lost);
            std::fflush(stdout);
        }
        std::printf("\n");
    }
}

}  // namespace

int main(int argc, char** argv) {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    Options o;
    CLI::App app("The objectives of LPQ against real top-1");
    app.add_option("--network", o.network, "resnet20, resnet32 or vit")->capture_default_str();
    app.add_option("--bands", o.widths, "mean weight widths")->delimiter(',');
    app.add_option("--candidates", o.candidates)->capture_default_str();
    app.add_option("--test-images", o.testImages)->capture_default_str();
    app.add_option("--images", o.images, "for calibration")->capture_default_str();
    app.add_option("--seeds", o.seeds)->capture_default_str();
    app.add_option("--search-candidates", o.searchCandidates)->capture_default_str();
    app.add_option("--target-bits", o.targetBits)->capture_default_str();
    app.add_flag("--ranking,!--no-ranking", o.ranking);
    app.add_flag("--searching,!--no-searching", o.searching);
    app.add_option("--only", o.only, "search by objectives with this in their names only");
    app.add_flag("--balancing", o.balancing, "tau against lambda, without a target");
    app.add_option("--balanced", o.balanced, "objective of --balancing")->capture_default_str();
    app.add_flag("--mean-pooling", o.meanPooling, "in --balancing");
    CLI11_PARSE(app, argc, argv);
    try {
        const study::Subject& subject = study::subject(o.network);
        Data data{study::loadNetwork(subject),
                  study::readImages(subject.train),
                  study::readImages(subject.test),
                  {},
                  0};
        data.testImages = firstImages(data.test, o.testImages);
        data.floatTop1 =
            measureAccuracy(data.network, {}, data.test, data.testImages).top1Percent();
        if (o.ranking) rank(o, data);
        if (o.searching) search(o, data);
        if (o.balancing) balance(o, data);
        return 0;
    } catch (const Error& error) {
        std::fprintf(stderr, "objective_study: %s\n", error.what());
        return 1;
    }
}
