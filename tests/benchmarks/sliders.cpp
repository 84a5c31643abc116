#include <benchmark/benchmark.h>
#include <malloc.h>

#include <QApplication>
#include <QHBoxLayout>
#include <QSlider>
#include <QSpinBox>
#include <chrono>
#include <climits>
#include <cstdio>
#include <random>

#include "app/desktop/charts/distribution_chart.h"
#include "app/desktop/pages/distributions/format_panel.h"
#include "app/desktop/pages/distributions/format_trial.h"
#include "app/desktop/widgets/chart_view.h"
#include "app/desktop/widgets/lp_boxes.h"
#include "app/desktop/widgets/theme.h"
#include "core/number/measures.h"
#include "tests/app/desktop/child.h"

// A step of a slider on the Distributions page, for a layer of 10 million weights, from the hand to
// the finished picture; the goal is one frame of a 60 Hz screen, 16 ms. Parts of it apart.

namespace {

using namespace lpstudio;

constexpr std::size_t kWeights = 10'000'000;
constexpr double kFrameMilliseconds = 16;

const std::vector<float>& weights() {
    static const std::vector<float> values = [] {
        std::mt19937 random(1);
        std::normal_distribution<float> normal(0, 0.02F);
        std::vector<float> v(kWeights);
        for (float& x : v) x = normal(random);
        return v;
    }();
    return values;
}

const std::shared_ptr<const MagnitudeTable>& table() {
    static const auto made = std::make_shared<const MagnitudeTable>(weights());
    return made;
}

const DistributionData& data() {
    static const DistributionData made = [] {
        const DistributionLayer layer{QStringLiteral("layer"), weights()};
        return distributionData({&layer, 1});
    }();
    return made;
}

void compareToFrame(benchmark::State& state, double milliseconds) {
    state.counters["ms_of_16"] = milliseconds;
    state.SetLabel(milliseconds <= kFrameMilliseconds ? "within a frame" : "TOO SLOW");
}

/// Milliseconds of a step: every setting moves, and the picture is painted.
class Clock {
public:
    void start() { start_ = std::chrono::steady_clock::now(); }
    void stop() {
        const std::chrono::duration<double, std::milli> passed =
            std::chrono::steady_clock::now() - start_;
        total_ += passed.count();
        worst_ = std::max(worst_, passed.count());
        ++steps_;
    }
    double mean() const { return total_ / steps_; }
    double worst() const { return worst_; }

private:
    std::chrono::steady_clock::time_point start_;
    double total_ = 0, worst_ = 0;
    int steps_ = 0;
};

/// What the page holds in its middle and at its right.
struct Bench {
    QWidget window;
    DistributionChart* chart = new DistributionChart;
    FormatPanel* panel = new FormatPanel;
    FormatTrial trial{*panel, *chart};

    explicit Bench(DistributionScale scale, int n) {
        auto* layout = new QHBoxLayout(&window);
        layout->addWidget(new ChartView(chart), 1);
        layout->addWidget(panel);
        panel->setFixedWidth(288);
        window.resize(1180, 800);
        chart->setScale(scale);
        chart->setData(data());
        const LpParameters start{n, 2, std::min(7, n - 1), 5.5};
        trial.setTensor({"layer", nullptr, weights(), table()}, start, true);
        window.show();
        settle();
    }
    static void settle() {
        for (int i = 0; i < 5; ++i) QApplication::processEvents();
    }
    /// Layout and painting, as the event loop would do them before it takes the next move.
    void paint() {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        window.grab();
    }
};

void sliderStep(benchmark::State& state, DistributionScale scale, int n) {
    Bench bench(scale, n);
    auto* slider = bench.panel->findChild<QSlider*>();
    int at = 0;
    Clock clock;
    for ([[maybe_unused]] auto _ : state) {
        at = (at + 1) % 100;
        clock.start();
        slider->setValue(at);
        bench.paint();
        clock.stop();
    }
    state.counters["worst_ms"] = clock.worst();
    compareToFrame(state, clock.mean());
}
BENCHMARK_CAPTURE(sliderStep, linear_8_bit, DistributionScale::Linear, 8)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sliderStep, log2_8_bit, DistributionScale::Log2, 8)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(sliderStep, linear_16_bit, DistributionScale::Linear, 16)
    ->Unit(benchmark::kMillisecond);

void regimeStep(benchmark::State& state) {
    Bench bench(DistributionScale::Linear, 8);
    Clock clock;
    int rs = 1;
    for ([[maybe_unused]] auto _ : state) {
        rs = rs % 7 + 1;
        clock.start();
        child<LpBoxes>(bench.panel)->rs()->setValue(rs);
        bench.paint();
        clock.stop();
    }
    state.counters["worst_ms"] = clock.worst();
    compareToFrame(state, clock.mean());
}
BENCHMARK(regimeStep)->Unit(benchmark::kMillisecond);

void estimateOnly(benchmark::State& state, int n) {
    double sf = 5;
    for ([[maybe_unused]] auto _ : state) {
        sf = sf < 6 ? sf + 0.02 : 5;
        const LpFormat format(LpParameters{n, 2, std::min(7, n - 1), sf});
        benchmark::DoNotOptimize(estimate(format.quantizer(Rounding::Nearest), *table()));
    }
}
BENCHMARK_CAPTURE(estimateOnly, 8_bit, 8)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(estimateOnly, 16_bit, 16)->Unit(benchmark::kMillisecond);

void chartOnly(benchmark::State& state) {
    Bench bench(DistributionScale::Linear, 8);
    double sf = 5;
    for ([[maybe_unused]] auto _ : state) {
        sf = sf < 6 ? sf + 0.02 : 5;
        bench.chart->setFormat(std::make_shared<LpFormat>(LpParameters{8, 2, 7, sf}));
        bench.paint();
    }
}
BENCHMARK(chartOnly)->Unit(benchmark::kMillisecond);

/// Once a layer, on the worker.
void tableAndHistograms(benchmark::State& state) {
    const DistributionLayer layer{QStringLiteral("layer"), weights()};
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(MagnitudeTable(weights()));
        benchmark::DoNotOptimize(distributionData({&layer, 1}));
    }
}
BENCHMARK(tableAndHistograms)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    // As in the program.
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // The offscreen platform says of every window that it has no size hints.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    QApplication app(argc, argv);
    Theme::instance().apply(ThemeMode::Light, false);
    benchmark::Initialize(&argc, argv);
    std::printf("a layer of %zu weights; the goal is %.0f ms a step\n", kWeights,
                kFrameMilliseconds);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
