#include "core/study/scorer.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/base/error.h"
#include "tests/core/network/test_models.h"

using namespace lpstudio;

namespace {

Network load(const std::filesystem::path& file) {
    return Network::load(file, readCard(cardPath(file)));
}

constexpr std::size_t kImages = 21;

/// Scores of the same candidates, each with the layers before it as the one before.
std::vector<double> scores(const Network& network, const std::vector<float>& images,
                           const ScorerSettings& settings, int threads, bool correction = false) {
    const Calibration calibration(network, images, {}, {}, threads);
    Scorer scorer(network, images, settings, correction ? &calibration : nullptr);
    Assignment assignment(network.layers().size(), {parseFormat("lp:5"), parseFormat("lp:6")});
    std::vector<double> result{
        scorer.score(fitted(network, assignment, &calibration), LayerIndex(0), {}, threads)};
    for (std::size_t layer = assignment.size(); layer-- > 0;) {
        assignment[layer].weights = parseFormat("lp:3");
        result.push_back(scorer.score(fitted(network, assignment, &calibration),
                                      LayerIndex(static_cast<int>(layer)), {}, threads));
    }
    return result;
}

}  // namespace

TEST(Scorer, ScoresAreTheSameToTheBitForAnyNumberOfThreads) {
    for (const std::filesystem::path& file :
         {test::convNet().file, test::attentionNet(), test::residualNet()}) {
        const Network network = load(file);
        const auto images = test::randomImages(network.card(), kImages);
        for (const ScoreFunction function : {ScoreFunction::GlobalLocal, ScoreFunction::Global,
                                             ScoreFunction::Kl, ScoreFunction::Mse})
            for (const std::size_t batch : {4U, 10U}) {
                ScorerSettings settings;
                settings.scoreFunction = function;
                settings.batch = batch;
                settings.threads = 1;
                settings.reuse = false;
                const auto expected = scores(network, images, settings, 1);
                for (const int threads : {0, 2, 3, 7})
                    for (const bool reuse : {false, true}) {
                        settings.threads = threads;
                        settings.reuse = reuse;
                        EXPECT_EQ(scores(network, images, settings, threads), expected)
                            << scoreFunctionName(function) << ' ' << batch << ' ' << threads;
                    }
            }
        ScorerSettings settings;
        settings.batch = 4;
        EXPECT_EQ(scores(network, images, settings, 1, true),
                  scores(network, images, settings, 3, true));
    }
}

TEST(Scorer, KeepsWholeRunsOnlyWithinItsMemory) {
    const Network network = load(test::residualNet());
    const auto images = test::randomImages(network.card(), 64);
    ScorerSettings settings;
    settings.batch = 8;
    for (const int threads : {1, 3}) {
        settings.cacheMebibytes = 1;
        Scorer scorer(network, images, settings);
        const Assignment coarse(network.layers().size(), {parseFormat("lp:4,1,2,0"), nullptr});
        scorer.score(coarse, LayerIndex(4), {}, threads);
        scorer.score(coarse, LayerIndex(4), {}, threads);
        const ReuseStatistics statistics = scorer.statistics();
        EXPECT_EQ(statistics.runs, 2);
        EXPECT_EQ(statistics.resumed, 1);
        EXPECT_GT(statistics.bytes, 0U);
        EXPECT_LE(statistics.bytes, std::size_t{1} << 20);
        settings.cacheMebibytes = 0;
        Scorer forgetful(network, images, settings);
        forgetful.score(coarse, LayerIndex(4), {}, threads);
        EXPECT_EQ(forgetful.statistics().bytes, 0U);
    }
}

TEST(Scorer, TellsOfTheFirstBatchThatFailsAndStops) {
    const Network network = load(test::convNet().file);
    const std::size_t count = 40;
    auto images = test::randomImages(network.card(), count);
    const std::size_t perImage = images.size() / count;
    ScorerSettings settings;
    settings.batch = 4;
    settings.scoreFunction = ScoreFunction::Mse;
    Scorer scorer(network, images, settings);
    // Spoilt behind its back, for it would refuse them: one bad value in the fourth batch, one in
    // each image of those after it.
    images[12 * perImage] = std::numeric_limits<float>::quiet_NaN();
    for (std::size_t i = 16; i < count; ++i)
        images[i * perImage] = std::numeric_limits<float>::infinity();
    const Assignment assignment(network.layers().size(), {nullptr, parseFormat("lp:8,1,4,0")});
    for (const int threads : {1, 2, 3, 7}) {
        try {
            scorer.score(assignment, LayerIndex(0), {}, threads);
            FAIL();
        } catch (const Error& error) {
            EXPECT_NE(
                std::string(error.what()).find("activations of layer \"conv1\": 1 of 768 entries"),
                std::string::npos)
                << error.what();
        }
        std::stop_source source;
        source.request_stop();
        EXPECT_THROW(scorer.score(assignment, LayerIndex(0), source.get_token(), threads),
                     Cancelled);
    }
}
