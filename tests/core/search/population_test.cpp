#include "core/search/population.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "core/base/error.h"
#include "core/search/nsga2.h"
#include "tests/core/search/fake_search.h"

using namespace lpstudio;
using namespace lpstudio::test;

namespace {

using Members = std::vector<CandidateId>;
/// By the number of candidates after which it was told.
using Told = std::vector<std::pair<std::int64_t, Members>>;

/// Keeps what a search tells of its population.
class Witness final : public SearchObserver {
public:
    void onScored(const ScoredCandidate&) override {
        ++scored;
        if (scored == stopAfter) source.request_stop();
    }
    void onPopulation(const Members& members) override { told.emplace_back(scored, members); }
    std::int64_t scored = 0, stopAfter = 0;
    Told told;
    std::stop_source source;
};

/// Which search, and how it goes.
struct Settings {
    Algorithm algorithm = Algorithm::Lpq;
    CommonSettings common;
    LpqSettings lpq;
    Nsga2Settings nsga2;
};

Settings settingsOf(Algorithm algorithm, double targetBits = 0) {
    Settings settings;
    settings.algorithm = algorithm;
    settings.common = smallSettings();
    settings.lpq = smallSettings();
    settings.common.targetBits = targetBits;
    settings.nsga2.generations = 6;
    return settings;
}

SearchResult search(const Settings& settings, Witness& witness) {
    const SearchSpace space = makeSpace();
    FakeEvaluator evaluator(space);
    const SearchControl control{witness.source.get_token()};
    return settings.algorithm == Algorithm::Nsga2
               ? runNsga2(space, settings.common, settings.nsga2, evaluator, witness, control)
               : lpstudio::runLpq(space, settings.common, settings.lpq, evaluator, witness,
                                  control);
}

Told replayed(const SearchResult& result, const Settings& settings) {
    Told told;
    replayPopulation(result.candidates, settings.algorithm, settings.common, settings.lpq,
                     [&](std::int64_t after, std::span<const CandidateId> members) {
                         told.emplace_back(after, Members(members.begin(), members.end()));
                     });
    return told;
}

TEST(Population, IsToldAgainFromTheCandidates) {
    for (const Algorithm algorithm : {Algorithm::Lpq, Algorithm::Nsga2})
        for (const double targetBits : {0.0, 4.5}) {
            const Settings settings = settingsOf(algorithm, targetBits);
            Witness witness;
            const SearchResult result = search(settings, witness);
            ASSERT_GE(witness.told.size(), 7U);
            EXPECT_EQ(replayed(result, settings), witness.told)
                << algorithmName(algorithm) << " " << targetBits;
        }
}

TEST(Population, AStepThatWasNotFinishedChangesNothing) {
    for (const Algorithm algorithm : {Algorithm::Lpq, Algorithm::Nsga2}) {
        const Settings settings = settingsOf(algorithm);
        Witness witness;
        SearchResult result = search(settings, witness);
        while (!result.candidates.empty()) {
            result.candidates.pop_back();
            std::erase_if(witness.told, [&](const auto& told) {
                return told.first > static_cast<std::int64_t>(result.candidates.size());
            });
            ASSERT_EQ(replayed(result, settings), witness.told) << result.candidates.size();
        }
    }
}

TEST(Population, OfAStoppedSearchIsToldAgain) {
    for (const Algorithm algorithm : {Algorithm::Lpq, Algorithm::Nsga2})
        for (const int stopAfter : {3, 27}) {
            const Settings settings = settingsOf(algorithm);
            Witness witness;
            witness.stopAfter = stopAfter;
            const SearchResult result = search(settings, witness);
            EXPECT_EQ(replayed(result, settings), witness.told);
        }
}

TEST(Population, AReplayCanBeStopped) {
    Witness witness;
    const Settings settings = settingsOf(Algorithm::Lpq);
    const SearchResult result = search(settings, witness);
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(replayPopulation(
                     result.candidates, settings.algorithm, settings.common, settings.lpq,
                     [](auto, auto) {}, source.get_token()),
                 Cancelled);
}

TEST(PopulationHistory, KnowsTheMembersOfEveryMoment) {
    for (const Algorithm algorithm : {Algorithm::Lpq, Algorithm::Nsga2}) {
        Witness witness;
        search(settingsOf(algorithm), witness);
        PopulationHistory history;
        EXPECT_TRUE(history.at(100).empty());
        for (const auto& [after, members] : witness.told) history.change(after, members);
        EXPECT_EQ(history.now(), witness.told.back().second);
        ASSERT_EQ(history.moments().size(), witness.told.size());
        EXPECT_TRUE(history.at(witness.told.front().first - 1).empty());
        for (std::size_t i = 0; i < witness.told.size(); ++i) {
            Members expected = witness.told[i].second;
            std::sort(expected.begin(), expected.end());
            EXPECT_EQ(history.moments()[i], witness.told[i].first);
            EXPECT_EQ(history.at(witness.told[i].first), expected);
            const bool last = i + 1 == witness.told.size();
            const auto next = last ? witness.told[i].first + 1000 : witness.told[i + 1].first;
            EXPECT_EQ(history.at(next - 1), expected);
        }
    }
}

TEST(WidthDiversity, IsTheMeanDifferenceOfAllPairs) {
    std::mt19937 engine(5);
    std::uniform_int_distribution<int> width(2, 8);
    std::vector<std::vector<std::uint8_t>> all;
    WidthDiversity diversity;
    for (int i = 0; i < 30; ++i) {
        std::vector<std::uint8_t> widths(9);
        for (auto& one : widths) one = static_cast<std::uint8_t>(width(engine));
        widths[4] = 8;  // pinned
        all.push_back(widths);
        diversity.add(widths);
    }
    while (all.size() > 11) {
        diversity.remove(all.front());
        all.erase(all.begin());
    }
    double sum = 0;
    for (std::size_t a = 0; a < all.size(); ++a)
        for (std::size_t b = a + 1; b < all.size(); ++b)
            for (std::size_t layer = 0; layer < 9; ++layer)
                sum += std::abs(all[a][layer] - all[b][layer]);
    EXPECT_NEAR(diversity.mean(), sum / (11 * 10 / 2) / 9, 1e-12);
    EXPECT_GT(diversity.mean(), 1);
}

TEST(WidthDiversity, OfEqualsOrOfOneIsZero) {
    WidthDiversity diversity;
    EXPECT_EQ(diversity.mean(), 0);
    const std::vector<std::uint8_t> widths{4, 8, 2};
    diversity.add(widths);
    EXPECT_EQ(diversity.mean(), 0);
    diversity.add(widths);
    EXPECT_EQ(diversity.mean(), 0);
    const std::vector<std::uint8_t> other{4, 8, 5};
    diversity.add(other);
    // Of three pairs two differ by three bits in one of three layers.
    EXPECT_NEAR(diversity.mean(), 2.0 * 3 / 3 / 3, 1e-12);
}

}  // namespace
