#include "hw/technology.h"

#include <cmath>
#include <initializer_list>
#include <stdexcept>

#include "hw/checked.h"

namespace lpstudio {
namespace {

struct Term {
    std::int64_t count;
    double femtojoules;
};

Femtojoules sumOf(std::initializer_list<Term> terms) {
    double sum = 0;
    for (const Term& term : terms) sum += static_cast<double>(term.count) * term.femtojoules;
    if (!(sum < 4e18)) throw std::overflow_error("energy");
    return Femtojoules(std::llround(sum));
}

MilliSquareMicrometres areaOfMany(double count, double squareMicrometres) {
    return MilliSquareMicrometres(std::llround(count * std::round(squareMicrometres * 1000)));
}

}  // namespace

Technology::Technology(const Accelerator& a) : kind_(a.peKind) {
    const auto femto = [&a](std::string_view key) { return a.value(key) * 1000; };
    if (kind_ == PeKind::Packed) {
        pe_ = femto("pe.energy");
    } else {
        pe4x4_ = femto("pe.energy.4x4");
        pe8x4_ = femto("pe.energy.8x4");
        pe8x8_ = femto("pe.energy.8x8");
    }
    decode_ = femto("decoder.energy");
    encode_ = femto("encoder.energy");
    post_ = femto("post.energy");
    dramRead_ = femto("dram.read");
    dramWrite_ = femto("dram.write");
    dramStatic_ = femto("dram.static");
    weights_ = {femto("sram.weights.read"), femto("sram.weights.write")};
    inputs_ = {femto("sram.inputs.read"), femto("sram.inputs.write")};
    outputs_ = {femto("sram.outputs.read"), femto("sram.outputs.write")};
    clock_ = a.value("clock.frequency");
    const double milliwatts =
        a.value("sram.weights.leakage") * static_cast<double>(a.weights.banks) +
        a.value("sram.inputs.leakage") * static_cast<double>(a.inputs.banks) +
        a.value("sram.outputs.leakage") * static_cast<double>(a.outputs.banks);
    leakagePerCycle_ = milliwatts * 1e12 / clock_;
}

double Technology::activeCycle(const Activity& activity) const {
    if (kind_ == PeKind::Packed) return pe_;
    const bool wideWeights = activity.weightBits > 4, wideInputs = activity.activationBits > 4;
    if (wideWeights && wideInputs) return pe8x8_;
    return wideWeights || wideInputs ? pe8x4_ : pe4x4_;
}

EnergyParts Technology::energy(const Activity& a) const {
    EnergyParts parts;
    parts.compute = sumOf({{a.activeCycles, activeCycle(a)}});
    parts.decode = sumOf({{a.decodedWords, decode_}});
    parts.encode = sumOf({{a.outputs, encode_}});
    parts.post = sumOf({{a.postOperations, post_}});
    parts.sram = sumOf({{a.weightBufferReads, weights_.read},
                        {a.weightBufferWrites, weights_.write},
                        {a.inputBufferReads, inputs_.read},
                        {a.inputBufferWrites, inputs_.write},
                        {a.outputBufferReads, outputs_.read},
                        {a.outputBufferWrites, outputs_.write}});
    parts.dram =
        sumOf({{a.dramReads, dramRead_}, {a.dramWrites, dramWrite_}, {a.cycles, dramStatic_}});
    parts.leakage = sumOf({{a.cycles, leakagePerCycle_}});
    checkedSum({parts.compute.value, parts.decode.value, parts.encode.value, parts.post.value,
                parts.sram.value, parts.dram.value, parts.leakage.value});
    return parts;
}

Cost Technology::cost(const Activity& a) const {
    Cost cost;
    cost.cycles = Cycles(a.cycles);
    cost.computeCycles = Cycles(a.computeCycles);
    cost.stallCycles = Cycles(a.stallCycles);
    cost.macs = a.macs;
    cost.peakMacs = a.peakMacs;
    cost.energy = energy(a);
    TrafficBits& traffic = cost.traffic;
    traffic.weights = a.dramWeights;
    traffic.inputs = a.dramInputs;
    traffic.outputs = a.dramOutputs;
    traffic.dramRead = a.dramReads;
    traffic.dramWrite = a.dramWrites;
    traffic.sramRead = checkedSum({a.weightBufferReads, a.inputBufferReads, a.outputBufferReads});
    traffic.sramWrite =
        checkedSum({a.weightBufferWrites, a.inputBufferWrites, a.outputBufferWrites});
    return cost;
}

double Technology::seconds(Cycles cycles) const {
    return static_cast<double>(cycles.value) / clock_;
}

AreaParts areaOf(const Accelerator& a) {
    const auto banks = [&a](std::string_view key, const Buffer& buffer) {
        return areaOfMany(static_cast<double>(buffer.banks), a.value(key));
    };
    AreaParts parts;
    parts.pe = areaOfMany(static_cast<double>(a.rows) * a.columns, a.value("pe.area"));
    parts.decoders = areaOfMany(a.value("decoder.count"), a.value("decoder.area"));
    parts.encoder = areaOfMany(a.value("encoder.count"), a.value("encoder.area"));
    parts.post = areaOfMany(a.value("post.lanes"), a.value("post.area"));
    parts.sram = banks("sram.weights.area", a.weights) + banks("sram.inputs.area", a.inputs) +
                 banks("sram.outputs.area", a.outputs);
    return parts;
}

}  // namespace lpstudio
