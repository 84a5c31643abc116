#include "app/project/store/process_owner.h"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace lpstudio {
namespace {

/// Numbers are used again by later processes; with the start time they are unique. Empty if there
/// is no such process (or it is dead and only waits for its parent).
std::string startTime(const std::string& pid) {
    std::ifstream in("/proc/" + pid + "/stat");
    const std::string stat((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    // The name in parentheses may hold anything; fields 3 (state) to 22 (start) follow it.
    const auto end = stat.rfind(')');
    if (end == std::string::npos) return {};
    std::istringstream fields(stat.substr(end + 1));
    std::string field;
    for (int number = 3; fields >> field; ++number) {
        if (number == 3 && (field == "Z" || field == "X")) return {};
        if (number == 22) return field;
    }
    return {};
}

std::string bootId() {
    std::ifstream in("/proc/sys/kernel/random/boot_id");
    std::string id;
    in >> id;
    return id;
}

}  // namespace

std::string thisProcess() {
    const std::string pid = std::to_string(::getpid());
    return bootId() + " " + pid + " " + startTime(pid);
}

bool isRunning(const std::string& process) {
    std::istringstream in(process);
    std::string boot, pid, start;
    in >> boot >> pid >> start;
    return !start.empty() && pid.find_first_not_of("0123456789") == std::string::npos &&
           boot == bootId() && startTime(pid) == start;
}

}  // namespace lpstudio
