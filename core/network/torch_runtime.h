#pragma once

#include <string>

namespace lpstudio {

/// "1.13.1".
std::string libtorchVersion();

/// Has LibTorch compute on the calling thread alone from now on; whoever runs or loads a network
/// calls it first. Batches of images side by side on one thread each are quicker than one batch on
/// several threads, which wait for each other in every small product (half the speed for a
/// transformer on two idle cores), and the sums do not depend on the number of threads. Costs
/// nothing after a thread's first call.
///
/// A program that links this has OpenBLAS use the kernels of the processor's instruction set where
/// OpenBLAS is older than the processor and would not; OPENBLAS_CORETYPE overrides that.
void computeOnThisThread();

}  // namespace lpstudio
