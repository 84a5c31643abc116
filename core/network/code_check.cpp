#include "core/network/code_check.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
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

namespace {

constexpr int kMostBrackets = 256;
/// Of blocks: columns before a statement.
constexpr std::size_t kMostIndent = 512;
/// Characters of an expression between commas: no more signs and operators follow each other. A
/// sign takes about 1.5 KB of a stack of 8 MB.
constexpr std::size_t kMostExpression = 1024;

/// Names that a module's class assigns without a type.
constexpr std::array kPlainNames{"__parameters__", "__buffers__", "__annotations__",
                                 "__forward_pre_hooks__", "__forward_hooks__"};

bool isNestedTooDeep(std::string_view code) {
    int depth = 0;
    std::size_t expression = 0, indent = 0;
    bool atStart = true, escaped = false;
    char quote = 0;
    for (const char c : code) {
        if (quote != 0) {
            // What is inside a string nests nothing.
            if (c == '\n' || (c == quote && !escaped)) quote = 0;
            escaped = c == '\\' && !escaped;
            if (c != '\n') continue;
        } else if (c == '"' || c == '\'') {
            quote = c;
            escaped = false;
        }
        if (c == '(' || c == '[' || c == '{')
            ++depth;
        else if (c == ')' || c == ']' || c == '}')
            depth = std::max(0, depth - 1);
        if (c == '\n') {
            atStart = true;
            indent = 0;
        } else if (atStart) {
            if (c == ' ' || c == '\t')
                ++indent;
            else
                atStart = false;
        }
        expression = c == ',' || c == '\n' ? 0 : expression + 1;
        if (depth > kMostBrackets || indent > kMostIndent || expression > kMostExpression)
            return true;
    }
    return false;
}

/// The first name in a module's class that is assigned without a type.
std::string_view untypedName(std::string_view code) {
    bool inModule = false;
    while (!code.empty()) {
        const std::size_t end = std::min(code.find('\n'), code.size());
        const std::string_view line = code.substr(0, end);
        code.remove_prefix(std::min(end + 1, code.size()));
        if (!line.empty() && line[0] != ' ')
            inModule = line.starts_with("class ") && !line.ends_with("(Enum):") &&
                       !line.ends_with("(NamedTuple):");
        if (!inModule || !line.starts_with("  ") || line.size() < 3 || line[2] == ' ') continue;
        const std::string_view statement = line.substr(2);
        const std::size_t after = statement.find_first_not_of(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
        if (after == std::string_view::npos || after == 0) continue;
        const std::string_view rest = statement.substr(after);
        const std::size_t sign = rest.find_first_not_of(' ');
        if (sign == std::string_view::npos || rest[sign] != '=') continue;
        const std::string_view name = statement.substr(0, after);
        if (std::find(kPlainNames.begin(), kPlainNames.end(), name) == kPlainNames.end())
            return name;
    }
    return {};
}

}  // namespace

std::string unsupportedCode(std::string_view code) {
    if (isNestedTooDeep(code)) return "is nested deeper than PyTorch writes it";
    const std::string_view name = untypedName(code);
    if (!name.empty()) return "gives \"" + std::string(name.substr(0, 80)) + "\" no type";
    return {};
}

}  // namespace lpstudio
