#include "core/network/code_check.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace lpstudio {
namespace {

using namespace std::chrono_literals;

TEST(Trial, TellsTheSignalThatEndsIt) {
    EXPECT_EQ(signalOfChild([] { raise(SIGSEGV); }, 10s), SIGSEGV);
    EXPECT_EQ(signalOfChild([] { std::abort(); }, 10s), SIGABRT);
    // A page that nobody may touch.
    void* page = mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    EXPECT_EQ(signalOfChild([&] { *static_cast<volatile char*>(page) = 1; }, 10s), SIGSEGV);
    munmap(page, 4096);
}

TEST(Trial, LeavesTheProcessAsItWas) {
    int value = 1;
    const pid_t here = getpid();
    EXPECT_EQ(signalOfChild([&] { value = 2; }, 10s), 0);
    EXPECT_EQ(value, 1);
    EXPECT_EQ(signalOfChild([] { throw std::runtime_error("an end like another"); }, 10s), 0);
    EXPECT_EQ(getpid(), here);
}

TEST(Trial, IsGivenUpAfterAWhile) {
    std::mutex held;
    const std::lock_guard lock(held);
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(signalOfChild([&] { held.lock(); }, 200ms), 0);
    EXPECT_GE(std::chrono::steady_clock::now() - before, 200ms);
}

TEST(Trial, TellsNothingIfItWasKilledFromOutside) {
    EXPECT_EQ(signalOfChild([] { raise(SIGKILL); }, 10s), 0);
}

TEST(Trial, RunsBesideOtherThreads) {
    std::jthread busy([](std::stop_token stop) {
        while (!stop.stop_requested()) std::make_unique<int[]>(1000);
    });
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(signalOfChild([] { std::make_unique<int[]>(100000); }, 10s), 0);
}

}  // namespace
}  // namespace lpstudio
