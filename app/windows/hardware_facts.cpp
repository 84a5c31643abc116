#include "app/windows/hardware_facts.h"

#include <QCoreApplication>

#include "app/tables/number_text.h"

namespace lpstudio {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("HardwareFacts", text);
}

QString areaText(MilliSquareMicrometres area) {
    const double squareMicrometres = static_cast<double>(area.value) / 1000;
    return squareMicrometres < 1e5 ? shortText(squareMicrometres) + QStringLiteral(" µm²")
                                   : shortText(squareMicrometres * 1e-6) + QStringLiteral(" mm²");
}

}  // namespace

std::vector<Fact> simulationFacts(const SimulationResult& result, const Accelerator& accelerator) {
    const Cost& totals = result.totals;
    const double joules = static_cast<double>(totals.energy.total().value) * 1e-15;
    const double dramBytes = static_cast<double>(totals.traffic.dram()) / 8;
    const auto percentOf = [](Cycles part, Cycles whole) {
        return whole.value > 0 ? static_cast<double>(part.value) / static_cast<double>(whole.value)
                               : 0.0;
    };
    return {
        {tr("Grid"), QStringLiteral("%1 × %2").arg(accelerator.rows).arg(accelerator.columns), {}},
        {tr("Latency"), siText(result.seconds, QStringLiteral("s")),
         fullText(result.seconds) + tr(" s")},
        {tr("Cycles"), countText(totals.cycles.value), QString::number(totals.cycles.value)},
        {tr("Stalled"), percentText(percentOf(totals.stallCycles, totals.cycles)),
         QString::number(totals.stallCycles.value) + tr(" cycles")},
        {tr("Utilisation"), percentText(totals.utilization()), fullText(totals.utilization())},
        {tr("Energy"), siText(joules, QStringLiteral("J")), fullText(joules * 1e12) + tr(" pJ")},
        {tr("DRAM traffic"), bytesText(dramBytes), fullText(dramBytes) + tr(" bytes")},
        {tr("Area"), areaText(result.area.total()),
         fullText(static_cast<double>(result.area.total().value) / 1000) + tr(" µm²")},
        {tr("Throughput"), shortText(result.gops) + tr(" GOPS"), fullText(result.gops)},
        {tr("Compute density"), shortText(result.topsPerMm2) + tr(" TOPS/mm²"),
         fullText(result.topsPerMm2) + tr(" TOPS per mm² of PEs and decoders")},
        {tr("Efficiency"), shortText(result.topsPerW) + tr(" TOPS/W"),
         fullText(result.topsPerW) + tr(" TOPS per W, chip and DRAM")}};
}

std::vector<PartTable::Part> energyParts(const EnergyParts& energy) {
    const auto part = [](const char* name, Femtojoules amount, const char* tip) {
        const double joules = static_cast<double>(amount.value) * 1e-15;
        return PartTable::Part{tr(name), siText(joules, QStringLiteral("J")), joules, tr(tip)};
    };
    return {
        part("Compute", energy.compute, "PEs at work"),
        part("Decode", energy.decode, "Words decoded at the edges of the grid"),
        part("Encode", energy.encode, "Outputs encoded below the grid"),
        part("Post", energy.post, "Scaling, normalisation and activation functions"),
        part("SRAM", energy.sram, "Buffers"),
        part("DRAM", energy.dram, "Bits moved to and from DRAM"),
        part("Leakage", energy.leakage, "Buffer banks over all cycles"),
    };
}

std::vector<PartTable::Part> areaParts(const AreaParts& area) {
    const auto part = [](const char* name, MilliSquareMicrometres amount, const char* tip) {
        return PartTable::Part{tr(name), areaText(amount), static_cast<double>(amount.value) * 1e-9,
                               tr(tip)};
    };
    return {part("PEs", area.pe, "Processing elements"),
            part("Decoders", area.decoders, "At rows and columns of the grid"),
            part("Encoder", area.encoder, "Below the grid"),
            part("Post", area.post, "Post-processing unit"), part("SRAM", area.sram, "Buffers")};
}

}  // namespace lpstudio
