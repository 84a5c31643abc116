#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/number/format.h"
#include "core/number/lp.h"
#include "tests/core/number/format_oracle.h"

using namespace lpstudio;

namespace {

/// What parsing the spec says; "accepted" if it is fine.
std::string complaint(const std::string& spec) {
    try {
        parseFormat(spec);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "accepted";
}

/// Print, parse, print: the same text, and the same codebook where there is one.
void expectRoundTrip(const std::string& spec) {
    const FormatPtr format = parseFormat(spec), again = parseFormat(format->spec());
    EXPECT_EQ(again->spec(), format->spec()) << spec;
    EXPECT_EQ(again->isFitted(), format->isFitted()) << spec;
    EXPECT_EQ(again->bits(), format->bits()) << spec;
    const bool family = spec.starts_with("lp") && spec.find(',') == std::string::npos;
    if (family || spec.starts_with("ant")) return;
    const auto points = format->codebook(), pointsAgain = again->codebook();
    ASSERT_EQ(points.size(), pointsAgain.size());
    for (std::size_t i = 0; i < points.size(); ++i)
        EXPECT_TRUE(points[i].nar || points[i].value == pointsAgain[i].value) << spec;
}

}  // namespace

TEST(Spec, RoundTrips) {
    for (const char* spec : {"lp:8", "lp:2", "lp:8,2,3", "lp:8,2,3,0.5", "lp:16,5,15,-3.25",
                             "lp:4,1,2,0.1", "int:4", "int:4@0.0125", "int:16@1e-05"}) {
        const FormatPtr format = parseFormat(spec);
        EXPECT_EQ(format->spec(), spec);
        EXPECT_EQ(parseFormat(format->spec())->spec(), format->spec());
    }
    const FormatPtr odd = parseFormat("lp:8,2,3,0.30000000000000004");
    EXPECT_EQ(lpParameters(*odd)->sf, 0.30000000000000004);
    EXPECT_EQ(odd->spec(), "lp:8,2,3,0.30000000000000004");
}

TEST(Spec, EveryFormatRoundTripsWithAndWithoutItsScale) {
    std::set<std::string> families{"ant"};
    for (const oracle::Definition& d : oracle::allDefinitions(8)) {
        families.insert(d.spec.substr(0, d.spec.find(':')));
        EXPECT_EQ(parseFormat(d.spec)->spec(), d.spec);
        expectRoundTrip(d.spec);
        // The last digits of these are lost by any print but the shortest exact one.
        const bool real =
            d.kind == oracle::ScaleKind::At || d.kind == oracle::ScaleKind::ScaleFactor;
        if (real)
            for (const double scale : {1.0, 0.1, 0.30000000000000004, 1.0 / 3, 1e23, 0x1p-40,
                                       6.0221407599999987e+23, 9007199254740993.0, 1e-7})
                expectRoundTrip(
                    oracle::specAt(d, d.kind == oracle::ScaleKind::At ? scale : std::log2(scale)));
        else if (d.kind != oracle::ScaleKind::None)
            for (const double scale : {0.0, -17.0, 300.0})
                expectRoundTrip(oracle::specAt(d, scale));
    }
    for (int b = 3; b <= 10; ++b) expectRoundTrip("ant:" + std::to_string(b));
    for (int n = 2; n <= 16; ++n) expectRoundTrip("lp:" + std::to_string(n));
    // Nothing that `lpstudio-cli formats` lists was left out.
    for (const FormatInfo& info : knownFormats())
        EXPECT_TRUE(families.contains(info.spec.substr(0, info.spec.find(':')))) << info.spec;
}

TEST(Spec, ScalesKeepEveryBit) {
    for (const double scale : {0.30000000000000004, 1e23, 5.5e-300, 1.7e300, 0.1 + 1e-17}) {
        const std::string text = parseFormat("int:4@" + oracle::textOf(scale))->spec();
        EXPECT_EQ(std::stod(text.substr(text.find('@') + 1)), scale);
        EXPECT_EQ(parseFormat(text)->codebook().back().value, 7 * scale);
    }
}

TEST(Spec, WiderFormatsRoundTrip) {
    for (const char* spec :
         {"int:16@0.1", "fixed:16,12", "float:e8m7@3e-5", "float:e1m14@0.1",
          "adaptivfloat:16,8,-127", "posit:16,5@1e-9", "lns:16,16@0.1", "lns:14,3@0.5",
          "pot:10@0.1", "flint:16@0.01", "flint:16,u@0.01", "lp:16,5,15,-100.1", "nf4@0.0123"})
        expectRoundTrip(spec);
}

TEST(Spec, MistakesAreNamed) {
    const struct {
        const char* spec;
        const char* part;
    } cases[] = {{"lp:8,2,9,0", "rs = 9 is out of range; give 1..7"},
                 {"lp:8,2", "1, 3 or 4 parameters"},
                 {"lp:8,2,3,", "sf"},
                 {"lp:x", "n = \"x\" is not an integer"},
                 {"lp:8.5", "not an integer"},
                 {"lp:99999999999", "not an integer"},
                 {"lp", "lacks its parameters"},
                 {"lp:8,2,3@1", "no @SCALE"},
                 {"lp:8,2,3,nan", "finite"},
                 {"int:1", "b = 1 is out of range; give 2..16"},
                 {"int:17", "2..16"},
                 {"int:4@0", "scale"},
                 {"int:4@-1", "scale"},
                 {"int:4@", "scale"},
                 {"int:4,5", "1 parameter"},
                 {"", "unknown format"},
                 {"float8", "unknown format; known are lp:n,es,rs,sf, int:b"}};
    for (const auto& c : cases) {
        try {
            parseFormat(c.spec);
            ADD_FAILURE() << c.spec << " was accepted";
        } catch (const UsageError& error) {
            EXPECT_NE(std::string(error.what()).find(c.part), std::string::npos)
                << c.spec << ": " << error.what();
            EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
        }
    }
}

/// For every parameter of every family: below and above its range, and not a number. The message
/// holds `part`: the name, the value, the range.
TEST(Spec, EveryParameterOutOfRangeIsNamedWithItsRange) {
    const char* const doubles = "that keeps all values in double's normal range";
    const struct {
        const char* spec;
        const char* part;
    } cases[] = {
        {"lp:1", "lp: n = 1 is out of range; give 2..16"},
        {"lp:17", "lp: n = 17 is out of range; give 2..16"},
        {"lp:8,-1,3", "lp: es = -1 is out of range; give 0..5 for n = 8"},
        {"lp:4,2,3,0", "lp: es = 2 is out of range; give 0..1 for n = 4"},
        {"lp:2,1,1", "lp: es = 1 is out of range; give 0 for n = 2"},
        {"lp:8,2,0", "lp: rs = 0 is out of range; give 1..7 for n = 8"},
        {"lp:2,0,2", "lp: rs = 2 is out of range; give 1 for n = 2"},
        {"lp:8,,3", "es = \"\" is not an integer"},
        {"lp:8,2,3,inf", "sf = inf is not finite"},
        {"lp:8,2,3,x", "sf = \"x\" is not a number"},
        {"lp:8,2,3,5000", "sf = 5000 moves values out of double's normal range; give "},
        {"lp:8,2,3,1,1", "1, 3 or 4 parameters (n | n,es,rs | n,es,rs,sf), not 5"},
        {"int:", "b = \"\" is not an integer"},
        {"int:4 ", "b = \"4 \" is not an integer"},
        {"int:4@x", "scale = \"x\" is not a number"},
        {"int:4@nan", "int: scale = nan is out of range; give a positive number"},
        {"int:4@inf", "int: scale = inf is out of range; give a positive number"},
        {"int:16@1e308", doubles},
        {"int:16@1e-308", doubles},
        {"fixed:1", "fixed: b = 1 is out of range; give 2..16"},
        {"fixed:17", "fixed: b = 17 is out of range; give 2..16"},
        {"fixed:8,x", "f = \"x\" is not an integer"},
        {"fixed:8,0.5", "f = \"0.5\" is not an integer"},
        {"fixed:8,2000", "fixed: f = 2000 is out of range; give an integer"},
        {"fixed:8,-2000", "fixed: f = -2000 is out of range; give an integer"},
        {"fixed:8@0.5", "takes no @SCALE; give f as its last parameter"},
        {"fixed:8,1,2", "1 or 2 parameters (b,f), not 3"},
        {"float:e0m3", "float: X = 0 is out of range; give 1..8"},
        {"float:e9m1", "float: X = 9 is out of range; give 1..8"},
        {"float:e4m-1", "float: Y = -1 is out of range; give 0..11"},
        {"float:e4m12", "float: Y = 12 is out of range; give 0..11"},
        {"float:em3", "X = \"\" is not an integer"},
        {"float:e4mx", "Y = \"x\" is not an integer"},
        {"float:4m3", "\"4m3\" is not of the form eXmY"},
        {"float:e4", "\"e4\" is not of the form eXmY"},
        {"float:e4m3,1", "1 parameter (eXmY), not 2"},
        {"float:e4m3@0", "float: scale = 0 is out of range; give a positive number"},
        {"adaptivfloat:2,1", "adaptivfloat: n = 2 is out of range; give 3..16"},
        {"adaptivfloat:17,3", "adaptivfloat: n = 17 is out of range; give 3..16"},
        {"adaptivfloat:8,0", "adaptivfloat: e = 0 is out of range; give 1..7"},
        {"adaptivfloat:8,8", "adaptivfloat: e = 8 is out of range; give 1..7"},
        {"adaptivfloat:16,9", "adaptivfloat: e = 9 is out of range; give 1..8"},
        {"adaptivfloat:8,3,0.5", "bias = \"0.5\" is not an integer"},
        {"adaptivfloat:8,3,5000", "adaptivfloat: bias = 5000 is out of range; give an"},
        {"adaptivfloat:8,3@1", "takes no @SCALE; give bias as its last parameter"},
        {"adaptivfloat:8", "2 or 3 parameters (n,e,bias), not 1"},
        {"posit:1,2", "posit: n = 1 is out of range; give 2..16"},
        {"posit:17,2", "posit: n = 17 is out of range; give 2..16"},
        {"posit:8,-1", "posit: es = -1 is out of range; give 0..5"},
        {"posit:8,6", "posit: es = 6 is out of range; give 0..5"},
        {"posit:8", "2 parameters (n,es), not 1"},
        {"posit:8,2@-1", "posit: scale = -1 is out of range; give a positive number"},
        {"posit:16,5@1e300", doubles},
        {"lns:1,0", "lns: n = 1 is out of range; give 2..16"},
        {"lns:17,0", "lns: n = 17 is out of range; give 2..16"},
        {"lns:8,-1", "lns: f = -1 is out of range; give 0..8"},
        {"lns:8,9", "lns: f = 9 is out of range; give 0..8"},
        {"lns:16,0", "lns: f = 0 is out of range; give 5..16"},
        {"pot:1", "pot: b = 1 is out of range; give 2..10"},
        {"pot:11", "pot: b = 11 is out of range; give 2..10"},
        {"flint:2", "flint: b = 2 is out of range; give 3..16"},
        {"flint:17", "flint: b = 17 is out of range; give 3..16"},
        {"flint:1,u", "flint: b = 1 is out of range; give 2..16"},
        {"flint:17,u", "flint: b = 17 is out of range; give 2..16"},
        {"flint:4,s", "the second parameter of flint is \"s\"; give u (unsigned) or nothing"},
        {"flint:4,u,u", "1 or 2 parameters (b | b,u), not 3"},
        {"ant:2", "ant: b = 2 is out of range; give 3..10"},
        {"ant:11", "ant: b = 11 is out of range; give 3..10"},
        {"ant:4@1", "ant takes no @SCALE"},
        {"nf4:4", "nf4 takes no parameters; write nf4"},
        {"nf4@0", "nf4: scale = 0 is out of range; give a positive number"},
        {"nf4@", "scale = \"\" is not a number"},
        {"mxfp4:1", "mxfp4 takes no parameters; write mxfp4"},
        {"mxint8@2", "takes no @SCALE: each block of 32 has its own"},
        {"mxfp8", "unknown format"},
        {"INT:4", "unknown format"},
        {" int:4", "unknown format"}};
    for (const auto& c : cases) {
        const std::string message = complaint(c.spec);
        EXPECT_NE(message.find(c.part), std::string::npos) << c.spec << ": " << message;
        EXPECT_NE(message.find("\"" + std::string(c.spec) + "\""), std::string::npos) << message;
    }
}

TEST(Spec, WhateverIsGivenTheComplaintIsOneLine) {
    for (const std::string& spec :
         {std::string("int:4\nint:5"), std::string("int:\0004", 6), std::string("float:e4\r,\x1b"),
          std::string("int:4@1\n"), "lp:" + std::string(100'000, '7'),
          "no" + std::string(100'000, 'x')}) {
        const std::string message = complaint(spec);
        EXPECT_LT(message.size(), 2000U);
        EXPECT_TRUE(std::ranges::none_of(message, [](char c) {
            return static_cast<unsigned char>(c) < ' ';
        })) << message;
    }
}

TEST(Spec, TheEndsOfEveryRangeAreAccepted) {
    for (const char* spec : {"lp:2,0,1,0",
                             "lp:16,5,15,0",
                             "lp:16,0,1,0",
                             "int:2",
                             "int:16",
                             "fixed:2",
                             "fixed:16",
                             "float:e1m0",
                             "float:e8m7",
                             "float:e1m14",
                             "adaptivfloat:3,1",
                             "adaptivfloat:3,2",
                             "adaptivfloat:16,8",
                             "posit:2,0",
                             "posit:16,5",
                             "lns:2,0",
                             "lns:2,2",
                             "lns:16,16",
                             "pot:2",
                             "pot:10",
                             "flint:3",
                             "flint:16",
                             "flint:2,u",
                             "flint:16,u",
                             "ant:3",
                             "ant:10"})
        EXPECT_EQ(complaint(spec), "accepted") << spec;
    // And the range that the message for sf names.
    const std::string message = complaint("lp:8,2,3,5000");
    const std::string range = message.substr(message.rfind(' ') + 1);
    const std::string low = range.substr(0, range.find("..")), high = range.substr(low.size() + 2);
    EXPECT_EQ(complaint("lp:8,2,3," + low), "accepted");
    EXPECT_EQ(complaint("lp:8,2,3," + high), "accepted");
    EXPECT_NE(complaint("lp:8,2,3," + std::to_string(std::stod(low) - 2)), "accepted");
    EXPECT_NE(complaint("lp:8,2,3," + std::to_string(std::stod(high) + 1)), "accepted");
}

TEST(Spec, FamiliesHaveNoQuantizer) {
    EXPECT_THROW(parseFormat("lp:8")->quantizer(Rounding::Nearest), UsageError);
    EXPECT_THROW(parseFormat("int:8")->quantizer(Rounding::Nearest), UsageError);
    EXPECT_THROW(parseFormat("lp:8")->codebook(), UsageError);
    // Listed at sf 0 and scale 1.
    EXPECT_EQ(parseFormat("lp:4,1,3")->codebook().back().value, 16);
    EXPECT_EQ(parseFormat("int:4")->codebook().back().value, 7);
}
