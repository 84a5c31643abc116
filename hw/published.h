#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hw/accelerator.h"
#include "hw/width_mix.h"

namespace lpstudio {

/// Whether a figure of ours says something about the published one beside it.
enum class Verdict {
    /// Follows from constants that do not come from this figure.
    Predicted,
    /// A constant or a mix was solved from this figure, so agreement means nothing.
    Calibrated,
};
/// "predicted", "calibrated".
std::string_view verdictName(Verdict verdict);

/// A published figure and ours.
struct PublishedCell {
    std::string design;    ///< as the paper calls it
    std::string hardware;  ///< preset
    std::string quantity;  ///< "compute area", "peak throughput", "density", "buffer area"
    std::string unit;
    WidthMix mix;  ///< of the throughput behind it; empty where none is
    double published = 0;
    /// Error of reading the figure off a bar chart, where it was.
    double readingError = 0;
    /// Published: printed or read off; Derived: implied by other figures; Assumed: recalled.
    Standing standing = Standing::Published;
    double model = 0;
    Verdict verdict = Verdict::Predicted;
    std::string why;  ///< of the verdict

    /// model / published - 1.
    double error() const { return model / published - 1; }
};

/// The 8 x 8 designs of the LPA paper (Ramachandran et al., DAC 2024) beside the model: compute
/// area, peak throughput with the width mix, density. Every design has one set of constants, that
/// of its preset; nothing is tuned per cell.
std::vector<PublishedCell> publishedFigures();

/// One assumption changed, and what the ratio becomes.
struct RatioVariant {
    /// Variants of one group are alternatives: "mix", "DRAM", "overlap", "batch", "PE energy";
    /// "mix and DRAM" changes two.
    std::string group;
    std::string name;
    double value = 0;
};

/// Latency or energy on a network relative to AdaptivFloat on the iso-area set.
struct PublishedRatio {
    std::string network;   ///< workload
    std::string design;    ///< as the paper calls it
    std::string hardware;  ///< preset
    std::string quantity;  ///< "latency", "energy"
    WidthMix mix;
    double published = 0;
    double readingError = 0;
    /// What the simulator of the ANT family itself stored, where that is known; else 0.
    /// (at batch 64).
    double simulator = 0;
    double model = 0;
    Verdict verdict = Verdict::Predicted;
    std::string why;
    /// Why model and publication differ; empty where they agree within 0.02.
    std::string reason;
    std::vector<RatioVariant> variants;

    double difference() const { return model - published; }
    /// The single assumption whose variants move the ratio most, and a group's span.
    std::string decidedBy() const;
    double spanOf(std::string_view group) const;
    /// The ratio of the variant of this name; NaN if there is none.
    double variant(std::string_view name) const;
};

/// ResNet-50 and ViT-B/16 on ANT, BitFusion and LPA over AdaptivFloat, with the presets as they
/// stand, and again with one assumption changed at a time.
std::vector<PublishedRatio> publishedRatios();

/// 8-bit products on four ganged PEs, the rest at 4 bit.
WidthMix eightOr4(double eight);

/// LPA's mix, solved from its 203.4 GOPS with no 8-bit share: 1 / 3.178 = f2 / 4 + f4 / 2.
/// Activations are stored in twice the width.
const WidthMix& lpaMix();

/// The DRAM tables that comparisons in this field use.
struct DramTable {
    std::string name;
    double read = 0;            ///< pJ/bit
    double write = 0;           ///< pJ/bit
    double staticPerCycle = 0;  ///< pJ/cycle
};
const std::vector<DramTable>& dramTables();

/// The design with another DRAM.
Accelerator withDram(Accelerator accelerator, const DramTable& table);

}  // namespace lpstudio
