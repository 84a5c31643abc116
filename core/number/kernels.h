#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

// Vector code behind Quantizer, compiled for several instruction sets by Highway and chosen at run
// time. All kernels decide by the same float32 thresholds and agree bit for bit with the scalar
// search. Each returns whether all entries were finite; the output is unspecified if not. `in` and
// `out` may be the same.
//
// Cost in nanoseconds an entry of a tensor of 2^20 entries, one thread (AVX-512, AVX2), and gain
// over the next kernel that the codebook allows, as bench_kernels measured them in one run:
//
//   kernel  codebook                         cost                  gain over the next
//   Small   up to 16 values, any             0.30, 0.82            1.2 Steps, 1.35 Logs;
//                                                                  64 Search (nf4, no other)
//   Steps   steps follow from the exponent:  0.36..0.45, 0.5..0.7  1.35 to 1.8 Cells (AVX2 1.1);
//           int, fixed, float, posit, flint                        240 to 300 Search (16 bits)
//   Logs    powers of two with fixed-point   0.40..0.58, 1.5..1.7  1.3 to 1.75 Cells;
//           exponents: LP, lns, pot                                200 Search (lp:16)
//   Cells   one threshold for each cell of   0.61..1.2, 0.63..1.4  15 to 75 Search
//           2^18 at most, any law or none
//   Search  any                              18 to 115             -
//
// Chosen: the first of Small, Steps, Logs, Cells, Search with AVX-512. Without it values come from
// Steps, Cells, Small, Logs, Search, and codes from Cells, Small, Steps, Logs, Search.

namespace lpstudio::simd {

/// Name of the instruction set in use, "AVX3".
const char* targetName();

/// Whether it looks up 16 entries of a table at once in a register (AVX-512), which makes Small and
/// Logs, and codes by Steps, faster than Cells.
bool hasWidePermutations();

/// A codebook of up to 16 values on the signed line, searched in registers. Gain 1.2 over Steps,
/// 1.35 over Logs with AVX-512; of nf4, which nothing else vectorises, 24 to 65 over Search.
struct SmallTable {
    /// Search tree: node 1 is the root, nodes 2i and 2i + 1 follow node i; `x > threshold` goes to
    /// the second. Unused nodes hold +infinity.
    alignas(64) float thresholds[16];
    alignas(64) float values[16];  ///< ascending
    alignas(64) std::int32_t codes[16];

    static constexpr std::size_t kMost = 16;
};

/// A codebook of any length that both signs share: the top bits of |x| number a cell, which holds
/// one threshold at most. Gain 15 to 75 over Search.
struct CellTable {
    std::uint32_t shift = 0, first = 0,
                  last = 0;         ///< cell = clamp(bits >> shift, first, last) - first
    std::vector<float> thresholds;  ///< +infinity where a cell has none
    /// Value (code) below a cell's threshold; the one above it is the next cell's.
    std::vector<float> values;
    std::vector<std::int32_t> codes;
    /// Ends of either side, positive first: a side may be shorter than the codebook.
    float clip[2] = {0, 0};
    std::int32_t clipCode[2] = {0, 0};  ///< as magnitudes
};

/// A codebook whose steps follow from a float's exponent: a number with u = floor(exponent /
/// 2^es) keeps all but the low min(max(base, down - u, up + u), cap) bits of its pattern, the kept
/// part being the level below it and the next such pattern the level above. A step over 23 bits
/// spans octaves.
struct StepLaw {
    static constexpr int kNever = -1000;
    int es = 0, base = 0, down = kNever, up = kNever, cap = 23;
    /// At whole octaves codes are even where the exponent is even.
    bool flipped = false;
    /// Steps may span octaves, and words at the cap end in their regime (posits).
    bool regime = false;
};

/// The law at a scale, with what the ends of the codebook need. Gain 1.35 to 1.8 over Cells, 240 to
/// 300 over Search where 16 bits are too many cells. Patterns are those of twice |x| /
/// scale, whose exponent bias, 128, is a multiple of 2^es.
struct StepTable {
    /// Codes, if `hasCodes`: a level whose pattern is `word`, kept but for its low b bits, has the
    /// code (word >> b) + codeBase[s], where its exponent (over 2^es), up to `lastSegment`, gives s
    /// by its low five bits.
    static constexpr int kSegments = 32;
    alignas(64) std::int32_t codeBase[kSegments] = {};
    std::int32_t shift = 23, base = 0, down = 0, up = 0, cap = 22;  ///< of half a step
    std::int32_t flip = 0;
    float inverse = 1;                  ///< 2 / scale
    float scaleHigh = 1, scaleLow = 0;  ///< their sum is scale / 2
    float lowest = 1;                   ///< twice the smallest level at scale 1
    float firstThreshold = 0;           ///< |x| at or below it is 0
    float clip[2] = {1, 1};             ///< twice the largest level of either side at scale 1
    float largest = 1;                  ///< of both
    bool taper = false, wide = false, ties = false, asymmetric = false;
    bool hasCodes = false;
    std::int32_t lastSegment = 255;
    std::int32_t clipCode[2] = {0, 0};  ///< as magnitudes

