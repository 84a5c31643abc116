#include "core/base/parallel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>
#include <thread>
#include <vector>

#include "core/base/error.h"

namespace lpstudio {
namespace {

using namespace std::chrono_literals;

TEST(ForEachParallel, CallsEveryIndexOnceOnAsManyThreadsAsAsked) {
    for (const int threads : {1, 2, 3, 7})
        for (const std::size_t count : {0U, 1U, 2U, 100U}) {
            std::vector<std::atomic<int>> calls(count);
            std::atomic<int> within = 0, met = 0;
            const int expected = std::min(threads, static_cast<int>(count));
            forEachParallel(count, threads, [&](std::size_t i) {
                EXPECT_LE(++within, expected);
                // As many threads as wanted meet at the first indices.
                const auto end = std::chrono::steady_clock::now() + 10s;
                if (static_cast<int>(i) < expected) {
                    for (++met; met < expected; std::this_thread::yield()) {
                        ASSERT_LT(std::chrono::steady_clock::now(), end);
                    }
                }
                ++calls[i];
                --within;
            });
            EXPECT_TRUE(std::all_of(calls.begin(), calls.end(), [](int n) { return n == 1; }));
        }
}

TEST(ForEachParallel, OneThreadIsTheCallersAndZeroIsOneForEachCore) {
    std::vector<std::size_t> order;
    std::set<std::thread::id> threads;
    forEachParallel(5, 1, [&](std::size_t i) {
        order.push_back(i);
        threads.insert(std::this_thread::get_id());
    });
    EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
    EXPECT_EQ(threads, std::set{std::this_thread::get_id()});
    EXPECT_EQ(threadCount(3), 3);
    EXPECT_EQ(threadCount(0), machineCores());
    EXPECT_EQ(threadCount(-1), machineCores());
    EXPECT_GE(machineCores(), 1);
    useCores(5);
    EXPECT_EQ(threadCount(0), 5);
    EXPECT_EQ(threadCount(2), 2);
    useCores(0);
    EXPECT_EQ(threadCount(0), machineCores());
}

TEST(ForEachParallel, ThrowsWhatAPlainLoopWouldThrow) {
    for (const int threads : {1, 2, 3, 7}) {
        std::atomic<int> begun = 0;
        try {
            forEachParallel(1000, threads, [&](std::size_t i) {
                ++begun;
                // Later ones fail first.
                if (i < 7) std::this_thread::sleep_for(std::chrono::milliseconds(7 - i));
                if (i >= 3) throw Error("index " + std::to_string(i));
            });
            FAIL();
        } catch (const Error& error) {
            EXPECT_STREQ(error.what(), "index 3") << threads;
        }
        EXPECT_LE(begun, 4 + threads);
    }
}

TEST(ForEachParallel, AnIndexMayWaitForTheOneBefore) {
    for (const int threads : {1, 2, 3, 7}) {
        std::atomic<std::size_t> passed = 0;
        std::vector<std::size_t> order;
        forEachParallel(50, threads, [&](std::size_t i) {
            while (passed != i) std::this_thread::yield();
            order.push_back(i);
            passed = i + 1;
        });
        ASSERT_EQ(order.size(), 50U);
        EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    }
}

TEST(ForEachParallel, StopsBeforeTheNextIndex) {
    for (const int threads : {1, 2, 7}) {
        std::stop_source source;
        std::atomic<int> begun = 0;
        EXPECT_THROW(forEachParallel(
                         1000, threads,
                         [&](std::size_t) {
                             ++begun;
                             source.request_stop();
                         },
                         source.get_token()),
                     Cancelled);
        EXPECT_LE(begun, threads);
        // What has been done whole is not cancelled.
        forEachParallel(
            0, threads, [](std::size_t) {}, source.get_token());
    }
}

TEST(SharedProgress, CountsFromAllThreadsInOrder) {
    std::size_t last = 0;
    const ProgressFunction tell = [&](const Progress& at) {
        EXPECT_EQ(at.done, last + 2);
        EXPECT_EQ(at.total, 400U);
        EXPECT_EQ(at.what, "counting");
        last = at.done;
    };
    SharedProgress progress(tell, "counting", 400);
    forEachParallel(200, 7, [&](std::size_t) { progress.add(2); });
    EXPECT_EQ(last, 400U);
    const ProgressFunction nobody;
    SharedProgress(nobody, "counting", 1).add();
}

}  // namespace
}  // namespace lpstudio
