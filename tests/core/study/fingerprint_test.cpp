#include "core/study/fingerprint.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/network/image_set.h"
#include "core/network/network.h"
#include "core/study/setting_table.h"
#include "tests/core/network/test_models.h"

using namespace lpstudio;

namespace {

Network load(const std::filesystem::path& file) {
    return Network::load(file, readCard(cardPath(file)));
}

SearchSettings smallSettings() {
    SearchSettings settings;
    settings.common.population = 5;
    return settings;
}

}  // namespace

TEST(Fingerprint, ChangesWithEverythingThatMatters) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40),
                   other = test::randomSet(network.card(), 5, 40, 2);
    SearchSettings changed = smallSettings();
    changed.temperature = 0.2;
    const std::string print = fingerprint(network, set, smallSettings());
    EXPECT_EQ(print, fingerprint(network, set, smallSettings()));
    EXPECT_NE(print, fingerprint(network, other, smallSettings()));
    EXPECT_NE(print, fingerprint(network, set, changed));
    EXPECT_NE(print, fingerprint(network, set, smallSettings(), "a wider array"));
    SearchSettings longer = smallSettings();
    longer.common.maxCandidates = 7;
    longer.common.timeLimitSeconds = 3;
    longer.cacheMebibytes = 1;
    EXPECT_EQ(print, fingerprint(network, set, longer));
}

TEST(Fingerprint, TheWordingOfSourcesIsNoDifference) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    const auto with = [&](const std::string& value, const std::string& source) {
        return fingerprint(
            network, set, smallSettings(),
            R"({"constants": [{"value": )" + value + R"(, "source": ")" + source + R"("}]})");
    };
    EXPECT_TRUE(fingerprintDifferences(with("1.5", "a table"), with("1.5", "Table II")).empty());
    EXPECT_EQ(fingerprintDifferences(with("1.5", "a table"), with("1.6", "a table")),
              std::vector<std::string>{"the accelerator's description"});
    EXPECT_EQ(fingerprintDifferences(fingerprint(network, set, smallSettings(), "lpa"),
                                     fingerprint(network, set, smallSettings(), "lpa-2")),
              std::vector<std::string>{"the accelerator's description"});
}

TEST(Fingerprint, DifferencesAreNamed) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40),
                   other = test::randomSet(network.card(), 5, 40, 2);
    const std::string print = fingerprint(network, set, smallSettings());
    EXPECT_TRUE(fingerprintDifferences(print, print).empty());
    SearchSettings changed = smallSettings();
    changed.common.population = 30;
    const auto differences = fingerprintDifferences(print, fingerprint(network, other, changed));
    EXPECT_EQ(differences,
              (std::vector<std::string>{"the calibration images", "population 5 -> 30"}));
    std::string older = print;
    older.replace(older.find("\"scoring\":"), 11, "\"scoring\":99");
    ASSERT_EQ(fingerprintDifferences(older, print).size(), 1U);
    EXPECT_NE(fingerprintDifferences(older, print)[0].find("scoring"), std::string::npos);
    EXPECT_THROW(fingerprintDifferences("print", print), Error);
    // Of a version in which the threads of one run shared its sums.
    std::string shared = print;
    shared.replace(shared.find("\"threads\":1"), 11, "\"threads\":4");
    EXPECT_EQ(fingerprintDifferences(shared, print), (std::vector<std::string>{"threads 4 -> 1"}));
}

TEST(Fingerprint, TakesTheSettingsOfItsAlgorithmThatChangeTheResult) {
    const Network network = load(test::convNet().file);
    const ImageSet set = test::randomSet(network.card(), 5, 40);
    for (const Algorithm algorithm : {Algorithm::Lpq, Algorithm::Nsga2}) {
        SearchSettings settings;
        settings.algorithm = algorithm;
        const std::string print = fingerprint(network, set, settings);
        for (const Setting& setting : settingTable())
            EXPECT_EQ(print.find("\"" + std::string(setting.key) + "\":") != std::string::npos,
                      setting.changesResult && applies(setting, algorithm))
                << setting.key;
        for (const char* key : {"max_candidates", "time_limit", "cache_mib"})
            EXPECT_EQ(print.find(key), std::string::npos);
        EXPECT_EQ(print.find("generations") != std::string::npos, algorithm == Algorithm::Nsga2);
        EXPECT_EQ(print.find("cycles") != std::string::npos, algorithm == Algorithm::Lpq);
    }
}
