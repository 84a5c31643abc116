#include "core/network/batches.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>
#include <tuple>

#include "core/base/error.h"
#include "tests/core/network/test_models.h"

namespace lpstudio::test {
namespace {

Network load(const std::filesystem::path& file) {
    return Network::load(file, readCard(cardPath(file)));
}

/// One layer stands outside the loop, one runs as often in it as the images say.
std::filesystem::path dataDependentNet() {
    return scriptedNet("times", R"(    x = torch.conv2d(x, self.a, None, [1, 1], [1, 1], [1, 1], 1)
    for i in range(1 + int(torch.argmax(torch.mean(x, [0, 2, 3])))):
        x = torch.relu(torch.conv2d(x, self.b, None, [1, 1], [1, 1], [1, 1], 1))
    return torch.linear(torch.mean(x, [2, 3]), self.c)
)",
                       {{"a", {4, 2, 3, 3}}, {"b", {4, 4, 3, 3}}, {"c", {3, 4}}}, {2, 6, 6});
}

/// What is told of each layer and kind of call: the first value and the number of images.
class Recorder final : public RunObserver {
public:
    using Call = std::tuple<float, std::size_t, std::int64_t>;

    bool wantsOperands() const override { return true; }
    bool wantsOutputs() const override { return true; }
    void onInput(LayerIndex layer, const TensorView& x) override { note(layer, 0, x); }
    void onOperand(LayerIndex layer, const TensorView& x) override { note(layer, 1, x); }
    void onOutput(LayerIndex layer, const TensorView& y) override { note(layer, 2, y); }

    std::map<std::pair<int, int>, std::vector<Call>> calls;
    bool uneven = false;

private:
    void note(LayerIndex layer, int kind, const TensorView& x) {
        // Earlier batches are often slower than later ones.
        if (uneven) std::this_thread::sleep_for(std::chrono::microseconds(300 * (pause_++ % 3)));
        const std::scoped_lock lock(mutex_);
        calls[{layer.value, kind}].emplace_back(x.values[0], x.values.size(), x.shape[0]);
    }

    std::atomic<int> pause_ = 0;
    std::mutex mutex_;
};

struct Images {
    const Network& network;
    std::vector<float> all;
    std::size_t count;

    Images(const Network& net, std::size_t n)
        : network(net), all(randomImages(net.card(), n)), count(n) {}
    std::vector<float> of(const Batch& batch) const {
        const std::size_t perImage = all.size() / count;
        const auto part = std::span(all).subspan(batch.first * perImage, batch.size * perImage);
        return {part.begin(), part.end()};
    }
};

}  // namespace

TEST(Batches, CoverAllImagesWhateverTheThreads) {
    const Network network = load(convNet().file);
    for (const int threads : {1, 2, 3, 7}) {
        std::mutex mutex;
        std::vector<std::size_t> seen(23);
        std::vector<std::size_t> sizes(5);
        forEachBatch(network, {23, 5, threads, {}}, [&](const Batch& batch) {
            const std::scoped_lock lock(mutex);
            EXPECT_EQ(batch.first, batch.index * 5);
            sizes.at(batch.index) = batch.size;
            for (std::size_t i = 0; i < batch.size; ++i) ++seen.at(batch.first + i);
        });
        EXPECT_EQ(sizes, (std::vector<std::size_t>{5, 5, 5, 5, 3}));
        EXPECT_EQ(seen, std::vector<std::size_t>(23, 1));
    }
    forEachBatch(network, {0, 5, 2, {}}, [](const Batch&) { FAIL(); });
}

TEST(Batches, FewerAtOnceWhereMemoryIsShort) {
    const Network network = load(convNet().file);
    std::size_t largest = 0;
    for (const Layer& layer : network.layers())
        largest =
            std::max(largest, static_cast<std::size_t>(layer.inputElements + layer.outputElements));
    const std::size_t one = 3 * 4 * largest * 10;
    EXPECT_EQ(batchesAtOnce(network, 10, 8, 8 * one), 8);
    EXPECT_EQ(batchesAtOnce(network, 10, 8, 8 * one - 1), 7);
    EXPECT_EQ(batchesAtOnce(network, 10, 8, 100 * one), 8);
    EXPECT_EQ(batchesAtOnce(network, 10, 8, 0), 1);
}

