#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hw/accelerator.h"
#include "hw/published_figures.h"

namespace lpstudio {

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
