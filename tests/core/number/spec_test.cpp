#include <gtest/gtest.h>

#include "core/error.h"
#include "core/number/format.h"
#include "core/number/lp.h"

using namespace lpstudio;

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

TEST(Spec, FamiliesHaveNoQuantizer) {
    EXPECT_THROW(parseFormat("lp:8")->quantizer(Rounding::Nearest), UsageError);
    EXPECT_THROW(parseFormat("int:8")->quantizer(Rounding::Nearest), UsageError);
    EXPECT_THROW(parseFormat("lp:8")->codebook(), UsageError);
    // Listed at sf 0 and scale 1.
    EXPECT_EQ(parseFormat("lp:4,1,3")->codebook().back().value, 16);
    EXPECT_EQ(parseFormat("int:4")->codebook().back().value, 7);
}
