#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>
#include <vector>

#include "core/base/progress.h"
#include "core/network/network.h"

namespace lpstudio {

/// A part of a list of images.
struct Batch {
    std::size_t index = 0;  ///< of the batch
    std::size_t first = 0;  ///< place of its first image in the list
    std::size_t size = 0;   ///< number of images, at least 1
};

/// How a list of images is run.
struct BatchRuns {
    std::size_t images = 0;
    std::size_t batch = 100;  ///< images of a batch; the last has the rest
    int threads = 0;          ///< batches at once, one thread each; 0: as many as there are cores
    std::stop_token stop;
};

/// Calls body for each batch, as forEachParallel() does; fewer at once where the activations of all
/// would take more than half of the memory. Batches do not depend on the number of threads.
void forEachBatch(const Network& network, const BatchRuns& runs,
                  const std::function<void(const Batch&)>& body);

/// Normalised images of a batch.
using PixelSource = std::function<std::vector<float>(const Batch&)>;

/// Runs the float network and tells the observer of each layer's operands and outputs in the order
/// in which a loop over the batches would: whatever it adds up does not depend on the number of
/// threads. Calls of one kind for one layer come one after the other; others may come at the same
/// time, on several threads. Throws what forEachBatch() and the observer throw.
void observeBatches(const Network& network, const BatchRuns& runs, const PixelSource& pixels,
                    RunObserver& observer, const ProgressFunction& progress = {},
                    const std::string& what = {});

/// How many of `wanted` batches of `batch` images may run at once so that their activations take
/// at most `bytes`; at least 1. Assumes that three pairs of a layer's input and output live at a
/// time.
int batchesAtOnce(const Network& network, std::size_t batch, int wanted, std::size_t bytes);

}  // namespace lpstudio