TEST(Batches, ObserversSeeTheOrderOfAPlainLoop) {
    for (const auto& file : {convNet().file, attentionNet(), residualNet(), dataDependentNet()}) {
        const Network network = load(file);
        const Images images(network, 33);
        Recorder expected;
        constexpr std::size_t kBatch = 4;
        for (std::size_t first = 0; first < images.count; first += kBatch)
            network.run(images.of({0, first, std::min(kBatch, images.count - first)}), {},
                        &expected);
        for (const int threads : {1, 2, 3, 7}) {
            Recorder recorder;
            recorder.uneven = true;
            std::size_t done = 0;
            observeBatches(
                network, {images.count, kBatch, threads, {}},
                [&](const Batch& batch) { return images.of(batch); }, recorder,
                [&](const Progress& at) {
                    EXPECT_EQ(at.what, "looking");
                    EXPECT_GT(at.done, done);
                    done = at.done;
                },
                "looking");
            EXPECT_EQ(recorder.calls, expected.calls) << file << ' ' << threads;
            EXPECT_EQ(done, images.count);
        }
    }
}

TEST(Batches, TheSequenceOfALoopedLayerDiffersFromBatchToBatch) {
    // Else the test above says nothing of such networks.
    const Network network = load(dataDependentNet());
    ASSERT_EQ(network.layers().size(), 3U);
    EXPECT_TRUE(network.runsOnce(LayerIndex(0)));
    EXPECT_FALSE(network.runsOnce(LayerIndex(1)));
    EXPECT_TRUE(network.runsOnce(LayerIndex(2)));
    const Images images(network, 33);
    std::vector<std::size_t> times;
    for (std::size_t first = 0; first < images.count; first += 4) {
        Recorder recorder;
        network.run(images.of({0, first, 1}), {}, &recorder);
        times.push_back(recorder.calls.at({1, 0}).size());
    }
    EXPECT_NE(*std::min_element(times.begin(), times.end()),
              *std::max_element(times.begin(), times.end()));
    const Network attention = load(attentionNet());
    for (const Layer& layer : attention.layers()) EXPECT_TRUE(attention.runsOnce(layer.index));
}

TEST(Batches, ThrowWhatTheFirstFailingBatchThrew) {
    class Failing final : public RunObserver {
    public:
        bool wantsOperands() const override { return true; }
        void onInput(LayerIndex layer, const TensorView& x) override {
            // Of the batches of two the third fails in the last layer, all later ones in the first.
            const auto batch = static_cast<int>(x.shape[0]);
            if (batch == 3 && layer.value == 3) throw Error("the third");
            if (batch == 2 && layer.value == 0 && ++twos_ > 2) throw Error("a later one");
        }

    private:
        std::atomic<int> twos_ = 0;
    };
    const Network network = load(convNet().file);
    const Images images(network, 40);
    for (const int threads : {1, 2, 3, 7}) {
        Failing observer;
        try {
            observeBatches(
                network, {40, 2, threads, {}},
                [&](const Batch& batch) {
                    return images.of({batch.index, batch.first, batch.index == 2 ? 3U : 2U});
                },
                observer);
            FAIL();
        } catch (const Error& error) {
            EXPECT_STREQ(error.what(), "the third") << threads;
        }
    }
}

TEST(Batches, AStopEndsTheWaitForATurn) {
    class Stopping final : public RunObserver {
    public:
        bool wantsOperands() const override { return true; }
        void onInput(LayerIndex, const TensorView&) override {
            ++calls;
            source.request_stop();
        }
        std::stop_source source;
        std::atomic<int> calls = 0;
    };
    const Network network = load(convNet().file);
    const Images images(network, 40);
    for (const int threads : {1, 2, 7}) {
        Stopping observer;
        EXPECT_THROW(observeBatches(
                         network, {40, 2, threads, observer.source.get_token()},
                         [&](const Batch& batch) { return images.of(batch); }, observer),
                     Cancelled);
        // Nothing after the batch, or even the layer, in which it was asked for.
        EXPECT_EQ(observer.calls, 1) << threads;
    }
}

}  // namespace lpstudio::test
