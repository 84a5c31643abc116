#include "core/study/session.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <thread>

#include "core/base/error.h"
#include "tests/core/network/test_models.h"

using namespace lpstudio;

namespace {

Network load(const std::filesystem::path& file) {
    return Network::load(file, readCard(cardPath(file)));
}

SearchSettings smallSettings() {
    SearchSettings s;
    s.images = 12;
    s.batch = 5;
    s.common.population = 5;
    s.lpq.passes = 1;
    s.lpq.cycles = 1;
    s.lpq.diversity = 2;
    return s;
}

class Nothing final : public SearchObserver {};

}  // namespace

TEST(Session, SameSeedSameScores) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    Nothing observer;
    const auto run = [&](SearchSettings settings) {
        return SearchSession(network, set, settings).run(observer);
    };
    const SearchResult a = run(smallSettings()), b = run(smallSettings());
    ASSERT_EQ(a.candidates.size(), b.candidates.size());
    for (std::size_t i = 0; i < a.candidates.size(); ++i) {
        EXPECT_EQ(a.candidates[i].candidate, b.candidates[i].candidate);
        EXPECT_EQ(a.candidates[i].fitness, b.candidates[i].fitness);
        EXPECT_TRUE(std::isfinite(a.candidates[i].fitness));
    }
}

TEST(Session, ScoresDoNotDependOnThreadsAndWorkers) {
    for (const std::filesystem::path& file :
         {test::convNet().file, test::attentionNet(), test::residualNet()}) {
        const Network network = load(file);
        const ImageSet set = test::randomSet(network.card(), network.classes(), 40);
        std::vector<std::size_t> images(set.size());
        std::iota(images.begin(), images.end(), std::size_t{0});
        Nothing observer;
        const auto run = [&](int threads, int workers) {
            SearchSession session(network, set, smallSettings(), {}, {}, {}, threads);
            const SearchResult result = session.run(observer, {{}, workers, nullptr, {}});
            std::vector<double> numbers{session.floatScore()};
            for (const ScoredCandidate& scored : result.candidates) {
                numbers.insert(numbers.end(),
                               {scored.contrast, scored.compression, scored.fitness});
                for (const LpParameters& gene : scored.candidate.genes)
                    numbers.insert(numbers.end(), {1.0 * gene.n, 1.0 * gene.es, 1.0 * gene.rs,
                                                   static_cast<double>(gene.sf)});
            }
            const Candidate& best = result.candidates[result.best].candidate;
            numbers.push_back(session.evaluate(best).contrast);
            numbers.push_back(session.measureTop1(best, set, images));
            for (const Sensitivity& s : session.sensitivities(true, {{}, workers, nullptr, {}}))
                numbers.push_back(s.score);
            return numbers;
        };
        const auto expected = run(1, 1);
        for (const int threads : {0, 2, 3, 7})
            for (const int workers : {0, 1, 2, 3})
                EXPECT_EQ(run(threads, workers), expected) << threads << ' ' << workers;
    }
}

TEST(Session, WorkersShareTheThreads) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 80);
    SearchSettings settings = smallSettings();
    settings.images = 64;
    settings.batch = 4;
    settings.lpq.passes = 20;
    const auto tasks = [] {
        return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
    };
    for (const auto& [threads, workers] : {std::pair(4, 2), {4, 1}, {2, 4}, {1, 0}}) {
        SearchSession session(network, set, settings, {}, {}, {}, threads);
        std::atomic<std::ptrdiff_t> most = 0;
        const std::ptrdiff_t before = tasks();
        {
            const std::jthread watch([&](const std::stop_token& stop) {
                while (!stop.stop_requested()) most = std::max<std::ptrdiff_t>(most, tasks());
            });
            Nothing observer;
            session.run(observer, {{}, workers, nullptr, {}});
        }
        // And the watch.
        EXPECT_LE(most, before + 1 + std::max(threads, workers)) << threads << ' ' << workers;
        if (threads == 4) {
            EXPECT_GE(most, before + 4) << workers;
        }
    }
}

