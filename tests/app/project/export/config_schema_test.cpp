#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "app/project/export/config.h"
#include "core/base/paths.h"
#include "core/number/lp.h"
#include "tests/temp_dir.h"

// The schema that is shipped, read by a schema library, against what the program writes.

using namespace lpstudio;

namespace {

using nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

json read(const std::filesystem::path& file) {
    std::ifstream in(file);
    return json::parse(in);
}

/// What is wrong with the document; empty: nothing.
std::string problems(const json& document) {
    static const json text =
        read(std::filesystem::path(LPSTUDIO_SOURCE_DIR) / "resources/config.schema.json");
    valijson::Schema schema;
    valijson::SchemaParser().populateSchema(Adapter(text), schema);
    valijson::ValidationResults results;
    if (valijson::Validator().validate(schema, Adapter(document), &results)) return "";
    std::string all;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
        for (const std::string& part : error.context) all += part;
        all += ": " + error.description + "; ";
    }
    return all.empty() ? "invalid" : all;
}

Config fullConfig() {
    Config config;
    config.modelName = "model \"with\" quotes";
    config.modelSha256 = std::string(64, 'a');
    config.layers = {{"conv1", "lp:8,2,3,0.5", "lp:8,1,7,-0.25", true, {0.5F, -1}},
                     {"conv2", "int:4@0.0125", "mxfp4", false, {}},
                     {"fc", "float", "float", false, {}}};
    config.contrast = std::numeric_limits<double>::quiet_NaN();
    config.top1Percent = 91.25;
    config.floatTop1Percent = 92;
    config.hardware = "lpa-8x8";
    config.hardwareCost = {1e6, 1e-3, 4e6};
    config.seed = std::uint64_t{1} << 62;  // the library reads int64
    config.programVersion = "1";
    return config;
}

TEST(ConfigSchema, HoldsForWhatTheProgramWrites) {
    const test::TempDir dir;
    Config plain;
    plain.modelSha256 = std::string(64, '0');
    plain.layers = {{"fc", "lp:2,0,1,0", "lp:4,1,3,0", false, {}}};
    for (const Config& config : {fullConfig(), plain}) {
        writeConfig(config, dir / "c.json");
        EXPECT_EQ(problems(read(dir / "c.json")), "");
    }
}

TEST(ConfigSchema, RefusesWhatTheReaderRefuses) {
    const test::TempDir dir;
    const json good = toJson(fullConfig());
    const std::pair<const char*, json> edits[] = {{"/schema", "lpstudio-config/9"},
                                                  {"/layers", json::array()},
                                                  {"/layers", "none"},
                                                  {"/layers/0/name", 3},
                                                  {"/layers/0/weights", "lp:8"},
                                                  {"/layers/0/weights/spec", nullptr},
                                                  {"/model/sha256", "abc"},
                                                  {"/seed", -1},
                                                  {"/top1_percent", "high"},
                                                  {"/scores/contrast", "low"},
                                                  {"/layers/0/output_shift", 1},
                                                  {"/layers/0/pinned", 1}};
    for (const auto& [place, value] : edits) {
        json bad = good;
        bad[json::json_pointer(place)] = value;
        SCOPED_TRACE(place);
        EXPECT_NE(problems(bad), "");
        const auto file = dir.write("bad.json", bad.dump());
        test::expectMessage(test::errorOf([&] { readConfig(file); }), {"bad.json"});
    }
    for (const char* field : {"schema", "model", "layers"}) {
        json bad = good;
        bad.erase(field);
        EXPECT_NE(problems(bad), "") << field;
        const auto file = dir.write("bad.json", bad.dump());
        test::expectMessage(test::errorOf([&] { readConfig(file); }), {"bad.json", field});
    }
}

}  // namespace
