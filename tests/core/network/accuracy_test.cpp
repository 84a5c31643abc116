#include "core/network/accuracy.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/base/error.h"
#include "core/network/quantization.h"
#include "tests/core/network/test_models.h"

namespace lpstudio {
namespace {

struct Known {
    std::size_t correct, images;
    double low, high;
};

/// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine
/// 1998, table I, method 3 (score without continuity correction).
TEST(WilsonInterval, GivesTheKnownValues) {
    constexpr Known kKnown[] = {
        {81, 263, 25.53, 36.62}, {15, 148, 6.24, 16.05}, {0, 20, 0, 16.11}, {1, 29, 0.61, 17.18}};
    for (const Known& known : kKnown) {
        const PercentInterval interval = wilsonInterval95(known.correct, known.images);
        EXPECT_NEAR(interval.low, known.low, 0.006) << known.correct << "/" << known.images;
        EXPECT_NEAR(interval.high, known.high, 0.006) << known.correct << "/" << known.images;
    }
}

TEST(WilsonInterval, IsSymmetricAndStaysWithinBounds) {
    for (const std::size_t images : {1U, 7U, 1000U, 50000U})
        for (const std::size_t correct : {std::size_t{0}, images / 3, images}) {
            const PercentInterval one = wilsonInterval95(correct, images);
            const PercentInterval other = wilsonInterval95(images - correct, images);
            EXPECT_NEAR(one.low, 100 - other.high, 1e-9);
            const double percent = 100.0 * static_cast<double>(correct) / images;
            EXPECT_LE(0, one.low);
            EXPECT_LE(one.low, percent);
            EXPECT_LE(percent, one.high);
            EXPECT_LE(one.high, 100);
        }
    EXPECT_THROW(wilsonInterval95(0, 0), UsageError);
    EXPECT_THROW(wilsonInterval95(3, 2), UsageError);
}

TEST(WilsonInterval, KnowsWhatOverlaps) {
    EXPECT_TRUE((PercentInterval{10, 20}.overlaps({20, 30})));
    EXPECT_TRUE((PercentInterval{10, 40}.overlaps({20, 30})));
    EXPECT_FALSE((PercentInterval{10, 20}.overlaps({20.1, 30})));
}

struct Subject {
    explicit Subject(const std::filesystem::path& file)
        : network(Network::load(file, readCard(cardPath(file)))),
          set(test::randomSet(network.card(), network.classes(), 91)),
          images(set.size()) {
        std::iota(images.begin(), images.end(), std::size_t{0});
    }
    Network network;
    ImageSet set;
    std::vector<std::size_t> images;
};

TEST(MeasureAccuracy, IsTheSameForAnyNumberOfThreads) {
    for (const auto& file : {test::convNet().file, test::attentionNet(), test::residualNet()}) {
        const Subject subject(file);
        WeightCache cache;
        const auto plan =
            makePlan(subject.network,
                     fitted(subject.network,
                            Assignment(subject.network.layers().size(),
                                       {parseFormat("lp:4,1,2,0"), parseFormat("lp:6,1,3,0")}),
                            nullptr),
                     Rounding::Nearest, cache);
        for (const std::size_t batch : {1U, 8U, 100U}) {
            const Accuracy one = measureAccuracy(subject.network, plan, subject.set, subject.images,
                                                 batch, {}, {}, 1);
            EXPECT_EQ(one.images, subject.images.size());
            EXPECT_GT(one.correct, 0U);
            for (const int threads : {0, 2, 3, 7}) {
                std::size_t done = 0;
                const Accuracy other = measureAccuracy(
                    subject.network, plan, subject.set, subject.images, batch, {},
                    [&](const Progress& at) {
                        EXPECT_GT(at.done, done);
                        done = at.done;
                    },
                    threads);
                EXPECT_EQ(other.images, one.images);
                EXPECT_EQ(other.correct, one.correct);
                EXPECT_EQ(other.correctTop5, one.correctTop5);
                EXPECT_EQ(done, subject.images.size());
            }
        }
    }
}

TEST(MeasureAccuracy, StopsWithinABatch) {
    const Subject subject(test::convNet().file);
    for (const int threads : {1, 2, 7}) {
        std::stop_source source;
        int told = 0;
        EXPECT_THROW(measureAccuracy(
                         subject.network, {}, subject.set, subject.images, 3, source.get_token(),
                         [&](const Progress&) {
                             ++told;
                             source.request_stop();
                         },
                         threads),
                     Cancelled);
        EXPECT_LE(told, threads);
    }
}

}  // namespace
}  // namespace lpstudio