TEST(Session, FloatLikeCandidatesScoreBetterThanCoarseOnes) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    for (const ScoreFunction scoreFunction : {ScoreFunction::GlobalLocal, ScoreFunction::Global,
                                              ScoreFunction::Kl, ScoreFunction::Mse}) {
        SearchSettings settings = smallSettings();
        settings.scoreFunction = scoreFunction;
        SearchSession session(network, set, settings);
        Candidate fine, coarse;
        for (const SearchLayer& layer : session.space().layers) {
            fine.genes.push_back(layer.starts.back());
            coarse.genes.push_back({2, 0, 1, layer.center});
        }
        EXPECT_LT(session.evaluate(fine).contrast, session.evaluate(coarse).contrast)
            << scoreFunctionName(scoreFunction);
    }
}

TEST(Session, TellsOfAllThatItPrepares) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    std::vector<std::string> phases;
    std::size_t done = 0, total = 0;
    const SearchSession session(network, set, smallSettings(), {}, {}, [&](const Progress& now) {
        if (phases.empty() || phases.back() != now.what) {
            // One phase is whole before the next begins, which begins at nothing or its first.
            EXPECT_EQ(done, total) << now.what;
            phases.push_back(now.what);
        } else {
            EXPECT_GE(now.done, done);
        }
        done = now.done;
        total = now.total;
    });
    EXPECT_EQ(done, total);
    EXPECT_EQ(phases,
              (std::vector<std::string>{"calibrating activations", "fitting formats to each layer",
                                        "running the float network"}));
}

TEST(Session, ALockOfNoLayerIsToldBeforeTheWork) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    SearchSettings settings = smallSettings();
    settings.locks = {{"nowhere", "lp:8"}};
    bool worked = false;
    EXPECT_THROW(
        SearchSession(network, set, settings, {}, {}, [&](const Progress&) { worked = true; }),
        UsageError);
    EXPECT_FALSE(worked);
}

TEST(Session, ActivationFormatsFollowTheRule) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    SearchSession session(network, set, smallSettings());
    Candidate candidate;
    for (const int n : {2, 3, 4, 8}) candidate.genes.push_back({n, 0, std::min(2, n - 1), 1});
    const Assignment formats = session.assignment(candidate);
    const int expected[] = {4, 6, 8, 8};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(formats[i].activations->bits(), expected[i]);
        EXPECT_TRUE(formats[i].activations->isFitted());
        EXPECT_EQ(*lpParameters(*formats[i].weights), candidate.genes[i]);
    }
}

TEST(Session, RefusesCandidatesOfAnotherNetwork) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    SearchSession session(network, set, smallSettings());
    for (const std::size_t genes : {std::size_t{0}, std::size_t{1}, network.layers().size() + 1}) {
        ScoredCandidate stored;
        stored.candidate.genes.assign(genes, {4, 0, 2, 1});
        EXPECT_THROW(session.assignment(stored.candidate), Error) << genes;
        Nothing observer;
        SearchControl control;
        control.restored = {stored};
        EXPECT_THROW(session.run(observer, control), Error) << genes;
    }
}

TEST(Session, ProductsArePinnedAtEightBitsWhenTheCostIsBits) {
    const Network network = load(test::attentionNet());
    const ImageSet set = test::randomSet(network.card(), 3, 40);
    SearchSettings settings = smallSettings();
    settings.locks = {{"embed", "lp:6"}};
    const SearchSession session(network, set, settings);
    for (std::size_t i = 0; i < network.layers().size(); ++i) {
        const auto& pinned = session.space().layers[i].pinned;
        const Layer& layer = network.layers()[i];
        EXPECT_EQ(pinned.has_value(), layer.isProduct() || layer.name == "embed") << layer.name;
        if (pinned) {
            EXPECT_EQ(pinned->n, layer.isProduct() ? 8 : 6);
        }
    }
}

