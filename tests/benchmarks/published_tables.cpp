#include "hw/published_ratios.h"

#include <cstdio>

// The published tables of the LPA paper beside the model, as Markdown: what is predicted, what is
// calibrated, and which assumption decides.

namespace {

using namespace lpstudio;

void printFigures() {
    std::printf(
        "## Area, throughput, density of the 8 x 8 designs\n\n"
        "| design | quantity | published | model | error | label | mix | why |\n"
        "|---|---|---:|---:|---:|---|---|---|\n");
    for (const PublishedCell& cell : publishedFigures()) {
        std::printf("| %s | %s | %.5g ± %.2g %s%s | %.5g | %+.1f %% | **%s** | %s | %s |\n",
                    cell.design.c_str(), cell.quantity.c_str(), cell.published, cell.readingError,
                    cell.unit.c_str(),
                    cell.sourceType == SourceType::Published ? ""
                    : cell.sourceType == SourceType::Derived ? " (implied)"
                                                             : " (recalled)",
                    cell.model, 100 * cell.error(), std::string(verdictName(cell.verdict)).c_str(),
                    mixText(cell.mix).c_str(), cell.why.c_str());
    }
}

void printRatios(const std::vector<PublishedRatio>& ratios) {
    std::printf(
        "\n## Latency and energy over AdaptivFloat, iso-area set, presets as they stand\n\n"
        "| network | design | quantity | published | model | difference | batch 64 | ANT's "
        "simulator (batch 64) | label | "
        "decided by | reason of the difference |\n"
        "|---|---|---|---:|---:|---:|---:|---:|---|---|---|\n");
    for (const PublishedRatio& ratio : ratios) {
        char stored[16] = "";
        if (ratio.simulator > 0) std::snprintf(stored, sizeof stored, "%.2f", ratio.simulator);
        std::printf(
            "| %s | %s | %s | %.2f | %.3f | %+.3f | %.3f | %s | **%s** | %s (%.2f) | %s |\n",
            ratio.network.c_str(), ratio.design.c_str(), ratio.quantity.c_str(), ratio.published,
            ratio.model, ratio.difference(), ratio.variant("64"), stored,
            std::string(verdictName(ratio.verdict)).c_str(), ratio.decidedBy().c_str(),
            ratio.spanOf(ratio.decidedBy()), ratio.reason.c_str());
    }
}

void printSensitivity(const std::vector<PublishedRatio>& ratios) {
    std::printf(
        "\n## One assumption changed at a time\n\n"
        "| network | design | quantity | published | as it stands | changed | to | ratio |\n"
        "|---|---|---|---:|---:|---|---|---:|\n");
    for (const PublishedRatio& ratio : ratios) {
        for (const RatioVariant& variant : ratio.variants) {
            std::printf("| %s | %s | %s | %.2f | %.3f | %s | %s | %.3f |\n", ratio.network.c_str(),
                        ratio.design.c_str(), ratio.quantity.c_str(), ratio.published, ratio.model,
                        variant.group.c_str(), variant.name.c_str(), variant.value);
        }
    }
}

}  // namespace

int main() {
    printFigures();
    const std::vector<PublishedRatio> ratios = publishedRatios();
    printRatios(ratios);
    printSensitivity(ratios);
    return 0;
}
