#include <malloc.h>
#include <sched.h>
#include <time.h>

#include <QApplication>
#include <QEvent>
#include <QImage>
#include <QPainter>
#include <algorithm>
#include <chrono>
#include <climits>
#include <cmath>
#include <cstdio>
#include <functional>
#include <random>
#include <vector>

#include "app/desktop/charts/parallel_view.h"
#include "app/desktop/charts/pareto_view.h"
#include "app/desktop/plot/plot_geometry.h"

// Frames of the Pareto chart while it is dragged and zoomed, on one core: layout and painting of
// the whole view as a screen would get it. The goal is 30 frames a second with 100,000 points. Wall
// time, and the processor's for it, which a busy machine does not lengthen; beside them a plain
// copy of a picture of the same size.

namespace {

using namespace lpstudio;

constexpr double kFrameMilliseconds = 1000.0 / 30;
constexpr int kFrames = 60;

struct Times {
    std::vector<double> wall, cpu;

    static double median(std::vector<double> values) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    }
};

double threadMilliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

Times measure(int frames, const std::function<void(int)>& frame) {
    Times times;
    for (int i = 0; i < frames; ++i) {
        const double cpu = threadMilliseconds();
        const auto start = std::chrono::steady_clock::now();
        frame(i);
        times.wall.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count());
        times.cpu.push_back(threadMilliseconds() - cpu);
    }
    return times;
}

/// A run's candidates with all quantities, and two other runs if there are enough.
CandidateColumns columnsOf(std::size_t count) {
    std::mt19937 random(1);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform(2, 8);
    std::vector<ScoredCandidate> candidates(count);
    for (std::size_t i = 0; i < count; ++i) {
        ScoredCandidate& one = candidates[i];
        one.id = CandidateId(static_cast<std::int64_t>(i));
        one.meanWeightBits = uniform(random);
        one.meanActivationBits = std::min(8.0, 2 * one.meanWeightBits);
        one.contrast = std::exp(-one.meanWeightBits / 2 + 0.4 * normal(random));
        one.compression = one.meanWeightBits / 8;
        one.fitness = one.contrast * std::pow(one.compression, 0.4);
        one.modelBytes = 1e5 * one.meanWeightBits;
        one.hardware = {1e6 * one.meanWeightBits * (1 + 0.1 * normal(random)),
                        1e-4 * one.meanWeightBits, 1e6};
    }
    CandidateColumns columns;
    columns.addRun({RunId(1), QStringLiteral("run"), {90, 1e7}, {}},
                   std::span<const ScoredCandidate>(candidates));
    return columns;
}

/// Median of copying a picture of this size, milliseconds of the processor.
double copyMilliseconds(const QSize& size) {
    QImage from(size, QImage::Format_RGB32), to(size, QImage::Format_RGB32);
    from.fill(Qt::white);
    to.fill(Qt::black);
    return Times::median(measure(kFrames, [&](int) {
                             QPainter painter(&to);
                             painter.drawImage(0, 0, from);
                         }).cpu);
}

bool report(const char* what, std::size_t count, const QSize& size, const Times& times,
            double copy) {
    const double median = Times::median(times.cpu);
    const bool good = median <= kFrameMilliseconds;
    std::printf("%-28s %7zu %4dx%-4d %8.2f %8.2f %8.2f %8.2f %7.1fx %s\n", what, count,
                size.width(), size.height(), Times::median(times.wall),
                *std::max_element(times.wall.begin(), times.wall.end()), median,
                *std::max_element(times.cpu.begin(), times.cpu.end()), median / copy,
                good ? "" : "TOO SLOW");
    return good;
}

/// Counts how often a widget is painted.
class PaintCount final : public QObject {
public:
    explicit PaintCount(QWidget* widget) : widget_(widget) { widget->installEventFilter(this); }
    /// What the event loop would do until the next picture is there, once.
    void frame() {
        const int before = count_;
        QCoreApplication::sendPostedEvents();
        if (count_ == before) widget_->repaint();
    }

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Paint) ++count_;
        return false;
    }

private:
    QWidget* widget_;
    int count_ = 0;
};

