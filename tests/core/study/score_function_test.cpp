#include "core/study/score_function.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/base/error.h"

using namespace lpstudio;

namespace {

/// Contrast of representations of one part.
double contrastOf(const std::vector<double>& quantized, const std::vector<double>& reference,
                  std::size_t images, double tau) {
    Representation p(images);
    p.set(0, reference, 0, images);
    Similarities similarities(p);
    similarities.add(0, quantized, 0, images);
    return similarities.contrast(tau);
}

std::vector<double> normals(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> values(count);
    for (double& v : values) v = normal(random);
    return values;
}

}  // namespace

TEST(Contrastive, EqualsTheFormulaWrittenOut) {
    const std::size_t images = 5, width = 4;
    const std::vector<double> q = normals(images * width, 1), p = normals(images * width, 2);
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
        EXPECT_NEAR(contrastOf(q, p, images, tau), expected, 1e-12);
    }
}

TEST(Contrastive, PartsAreNormalisedBeforeTheWhole) {
    // Part lengths 5 and 13 must count alike: the vector is (3/5, 4/5, 5/13, 12/13) / sqrt 2.
    Representation r(1);
    r.set(0, std::vector<double>{3, 4}, 0, 1);
    r.set(1, std::vector<double>{5, 12}, 0, 1);
    EXPECT_NEAR(r.length(0), std::sqrt(2.0), 1e-15);
    EXPECT_NEAR(r.of(0, 0)[1], 0.8, 1e-15);
    EXPECT_NEAR(r.of(1, 0)[0], 5 / 13.0, 1e-15);
    // Two images that agree in one part of two have a cosine of 1/2.
    Representation p(2);
    p.set(0, std::vector<double>{1, 0, 1, 0}, 0, 2);
    p.set(1, std::vector<double>{0, 1, 1, 0}, 0, 2);
    Similarities similarities(p);
    similarities.add(0, std::vector<double>{1, 0, 1, 0}, 0, 2);
    similarities.add(1, std::vector<double>{0, 7, 9, 0}, 0, 2);
    const double expected = std::log(std::exp(1.0) + std::exp(0.5)) - 1.0;
    EXPECT_NEAR(similarities.contrast(1), expected, 1e-12);
}

TEST(Contrastive, ZeroPartStaysZero) {
    Representation r(1);
    r.set(0, std::vector<double>{0, 0}, 0, 1);
    r.set(1, std::vector<double>{3, 4}, 0, 1);
    EXPECT_EQ(r.of(0, 0)[0], 0);
    EXPECT_NEAR(r.length(0), 1, 1e-15);
    // An image of zeros is like no other.
    EXPECT_NEAR(contrastOf({0, 0, 0, 0}, {1, 2, 3, 4}, 2, 0.1), std::log(2.0), 1e-12);
}

TEST(Contrastive, BatchesAndKeptSumsGiveTheSameBits) {
    const std::size_t images = 7, width = 33;
    const std::vector<double> p = normals(images * width, 1), first = normals(images * width, 2),
                              second = normals(images * width, 3);
    Representation reference(images);
    reference.set(0, p, 0, images);
    reference.set(1, second, 0, images);
    Similarities whole(reference);
    whole.add(0, first, 0, images);
    Similarities kept = whole;
    whole.add(1, p, 0, images);

    Similarities parts(reference);
    for (const auto& [begin, count] : {std::pair<std::size_t, std::size_t>{0, 3}, {3, 4}}) {
        parts.copyImages(kept, begin, count);
        parts.add(1, std::span(p).subspan(begin * width, count * width), begin, count);
    }
    EXPECT_EQ(parts.contrast(0.1), whole.contrast(0.1));
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

TEST(ScoreFunction, NamesRoundTrip) {
    for (const char* name : {"global-local", "global", "kl", "mse"})
        EXPECT_STREQ(scoreFunctionName(parseScoreFunction(name)), name);
    EXPECT_THROW(parseScoreFunction("best"), UsageError);
}
