#include "core/network/torch_runtime.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <cstdlib>
#include <string_view>

namespace lpstudio {
namespace {

/// A function of OpenBLAS, which is loaded behind LibTorch, not linked by us; nullptr where
/// LibTorch computes with another library.
template <class Function>
Function openBlas(const char* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

/// The kernels that a processor's instruction set allows, by OpenBLAS's names; nullptr for those of
/// OpenBLAS's own choice.
const char* kernelsOfProcessor() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return "SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
    return nullptr;
}

/// OpenBLAS knows processors by their model numbers and falls back to kernels of 2004 ("Prescott",
/// SSE3) on one that is newer than itself, though it may have AVX-512: Debian 12's 0.3.21 on an
/// Emerald Rapids Xeon runs a transformer at a third of its speed. OPENBLAS_CORETYPE is the
/// documented remedy, but is read when the library is loaded; so it is set and the choice made once
/// more. A user's own setting stays.
void chooseOpenBlasKernels() {
    const auto name = openBlas<char* (*)()>("openblas_get_corename");
    const auto forget = openBlas<void (*)()>("gotoblas_dynamic_quit");
    const auto choose = openBlas<void (*)()>("gotoblas_dynamic_init");
    const char* kernels = kernelsOfProcessor();
    if (name == nullptr || forget == nullptr || choose == nullptr || kernels == nullptr ||
        std::getenv("OPENBLAS_CORETYPE") != nullptr || std::string_view(name()) != "Prescott")
        return;
    setenv("OPENBLAS_CORETYPE", kernels, 0);
    if (const auto readSettings = openBlas<void (*)()>("openblas_read_env")) readSettings();
    forget();
    choose();
}

/// Before main(): no other thread may read the environment or multiply meanwhile.
const bool openBlasIsPrepared = [] {
    chooseOpenBlasKernels();
    // It keeps a pool for the whole process and ignores LibTorch's setting.
    const auto set = openBlas<void (*)(int)>("openblas_set_num_threads");
    if (set != nullptr) set(1);
    return set != nullptr;
}();

}  // namespace

std::string libtorchVersion() {
    return TORCH_VERSION;
}

void computeOnThisThread() {
    // OpenMP keeps the number for each thread that begins parallel work.
    thread_local bool known = false;
    if (known) return;
    at::set_num_threads(1);
    known = true;
}

}  // namespace lpstudio