bool runPoints(const QSize& size, std::size_t count, bool colored, double copy) {
    const CandidateColumns columns = columnsOf(count);
    ParetoView view;
    view.resize(size);
    view.show();
    ParetoChoice choice;
    if (colored) {
        choice.color = "energy";
        choice.size = "model-size";
    }
    view.setData(paretoData(columns, choice, {}));
    for (int i = 0; i < 5; ++i) QApplication::processEvents();
    PaintCount screen(view.viewport());
    ParetoChart& chart = *view.paretoChart();
    const PlotRange whole = chart.range();
    const Times pan = measure(kFrames, [&](int i) {
        const double dx = 0.2 * whole.width() * std::sin(i / 5.0);
        const double dy = 0.1 * whole.height() * std::cos(i / 7.0);
        chart.setRange({whole.xFrom + dx, whole.xTo + dx, whole.yFrom + dy, whole.yTo + dy});
        screen.frame();
    });
    const Times zoom = measure(kFrames, [&](int i) {
        const double in = 0.45 * (1 - std::cos(i / 6.0)) / 2;
        chart.setRange({whole.xFrom + in * whole.width(), whole.xTo - in * whole.width(),
                        whole.yFrom + in * whole.height(), whole.yTo - in * whole.height()});
        screen.frame();
    });
    const Times hover = measure(kFrames, [&](int i) {
        const QRectF area = chart.plotArea();
        const QPointF place(area.left() + area.width() * (0.2 + 0.6 * i / kFrames),
                            area.center().y());
        chart.setHovered(chart.candidateAt(place));
        screen.frame();
    });
    ParetoLimits limits;
    const Times limit = measure(20, [&](int i) {
        limits["weight-bits"].most = 7 - 0.1 * i;
        view.setData(paretoData(columns, choice, infeasibleRows(columns, limits)));
        chart.setLimits(limits);
        screen.frame();
    });
    const std::string with = colored ? ", colour and size" : "";
    bool good = report(("pan" + with).c_str(), count, size, pan, copy);
    good = report(("zoom" + with).c_str(), count, size, zoom, copy) && good;
    good = report(("hover" + with).c_str(), count, size, hover, copy) && good;
    // A limit changes the data; it need not be as quick.
    report(("drag a limit" + with).c_str(), count, size, limit, copy);
    return good;
}

void runParallel(const QSize& size, std::size_t count, double copy) {
    const auto columns = std::make_shared<const CandidateColumns>(columnsOf(count));
    ParallelView view;
    view.resize(size);
    view.show();
    ParetoLimits limits;
    const auto show = [&] {
        view.parallelChart()->setData(
            {columns,
             {"contrast", "fitness", "weight-bits", "energy", "latency", "model-size"},
             "energy",
             limits,
             infeasibleRows(*columns, limits),
             {}});
    };
    show();
    for (int i = 0; i < 5; ++i) QApplication::processEvents();
    PaintCount screen(view.viewport());
    const Times brush = measure(20, [&](int i) {
        limits["energy"].most = 7e-6 - 1e-7 * i;
        show();
        screen.frame();
    });
    report("parallel, drag a range", count, size, brush, copy);
    const Times hover = measure(kFrames, [&](int i) {
        view.parallelChart()->setHovered(static_cast<std::size_t>(i));
        screen.frame();
    });
    report("parallel, hover", count, size, hover, copy);
}

}  // namespace

int main(int argc, char** argv) {
    // As in the program.
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(std::max(0, sched_getcpu()), &one);
    sched_setaffinity(0, sizeof(one), &one);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // The offscreen platform says of every window that it has no size hints.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    QApplication app(argc, argv);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::printf("the goal is %.1f ms a frame of pan and zoom (processor time) on one core\n\n",
                kFrameMilliseconds);
    std::printf("%-28s %7s %9s %8s %8s %8s %8s %8s\n", "", "points", "view", "median", "worst",
                "cpu", "worst", "of copy");
    bool good = true;
    for (const QSize& size : {QSize(1280, 800), QSize(2560, 1440)}) {
        const double copy = copyMilliseconds(size);
        std::printf("a plain copy of the picture: %.2f ms\n", copy);
        for (const std::size_t count : {1'000UL, 10'000UL, 100'000UL})
            for (const bool colored : {false, true})
                good = runPoints(size, count, colored, copy) && good;
        runParallel(size, 100'000, copy);
    }
    return good ? 0 : 1;
}
