#include "core/number/kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/number/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "core/number/kernels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace lpstudio::simd::HWY_NAMESPACE {

template <Steps kSteps, class Work>
bool withSteps(const StepTable& table, const Work& work) {
    if (table.ties)
        return table.asymmetric ? work(StepSearch<kSteps, true, true>(table))
                                : work(StepSearch<kSteps, true, false>(table));
    return table.asymmetric ? work(StepSearch<kSteps, false, true>(table))
                            : work(StepSearch<kSteps, false, false>(table));
}

template <class Work>
bool withSearch(const StepTable& table, const Work& work) {
    if (table.wide) return withSteps<Steps::Wide>(table, work);
    if (table.taper) return withSteps<Steps::Taper>(table, work);
    return withSteps<Steps::Plain>(table, work);
}

template <class Work>
bool withSearch(const LogTable& table, const Work& work) {
    return table.few() ? work(LogSearch<true>(table)) : work(LogSearch<false>(table));
}

bool quantizeLogs(const LogTable& table, const float* in, float* out, std::size_t count) {
    return withSearch(table, [&](const auto& search) {
        return forEachVector(in, out, count, [&](V x) { return search.value(x); });
    });
}

bool encodeLogs(const LogTable& table, const float* in, std::int32_t* codes, std::size_t count) {
    return withSearch(table, [&](const auto& search) {
        return forEachVector(in, codes, count, [&](V x) { return search.code(x); });
    });
}

bool encodeSteps(const StepTable& table, const float* in, std::int32_t* codes, std::size_t count) {
    return withSearch(table, [&](const auto& search) {
        return forEachVector(in, codes, count, [&](V x) { return search.code(x); });
    });
}

bool quantizeSteps(const StepTable& table, const float* in, float* out, std::size_t count) {
    return withSearch(table, [&](const auto& search) {
        return forEachVector(in, out, count, [&](V x) { return search.value(x); });
    });
}

bool quantizeStepBlocks(const StepTable& element, const Blocks& blocks, const float* in,
                        float* out) {
    return withSearch(element, [&](const auto& search) {
        return forEachBlock(blocks, BlockValues<std::decay_t<decltype(search)>>{search}, in, out);
    });
}

bool encodeStepBlocks(const StepTable& element, const Blocks& blocks, const float* in,
                      std::int32_t* codes) {
    return withSearch(element, [&](const auto& search) {
        return forEachBlock(blocks, BlockCodes<std::decay_t<decltype(search)>>{search}, in, codes);
    });
}

bool quantizeSmall(const SmallTable& table, const float* in, float* out, std::size_t count) {
    const SmallSearch search(table);
    return forEachVector(in, out, count, [&](V x) { return search.value(x); });
}

bool encodeSmall(const SmallTable& table, const float* in, std::int32_t* codes, std::size_t count) {
    const SmallSearch search(table);
    return forEachVector(in, codes, count, [&](V x) { return search.code(x); });
}

bool quantizeCells(const CellTable& table, const float* in, float* out, std::size_t count) {
    const CellSearch search(table);
    return forEachVector(in, out, count, [&](V x) { return search.value(x); });
}

bool encodeCells(const CellTable& table, const float* in, std::int32_t* codes, std::size_t count) {
    const CellSearch search(table);
    return forEachVector(in, codes, count, [&](V x) { return search.code(x); });
}

bool quantizeSmallBlocks(const SmallTable& element, const Blocks& blocks, const float* in,
                         float* out) {
    const SmallSearch search(element);
    return forEachBlock(blocks, BlockValues<SmallSearch>{search}, in, out);
}

bool encodeSmallBlocks(const SmallTable& element, const Blocks& blocks, const float* in,
                       std::int32_t* codes) {
    const SmallSearch search(element);
    return forEachBlock(blocks, BlockCodes<SmallSearch>{search}, in, codes);
}

bool permutationsAreWide() {
    return HWY_TARGET <= HWY_AVX3;
}

const char* nameOfTarget() {
    return hwy::TargetName(HWY_TARGET);
}

}  // namespace lpstudio::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lpstudio::simd {

