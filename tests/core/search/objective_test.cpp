#include "core/search/objective.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.h"

using namespace lpstudio;

namespace {

Representation single(const std::vector<double>& values, std::size_t images) {
    Representation r(images);
    r.append(values, 0, images);
    r.normalise();
    return r;
}

}  // namespace

TEST(Contrastive, EqualsTheFormulaWrittenOut) {
    const std::size_t images = 5, width = 4;
    std::mt19937 random(1);
    std::normal_distribution<double> normal;
    std::vector<double> q(images * width), p(images * width);
    for (double& v : q) v = normal(random);
    for (double& v : p) v = normal(random);
    const auto cosine = [&](std::size_t i, std::size_t j) {
        double dot = 0, qq = 0, pp = 0;
        for (std::size_t k = 0; k < width; ++k) {
            dot += q[i * width + k] * p[j * width + k];
            qq += q[i * width + k] * q[i * width + k];
            pp += p[j * width + k] * p[j * width + k];
        }
        return dot / std::sqrt(qq * pp);
    };
    for (const double tau : {0.05, 0.1, 1.0}) {
        double expected = 0;
        for (std::size_t i = 0; i < images; ++i) {
            double sum = 0;
            for (std::size_t j = 0; j < images; ++j) sum += std::exp(cosine(i, j) / tau);
            expected -= std::log(std::exp(cosine(i, i) / tau) / sum) / static_cast<double>(images);
        }
        EXPECT_NEAR(contrastiveLoss(single(q, images), single(p, images), tau), expected, 1e-12);
    }
}

TEST(Contrastive, PartsAreNormalisedBeforeTheWhole) {
    // Part lengths 5 and 13 must count alike: the vector is (3/5, 4/5, 5/13, 12/13) / sqrt 2.
    Representation r(1);
    r.append(std::vector<double>{3, 4}, 0, 1);
    r.append(std::vector<double>{5, 12}, 0, 1);
    r.normalise();
    const double s = std::sqrt(2.0);
    const double expected[] = {0.6 / s, 0.8 / s, 5 / 13.0 / s, 12 / 13.0 / s};
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(r.of(0)[i], expected[i], 1e-15);
}

TEST(Contrastive, ZeroPartStaysZero) {
    Representation r(1);
    r.append(std::vector<double>{0, 0}, 0, 1);
    r.append(std::vector<double>{3, 4}, 0, 1);
    r.normalise();
    EXPECT_EQ(r.of(0)[0], 0);
    EXPECT_NEAR(r.of(0)[3], 0.8, 1e-15);
}

TEST(Contrastive, BatchesGiveTheSameAsOnce) {
    const std::vector<double> values{1, 2, 3, 4, 5, 6};
    Representation parts(3);
    parts.append(std::span(values).first(4), 0, 2);
    parts.append(std::span(values).last(2), 2, 1);
    parts.normalise();
    const Representation whole = single(values, 3);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < 2; ++k) EXPECT_EQ(parts.of(i)[k], whole.of(i)[k]);
}

TEST(Kl, IsZeroForEqualAndPositiveElse) {
    const std::vector<double> p{1, 2, 3, -1, 0, 4}, q{1, 2.5, 3, -1, 0, 2};
    EXPECT_NEAR(klDivergence(p, p, 3), 0, 1e-15);
    EXPECT_GT(klDivergence(q, p, 3), 0);
    // A constant added to all logits of an image changes nothing.
    const std::vector<double> shifted{11, 12, 13, 4, 5, 9};
    EXPECT_NEAR(klDivergence(shifted, p, 3), 0, 1e-12);
    // Two classes by hand: softmax(0, ln 3) = (1/4, 3/4) against (1/2, 1/2).
    const double expected = 0.25 * std::log(0.25 / 0.5) + 0.75 * std::log(0.75 / 0.5);
    EXPECT_NEAR(klDivergence(std::vector<double>{0, 0}, std::vector<double>{0, std::log(3.0)}, 2),
                expected, 1e-12);
}

TEST(Mse, IsTheMeanOfSquares) {
    EXPECT_DOUBLE_EQ(meanSquaredError(std::vector<double>{1, 2}, std::vector<double>{2, 4}), 2.5);
}

TEST(Objective, NamesRoundTrip) {
    for (const char* name : {"global-local", "global", "kl", "mse"})
        EXPECT_STREQ(objectiveName(parseObjective(name)), name);
    EXPECT_THROW(parseObjective("best"), UsageError);
}
