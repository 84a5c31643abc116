#pragma once

#include <cstdint>

#include "hw/accelerator.h"

namespace lpstudio {

/// The design with another grid: decoders follow the edges (rows + columns), encoders and
/// post-processing lanes the columns; buffers and all other constants stay. The name says the grid.
/// Throws UsageError outside 1..1024, or for an odd grid of ganged PEs.
Accelerator withGrid(Accelerator accelerator, int rows, int columns);

/// The design with as many PEs as fit `squareMicrometres` of compute area (PEs and decoders). Among
/// grids with rows : columns between half and twice the design's own the one with most PEs, then
/// the one nearest the design's ratio. Throws UsageError where not even the smallest fits.
Accelerator withComputeArea(const Accelerator& accelerator, double squareMicrometres);

/// The design with as many PEs as `count` allows, chosen as by withComputeArea().
Accelerator withPeCount(const Accelerator& accelerator, std::int64_t count);

}  // namespace lpstudio