HWY_EXPORT(quantizeSmall);
HWY_EXPORT(encodeSmall);
HWY_EXPORT(quantizeCells);
HWY_EXPORT(encodeCells);
HWY_EXPORT(quantizeSteps);
HWY_EXPORT(quantizeStepBlocks);
HWY_EXPORT(encodeStepBlocks);
HWY_EXPORT(quantizeSmallBlocks);
HWY_EXPORT(encodeSmallBlocks);
HWY_EXPORT(encodeSteps);
HWY_EXPORT(quantizeLogs);
HWY_EXPORT(encodeLogs);
HWY_EXPORT(permutationsAreWide);
HWY_EXPORT(nameOfTarget);

StepTable::StepTable(const StepLaw& law, double scale, double lowestLevel, double largestPositive,
                     double largestNegative, float first)
    : shift(23 + law.es),
      base(law.base - 1),
      down(law.down + (128 >> law.es) - 1),
      up(law.up - (128 >> law.es) - 1),
      cap(law.cap - 1),
      flip(law.flipped ? 1 << 23 : 0),
      inverse(static_cast<float>(2 / scale)),
      scaleHigh(static_cast<float>(scale / 2)),
      scaleLow(static_cast<float>(scale / 2 - static_cast<double>(static_cast<float>(scale / 2)))),
      lowest(static_cast<float>(2 * lowestLevel)),
      firstThreshold(first),
      clip{static_cast<float>(2 * largestPositive), static_cast<float>(2 * largestNegative)},
      largest(std::max(clip[0], clip[1])),
      taper(law.up != StepLaw::kNever),
      wide(law.regime),
      asymmetric(largestPositive != largestNegative),
      lastSegment(taper || wide ? 255 : std::max(0, down - base)) {}

const char* targetName() {
    return HWY_DYNAMIC_DISPATCH(nameOfTarget)();
}
bool hasWidePermutations() {
    return HWY_DYNAMIC_DISPATCH(permutationsAreWide)();
}
bool quantize(const SmallTable& table, const float* in, float* out, std::size_t count) {
    return HWY_DYNAMIC_DISPATCH(quantizeSmall)(table, in, out, count);
}
bool quantize(const CellTable& table, const float* in, float* out, std::size_t count) {
    return HWY_DYNAMIC_DISPATCH(quantizeCells)(table, in, out, count);
}
bool encode(const SmallTable& table, const float* in, std::int32_t* codes, std::size_t count) {
    return HWY_DYNAMIC_DISPATCH(encodeSmall)(table, in, codes, count);
}
bool encode(const CellTable& table, const float* in, std::int32_t* codes, std::size_t count) {
    return HWY_DYNAMIC_DISPATCH(encodeCells)(table, in, codes, count);
}
bool quantize(const StepTable& table, const float* in, float* out, std::size_t count) {
    return HWY_DYNAMIC_DISPATCH(quantizeSteps)(table, in, out, count);
}
bool encode(const StepTable& table, const float* in, std::int32_t* codes, std::size_t count) {
    return HWY_DYNAMIC_DISPATCH(encodeSteps)(table, in, codes, count);
}
bool quantize(const LogTable& table, const float* in, float* out, std::size_t count) {
    return HWY_DYNAMIC_DISPATCH(quantizeLogs)(table, in, out, count);
}
bool encode(const LogTable& table, const float* in, std::int32_t* codes, std::size_t count) {
    return HWY_DYNAMIC_DISPATCH(encodeLogs)(table, in, codes, count);
}

bool quantize(const StepTable& element, const Blocks& blocks, const float* in, float* out) {
    return HWY_DYNAMIC_DISPATCH(quantizeStepBlocks)(element, blocks, in, out);
}
bool quantize(const SmallTable& element, const Blocks& blocks, const float* in, float* out) {
    return HWY_DYNAMIC_DISPATCH(quantizeSmallBlocks)(element, blocks, in, out);
}
bool encode(const SmallTable& element, const Blocks& blocks, const float* in, std::int32_t* codes) {
    return HWY_DYNAMIC_DISPATCH(encodeSmallBlocks)(element, blocks, in, codes);
}
bool encode(const StepTable& element, const Blocks& blocks, const float* in, std::int32_t* codes) {
    return HWY_DYNAMIC_DISPATCH(encodeStepBlocks)(element, blocks, in, codes);
}

}  // namespace lpstudio::simd
#endif
