#include "core/search/memory_use.h"

#include <unistd.h>

#include <fstream>

namespace lpstudio {

std::size_t residentBytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t total = 0, resident = 0;
    if (!(file >> total >> resident)) return 0;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace lpstudio
