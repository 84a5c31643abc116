#pragma once

#include <cstddef>
#include <span>

namespace lpstudio {

/// Sums over tensors and vectors with the vector instructions of the machine at hand (Highway,
/// chosen at run time). All arithmetic is in double; equal input gives equal bits on one type of
/// CPU.

/// Mean of `count` values.
double mean(const float* values, std::size_t count);
/// Fourth standardised moment minus 3. A variance of at most 1e-12 of the mean square counts as
/// none and gives 0.
double kurtosis3(const float* values, std::size_t count);

/// The same for each of `columns` columns of a row-major matrix.
void columnMeans(const float* values, std::size_t rows, std::size_t columns, double* means);
void columnKurtosis3(const float* values, std::size_t rows, std::size_t columns, double* results);

/// Inner product; both of one length.
double dot(std::span<const double> a, std::span<const double> b);

}  // namespace lpstudio
