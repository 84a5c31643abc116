#include "core/base/enum_names.h"

#include <gtest/gtest.h>

#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

enum class Metal { Iron, Zinc, Tin };
constexpr EnumNames<Metal> kMetals("metal", {{Metal::Iron, "iron"}, {Metal::Zinc, "zinc"}});
constexpr EnumNames<Metal> kOne("metal", {{Metal::Tin, "tin"}});

TEST(EnumNames, ReadBackWhatTheySay) {
    for (const auto& [metal, text] : kMetals) {
        EXPECT_STREQ(kMetals.name(metal), text);
        EXPECT_EQ(kMetals.parse(text), metal);
    }
    static_assert(kMetals.find("zinc")->value == Metal::Zinc);
    EXPECT_STREQ(kMetals.name(Metal::Tin), "");
    EXPECT_EQ(kMetals.find("tin"), nullptr);
}

TEST(EnumNames, ListTheNamesForOneThatIsNone) {
    EXPECT_THROW(kMetals.parse("Iron"), UsageError);
    EXPECT_EQ(errorOf([] { kMetals.parse("Iron"); }),
              "metal \"Iron\" is unknown; give iron or zinc");
    EXPECT_EQ(errorOf([] { kOne.parse(""); }), "metal \"\" is unknown; give tin");
    EXPECT_EQ(kMetals.choices(", "), "iron, zinc");
}

}  // namespace
}  // namespace lpstudio::test
