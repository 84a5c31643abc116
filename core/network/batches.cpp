#include "core/network/batches.h"

#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace lpstudio {
namespace {

std::size_t batchCount(const BatchRuns& runs) {
    const std::size_t size = std::max<std::size_t>(1, runs.batch);
    return (runs.images + size - 1) / size;
}

std::size_t halfOfMemory() {
    const long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    if (pages <= 0 || size <= 0) return std::numeric_limits<std::size_t>::max();
    return static_cast<std::size_t>(pages) / 2 * static_cast<std::size_t>(size);
}

/// Lets batches that run side by side pass each place of the network in the order of their indices.
class Turns {
public:
    Turns(std::size_t places, std::size_t batches) : passed_(places, 0), ended_(batches, false) {}

    /// Waits until all batches before this one are through with the place. Throws Cancelled if one
    /// of them has failed or `stop` is requested.
    void await(std::size_t place, std::size_t batch, const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [&] {
            return failed_ < batch || passed_[place] >= batch || allEnded_ >= batch;
        });
        if (failed_ < batch || stop.stop_requested()) throw Cancelled();
    }

    /// The batch, whose turn it was, does not come back to the place.
    void pass(std::size_t place, std::size_t batch) {
        {
            const std::scoped_lock lock(mutex_);
            passed_[place] = batch + 1;
        }
        changed_.notify_all();
    }

    void end(std::size_t batch, bool failed) {
        {
            const std::scoped_lock lock(mutex_);
            if (failed) {
                failed_ = std::min(failed_, batch);
            } else {
                ended_[batch] = true;
                while (allEnded_ < ended_.size() && ended_[allEnded_]) ++allEnded_;
            }
        }
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<std::size_t> passed_;  ///< by place: the batches below this number are through
    std::vector<bool> ended_;
    std::size_t allEnded_ = 0;  ///< all batches below this number have ended
    std::size_t failed_ = std::numeric_limits<std::size_t>::max();  ///< the lowest that has
};

/// Tells another observer of one batch when it is that batch's turn.
class InTurn final : public RunObserver {
public:
    InTurn(const Network& network, const Batch& batch, const std::stop_token& stop, Turns& turns,
           RunObserver& observer)
        : network_(network), batch_(batch), stop_(stop), turns_(turns), observer_(observer) {}
    InTurn(const InTurn&) = delete;
    InTurn& operator=(const InTurn&) = delete;
    ~InTurn() override { turns_.end(batch_.index, !whole_); }

    /// The batch has run to its end.
    void finish() { whole_ = true; }

    bool wantsOperands() const override { return observer_.wantsOperands(); }
    bool wantsOutputs() const override { return observer_.wantsOutputs(); }
    void onInput(LayerIndex layer, const TensorView& x) override {
        inTurn(layer, 0, [&] { observer_.onInput(layer, x); });
    }
    void onOperand(LayerIndex layer, const TensorView& x) override {
        inTurn(layer, 1, [&] { observer_.onOperand(layer, x); });
    }
    void onOutput(LayerIndex layer, const TensorView& y) override {
        inTurn(layer, 2, [&] { observer_.onOutput(layer, y); });
    }

    static constexpr std::size_t kPlacesOfLayer = 3;

private:
    template <class Tell>
    void inTurn(LayerIndex layer, std::size_t kind, const Tell& tell) {
        const std::size_t place = static_cast<std::size_t>(layer.value) * kPlacesOfLayer + kind;
        turns_.await(place, batch_.index, stop_);
        tell();
        // In a loop or a branch only the end of the run tells that the layer is not met again.
        if (network_.runsOnce(layer)) turns_.pass(place, batch_.index);
    }

    const Network& network_;
    const Batch& batch_;
    const std::stop_token& stop_;
    Turns& turns_;
    RunObserver& observer_;
    bool whole_ = false;
};

}  // namespace

int batchesAtOnce(const Network& network, std::size_t batch, int wanted, std::size_t bytes) {
    constexpr std::size_t kPairs = 3;
    std::size_t largest = 1;
    for (const Layer& layer : network.layers())
        largest =
            std::max(largest, static_cast<std::size_t>(layer.inputElements + layer.outputElements));
    const std::size_t most =
        bytes / (kPairs * sizeof(float) * largest * std::max<std::size_t>(1, batch));
    return static_cast<int>(std::clamp<std::size_t>(most, 1, static_cast<std::size_t>(wanted)));
}

void forEachBatch(const Network& network, const BatchRuns& runs,
                  const std::function<void(const Batch&)>& body) {
    const std::size_t size = std::max<std::size_t>(1, runs.batch);
    forEachParallel(
        batchCount(runs), batchesAtOnce(network, size, threadCount(runs.threads), halfOfMemory()),
        [&](std::size_t i) {
            body({i, i * size, std::min(size, runs.images - i * size)});
        },
        runs.stop);
}

void observeBatches(const Network& network, const BatchRuns& runs, const PixelSource& pixels,
                    RunObserver& observer, const ProgressFunction& progress,
                    const std::string& what) {
    Turns turns(network.layers().size() * InTurn::kPlacesOfLayer, batchCount(runs));
    SharedProgress done(progress, what, runs.images);
    forEachBatch(network, runs, [&](const Batch& batch) {
        InTurn inTurn(network, batch, runs.stop, turns, observer);
        network.run(pixels(batch), {}, &inTurn);
        inTurn.finish();
        done.add(batch.size);
    });
}

}  // namespace lpstudio
