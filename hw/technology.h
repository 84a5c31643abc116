#pragma once

#include <string_view>

#include "hw/accelerator.h"
#include "hw/activity.h"
#include "hw/cost.h"

namespace lpstudio {

/// The constants of a description, fetched once, energies in femtojoules: turns counts into energy
/// and time.
class Technology {
public:
    /// Throws Error naming a constant that is missing.
    explicit Technology(const Accelerator& accelerator);

    /// Rounds once per part, so that parts and layers are integers and add exactly. Throws
    /// std::overflow_error beyond 64 bits.
    EnergyParts energy(const Activity& activity) const;
    /// Counts and energy of a layer as it is reported.
    Cost cost(const Activity& activity) const;
    double seconds(Cycles cycles) const;

private:
    /// Energy of one access, femtojoules a bit.
    struct Sram {
        double read = 0;
        double write = 0;
    };

    /// Of one unit-cycle of the grid.
    double activeCycle(const Activity& activity) const;

    PeKind kind_;
    double pe_ = 0, pe4x4_ = 0, pe8x4_ = 0, pe8x8_ = 0;
    double decode_, encode_, post_;
    double dramRead_, dramWrite_, dramStatic_;
    Sram weights_, inputs_, outputs_;
    double leakagePerCycle_ = 0;
    double clock_;
};

/// PEs, decoders, encoder, post-processing unit and buffers.
AreaParts areaOf(const Accelerator& accelerator);

}  // namespace lpstudio