TEST(Session, CentersAreTheWeightsScale) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    const SearchSession session(network, set, smallSettings());
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_NEAR(session.space().layers[i].center, -std::log2(network.layers()[i].weightRms),
                    1e-6);
}

TEST(Session, HardwareCostEntersTheScore) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    SearchSettings settings = smallSettings();
    settings.cost = CostKind::Energy;
    EXPECT_THROW(SearchSession(network, set, settings), UsageError);
    const auto cost = [](const std::vector<LayerBits>& bits) {
        double energy = 0;
        for (const LayerBits& b : bits) energy += b.weights;
        return HardwareCost{energy, 1, 1};
    };
    SearchSession session(network, set, settings, cost);
    Candidate candidate;
    for (int i = 0; i < 4; ++i) candidate.genes.push_back({4, 0, 2, 1});
    EXPECT_DOUBLE_EQ(session.evaluate(candidate).compression, 0.5);
}

TEST(Session, MistakesAreNamed) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    const auto message = [&](const auto& spoil) {
        SearchSettings settings = smallSettings();
        spoil(settings);
        try {
            SearchSession session(network, set, settings);
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_NE(message([](SearchSettings& s) {
                  s.images = 41;
              }).find("41 calibration images asked for, the set has 40"),
              std::string::npos);
    EXPECT_NE(message([](SearchSettings& s) { s.temperature = 0; }).find("temperature"),
              std::string::npos);
    EXPECT_NE(message([](SearchSettings& s) {
                  s.locks = {{"nowhere", "lp:8"}};
              }).find("no such layer"),
              std::string::npos);
    EXPECT_NE(message([](SearchSettings& s) {
                  s.locks = {{"conv1", "int:8"}};
              }).find("a search locks layers to LP formats"),
              std::string::npos);
    const ImageSet wrong = test::randomSet(load(test::attentionNet()).card(), 3, 40);
    EXPECT_THROW(SearchSession(network, wrong, smallSettings()), Error);
}

TEST(Session, StopsSoon) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(SearchSession(network, set, smallSettings(), {}, source.get_token()), Cancelled);
    Nothing observer;
    EXPECT_THROW(SearchSession(network, set, smallSettings()).run(observer, {source.get_token()}),
                 Cancelled);
}

TEST(Session, ReusedActivationsGiveTheSameBits) {
    for (const std::filesystem::path& file :
         {test::convNet().file, test::attentionNet(), test::residualNet()}) {
        const Network network = load(file);
        const ImageSet set = test::randomSet(network.card(), network.classes(), 40);
        SearchSettings settings = smallSettings();
        settings.lpq.passes = 3;
        settings.lpq.cycles = 2;
        Nothing observer;
        const auto run = [&](bool reuse, std::size_t mebibytes, int workers) {
            settings.reuse = reuse;
            settings.cacheMebibytes = mebibytes;
            SearchSession session(network, set, settings);
            SearchResult result = session.run(observer, {{}, workers, nullptr, {}});
            const ReuseStatistics statistics = session.reuse();
            EXPECT_LE(statistics.bytes, mebibytes << 20);
            const bool expected = reuse && mebibytes > 0 && !network.resumePoints().empty();
            EXPECT_EQ(statistics.resumed > 0, expected) << file;
            EXPECT_EQ(statistics.macs < statistics.macsOfWholeRuns, expected);
            return result;
        };
        for (const bool correction : {false, true}) {
            settings.biasCorrection = correction;
            const SearchResult plain = run(false, 256, 1);
            for (const SearchResult& other :
                 {run(true, 256, 1), run(true, 256, 3), run(true, 0, 2)}) {
                ASSERT_EQ(plain.candidates.size(), other.candidates.size());
                for (std::size_t i = 0; i < plain.candidates.size(); ++i) {
                    EXPECT_EQ(plain.candidates[i].candidate, other.candidates[i].candidate);
                    EXPECT_EQ(plain.candidates[i].fitness, other.candidates[i].fitness);
                }
            }
        }
    }
}
