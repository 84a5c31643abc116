#include "core/base/sha256.h"

#include "tests/temp_dir.h"

namespace lpstudio::test {
namespace {

// The examples of NIST: "SHA-256, Example Algorithms" (FIPS 180-4), and of nothing.
constexpr const char* kOfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* kOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* kOfMillion =
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

TEST(Sha256, IsThatOfTheStandard) {
    EXPECT_EQ(textSha256(""), kOfNothing);
    EXPECT_EQ(textSha256("abc"), kOfAbc);
    EXPECT_EQ(textSha256(std::string(1'000'000, 'a')), kOfMillion);
}

TEST(Sha256, DoesNotDependOnThePieces) {
    for (const std::size_t piece : {1U, 7U, 63U, 64U, 65U, 4096U}) {
        Sha256 hash;
        for (std::size_t done = 0; done < 1'000'000; done += piece)
            hash.add(std::string(std::min<std::size_t>(piece, 1'000'000 - done), 'a'));
        EXPECT_EQ(hash.hex(), kOfMillion) << piece;
    }
}

TEST(Sha256, OfFiles) {
    const TempDir dir;
    EXPECT_EQ(fileSha256(dir.write("abc", "abc")), kOfAbc);
    EXPECT_EQ(fileSha256(dir.write("empty", "")), kOfNothing);
    EXPECT_EQ(fileSha256(dir.write("long", std::string(1'000'000, 'a'))), kOfMillion);
    expectMessage(errorOf([&] { fileSha256(dir.path()); }), {"is not a plain file"});
    expectMessage(errorOf([] { fileSha256("/dev/zero"); }), {"/dev/zero", "is not a plain file"});
    expectMessage(errorOf([&] { fileSha256(dir / "none"); }), {"none", "cannot be read"});
}

TEST(Sha256, KnowsItsOwnForm) {
    EXPECT_TRUE(isSha256(kOfAbc));
    EXPECT_FALSE(isSha256(std::string(63, 'a')));
    EXPECT_FALSE(isSha256(std::string(65, 'a')));
    EXPECT_FALSE(isSha256(std::string(64, 'A')));
    EXPECT_FALSE(isSha256(std::string(63, 'a') + "g"));
}

}  // namespace
}  // namespace lpstudio::test
