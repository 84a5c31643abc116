#include "hw/accelerator.h"
#include "core/base/paths.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <set>

#include "core/base/error.h"
#include "hw/accelerator_json.h"
#include "hw/constants.h"
#include "hw/named_file.h"
#include "tests/hw/message_of.h"

namespace lpstudio {
namespace {

using nlohmann::json;

json lpa() {
    return acceleratorToJson(loadAccelerator("lpa-8x8"));
}

json& constantOf(json& description, const std::string& key) {
    for (json& constant : description["constants"]) {
        if (constant["key"] == key) return constant;
    }
    throw std::logic_error(key);
}

TEST(Presets, AreThereAndNamedLikeTheirFiles) {
    std::set<std::string> names;
    for (const PresetInfo& preset : presets()) {
        EXPECT_EQ(loadAccelerator(preset.name).name, preset.name);
        EXPECT_FALSE(preset.summary.empty());
        names.insert(preset.name);
    }
    EXPECT_TRUE(names.contains("lpa-8x8"));
    EXPECT_EQ(names.size(), embeddedPresets().size());
}

TEST(Presets, RoundTripThroughJson) {
    for (const PresetInfo& preset : presets()) {
        const Accelerator accelerator = loadAccelerator(preset.name);
        const std::string text = acceleratorToJson(accelerator).dump();
        EXPECT_EQ(acceleratorFromJson(text, "round trip"), accelerator) << preset.name;
    }
}

TEST(Presets, SayWhereEveryNumberComesFrom) {
    for (const PresetInfo& preset : presets()) {
        const Accelerator accelerator = loadAccelerator(preset.name);
        for (const Buffer* buffer :
             {&accelerator.weights, &accelerator.inputs, &accelerator.outputs}) {
            EXPECT_GT(buffer->source.size(), 10U);
        }
        for (const Constant& constant : accelerator.constants) {
            const std::string where = preset.name + " " + constant.key;
            EXPECT_GT(constant.source.size(), 10U) << where;
            EXPECT_FALSE(constant.unit.empty()) << where;
            EXPECT_FALSE(constant.node.empty()) << where;
            EXPECT_FALSE(sourceTypeName(constant.sourceType).empty()) << where;
            EXPECT_LE(constant.low, constant.value) << where;
            EXPECT_GE(constant.high, constant.value) << where;
            if (constant.sourceType == SourceType::Assumed) {
                EXPECT_LT(constant.low, constant.high) << where;
            }
        }
    }
}

TEST(Presets, LpaHoldsThePublishedFigures) {
    const Accelerator lpaPreset = loadAccelerator("lpa-8x8");
    EXPECT_EQ(lpaPreset.weightModes, (std::vector{2, 4, 8}));
    EXPECT_EQ(lpaPreset.weights.bytes + lpaPreset.inputs.bytes + lpaPreset.outputs.bytes,
              512 * 1024);
    EXPECT_EQ(lpaPreset.value("clock.frequency"), 500e6);
    EXPECT_NEAR(lpaPreset.value("pe.energy"), 0.96 * 0.298 * 0.5, 1e-12);
    EXPECT_NEAR(lpaPreset.value("decoder.energy"), 0.96 * 0.298 * 0.5 * 5.2 / 187.43, 1e-7);
    EXPECT_FALSE(lpaPreset.overlap);
}

struct BadDescription {
    const char* what;
    std::function<void(json&)> spoil;
    const char* expected;
};

TEST(Description, IsRefusedWithKeyValueAndRange) {
    const std::vector<BadDescription> table{
        {"missing", [](json& j) { j["grid"].erase("rows"); },
         "grid.rows is missing; give a whole number 1..1024"},
        {"zero", [](json& j) { j["grid"]["rows"] = 0; },
         "grid.rows = 0 is out of range; give a whole number 1..1024"},
        {"negative", [](json& j) { j["grid"]["columns"] = -8; },
         "grid.columns = -8 is out of range"},
        {"huge", [](json& j) { j["grid"]["rows"] = 18446744073709551615ULL; },
         "grid.rows = 18446744073709551615 is out of range"},
        {"fraction", [](json& j) { j["grid"]["rows"] = 8.5; },
         "grid.rows = 8.5 is not a whole number"},
        {"text", [](json& j) { j["grid"]["rows"] = "8"; },
         "grid.rows = \"8\" is not a whole number"},
        {"not an object", [](json& j) { j["grid"] = 8; }, "grid must be an object { }, not 8"},
        {"unknown key", [](json& j) { j["grid"]["row"] = 8; },
         "grid.row is an unknown key; known here: rows, columns"},
        {"unknown top key", [](json& j) { j["clock"] = 1; },
         "clock is an unknown key; known here:"},
        {"schema", [](json& j) { j["schema"] = "lpstudio-hardware/9"; },
         "schema = \"lpstudio-hardware/9\" is unknown; give \"lpstudio-hardware/1\""},
        {"empty name", [](json& j) { j["name"] = ""; }, "name is empty"},
        {"dataflow", [](json& j) { j["dataflow"] = "xs"; },
         "dataflow = \"xs\" is unknown; give ws, os or is"},
        {"flag", [](json& j) { j["overlap"] = 1; }, "overlap = 1 is wrong; give true or false"},
        {"batch", [](json& j) { j["batch"] = 0; }, "batch = 0 is out of range"},
        {"kind", [](json& j) { j["pe"]["kind"] = "fused"; },
         "pe.kind = \"fused\" is unknown; give packed or ganged"},
        {"mode",
         [](json& j) {
             j["pe"]["weight_modes"] = {2, 3};
         },
         "pe.weight_modes = [2,3] is wrong; give an ascending list of widths out of 2, 4, 8"},
        {"modes descend",
         [](json& j) {
             j["pe"]["weight_modes"] = {8, 4};
         },
         "pe.weight_modes = "},
        {"no modes", [](json& j) { j["pe"]["activation_modes"] = json::array(); },
         "pe.activation_modes = [] is wrong"},
        {"kind and constants",
         [](json& j) {
             j["pe"] = {{"kind", "ganged"}, {"weight_modes", {4, 8}}, {"activation_modes", {4, 8}}};
         },
         "\"pe.energy\" does not belong to a ganged PE"},
        {"banks", [](json& j) { j["buffers"]["weights"]["banks"] = 31; },
         "buffers.weights.bytes = 131072 is not banks * bank_bytes = 31 * 4096"},
        {"small buffer",
         [](json& j) {
             j["buffers"]["outputs"].update(json{{"bytes", 512}, {"banks", 4}});
         },
         "buffers.outputs.bytes = 512 cannot hold one fold of the grid; give 1024 or more"},
        {"no buffer", [](json& j) { j["buffers"].erase("inputs"); }, "buffers.inputs is missing"},
        {"constants", [](json& j) { j["constants"] = 3; }, "constants = 3 is not a list"},
        {"lacking", [](json& j) { j["constants"].erase(0); },
         "constants lacks \"pe.area\" (area of one PE); give it in um2, 0..1e+07"},
        {"misspelt", [](json& j) { constantOf(j, "pe.area")["key"] = "pe.aera"; },
         "constants[0].key = \"pe.aera\" is unknown; did you mean \"pe.area\"?"},
        {"twice", [](json& j) { j["constants"].push_back(j["constants"][0]); }, "appears twice"},
        {"unit", [](json& j) { constantOf(j, "pe.area")["unit"] = "mm2"; },
         "constants[\"pe.area\"].unit = \"mm2\" is wrong; give \"um2\""},
        {"value", [](json& j) { constantOf(j, "dram.read")["value"] = -1; },
         "constants[\"dram.read\"].value = -1 is out of range; give a number 0..10000"},
        {"value type", [](json& j) { constantOf(j, "dram.read")["value"] = nullptr; },
         ".value = null is not a number"},
        {"part of a decoder", [](json& j) { constantOf(j, "decoder.count")["value"] = 15.5; },
         "constants[\"decoder.count\"].value = 15.5 is not a whole number; give one 0..1e+06"},
        {"part of a bit", [](json& j) { constantOf(j, "partial_sum.bits")["low"] = 12.5; },
         "constants[\"partial_sum.bits\"].low = 12.5 is not a whole number; give one 8..64"},
        {"no range",
         [](json& j) {
             constantOf(j, "pe.energy").erase("low");
             constantOf(j, "pe.energy").erase("high");
         },
         "constants[\"pe.energy\"].low is missing; an assumed value needs its range"},
        {"outside its range", [](json& j) { constantOf(j, "pe.energy")["low"] = 0.2; },
         ".low = 0.2 is out of range; give a number 0..0.14304"},
        {"standing", [](json& j) { constantOf(j, "pe.area")["standing"] = "guessed"; },
         "standing = \"guessed\" is unknown; give published, derived or assumed"},
        {"no source", [](json& j) { constantOf(j, "pe.area").erase("source"); },
         "constants[\"pe.area\"].source is missing; give a text"},
    };
    for (const BadDescription& bad : table) {
        json description = lpa();
        bad.spoil(description);
        const std::string message =
            messageOf([&] { acceleratorFromJson(description.dump(), "my.json"); });
        EXPECT_TRUE(message.starts_with("my.json: ")) << bad.what << ": " << message;
        EXPECT_NE(message.find(bad.expected), std::string::npos) << bad.what << ": " << message;
    }
}

TEST(Description, OddGangedGridIsRefused) {
    json description = acceleratorToJson(loadAccelerator("bitfusion-8x8"));
    description["grid"]["rows"] = 7;
    EXPECT_NE(messageOf([&] {
                  acceleratorFromJson(description.dump(), "my.json");
              }).find("grid = 7 x 8 cannot gang 2 x 2 PEs; give even rows and columns"),
              std::string::npos);
}

TEST(Description, DamagedTextNeverEscapesAsAnythingButError) {
    const std::string text(embeddedPresets().back().json);
    for (std::size_t length = 0; length < text.size(); length += 13) {
        if (text.find_first_not_of(" \n", length) == std::string::npos) break;
        EXPECT_NE(messageOf([&] {
                      acceleratorFromJson(text.substr(0, length), "cut.json");
                  }).find("cut.json: is not JSON"),
                  std::string::npos);
    }
    std::mt19937 random(3);
    for (int trial = 0; trial < 2000; ++trial) {
        std::string damaged = text;
        for (int i = 0; i < 3; ++i)
            damaged[random() % damaged.size()] = static_cast<char>(random());
        try {
            acceleratorFromJson(damaged, "damaged.json");
        } catch (const Error& error) {
            EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
        }
    }
    const std::string deep = R"({"schema": "lpstudio-hardware/1", "name": )" +
                             std::string(300000, '[') + std::string(300000, ']') + "}";
    EXPECT_NE(messageOf([&] { acceleratorFromJson(deep, "deep.json"); }).find("nested"),
              std::string::npos);
    json wordy = lpa();
    wordy["schema"] = std::string(5000, 'x');
    EXPECT_LT(messageOf([&] { acceleratorFromJson(wordy.dump(), "w.json"); }).size(), 200U);
    for (const char* other : {"", "null", "[]", "7", "{\"schema\": 1e999}", "\xff\xfe"}) {
        EXPECT_NE(messageOf([&] { acceleratorFromJson(other, "x.json"); }), "(no error)") << other;
    }
}

TEST(Load, ListsThePresetsForAnUnknownName) {
    EXPECT_THROW(loadAccelerator("lpa-9x9"), UsageError);
    const std::string message = messageOf([] { loadAccelerator("lpa-9x9"); });
    EXPECT_NE(message.find("\"lpa-9x9\" is neither a preset nor a file; presets: "),
              std::string::npos);
    EXPECT_NE(message.find("lpa-8x8"), std::string::npos);
}

TEST(Load, ReadsAFileAndNamesOneThatIsNot) {
    const auto directory = std::filesystem::path(testing::TempDir()) / "lpstudio-hw";
    std::filesystem::create_directories(directory);
    const auto path = (directory / "mine.json").string();
    json description = lpa();
    description["name"] = "mine";
    std::ofstream(path) << description;
    EXPECT_EQ(loadAccelerator(path).name, "mine");
    EXPECT_NE(messageOf([&] { loadAccelerator(path + "x.json"); }).find("no such file"),
              std::string::npos);
    EXPECT_NE(messageOf([&] { loadAccelerator(directory.string()); }).find("is a directory"),
              std::string::npos);
    std::filesystem::remove_all(directory);
}

TEST(Schema, KnowsTheSameConstantsAsTheProgram) {
    std::ifstream file(std::string(LPSTUDIO_RESOURCE_DIR "/hardware") + "/schema.json");
    const json constant = json::parse(file).at("$defs").at("constant");
    std::vector<std::string> keys;
    for (const ConstantRule& rule : constantRules()) keys.emplace_back(rule.key);
    EXPECT_EQ(constant.at("properties").at("key").at("enum"), json(keys));
    std::size_t ruled = 0;
    for (const json& condition : constant.at("allOf")) {
        const json& tested = condition.at("if").at("properties");
        if (!tested.contains("key")) continue;
        const auto key = tested.at("key").at("const").get<std::string>();
        const ConstantRule* rule = findConstantRule(key);
        ASSERT_NE(rule, nullptr) << key;
        const json& then = condition.at("then").at("properties");
        EXPECT_EQ(then.at("unit").at("const"), json(rule->unit)) << key;
        EXPECT_EQ(then.at("value").at("minimum").get<double>(), rule->min) << key;
        EXPECT_EQ(then.at("value").at("maximum").get<double>(), rule->max) << key;
        EXPECT_EQ(then.at("value").at("type") == "integer", rule->whole) << key;
        ++ruled;
    }
    EXPECT_EQ(ruled, keys.size());
}

TEST(Constants, NamesAreFound) {
    EXPECT_EQ(nearestConstantKey("dram.raed"), "dram.read");
    EXPECT_EQ(findConstantRule("nothing"), nullptr);
    EXPECT_NE(messageOf([] { loadAccelerator("lpa-8x8").value("no.such"); }).find("no.such"),
              std::string::npos);
    EXPECT_EQ(dataflowFromName("is"), Dataflow::InputStationary);
    EXPECT_THROW(dataflowFromName("rs"), UsageError);
}

}  // namespace
}  // namespace lpstudio
