#include "core/network/predictions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/network/accuracy.h"
#include "tests/core/network/test_models.h"

namespace lpstudio::test {
namespace {

TEST(PredictionOf, OrdersClassesAndGivesSoftmax) {
    const std::vector<double> logits{1, 3, 2, -1};
    const Prediction found = predictionOf(logits);
    EXPECT_EQ(found.classes, (std::array<int, 5>{1, 2, 0, 3, -1}));
    double sum = 0;
    for (const double logit : logits) sum += std::exp(logit);
    EXPECT_NEAR(found.probabilities[0], std::exp(3.0) / sum, 1e-6);
    EXPECT_NEAR(found.probabilities[3], std::exp(-1.0) / sum, 1e-6);
    EXPECT_EQ(found.probabilities[4], 0);
}

TEST(PredictionOf, ATieGoesToTheLowerClassAndHugeLogitsStayFinite) {
    const Prediction found = predictionOf(std::vector<double>{5, 1e6, 7, 1e6});
    EXPECT_EQ(found.top(), 1);
    EXPECT_EQ(found.classes[1], 3);
    EXPECT_NEAR(found.probabilities[0], 0.5, 1e-6);
}

TEST(PredictionOf, WhatIsNoNumberComesLast) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Prediction found = predictionOf(std::vector<double>{nan, 1, nan, 2});
    EXPECT_EQ(found.classes, (std::array<int, 5>{3, 1, 0, 2, -1}));
    EXPECT_NEAR(found.probabilities[0] + found.probabilities[1], 1, 1e-6);
    EXPECT_EQ(predictionOf(std::vector<double>{nan, nan}).probabilities[0], 0);
}

TEST(Predict, AgreesWithTheMeasuredAccuracyWhateverTheBatch) {
    const auto file = convNet().file;
    const Network network = Network::load(file, readCard(cardPath(file)));
    const ImageSet set = randomSet(network.card(), network.classes(), 43);
    std::vector<std::size_t> images(set.size());
    std::iota(images.begin(), images.end(), std::size_t{0});
    const Accuracy accuracy = measureAccuracy(network, {}, set, images, 7);
    for (const std::size_t batch : {1U, 10U, 100U}) {
        std::vector<Prediction> all;
        predict(
            network, {}, set, images,
            [&](std::size_t first, std::vector<Prediction> more) {
                EXPECT_EQ(first, all.size());
                all.insert(all.end(), more.begin(), more.end());
            },
            batch);
        ASSERT_EQ(all.size(), set.size());
        std::size_t right = 0, rightOfFive = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            right += all[i].top() == set.labels[i] ? 1 : 0;
            for (const int one : all[i].classes) rightOfFive += one == set.labels[i] ? 1 : 0;
        }
        EXPECT_EQ(right, accuracy.correct);
        EXPECT_EQ(rightOfFive, accuracy.correctTop5);
    }
}

TEST(Predict, HandsOverTheSameInTheSameOrderForAnyNumberOfThreads) {
    for (const auto& file : {convNet().file, attentionNet()}) {
        const Network network = Network::load(file, readCard(cardPath(file)));
        const ImageSet set = randomSet(network.card(), network.classes(), 59);
        std::vector<std::size_t> images(set.size());
        std::iota(images.begin(), images.end(), std::size_t{0});
        const auto all = [&](std::size_t batch, int threads) {
            std::vector<Prediction> found;
            predict(
                network, {}, set, images,
                [&](std::size_t first, std::vector<Prediction> more) {
                    EXPECT_EQ(first, found.size());
                    found.insert(found.end(), more.begin(), more.end());
                },
                batch, {}, {}, threads);
            return found;
        };
        for (const std::size_t batch : {1U, 4U, 100U}) {
            const auto one = all(batch, 1);
            ASSERT_EQ(one.size(), images.size());
            for (const int threads : {0, 2, 3, 7}) {
                const auto other = all(batch, threads);
                ASSERT_EQ(other.size(), one.size());
                for (std::size_t i = 0; i < one.size(); ++i) {
                    EXPECT_EQ(other[i].classes, one[i].classes);
                    EXPECT_EQ(other[i].probabilities, one[i].probabilities);
                }
            }
        }
    }
}

TEST(Predict, HandsOverNothingAfterAnException) {
    const auto file = convNet().file;
    const Network network = Network::load(file, readCard(cardPath(file)));
    const ImageSet set = randomSet(network.card(), network.classes(), 60);
    std::vector<std::size_t> images(set.size());
    std::iota(images.begin(), images.end(), std::size_t{0});
    for (const int threads : {1, 2, 7}) {
        std::size_t calls = 0;
        try {
            predict(
                network, {}, set, images,
                [&](std::size_t first, const std::vector<Prediction>&) {
                    ++calls;
                    if (first == 15) throw Error("full disk");
                },
                5, {}, {}, threads);
            FAIL();
        } catch (const Error& error) {
            EXPECT_STREQ(error.what(), "full disk");
        }
        EXPECT_EQ(calls, 4U);
    }
}

TEST(Predict, StopsBetweenBatchesAndRefusesOtherImages) {
    const auto file = convNet().file;
    const Network network = Network::load(file, readCard(cardPath(file)));
    ImageSet set = randomSet(network.card(), network.classes(), 20);
    std::vector<std::size_t> images(set.size());
    std::iota(images.begin(), images.end(), std::size_t{0});
    std::stop_source source;
    std::size_t taken = 0;
    const auto take = [&](std::size_t, std::vector<Prediction> more) {
        taken += more.size();
        source.request_stop();
    };
    for (const int threads : {1, 2, 7}) {
        source = std::stop_source();
        taken = 0;
        EXPECT_THROW(predict(network, {}, set, images, take, 5, source.get_token(), {}, threads),
                     Cancelled);
        EXPECT_EQ(taken, 5U);
    }
    set.labels[3] = network.classes();
    EXPECT_THROW(predict(network, {}, set, images, take), Error);
}

}  // namespace
}  // namespace lpstudio::test
