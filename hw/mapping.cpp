#include "hw/mapping.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/text.h"
#include "hw/checked.h"

namespace lpstudio {
namespace {

/// Rows or columns of a ganged grid that count for this operand: two 4-bit PEs join for 8 bits.
/// spec: rows * floor(8 / max(n, 4)) over an array counted in 8-bit PEs, which is half the rows
/// here.
std::int64_t gangedExtent(int extent, int bits) {
    return std::int64_t{extent} / 2 * (8 / std::max(bits, 4));
}

}  // namespace

int modeFor(int bits, const std::vector<int>& modes, const std::string& layer, const char* what) {
    const auto mode = std::ranges::lower_bound(modes, bits);
    if (bits < 1 || mode == modes.end()) {
        throw UsageError("layer \"" + shortened(layer) + "\": " + what + " width " +
                         std::to_string(bits) + " does not fit the hardware; give 1.." +
                         std::to_string(modes.back()));
    }
    return *mode;
}

Mapping mapProduct(const Accelerator& accelerator, const MatrixProduct& product, std::int64_t m,
                   Dataflow dataflow, bool overlap) {
    const std::int64_t k = product.k;
    const std::int64_t n = product.n;
    Mapping map;
    map.weightBits = modeFor(product.weightBits, accelerator.weightModes, product.name, "weight");
    map.activationBits =
        modeFor(product.activationBits, accelerator.activationModes, product.name, "activation");
    if (accelerator.peKind == PeKind::Packed) {
        map.pack = 8 / map.weightBits;
        map.gridRows = accelerator.rows;
        map.gridColumns = accelerator.columns;
    } else {
        map.gridRows = gangedExtent(accelerator.rows, map.activationBits);
        map.gridColumns = gangedExtent(accelerator.columns, map.weightBits);
    }
    const std::int64_t r = map.gridRows;
    const std::int64_t c = map.gridColumns;
    const std::int64_t foldsM = ceilDiv(m, dataflow == Dataflow::InputStationary ? c : r);
    const std::int64_t foldsK = ceilDiv(k, r);
    const std::int64_t foldsN = ceilDiv(n, c * map.pack);
    const std::int64_t wordsN = ceilDiv(n, map.pack);

    std::int64_t streamed = 0;
    switch (dataflow) {
        case Dataflow::WeightStationary:
            map.folds = checkedProduct({foldsK, foldsN});
            streamed = m;
            map.weightWords = checkedProduct({k, wordsN});
            map.inputWords = checkedProduct({m, k, foldsN});
            map.partialSums = checkedProduct({m, n, foldsK - 1});
            map.leastK = r;
            map.leastN = c * map.pack;
            break;
        case Dataflow::OutputStationary:
            map.folds = checkedProduct({foldsM, foldsN});
            streamed = k;
            map.weightWords = checkedProduct({k, wordsN, foldsM});
            map.inputWords = checkedProduct({m, k, foldsN});
            map.leastM = r;
            map.leastN = c * map.pack;
            break;
        case Dataflow::InputStationary:
            map.folds = checkedProduct({foldsK, foldsM});
            streamed = wordsN;
            map.weightWords = checkedProduct({k, wordsN, foldsM});
            map.inputWords = checkedProduct({m, k});
            map.partialSums = checkedProduct({m, n, foldsK - 1});
            map.leastK = r;
            map.leastM = c;
            break;
    }
    map.computeCycles =
        overlap ? checkedSum({r, checkedProduct({map.folds, checkedSum({streamed, r + c - 2})})})
                : checkedProduct({map.folds, checkedSum({streamed, 2 * r + c - 2})});
    map.peakMacs = checkedProduct({map.computeCycles, r, c, map.pack});
    map.activeCycles = checkedProduct({m, k, wordsN});
    map.leastM = std::min(map.leastM, m);
    map.leastK = std::min(map.leastK, k);
    map.leastN = std::min(map.leastN, n);
    return map;
}

}  // namespace lpstudio
