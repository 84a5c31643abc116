#include "core/network/child_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <thread>

namespace lpstudio {
namespace {

[[noreturn]] void runCopy(const std::function<void()>& f) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const rlimit noCore{0, 0};
    setrlimit(RLIMIT_CORE, &noCore);
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
    }
    sigset_t faults;
    sigemptyset(&faults);
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
        std::signal(signal, SIG_DFL);
        sigaddset(&faults, signal);
    }
    sigprocmask(SIG_UNBLOCK, &faults, nullptr);
    try {
        f();
    } catch (...) {
        // The caller's own attempt throws it again.
    }
    _exit(0);
}

}  // namespace

int signalOfChild(const std::function<void()>& f, std::chrono::milliseconds patience) {
    const auto giveUp = std::chrono::steady_clock::now() + patience;
    const pid_t copy = fork();
    if (copy < 0) return 0;
    if (copy == 0) runCopy(f);
    int status = 0;
    for (;;) {
        const pid_t ended = waitpid(copy, &status, WNOHANG);
        if (ended == copy) break;
        if (ended < 0 && errno != EINTR) return 0;
        if (std::chrono::steady_clock::now() >= giveUp) {
            kill(copy, SIGKILL);
            while (waitpid(copy, &status, 0) < 0 && errno == EINTR) continue;
            return 0;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    // SIGKILL comes from outside: memory ran out, or a user did it.
    return WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL ? WTERMSIG(status) : 0;
}

}  // namespace lpstudio
