#include "app/project/export/config.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

using nlohmann::json;

Config sample() {
    Config config;
    config.modelName = "net";
    config.modelSha256 = std::string(64, 'a');
    config.layers = {{"conv1", "lp:8,2,3,0.5", "lp:8,0,7,-1.25", true},
                     {"fc", "int:4@0.0125", "float", false}};
    config.contrast = 0.1;
    config.compression = 1.0 / 3;
    config.fitness = 0.07;
    config.meanWeightBits = 4.5;
    config.meanActivationBits = 7.5;
    config.modelBytes = 1000;
    config.top1Percent = 91.5;
    config.hardware = "lpa-8x8";
    config.hardwareCost = {1e6, 2e-3, 3e4};
    config.seed = std::numeric_limits<std::uint64_t>::max();
    config.programVersion = "0.1.0";
    return config;
}

TEST(Config, RoundTrips) {
    TempDir dir;
    const Config config = sample();
    writeConfig(config, dir / "c.json");
    const Config read = readConfig(dir / "c.json");
    EXPECT_EQ(toJson(read), toJson(config));
    EXPECT_EQ(read.layers[0].weights, "lp:8,2,3,0.5");
    EXPECT_TRUE(read.layers[0].pinned);
    EXPECT_EQ(read.layers[1].activations, "float");
    EXPECT_EQ(read.compression, config.compression);
    EXPECT_EQ(read.top1Percent, 91.5);
    EXPECT_FALSE(read.floatTop1Percent);
    EXPECT_EQ(read.hardwareCost.energyPicojoules, 1e6);
    EXPECT_EQ(read.seed, config.seed);
}

TEST(Config, WritesLpFormatsAsNumbersToo) {
    const json weights = toJson(sample())["layers"][0]["weights"];
    EXPECT_EQ(weights,
              json({{"spec", "lp:8,2,3,0.5"}, {"n", 8}, {"es", 2}, {"rs", 3}, {"sf", 0.5}}));
    EXPECT_EQ(toJson(sample())["layers"][1]["activations"], json({{"spec", "float"}}));
}

TEST(Config, KeepsUnknownNumbersAsNull) {
    TempDir dir;
    Config config = sample();
    config.contrast = std::numeric_limits<double>::quiet_NaN();
    writeConfig(config, dir / "c.json");
    EXPECT_TRUE(std::isnan(readConfig(dir / "c.json").contrast));
}

/// A wrong file and the words its message must hold.
struct BadCase {
    const char* pointer;  ///< what is changed
    json value;           ///< null: removed
    std::initializer_list<const char*> words;
};

TEST(Config, RefusesShiftsBeyondAFloatAndQuotesOnOneLine) {
    const TempDir dir;
    const auto with = [&](const char* name, const char* more) {
        return dir.write(
            "c.json",
            std::string(R"({"schema": "lpstudio-config/1", "model": {"name": "n", "sha256": ")") +
                std::string(64, '0') + R"("}, "layers": [{"name": ")" + name +
                R"(", "weights": {"spec": "float"}, "activations": {"spec": "float"})" + more);
    };
    expectMessage(errorOf([&] { readConfig(with("a", R"(, "output_shift": [1e39]}]})")); }),
                  {"c.json", "output_shift", "list of numbers"});
    expectMessage(errorOf([&] {
                      readConfig(with("a\\nb", R"(}, {"name": "a\nb",
                          "weights": {"spec": "float"}, "activations": {"spec": "float"}}]})"));
                  }),
                  {"c.json", "a?b", "listed twice"});
}

TEST(Config, NamesFileFieldAndRemedy) {
    TempDir dir;
    const BadCase cases[] = {
        {"/schema", nullptr, {"\"schema\"", "missing", "lpstudio-config/1"}},
        {"/schema", "lpstudio-config/2", {"newer version", "update"}},
        {"/schema", "other", {"\"schema\"", "must be"}},
        {"/model", nullptr, {"\"model\"", "missing"}},
        {"/model/sha256", 5, {"\"model.sha256\"", "SHA-256"}},
        {"/model/sha", "a", {"\"model.sha\"", "unknown", "known here: name, sha256"}},
        {"/layers", json::array(), {"\"layers\"", "at least one"}},
        {"/layers/1/name", nullptr, {"\"layers[1].name\"", "missing"}},
        {"/layers/1/name", "conv1", {"\"conv1\"", "twice"}},
        {"/layers/0/weights", "lp:8", {"\"layers[0].weights\"", "spec"}},
        {"/layers/0/weights/spec", "lp:8,2,9,0", {"layers[0].weights.spec", "rs"}},
        {"/layers/0/weights/spec", "lp:8", {"layers[0].weights.spec", "leaves parameters open"}},
        {"/layers/0/weights/es", 1, {"layers[0].weights.es", "does not agree"}},
        {"/layers/0/weights/width", 8, {"\"layers[0].weights.width\"", "unknown"}},
        {"/layers/1/activations/width", 8, {"\"layers[1].activations.width\"", "unknown"}},
        {"/layers/0/pinned", 1, {"\"layers[0].pinned\"", "true or false"}},
        {"/layers/0/pined", true, {"\"layers[0].pined\"", "unknown"}},
        {"/scores/fit", 1, {"\"scores.fit\"", "unknown"}},
        {"/hardware/area", 1, {"\"hardware.area\"", "unknown"}},
        {"/scores/fitness", "low", {"\"scores.fitness\"", "a number"}},
        {"/hardware/preset", nullptr, {"\"hardware.preset\"", "missing"}},
        {"/seed", -1, {"\"seed\"", "whole number"}},
        {"/sead", 1, {"\"sead\"", "unknown"}}};
    for (const BadCase& bad : cases) {
        json document = toJson(sample());
        const json::json_pointer pointer(bad.pointer);
        if (bad.value.is_null()) {
            document[pointer.parent_pointer()].erase(pointer.back());
        } else {
            document[pointer] = bad.value;
        }
        const auto file = dir.write("bad.json", document.dump());
        SCOPED_TRACE(bad.pointer);
        const std::string message = errorOf([&] { readConfig(file); });
        expectMessage(message, {"bad.json"});
        expectMessage(message, bad.words);
    }
    expectMessage(errorOf([&] { readConfig(dir / "none.json"); }), {"none.json", "no such"});
    const auto text = dir.write("text.json", "{\"schema\":");
    expectMessage(errorOf([&] { readConfig(text); }), {"text.json", "not JSON", "line 1, column"});
    const auto list = dir.write("list.json", "[]");
    expectMessage(errorOf([&] { readConfig(list); }), {"list.json", "not a JSON object"});
    // Well-formed, but what copies or prints it would recurse without end.
    const std::string deep = std::string(300000, '[') + std::string(300000, ']');
    const auto nested = dir.write("nested.json", "{\"seed\": " + deep + "}");
    expectMessage(errorOf([&] { readConfig(nested); }), {"nested.json", "nested"});
}

}  // namespace
}  // namespace lpstudio::test