    StepTable(const StepLaw& law, double scale, double lowest, double largestPositive,
              double largestNegative, float firstThreshold);
};

/// A codebook of powers of two whose exponents are fixed-point numbers (LP, lns), the same on both
/// sides. It is searched by logarithm: the *position* of |x| is 2^23 (log2(|x| factor) + 127) +
/// origin, a 32-bit number known up to a few units. Positions are cut into segments of whole
/// octaves; within a segment levels lie evenly, at the multiples of a power of two, and so do the
/// thresholds. Where the position leaves a decision open the threshold itself makes it. Gain 1.3 to
/// 1.75 over Cells with AVX-512, 200 over Search where 16 bits are too many cells.
struct LogTable {
    static constexpr int kSegments = 32;
    static constexpr int kFewPatternBits = 5;  ///< octaves of up to 32 levels stay in registers
    /// Floats about as large are integers whose words differ as they do.
    static constexpr float kRounder = 0x1.8p23F;

    /// log2(m) - (m - 1) of a mantissa m in units of 2^-23, plus kRounder: a cubic in the
    /// mantissa's low 19 bits for each value of its top 4; with few patterns a coarser square,
    /// which is enough for them.
    alignas(64) float curve[4][16] = {};
    /// A threshold's position plus `offset` is a multiple of the step, 2^shift, but for the slack
    /// and kRounder's word.
    alignas(64) std::uint32_t offset[kSegments] = {};
    alignas(64) std::uint32_t shift[kSegments] = {};
    alignas(64) std::uint32_t codeBase[kSegments] = {};  ///< code = (level >> shift) + codeBase
    float factor = 1;
    std::uint32_t origin = 0;
    std::uint32_t lowest = 0, largest = 0;  ///< words of the outermost levels
    float firstThreshold = 0;               ///< |x| at or below it is 0
    int segmentShift = 0;     ///< segment = position >> segmentShift; its low five bits count above
    std::uint32_t slack = 0;  ///< as much above a threshold decisions are open
    /// The levels of an octave: words without the exponents of their positions.
    int patternShift = 0;  ///< pattern = fraction of the position >> patternShift
    std::vector<std::uint32_t> patterns;
    std::span<const float> thresholds;  ///< below the level of code firstCode, the next, ...
    std::uint32_t firstCode = 0;

    bool few() const { return patternShift == 23 - kFewPatternBits; }
};

/// A run of blocks of 32 that share a power-of-two scale, over a tensor of outer x reduction x
/// inner.
struct Blocks {
    std::size_t outer = 1, reduction = 0, inner = 1;
    int maxExponent = 0;  ///< of the element format's largest value
    static constexpr std::size_t kSize = 32;
    /// Does entries [begin, end) along `inner` of one block: those whose scale leaves the range
    /// that float32 arithmetic serves, and rests too short for a vector.
    std::function<bool(std::size_t o, std::size_t block, std::size_t begin, std::size_t end)> plain;
};

bool quantize(const SmallTable& table, const float* in, float* out, std::size_t count);
bool quantize(const CellTable& table, const float* in, float* out, std::size_t count);
bool quantize(const StepTable& table, const float* in, float* out, std::size_t count);
bool quantize(const LogTable& table, const float* in, float* out, std::size_t count);
bool encode(const SmallTable& table, const float* in, std::int32_t* codes, std::size_t count);
bool encode(const CellTable& table, const float* in, std::int32_t* codes, std::size_t count);
bool encode(const StepTable& table, const float* in, std::int32_t* codes, std::size_t count);
bool encode(const LogTable& table, const float* in, std::int32_t* codes, std::size_t count);

bool quantize(const SmallTable& element, const Blocks& blocks, const float* in, float* out);
bool quantize(const StepTable& element, const Blocks& blocks, const float* in, float* out);
bool encode(const SmallTable& element, const Blocks& blocks, const float* in, std::int32_t* codes);
bool encode(const StepTable& element, const Blocks& blocks, const float* in, std::int32_t* codes);

}  // namespace lpstudio::simd
