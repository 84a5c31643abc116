#include "hw/published_figures.h"

#include <array>
#include <cstdio>
#include <utility>

#include "hw/mapping.h"
#include "hw/technology.h"
#include "hw/workload.h"

namespace lpstudio {

std::string mixText(const WidthMix& mix) {
    std::string text;
    for (const WidthShare& part : mix) {
        std::array<char, 48> one{};
        std::snprintf(one.data(), one.size(), "%.3g %% %d bit", 100 * part.share, part.weightBits);
        text += (text.empty() ? "" : ", ") + std::string(one.data());
    }
    return text;
}

MixCost costOfMix(const Simulator& simulator, const Workload& workload, const WidthMix& mix) {
    MixCost sum;
    for (const WidthShare& part : mix) {
        const Cost cost =
            simulator.total(withWidths(workload, part.weightBits, part.activationBits));
        const auto share = [&part](auto quantity) {
            return part.share * static_cast<double>(quantity.value);
        };
        sum.cycles += share(cost.cycles);
        sum.seconds += part.share * simulator.seconds(cost.cycles);
        sum.energyJoules += share(cost.energy.total()) * Femtojoules::kJoules;
    }
    return sum;
}

double peakOfMix(const Accelerator& accelerator, const WidthMix& mix) {
    double cyclesPerMac = 0;
    for (const WidthShare& part : mix) {
        // A product that fills the grid exactly once a cycle: its peak is the grid's.
        MatrixProduct product;
        product.weightBits = part.weightBits;
        product.activationBits = part.activationBits;
        const Mapping map = mapProduct(accelerator, product, 1, Dataflow::WeightStationary, false);
        cyclesPerMac += part.share / static_cast<double>(map.gridRows * map.gridColumns * map.pack);
    }
    return 2 * accelerator.value("clock.frequency") / cyclesPerMac;
}

namespace {

const WidthMix kEight{{8, 8, 1}};
const WidthMix kTwo{{2, 4, 1}};

struct Design {
    const char* name;
    const char* hardware;
    WidthMix mix;
    double area;  ///< mm2
    double areaError;
    SourceType areaSourceType;
    Verdict areaVerdict;
    const char* areaWhy;
    double gops;
    double gopsError;
    SourceType gopsSourceType;
    Verdict gopsVerdict;
    const char* gopsWhy;
    double density;
};

const char* const kImplied =
    "the PE's area was solved from the published density, which this is computed from";

const char* const kNotPublished =
    "no throughput is published; 64 PEs at 500 MHz are assumed on both sides";

/// The paper's bar charts: areas read to 3e-5 mm2, throughput to 0.2 GOPS, density to 0.03
/// TOPS/mm2. Of the PE variants only the density is published.
const std::vector<Design>& designs() {
    using enum SourceType;
    using enum Verdict;
    static const std::vector<Design> list{
        {"LPA (2/4/8)", "lpa-8x8", lpaMix(), 0.01208, 3e-5, Published, Calibrated,
         "187.43 um2 a PE and 5.2 um2 a decoder are recalled and give this bar to the last digit",
         203.4, 0.2, Published, Calibrated, "the mix was solved from this figure", 16.84},
        {"ANT", "ant-8x8", eightOr4(0.141), 0.00510, 3e-5, Published, Predicted,
         "areas of PE and decoder are those of ANT's own simulator", 45.0, 0.2, Published,
         Calibrated, "the mix was solved from this figure", 8.81},
        {"BitFusion", "bitfusion-8x8", eightOr4(0.150), 0.00508, 3e-5, Published, Predicted,
         "the PE's area is that of the baselines' simulators", 44.1, 0.2, Published, Calibrated,
         "the mix was solved from this figure", 8.64},
        {"AdaptivFloat-8", "adaptivfloat-8x8", kEight, 0.02336, 3e-5, Published, Predicted,
         "the PE's area is that of the baselines' simulators", 64.0, 0.2, Published, Predicted,
         "64 PEs at the 500 MHz of ANT's simulator", 2.74},
        {"LPA-8", "lpa-8-8x8", kEight, 0.00918, 4e-5, Derived, Calibrated, kImplied, 64.0, 0,
         Derived, Calibrated, kNotPublished, 6.97},
        {"LPA-2", "lpa-2-8x8", kTwo, 0.01076, 2e-5, Derived, Calibrated, kImplied, 256.0, 0,
         Derived, Calibrated, kNotPublished, 23.79},
        {"Posit-2/4/8", "posit-248-8x8", lpaMix(), 0.0648, 6e-4, Derived, Calibrated, kImplied,
         203.4, 0, Derived, Calibrated, "taken as LPA's, whose mix was solved from its own figure",
         3.14},
    };
    return list;
}

/// Throughput of the baseline designs with the mixes of their own simulators, beside the one figure
/// the paper has for each.
std::vector<PublishedCell> ownMixes() {
    struct Mix {
        const char *design, *hardware, *network;
        double eight, published;
    };
    std::vector<PublishedCell> cells;
    for (const Mix& mix : {Mix{"ANT", "ant-8x8", "ResNet-50", 0.029, 45.0},
                           Mix{"ANT", "ant-8x8", "ViT-B", 0.222, 45.0},
                           Mix{"BitFusion", "bitfusion-8x8", "ResNet-50", 0.579, 44.1},
                           Mix{"BitFusion", "bitfusion-8x8", "ViT-B", 0.959, 44.1}}) {
        PublishedCell cell;
        cell.design = mix.design;
        cell.hardware = mix.hardware;
        cell.quantity = "peak throughput";
        cell.unit = "GOPS";
        cell.mix = eightOr4(mix.eight);
        cell.published = mix.published;
        cell.readingError = 0.2;
        cell.model = peakOfMix(loadAccelerator(mix.hardware), cell.mix) / 1e9;
        cell.why = std::string("with the mix of ANT's simulator for ") + mix.network +
                   ", which the paper's one figure does not follow";
        cells.push_back(std::move(cell));
    }
    return cells;
}

}  // namespace

std::string_view verdictName(Verdict verdict) {
    return verdict == Verdict::Predicted ? "predicted" : "calibrated";
}

WidthMix eightOr4(double eight) {
    return {{4, 4, 1 - eight}, {8, 8, eight}};
}

const WidthMix& lpaMix() {
    static const WidthMix mix{{2, 4, 0.741}, {4, 8, 0.259}};
    return mix;
}

std::vector<PublishedCell> publishedFigures() {
    std::vector<PublishedCell> cells;
    for (const Design& design : designs()) {
        const Accelerator accelerator = loadAccelerator(design.hardware);
        PublishedCell area;
        area.design = design.name;
        area.hardware = design.hardware;
        area.quantity = "compute area";
        area.unit = "mm2";
        area.published = design.area;
        area.readingError = design.areaError;
        area.sourceType = design.areaSourceType;
        area.model = areaOf(accelerator).compute().squareMillimetres();
        area.verdict = design.areaVerdict;
        area.why = design.areaWhy;

        PublishedCell gops = area;
        gops.quantity = "peak throughput";
        gops.unit = "GOPS";
        gops.mix = design.mix;
        gops.published = design.gops;
        gops.readingError = design.gopsError;
        gops.sourceType = design.gopsSourceType;
        gops.model = peakOfMix(accelerator, design.mix) / 1e9;
        gops.verdict = design.gopsVerdict;
        gops.why = design.gopsWhy;

        PublishedCell density = gops;
        density.quantity = "density";
        density.unit = "TOPS/mm2";
        density.published = design.density;
        density.readingError = 0.03;
        density.sourceType = SourceType::Published;
        density.model = gops.model / 1000 / area.model;
        const bool predicted =
            area.verdict == Verdict::Predicted && gops.verdict == Verdict::Predicted;
        density.verdict = predicted ? Verdict::Predicted : Verdict::Calibrated;
        density.why = predicted                             ? "both its parts are predicted"
                      : area.verdict == Verdict::Calibrated ? area.why
                                                            : gops.why;
        cells.insert(cells.end(), {area, gops, density});
    }
    for (PublishedCell& cell : ownMixes()) cells.push_back(std::move(cell));

    PublishedCell buffers;
    buffers.design = "512 KB of buffers";
    buffers.hardware = "lpa-8x8";
    buffers.quantity = "buffer area";
    buffers.unit = "mm2";
    buffers.published = 4.2;
    buffers.readingError = 0.05;
    buffers.sourceType = SourceType::Assumed;
    buffers.model = areaOf(loadAccelerator("lpa-8x8")).sram.squareMillimetres();
    buffers.why =
        "banks by the CACTI rows of the baselines' simulators; the published figure is "
        "recalled";
    cells.push_back(std::move(buffers));
    return cells;
}

}  // namespace lpstudio
