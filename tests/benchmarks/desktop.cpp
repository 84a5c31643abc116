#include <malloc.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <algorithm>
#include <climits>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "app/desktop/jobs/example_project.h"
#include "app/desktop/jobs/jobs.h"
#include "app/desktop/shell/application.h"
#include "app/desktop/shell/main_window.h"
#include "app/desktop/widgets/page.h"
#include "app/desktop/widgets/theme.h"
#include "core/network/network.h"
#include "tests/app/desktop/huge_project.h"

// How long the desktop keeps its user waiting: to a usable window on the example project, to an
// open project of 100,000 candidates, from page to page; and what kept the event loop longest
// meanwhile. Each beside something plain measured in the same run.

namespace {

using namespace lpstudio;

constexpr int kCandidates = 100'000;
constexpr QSize kWindow{1440, 900};

double since(const QElapsedTimer& clock) {
    return static_cast<double>(clock.nsecsElapsed()) * 1e-6;
}

/// Milliseconds since this process began, as the kernel counts them (to 10 ms).
double processAge() {
    std::ifstream stat("/proc/self/stat");
    std::string text((std::istreambuf_iterator<char>(stat)), {});
    // Behind the name, which may hold anything: field 22 is the start in clock ticks since boot.
    std::size_t at = text.rfind(')');
    for (int field = 3; field <= 22; ++field) at = text.find(' ', at + 1);
    double uptime = 0;
    std::ifstream("/proc/uptime") >> uptime;
    return 1000 * (uptime - std::stod(text.substr(at)) / static_cast<double>(sysconf(_SC_CLK_TCK)));
}

/// Layout, painting and what they post, as the event loop would do it.
void settle() {
    for (int i = 0; i < 3; ++i) QApplication::processEvents(QEventLoop::AllEvents, 5);
}

void waitUntilLoaded(MainWindow& window) {
    do {
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
    } while (window.session().store() == nullptr || window.jobs().isLoading());
    settle();
}

/// What the watchdog saw in a stretch.
class Stalls {
public:
    Stalls() {
        static_cast<Application*>(qApp)->watch(
            Application::kLimit, [this](const auto& stall) { seen_.push_back(stall); });
    }
    void print(const char* during) {
        const EventLoopWatchdog* watchdog = static_cast<Application*>(qApp)->watchdog();
        const auto ms = [](std::chrono::nanoseconds time) {
            return std::chrono::duration<double, std::milli>(time).count();
        };
        std::printf("  event loop during %s: longest %.1f ms (%s), over 50 ms: %zu\n", during,
                    ms(watchdog->worst().duration), watchdog->worst().what.c_str(),
                    watchdog->stalls());
        for (const auto& stall : seen_)
            std::printf("    %6.1f ms  %s\n", ms(stall.duration), stall.what.c_str());
        seen_.clear();
        static_cast<Application*>(qApp)->watchdog()->reset();
    }

private:
    std::vector<EventLoopWatchdog::Stall> seen_;
};

/// In a process of its own: prints its age once the window can be used.
int showAndTell(bool empty) {
    if (empty) {
        QWidget plain;
        plain.resize(kWindow);
        plain.show();
        settle();
        std::printf("%.0f\n", processAge());
        return 0;
    }
    Theme::instance().apply(ThemeMode::Light, false);
    MainWindow window;
    window.resize(kWindow);
    window.openExample();
    window.show();
    // Usable: it is painted, the project's tree is there, keys and the mouse are heard.
    do {
        settle();
    } while (window.session().store() == nullptr);
    const double usable = processAge();
    waitUntilLoaded(window);
    std::printf("%.0f %.0f\n", usable, processAge());
    return 0;
}

/// Median milliseconds of five starts of this program with `option`, at each time it tells.
std::vector<double> startOf(const char* option) {
    std::vector<std::vector<double>> times;
    for (int i = 0; i < 5; ++i) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {QString::fromUtf8(option)});
        process.waitForFinished(120000);
        const auto words = process.readAllStandardOutput().split(' ');
        times.resize(static_cast<std::size_t>(words.size()));
        for (qsizetype at = 0; at < words.size(); ++at)
            times[static_cast<std::size_t>(at)].push_back(words[at].trimmed().toDouble());
    }
    std::vector<double> medians;
    for (auto& list : times) {
        std::sort(list.begin(), list.end());
        medians.push_back(list[list.size() / 2]);
    }
    return medians;
}

