#include "hw/activity.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/base/text.h"
#include "hw/checked.h"
#include "hw/mapping.h"

namespace lpstudio {
namespace {

void checkSizes(const MatrixProduct& p) {
    const auto check = [&p](const char* what, std::int64_t value, std::int64_t least) {
        if (value >= least) return;
        throw UsageError("layer \"" + shortened(p.name) + "\": " + what + " = " +
                         std::to_string(value) + " is too small; give " + std::to_string(least) +
                         " or more");
    };
    check("m", p.m, 1);
    check("k", p.k, 1);
    check("n", p.n, 1);
    check("groups", p.groups, 1);
    check("inputElements", p.inputElements, 0);
    check("postOperations", p.postOperations, 0);
    check("outputBits", p.outputBits, 0);
}

/// One product of the layer, `shared` images in its m rows.
Tiling tile(const Accelerator& accelerator, const MatrixProduct& p, const Mapping& map,
            std::int64_t m, std::int64_t shared, int outputBits) {
    const std::int64_t all = checkedProduct({m, p.k});
    TilingProblem problem;
    problem.m = m;
    problem.k = p.k;
    problem.n = p.n;
    problem.inputElements =
        p.inputElements == 0 ? all : std::min(all, checkedProduct({p.inputElements, shared}));
    problem.weightBits = map.weightBits;
    problem.inputBits = map.activationBits;
    problem.outputBits = outputBits;
    problem.partialBits = std::llround(accelerator.value("partial_sum.bits"));
    problem.weightCapacity = accelerator.weights.usableBits();
    problem.inputCapacity = accelerator.inputs.usableBits();
    problem.outputCapacity = accelerator.outputs.usableBits();
    problem.leastM = map.leastM;
    problem.leastK = map.leastK;
    problem.leastN = map.leastN;
    return bestTiling(problem);
}

}  // namespace

Activity activityOf(const Accelerator& accelerator, const MatrixProduct& p, const ArrayUse& use) {
    checkSizes(p);
    // A batch lengthens the products of a layer with weights and multiplies those without.
    const std::int64_t shared = p.operandIsActivation ? 1 : use.batch;
    const std::int64_t m = checkedProduct({p.m, shared});
    const std::int64_t times = checkedProduct({p.groups, p.operandIsActivation ? use.batch : 1});
    const auto all = [times](std::int64_t one) { return checkedProduct({one, times}); };
    const Mapping map = mapProduct(accelerator, p, m, use.dataflow, use.overlap);
    const int outputBits = modeFor(p.outputBits == 0 ? p.activationBits : p.outputBits,
                                   accelerator.activationModes, p.name, "output");
    const std::int64_t partialBits = std::llround(accelerator.value("partial_sum.bits"));
    const std::int64_t bandwidth = std::llround(accelerator.value("dram.bandwidth"));

    Activity a;
    a.tiling = tile(accelerator, p, map, m, shared, outputBits);
    const Tiling& t = a.tiling;
    a.weightBits = map.weightBits;
    a.activationBits = map.activationBits;
    a.folds = all(map.folds);
    a.macs = all(checkedProduct({m, p.k, p.n}));
    a.peakMacs = all(map.peakMacs);
    a.activeCycles = all(map.activeCycles);
    a.dramWeights = all(t.weightReads);
    a.dramInputs = all(t.inputReads);
    a.dramOutputs = all(checkedSum({t.outputWrites, t.partialWrites, t.partialReads}));
    a.dramReads = all(checkedSum({t.weightReads, t.inputReads, t.partialReads}));
    a.dramWrites = all(checkedSum({t.outputWrites, t.partialWrites}));

    a.computeCycles = all(map.computeCycles);
    // What a double-buffered buffer exchanges with DRAM hides behind the grid's work but for the
    // first fill and the last drain; the others exchange while the grid waits.
    const std::int64_t weightFill = checkedProduct({t.tileK, t.tileN, map.weightBits});
    std::int64_t hidden = 0, serial = 0, fill = 0, drain = 0;
    const auto exchange = [&](const Buffer& buffer, std::int64_t bits, std::int64_t& edge,
                              std::int64_t edgeBits) {
        std::int64_t& kind = buffer.doubleBuffered ? hidden : serial;
        kind = checkedSum({kind, bits});
        if (buffer.doubleBuffered) edge += edgeBits;
    };
    exchange(accelerator.weights, a.dramWeights, fill, weightFill);
    exchange(accelerator.inputs, a.dramInputs, fill, t.fill - weightFill);
    exchange(accelerator.outputs, a.dramOutputs, drain, t.drain);
    a.stallCycles = checkedSum(
        {std::max<std::int64_t>(0, ceilDiv(hidden, bandwidth) - a.computeCycles),
         ceilDiv(serial, bandwidth), ceilDiv(fill, bandwidth), ceilDiv(drain, bandwidth)});
    a.cycles = checkedSum({a.computeCycles, a.stallCycles});

    a.decodedWords = all(checkedSum({map.weightWords, map.inputWords}));
    a.outputs = all(checkedProduct({m, p.n}));
    a.postOperations = checkedSum({a.outputs, checkedProduct({p.postOperations, use.batch})});
    a.weightBufferReads = all(checkedProduct({map.weightWords, map.pack, map.weightBits}));
    a.weightBufferWrites = a.dramWeights;
    a.inputBufferReads = all(checkedProduct({map.inputWords, map.activationBits}));
    a.inputBufferWrites = a.dramInputs;
    // To the grid and to DRAM; what DRAM delivers is written first.
    a.outputBufferReads = checkedSum({all(checkedProduct({map.partialSums, partialBits})),
                                      all(t.outputWrites), all(t.partialWrites)});
    a.outputBufferWrites = a.outputBufferReads;
    return a;
}

}  // namespace lpstudio
