#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "core/base/parallel.h"
#include "core/network/accuracy.h"

// Top-1 of 2,000 images on all cores against one thread, in turns in the same run; idle, and beside
// a process of its own that keeps every core busy. "processor" is what the cores together spend on
// the same images, all cores against one thread. The networks of LPSTUDIO_DATA (else
// ../shared/data) on random images: time does not depend on what is in them.

namespace {

using namespace lpstudio;
namespace fs = std::filesystem;

constexpr std::size_t kImages = 2000, kDifferent = 100, kBatch = 100;
constexpr int kRounds = 3;
constexpr double kIdleAim = 1.8, kBusyAim = 0.9;

/// A process that computes on every core while it exists. To be made before LibTorch's first run.
class BusyProcess {
public:
    BusyProcess() {
        if (pipe(start_) != 0) std::abort();
        child_ = fork();
        if (child_ != 0) {
            close(start_[0]);
            return;
        }
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(start_[1]);
        char go = 0;
        if (read(start_[0], &go, 1) != 1) _exit(0);
        std::vector<std::thread> spinning;
        for (int i = 0; i < machineCores(); ++i)
            spinning.emplace_back([] {
                for (std::atomic<unsigned> spin = 0;;) ++spin;
            });
        while (true) pause();
    }
    BusyProcess(const BusyProcess&) = delete;
    BusyProcess& operator=(const BusyProcess&) = delete;
    ~BusyProcess() {
        kill(child_, SIGKILL);
        waitpid(child_, nullptr, 0);
        close(start_[1]);
    }

    void start() const {
        const char go = 1;
        if (write(start_[1], &go, 1) != 1) std::abort();
    }

private:
    int start_[2] = {-1, -1};
    pid_t child_ = -1;
};

struct Cost {
    double seconds = std::numeric_limits<double>::infinity(), processor = seconds;

    void keepLess(const Cost& other) {
        seconds = std::min(seconds, other.seconds);
        processor = std::min(processor, other.processor);
    }
};

struct Subject {
    Network network;
    ImageSet set;
    std::vector<std::size_t> images;

    explicit Subject(const fs::path& file)
        : network(Network::load(file, readCard(cardPath(file)))), images(kImages) {
        const ModelCard& card = network.card();
        set = {"random", card.channels, card.height, card.width, {}, {}, {}, {}};
        set.bytes.resize(kDifferent * set.imageElements());
        std::uint32_t random = 1;
        for (std::uint8_t& byte : set.bytes) {
            random = random * 1664525U + 1013904223U;
            byte = static_cast<std::uint8_t>(random >> 24);
        }
        set.labels.resize(kDifferent);
        for (std::size_t i = 0; i < kImages; ++i) images[i] = i % kDifferent;
    }

    Cost top1(int threads) const {
        const std::clock_t start = std::clock();
        const double seconds =
            measureAccuracy(network, {}, set, images, kBatch, {}, {}, threads).seconds;
        return {seconds, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC};
    }
};

/// One thread and all cores in turns; the least of each.
void row(const Subject& subject, const char* state, double aim) {
    Cost one, all;
    for (int round = 0; round < kRounds; ++round) {
        one.keepLess(subject.top1(1));
        all.keepLess(subject.top1(0));
    }
    std::printf("  %-28s %-5s %8.2f %8.2f   %6.2f %10.2f   (aim: at least %.1f)\n",
                subject.network.name().c_str(), state, one.seconds, all.seconds,
                one.seconds / all.seconds, all.processor / one.processor, aim);
    std::fflush(stdout);
}

std::string load() {
    std::string text;
    std::ifstream("/proc/loadavg") >> text;
    return text;
}

}  // namespace

int main() {
    const BusyProcess busy;
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_ARENA_MAX, 1);
    const char* given = std::getenv("LPSTUDIO_DATA");
    const fs::path models =
        (given != nullptr ? fs::path(given) : fs::path("../shared/data")) / "models";
    std::vector<Subject> subjects;
    for (const char* name : {"cifar10_resnet20", "mnist_vit", "imagenet_mobilenet_v1_0.25"}) {
        const fs::path file = models / (std::string(name) + ".pt");
        if (!fs::exists(file)) {
            std::printf("%s is absent; set LPSTUDIO_DATA\n", file.c_str());
            return 0;
        }
        subjects.emplace_back(file);
    }
    std::printf("top-1 of %zu images, batches of %zu, %d cores; load before: %s\n", kImages, kBatch,
                machineCores(), load().c_str());
    std::printf("%37s one s    all s    ratio  processor\n", "");
    for (const Subject& subject : subjects) row(subject, "idle", kIdleAim);
    busy.start();
    for (const Subject& subject : subjects) row(subject, "busy", kBusyAim);
    return 0;
}