void measureStart() {
    (void)openExampleProject();
    const std::vector<double> window = startOf("--usable"), plain = startOf("--empty");
    std::printf(
        "start to a usable window on the example project: %.0f ms (goal 1000), its network loaded "
        "%.0f ms; an empty window of the same program: %.0f ms, ratio %.2f\n",
        window.at(0), window.at(1), plain.at(0), window.at(0) / plain.at(0));
}

double blitMilliseconds() {
    QImage from(kWindow, QImage::Format_ARGB32_Premultiplied), to(from.size(), from.format());
    from.fill(Qt::white);
    QElapsedTimer clock;
    clock.start();
    constexpr int kTimes = 20;
    for (int i = 0; i < kTimes; ++i) QPainter(&to).drawImage(0, 0, from);
    return since(clock) / kTimes;
}

/// Every page once, then all again; the second round is what a user meets most.
void measurePages(MainWindow& window, Stalls& stalls) {
    const double blit = blitMilliseconds();
    for (const char* round : {"first", "next"}) {
        double worst = 0;
        for (const auto& [id, page] : window.pages()) {
            window.showPage(id == PageId::Project ? PageId::Distributions : PageId::Project);
            while (window.jobs().isLoading() || page->isBusy()) settle();
            settle();
            QElapsedTimer clock;
            clock.start();
            window.showPage(id);
            // Laid out and painted with all that the page has at once; what arrives later, from
            // jobs and timers, is counted apart.
            QApplication::sendPostedEvents();
            window.repaint();
            const double took = since(clock);
            settle();
            const double rest = since(clock);
            worst = std::max(worst, took);
            std::printf(
                "  %s visit of %-14s painted in %6.1f ms, %5.1f plain pictures of the window; at "
                "rest after %6.1f ms\n",
                round, qPrintable(page->title()), took, took / blit, rest);
        }
        std::printf("  %s visits: longest %.1f ms (goal 100)\n", round, worst);
    }
    stalls.print("page switches");
}

/// Reads all that is stored of the candidates, and makes nothing of it.
double plainRead(const std::filesystem::path& file);

void measureProject(const char* what, const std::filesystem::path& file, double goal) {
    Stalls stalls;
    MainWindow window;
    window.resize(kWindow);
    window.show();
    settle();
    QElapsedTimer clock;
    clock.start();
    window.openProject(file);
    waitUntilLoaded(window);
    const double took = since(clock);
    std::printf("\n%s: open in %.0f ms", what, took);
    if (goal > 0) std::printf(" (goal %.0f)", goal);
    const double plain = plainRead(file);
    std::printf("; reading the file's bytes alone %.0f ms, ratio %.1f\n", plain, took / plain);
    stalls.print("opening");
    measurePages(window, stalls);
}

double plainRead(const std::filesystem::path& file) {
    QElapsedTimer clock;
    clock.start();
    std::ifstream in(file, std::ios::binary);
    std::vector<char> buffer(1 << 20);
    long long bytes = 0;
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0)
        bytes += in.gcount();
    return bytes > 0 ? since(clock) : 0;
}

}  // namespace

int main(int argc, char** argv) {
    // As in the program.
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    const QTemporaryDir home;
    const std::string option = argc == 2 ? argv[1] : "";
    const bool child = option == "--usable" || option == "--empty";
    if (!child)
        for (const char* variable : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
            qputenv(variable, home.path().toUtf8());
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // The offscreen platform says of every window that it has no size hints.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    Application app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("lpstudio"));
    QApplication::setOrganizationName(QStringLiteral("lpstudio"));
    if (child) return showAndTell(option == "--empty");

    // --huge: only the last part, for a profiler.
    if (option != "--huge") measureStart();
    Theme::instance().apply(ThemeMode::Light, false);
    if (option != "--huge") measureProject("example project", openExampleProject(), 0);
    const std::filesystem::path huge =
        std::filesystem::path(home.path().toStdString()) / "huge.lps";
    test::writeHugeProject(huge, {kCandidates});
    measureProject("project of 100,000 candidates", huge, 2000);
    return 0;
}
