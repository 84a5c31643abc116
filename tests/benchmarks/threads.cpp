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
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "core/base/parallel.h"
#include "core/network/accuracy.h"

// Top-1 of 2,000 images on all cores against one thread, in turns in the same run; idle, and beside
// a process of its own that keeps every core busy. The networks of LPSTUDIO_DATA (else
// ../shared/data) on random images: time does not depend on what is in them.

namespace {

using namespace lpstudio;
namespace fs = std::filesystem;

constexpr std::size_t kImages = 2000, kDifferent = 100, kBatch = 100;
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

    double seconds(int threads) const {
        return measureAccuracy(network, {}, set, images, kBatch, {}, {}, threads).seconds;
    }
};

/// Least seconds of one thread and of all cores, measured in turns.
std::pair<double, double> measure(const Subject& subject, int rounds) {
    double one = subject.seconds(1), all = subject.seconds(0);
    for (int i = 1; i < rounds; ++i) {
        one = std::min(one, subject.seconds(1));
        all = std::min(all, subject.seconds(0));
    }
    return {one, all};
}

void row(const Subject& subject, const char* state, int rounds, double aim) {
    const auto [one, all] = measure(subject, rounds);
    std::printf("  %-28s %-5s %8.2f %8.2f   %6.2f   (aim: at least %.1f)\n",
                subject.network.name().c_str(), state, one, all, one / all, aim);
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
    std::printf("                                      one s    all s    ratio\n");
    for (const Subject& subject : subjects) row(subject, "idle", 3, kIdleAim);
    busy.start();
    for (const Subject& subject : subjects) row(subject, "busy", 3, kBusyAim);
    return 0;
}
