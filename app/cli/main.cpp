#include <malloc.h>
#include <semaphore.h>
#include <unistd.h>

#include <QString>
#include <atomic>
#include <climits>
#include <csignal>
#include <cstdio>
#include <thread>

#include "app/cli/command_line.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/version.h"

namespace {

using namespace lpstudio;

/// Ctrl+C asks the work to stop, a second one ends the process. A handler, not blocked signals and
/// sigwait: libraries start threads before main, which leave the signals unblocked and would have
/// the first one end the process.
class Interrupt {
public:
    Interrupt() {
        sem_init(&wake_, 0, 0);
        for (const int signal : {SIGINT, SIGTERM}) {
            struct sigaction action {};
            action.sa_handler = onSignal;
            action.sa_flags = SA_RESTART;
            sigaction(signal, &action, nullptr);
        }
        // Stopping runs callbacks, which a handler must not.
        std::thread([this] {
            while (sem_wait(&wake_) != 0) {
            }
            source_.request_stop();
        }).detach();
    }
    std::stop_token token() const { return source_.get_token(); }

private:
    static void onSignal(int signal) {
        if (asked_.exchange(true)) _exit(128 + signal);
        sem_post(&wake_);
    }

    static inline std::atomic<bool> asked_ = false;
    static inline sem_t wake_;
    std::stop_source source_;
};

int fail(int status, const std::string& message) {
    // One line that a terminal can show, whatever a library or a damaged file wrote into it.
    QString line = QString::fromUtf8(message.data(), static_cast<qsizetype>(message.size()));
    for (QChar& c : line)
        if (c.category() == QChar::Other_Control) c = u' ';
    std::fprintf(stderr, "lpstudio-cli: %s\n", qUtf8Printable(line.trimmed()));
    return status;
}

/// The first word where a command should stand, if it is none; else empty.
std::string unknownCommand(const CLI::App& app, int argc, char** argv) {
    if (!app.get_subcommands().empty()) return {};
    for (int i = 1; i < argc; ++i) {
        std::string word = argv[i];
        if (word == "--threads") ++i;
        if (!word.starts_with('-')) return word;
    }
    return {};
}

int run(int argc, char** argv) {
    static Interrupt interrupt;
    cli::Globals globals;
    globals.stop = interrupt.token();
    CLI::App app("LP Studio: explore Logarithmic Posits for neural networks and their accelerator",
                 "lpstudio-cli");
    app.set_version_flag("--version", std::string("lpstudio-cli ") + kVersion);
    app.add_flag("--json", globals.json, "one JSON object on standard output");
    app.add_flag("--csv", globals.csv, "the main table as CSV");
    app.add_flag("--quiet", globals.quiet, "no progress");
    app.add_option_function<int>("--threads", useCores,
                                 "cores that the command may use (default: all)")
        ->check(CLI::Range(1, 1024));
    app.require_subcommand(1);
    app.fallthrough();
    cli::addNumberCommands(app, globals);
    cli::addModelCommands(app, globals);
    cli::addCompareCommand(app, globals);
    cli::addSearchCommand(app, globals);
    addSensitivityCommand(app, globals);
    cli::addHardwareCommands(app, globals);
    cli::addProjectCommands(app, globals);
    cli::addBundleCommands(app, globals);
    cli::addCandidatesCommand(app, globals);
    cli::addCompareCandidatesCommand(app, globals);
    cli::addDatasetCommand(app, globals);
    cli::addExportCommand(app, globals);
    cli::addReportCommand(app, globals);
    cli::requireWholeNumbers(app);
    try {
        app.parse(argc, argv);
        return 0;
    } catch (const CLI::Success& shown) {
        return app.exit(shown);
    } catch (const CLI::ParseError& error) {
        std::string command = "lpstudio-cli";
        for (const CLI::App* chosen : app.get_subcommands()) command += " " + chosen->get_name();
        if (const std::string unknown = unknownCommand(app, argc, argv); !unknown.empty()) {
            std::string known;
            for (const CLI::App* each : app.get_subcommands({}))
                known += (known.empty() ? "" : ", ") + each->get_name();
            return fail(2, "unknown command \"" + unknown + "\"; the commands are " + known);
        }
        return fail(2, std::string(error.what()) + "; see " + command + " --help");
    } catch (const UsageError& error) {
        return fail(2, error.what());
    } catch (const std::exception& error) {
        return fail(1, error.what());
    }
}

}  // namespace

int main(int argc, char** argv) {
    // Large blocks stay with the process: giving them back to the system after every layer costs
    // half the speed.
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    // One arena for all threads: the others' grow by 64 MB at a time, and what is larger would be
    // mapped anew for every layer (a quarter of MobileNet's time on two cores).
    mallopt(M_ARENA_MAX, 1);
    return run(argc, argv);
}
