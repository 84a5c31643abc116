#include "core/model/fault_guard.h"

#include <array>
#include <csetjmp>
#include <csignal>
#include <cstddef>
#include <memory>
#include <mutex>

namespace lpstudio {
namespace {

constexpr std::array kFaults{SIGSEGV, SIGBUS, SIGFPE, SIGILL};

/// Where the thread goes on after a fault; null outside runGuarded().
thread_local sigjmp_buf* guard = nullptr;

std::array<struct sigaction, kFaults.size()> before;

void onFault(int signal, siginfo_t* info, void* context) {
    if (guard != nullptr) siglongjmp(*guard, signal);
    for (std::size_t i = 0; i < kFaults.size(); ++i) {
        if (kFaults[i] != signal) continue;
        if ((before[i].sa_flags & SA_SIGINFO) != 0) {
            before[i].sa_sigaction(signal, info, context);
        } else {
            // It happens again as soon as this returns, and ends the program as it would have.
            sigaction(signal, &before[i], nullptr);
        }
    }
}

void installHandlers() {
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action {};
        action.sa_sigaction = onFault;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        sigemptyset(&action.sa_mask);
        for (std::size_t i = 0; i < kFaults.size(); ++i) sigaction(kFaults[i], &action, &before[i]);
    });
}

/// A stack for the handler: the thread's own may be what has run out.
class SignalStack {
public:
    SignalStack() : memory_(std::make_unique<std::byte[]>(kBytes)) {
        stack_t stack{};
        stack.ss_sp = memory_.get();
        stack.ss_size = kBytes;
        sigaltstack(&stack, &before_);
    }
    ~SignalStack() { sigaltstack(&before_, nullptr); }
    SignalStack(const SignalStack&) = delete;
    SignalStack& operator=(const SignalStack&) = delete;

private:
    static constexpr std::size_t kBytes = std::size_t{1} << 16;
    std::unique_ptr<std::byte[]> memory_;
    stack_t before_{};
};

/// Apart, so that nothing which must outlive the jump is in its frame.
[[gnu::noinline]] int guarded(const std::function<void()>& f, sigjmp_buf& here) {
    const int signal = sigsetjmp(here, 1);
    if (signal != 0) return signal;
    guard = &here;
    f();
    return 0;
}

}  // namespace

int runGuarded(const std::function<void()>& f) {
    installHandlers();
    const SignalStack stack;
    sigjmp_buf here;
    struct Restore {
        sigjmp_buf* outer;
        ~Restore() { guard = outer; }
    } const restore{guard};
    return guarded(f, here);
}

}  // namespace lpstudio
