#include "core/network/torch_runtime.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <thread>

namespace lpstudio {

void setThreads(int count) {
    if (count <= 0) count = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    at::set_num_threads(count);
    // OpenBLAS keeps its own pool and ignores LibTorch's setting; it is loaded behind LibTorch, not
    // linked by us.
    using Setter = void (*)(int);
    if (const auto set = reinterpret_cast<Setter>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
        set(count);
}

std::string libtorchVersion() {
    return TORCH_VERSION;
}

int threads() {
    return at::get_num_threads();
}

void parallelFor(std::size_t count, std::size_t grain,
                 const std::function<void(std::size_t, std::size_t)>& body) {
    at::parallel_for(0, static_cast<std::int64_t>(count), static_cast<std::int64_t>(grain),
                     [&](std::int64_t begin, std::int64_t end) {
                         body(static_cast<std::size_t>(begin), static_cast<std::size_t>(end));
                     });
}

}  // namespace lpstudio
