#pragma once

#include <cstddef>
#include <cstdint>

// The vectorised inner loop of Datapath::multiply().
//
// A word is 4 * log2 |x| in units of 2^-kUlfxFraction, plus 1 if x is negative: the sum of two
// words is a product whose scale is the sum's upper bits, and whose lower bits, lnf and signs,
// address a table. A partial sum is a significand in two's complement and its scale.

namespace lpstudio::kernel {

/// Far below any sum of two other words, and so are two of it and one of it plus another.
constexpr std::int32_t kZeroWord = -(1 << 28);

struct Tables {
    /// By lnf and signs: 2 * significand of F fraction bits in two's complement, plus the carry
    /// into the scale.
    const std::int32_t* significands = nullptr;
    int fraction = 8;  ///< F
};

/// Columns from which on the vectors are filled well enough.
constexpr std::size_t kWideEnough = 16;

/// c (m x n) = a (m x k) * b (k x n), all row-major.
void multiply(const Tables& tables, std::size_t m, std::size_t k, std::size_t n,
              const std::int32_t* a, const std::int32_t* b, double* c);

/// The instruction set chosen at run time.
const char* targetName();

}  // namespace lpstudio::kernel
