#include "core/network/torch_runtime.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/version.h>

namespace lpstudio {
namespace {

/// OpenBLAS keeps a pool for the whole process and ignores LibTorch's setting; it is loaded behind
/// LibTorch, not linked by us.
bool limitOpenBlas() {
    using Setter = void (*)(int);
    const auto set = reinterpret_cast<Setter>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
    if (set != nullptr) set(1);
    return set != nullptr;
}

}  // namespace

std::string libtorchVersion() {
    return TORCH_VERSION;
}

void computeOnThisThread() {
    static const bool once = limitOpenBlas();
    static_cast<void>(once);
    // OpenMP keeps the number for each thread that begins parallel work.
    thread_local bool known = false;
    if (known) return;
    at::set_num_threads(1);
    known = true;
}

}  // namespace lpstudio
