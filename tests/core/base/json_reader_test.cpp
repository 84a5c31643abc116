#include "core/base/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>

#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

using nlohmann::json;

enum class Colour { Red, Green, Blue };
constexpr EnumNames<Colour> kColours("colour", {{Colour::Red, "red"},
                                                {Colour::Green, "green"},
                                                {Colour::Blue, "blue"}});

TEST(JsonReader, ReadsWhatIsThere) {
    const json object{{"text", "a"},
                      {"empty", ""},
                      {"flag", true},
                      {"whole", -3},
                      {"natural", std::numeric_limits<std::uint64_t>::max()},
                      {"number", 0.5},
                      {"null", nullptr},
                      {"colour", "green"},
                      {"inner", {{"x", 1}}},
                      {"list", {{{"x", 2}}, {{"x", 3}}}}};
    JsonReader reader(object, "f.json");
    EXPECT_EQ(reader.text("text"), "a");
    EXPECT_EQ(reader.textOrEmpty("empty"), "");
    EXPECT_TRUE(reader.flag("flag"));
    EXPECT_EQ(reader.whole("whole", -3, 7), -3);
    EXPECT_EQ(reader.natural("natural"), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(reader.number("number", 0.5, 1), 0.5);
    EXPECT_EQ(reader.numberOrNull("number"), 0.5);
    EXPECT_TRUE(std::isnan(reader.numberOrNull("null")));
    EXPECT_EQ(reader.choice("colour", kColours), Colour::Green);
    EXPECT_EQ(reader.object("inner").whole("x", 0, 9), 1);
    std::int64_t sum = 0;
    for (JsonReader& one : reader.objects("list")) sum += one.whole("x", 0, 9);
    EXPECT_EQ(sum, 5);
    EXPECT_EQ(reader.value("inner", "anything"), object["inner"]);
    EXPECT_FALSE(reader.has("other"));
    reader.finish();
}

struct Complaint {
    std::function<void(JsonReader&)> read;
    const char* message;
};

const json& wrongObject() {
    static const json object{
        {"a", {{"text", 5}, {"empty", ""}, {"flag", 1}, {"whole", 2.5}, {"far", 1000}}},
        {"huge", std::numeric_limits<std::uint64_t>::max()},
        {"seed", -1},
        {"list", {{{"x", "word"}}}},
        {"colour", "violet"}};
    return object;
}

TEST(JsonReader, NamesPlaceValueAndRemedy) {
    const Complaint complaints[] = {
        {[](JsonReader& r) { r.object("a").text("none"); },
         "f.json: a.none is missing; give a text"},
        {[](JsonReader& r) { r.object("a").text("text"); },
         "f.json: a.text = 5 is not a text; give a text"},
        {[](JsonReader& r) { r.object("a").textOrEmpty("text", "the layer's name"); },
         "f.json: a.text = 5 is not a text; give the layer's name"},
        {[](JsonReader& r) { r.object("a").text("empty"); },
         "f.json: a.empty is empty; give a text"},
        {[](JsonReader& r) { r.object("a").flag("flag"); },
         "f.json: a.flag = 1 is wrong; give true or false"},
        {[](JsonReader& r) { r.object("a").whole("whole", 1, 9); },
         "f.json: a.whole = 2.5 is not a whole number; give a whole number 1..9"},
        {[](JsonReader& r) { r.object("a").whole("far", 1, 9); },
         "f.json: a.far = 1000 is out of range; give a whole number 1..9"},
        {[](JsonReader& r) { r.object("a").number("far", 0.5, 9); },
         "f.json: a.far = 1000 is out of range; give a number 0.5..9"},
        {[](JsonReader& r) { r.whole("huge", 0, std::numeric_limits<std::int64_t>::max()); },
         "f.json: huge = 18446744073709551615 is out of range; give a whole number "
         "0..9223372036854775807"},
        {[](JsonReader& r) { r.natural("seed"); },
         "f.json: seed = -1 is wrong; give a whole number, 0 or more"},
        {[](JsonReader& r) { r.objects("list").at(0).numberOrNull("x"); },
         "f.json: list[0].x = \"word\" is not a number; give a number"},
        {[](JsonReader& r) { r.objects("seed"); },
         "f.json: seed = -1 is not a list; give a list [ ]"},
        {[](JsonReader& r) { r.object("seed"); }, "f.json: seed must be an object { }, not -1"},
        {[](JsonReader& r) { r.choice("colour", kColours); },
         "f.json: colour = \"violet\" is unknown; give red, green or blue"},
        {[](JsonReader& r) {
             JsonReader inner = r.object("a");
             inner.rename("layer[\"conv1\"]");
             inner.failHere("is odd");
         },
         "f.json: layer[\"conv1\"] is odd"}};
    for (const Complaint& complaint : complaints) {
        JsonReader reader(wrongObject(), "f.json");
        EXPECT_EQ(errorOf([&] { complaint.read(reader); }), complaint.message);
    }
    EXPECT_EQ(errorOf([] { JsonReader(json(3), "f.json"); }),
              "f.json: the description must be an object { }, not 3");
}

TEST(JsonReader, CitesFieldsWhereItIsAskedTo) {
    JsonReader reader(wrongObject(), "f.json", {}, JsonReader::Citation::Field);
    EXPECT_EQ(errorOf([&] { reader.object("a").flag("flag"); }),
              "f.json: field \"a.flag\" = 1 is wrong; give true or false");
    EXPECT_EQ(errorOf([&] { reader.objects("list").at(0).flag("x"); }),
              "f.json: field \"list[0].x\" = \"word\" is wrong; give true or false");
    EXPECT_EQ(reader.cited("seed"), "f.json: field \"seed\"");
}

TEST(JsonReader, RefusesKeysThatNobodyAskedFor) {
    const json object{{"rows", 1}, {"row", 2}};
    JsonReader reader(object, "f.json", "grid");
    reader.whole("rows", 1, 9);
    EXPECT_FALSE(reader.has("columns"));
    EXPECT_EQ(errorOf([&] { reader.finish(); }),
              "f.json: grid.row is an unknown key; known here: rows, columns");
    EXPECT_TRUE(reader.has("row"));
    reader.finish();
}

TEST(JsonReader, MessagesStayShort) {
    const json object{{"text", json::array({std::string(5000, 'x')})}, {std::string(5000, 'y'), 1}};
    JsonReader reader(object, "f.json");
    EXPECT_LT(errorOf([&] { reader.text("text"); }).size(), 120U);
    EXPECT_LT(errorOf([&] { reader.finish(); }).size(), 120U);
}

TEST(Json, StoredTextThatIsDamagedIsOfNoType) {
    EXPECT_TRUE(parseStoredJson("{\"a\": 1}").is_object());
    EXPECT_TRUE(parseStoredJson("{\"a\": ").is_discarded());
    const std::string deep = std::string(300000, '[') + std::string(300000, ']');
    EXPECT_TRUE(parseStoredJson(deep).is_discarded());
    expectMessage(errorOf([&] { parseJson(deep, "deep.json"); }), {"deep.json", "nested"});
    expectMessage(errorOf([] { parseJson("{\n\"a\": }", "f.json", "look again"); }),
                  {"f.json: is not JSON", "line 2, column", "; look again"});
}

}  // namespace
}  // namespace lpstudio::test
