#include "core/network/code_check.h"

#include <gtest/gtest.h>

#include <string>

namespace lpstudio {
namespace {

bool isNestedTooDeep(const std::string& code) {
    return unsupportedCode(code).find("nested deeper") != std::string::npos;
}

TEST(CodeCheck, CountsBracketsSignsAndBlocks) {
    EXPECT_FALSE(isNestedTooDeep(""));
    EXPECT_FALSE(isNestedTooDeep("def f(x: Tensor) -> Tensor:\n  return torch.relu(x)\n"));
    EXPECT_TRUE(isNestedTooDeep("x = " + std::string(300, '[')));
    EXPECT_TRUE(isNestedTooDeep("x = " + std::string(2000, '-') + "1"));
    EXPECT_TRUE(isNestedTooDeep(std::string(600, ' ') + "pass"));
    std::string sum = "x = 1";
    for (int i = 0; i < 600; ++i) sum += " + 1";
    EXPECT_TRUE(isNestedTooDeep(sum));
}

TEST(CodeCheck, LetsLongCodeThatIsFlat) {
    std::string list = "x = [", pairs = "x = ", lines;
    for (int i = 0; i < 100000; ++i) list += "0.125, ";
    for (int i = 0; i < 200; ++i) pairs += "()[]{}";
    for (int i = 0; i < 10000; ++i) lines += "  y = -(-x)\n";
    EXPECT_FALSE(isNestedTooDeep(list + "]"));
    EXPECT_FALSE(isNestedTooDeep("x = f(" + std::string(250, ' ') + ")\n"));
    EXPECT_FALSE(isNestedTooDeep(lines));
    EXPECT_TRUE(isNestedTooDeep(pairs)) << "one expression after the other without a comma";
}

TEST(CodeCheck, LeavesStringsOut) {
    const std::string brackets(5000, '(');
    EXPECT_FALSE(isNestedTooDeep("x = \"" + brackets + "\"\n"));
    EXPECT_FALSE(isNestedTooDeep("x = '" + brackets + "\\'" + brackets + "'\n"));
    EXPECT_TRUE(isNestedTooDeep("x = 'a' + " + brackets));
    EXPECT_TRUE(isNestedTooDeep("x = 'a\n" + brackets)) << "a string ends with its line";
}

TEST(CodeCheck, WantsTypesInClassesOfModules) {
    const std::string good =
        "class Net(Module):\n  __parameters__ = [\"w\", ]\n  __buffers__ = []\n"
        "  w : Tensor\n  k : Final[int] = 3\n  def forward(self: N,\n    x: Tensor) -> Tensor:\n"
        "    y = torch.relu(x)\n    return y\n";
    EXPECT_EQ(unsupportedCode(good), "");
    EXPECT_EQ(unsupportedCode("def f(x: Tensor) -> Tensor:\n  y = x\n  return y\n" + good), "");
    EXPECT_EQ(unsupportedCode("class Color(Enum):\n  red = 1\n"), "");
    std::string odd = good;
    odd.replace(odd.find("__parameters__"), 14, "__parameterw__");
    EXPECT_EQ(unsupportedCode(odd), "gives \"__parameterw__\" no type");
    EXPECT_EQ(unsupportedCode("class Net(Module):\n  k = 3\n"), "gives \"k\" no type");
}

}  // namespace
}  // namespace lpstudio
