#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <climits>
#include <cmath>
#include <cstdio>

#include "app/project/runs/datapath_run.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/network/batches.h"
#include "core/network/bias_correction.h"
#include "core/study/session.h"
#include "tests/benchmarks/study_subjects.h"

// What the accelerator's own arithmetic, a log-to-linear table and narrow partial sums that are cut
// towards minus infinity, costs in top-1. Prints the table of resources/help/datapath.md.

namespace {

using namespace lpstudio;

struct Options {
    std::string network = "resnet20";
    std::size_t images = 1000, calibration = 128, batch = 20;
    std::uint64_t seed = 1;
    int least = 4, most = 12, threads = 1;
    std::vector<std::string> formats{"lp:8/lp:8", "lp:4/lp:8", "lp:4/lp:4"};
    std::vector<int> corrected{6, 7, 8};
};

/// Whether each image is classified rightly.
std::vector<char> verdicts(const Network& network, const RunPlan& plan, const ImageSet& set,
                           const std::vector<std::size_t>& images, std::size_t batch) {
    const auto classes = static_cast<std::ptrdiff_t>(network.classes());
    std::vector<char> right(images.size());
    forEachBatch(network, {images.size(), batch, 0, {}}, [&](const Batch& at) {
        const auto part = std::span(images).subspan(at.first, at.size);
        const auto logits = network.run(normalised(set, part, network.card()), plan);
        for (std::size_t i = 0; i < part.size(); ++i) {
            const auto row = logits.begin() + static_cast<std::ptrdiff_t>(i) * classes;
            right[at.first + i] = std::max_element(row, row + classes) - row == set.labels[part[i]];
        }
    });
    return right;
}

double percent(const std::vector<char>& right) {
    return 100.0 * static_cast<double>(std::count(right.begin(), right.end(), 1)) /
           static_cast<double>(right.size());
}

/// Images that one of the two alone has right, and the two-sided exact McNemar test: the
/// probability of a split at least as uneven, were both alike.
struct Paired {
    int onlyFirst = 0, onlySecond = 0;
    double p = 1;
    double pointsError = 0;  ///< standard error of the difference of top-1, in points
};
Paired paired(const std::vector<char>& a, const std::vector<char>& b) {
    Paired result;
    for (std::size_t i = 0; i < a.size(); ++i) {
        result.onlyFirst += a[i] > b[i] ? 1 : 0;
        result.onlySecond += b[i] > a[i] ? 1 : 0;
    }
    const int n = result.onlyFirst + result.onlySecond;
    double tail = 0;
    for (int k = 0; k <= std::min(result.onlyFirst, result.onlySecond); ++k)
        tail += std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) -
                         n * std::log(2.0));
    result.p = std::min(1.0, 2 * tail);
    const auto count = static_cast<double>(a.size());
    const double difference = result.onlyFirst - result.onlySecond;
    result.pointsError = 100 * std::sqrt(n - difference * difference / count) / count;
    return result;
}

void run(const Options& o) {
    const study::Subject& files = study::subject(o.network);
    const Network network = study::loadNetwork(files);
    const ImageSet train = study::readImages(files.train), test = study::readImages(files.test);
    std::vector<std::size_t> judged = firstImages(test, o.images);
    const std::vector<float> calibrationImages =
        normalised(train, stratifiedSample(train, o.calibration, o.seed), network.card());
    const Calibration calibration(network, calibrationImages);
    const std::vector<char> plain = verdicts(network, {}, test, judged, o.batch);
    std::printf("%s, first %zu test images, %zu calibration images; float %.2f %%\n\n",
                network.name().c_str(), judged.size(), o.calibration, percent(plain));
    std::printf(
        "| weights/activations | arithmetic | top-1 | lost to ideal | only ideal right | only it "
        "right | p (McNemar) |\n|---|---|---|---|---|---|---|\n");
    for (const std::string& both : o.formats) {
        const auto slash = both.find('/');
        if (slash == std::string::npos) throw UsageError("--formats " + both + ": write W/A");
        const Assignment assignment = fitted(
            network,
            Assignment(network.layers().size(),
                       {parseFormat(both.substr(0, slash)), parseFormat(both.substr(slash + 1))}),
            &calibration);
        WeightCache cache;
        const RunPlan ideal = makePlan(network, assignment, Rounding::Nearest, cache);
        const std::vector<char> reference = verdicts(network, ideal, test, judged, o.batch);
        const Paired toFloat = paired(plain, reference);
        std::printf("| %s | ideal | %.2f | (float: %.2f +- %.2f) | (%d) | (%d) | (%.2g) |\n",
                    both.c_str(), percent(reference), percent(plain) - percent(reference),
                    toFloat.pointsError, toFloat.onlyFirst, toFloat.onlySecond, toFloat.p);
        std::fflush(stdout);
        const auto row = [&](const std::string& name, const DatapathOptions& options,
                             bool biasCorrection) {
            RunPlan plan = makePlan(network, assignment, Rounding::Nearest, cache,
                                    biasCorrection ? &calibration : nullptr);
            useDatapath(network, assignment, options, {}, plan);
            plan = settled(network, std::move(plan), calibrationImages, {});
            const std::vector<char> right = verdicts(network, plan, test, judged, o.batch);
            const Paired p = paired(reference, right);
            std::printf("| %s | %s | %.2f | %.2f +- %.2f | %d | %d | %.2g |\n", both.c_str(),
                        name.c_str(), percent(right), percent(reference) - percent(right),
                        p.pointsError, p.onlyFirst, p.onlySecond, p.p);
            std::fflush(stdout);
        };
        for (int f = o.least; f <= o.most; ++f)
            row("F = " + std::to_string(f), {8, LogConversion::Table, f}, false);
        row("F = 8, Mitchell", {8, LogConversion::Mitchell, 8}, false);
        for (const int f : o.corrected)
            row("F = " + std::to_string(f) + ", means corrected", {8, LogConversion::Table, f},
                true);
    }
}

}  // namespace

int main(int argc, char** argv) {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    Options o;
    CLI::App app("What the accelerator's arithmetic costs on real networks");
    app.add_option("--network", o.network, "resnet20, resnet32 or vit")->capture_default_str();
    app.add_option("--images", o.images, "test images")->capture_default_str();
    app.add_option("--calibration-images", o.calibration)->capture_default_str();
    app.add_option("--seed", o.seed)->capture_default_str();
    app.add_option("--formats", o.formats, "W/A of all layers, one after the other")
        ->capture_default_str();
    app.add_option("--least", o.least, "fraction bits of the partial sum, from")
        ->capture_default_str();
    app.add_option("--most", o.most, "to")->capture_default_str();
    app.add_option("--corrected", o.corrected, "fraction bits at which the means are corrected too")
        ->capture_default_str();
    app.add_option("--threads", o.threads)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        useCores(o.threads);
        run(o);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "datapath_study: %s\n", error.what());
        return 1;
    }
}
