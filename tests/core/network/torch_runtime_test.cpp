#include "core/network/torch_runtime.h"

#include <ATen/Functions.h>
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace lpstudio {
namespace {

TEST(TorchRuntime, OpenBlasUsesTheInstructionSetOfAProcessorNewerThanItself) {
    const auto name = reinterpret_cast<char* (*)()>(dlsym(RTLD_DEFAULT, "openblas_get_corename"));
    if (name == nullptr) GTEST_SKIP() << "LibTorch computes with another library";
    const char* wanted = std::getenv("OPENBLAS_CORETYPE");
    if (wanted != nullptr && std::string(wanted) == "Prescott") GTEST_SKIP() << "asked for";
#if defined(__x86_64__)
    if (!__builtin_cpu_supports("avx2")) GTEST_SKIP() << "the processor has no AVX2";
#else
    GTEST_SKIP() << "kernels are chosen on x86-64 only";
#endif
    computeOnThisThread();
    EXPECT_NE(std::string(name()), "Prescott");
    // It still multiplies: every sum of 300 ones and twos is 600.
    const at::Tensor product = at::ones({70, 300}).matmul(at::full({300, 90}, 2.0F));
    EXPECT_TRUE(product.eq(600).all().item<bool>());
}

}  // namespace
}  // namespace lpstudio
