#include "hw/simulate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <utility>

#include "core/error.h"
#include "hw/checked.h"
#include "hw/mapping.h"

namespace lpstudio {

namespace {

/// The constants of a description, fetched once and in femtojoules.
struct Technology {
    struct Sram {
        double read = 0;
        double write = 0;
    };
    double pe = 0;
    double pe4x4 = 0;
    double pe8x4 = 0;
    double pe8x8 = 0;
    double decode = 0;
    double encode = 0;
    double post = 0;
    double dramRead = 0;
    double dramWrite = 0;
    Sram weights;
    Sram inputs;
    Sram outputs;
    double staticPerCycle = 0;
    double leakagePerCycle = 0;
    std::int64_t partialBits = 0;
    std::int64_t bandwidth = 0;
    double clock = 0;

    explicit Technology(const Accelerator& a) {
        const auto femto = [&a](std::string_view key) { return a.value(key) * 1000; };
        if (a.peKind == PeKind::Packed) {
            pe = femto("pe.energy");
        } else {
            pe4x4 = femto("pe.energy.4x4");
            pe8x4 = femto("pe.energy.8x4");
            pe8x8 = femto("pe.energy.8x8");
        }
        decode = femto("decoder.energy");
        encode = femto("encoder.energy");
        post = femto("post.energy");
        dramRead = femto("dram.read");
        dramWrite = femto("dram.write");
        weights = {femto("sram.weights.read"), femto("sram.weights.write")};
        inputs = {femto("sram.inputs.read"), femto("sram.inputs.write")};
        outputs = {femto("sram.outputs.read"), femto("sram.outputs.write")};
        staticPerCycle = femto("dram.static");
        partialBits = std::llround(a.value("partial_sum.bits"));
        bandwidth = std::llround(a.value("dram.bandwidth"));
        clock = a.value("clock.frequency");
        const double milliwatts =
            a.value("sram.weights.leakage") * static_cast<double>(a.weights.banks) +
            a.value("sram.inputs.leakage") * static_cast<double>(a.inputs.banks) +
            a.value("sram.outputs.leakage") * static_cast<double>(a.outputs.banks);
        leakagePerCycle = milliwatts * 1e12 / clock;
    }

    /// Of one unit-cycle of the grid.
    double activeCycle(const Accelerator& a, const Mapping& map) const {
        if (a.peKind == PeKind::Packed) return pe;
        const int wide = (map.weightBits > 4 ? 1 : 0) + (map.activationBits > 4 ? 1 : 0);
        return std::array{pe4x4, pe8x4, pe8x8}.at(static_cast<std::size_t>(wide));
    }
};

struct Term {
    std::int64_t count;
    double femtojoules;
};

/// Rounds once per part of a layer, so that parts and layers are integers and add exactly.
Femtojoules energy(std::initializer_list<Term> terms) {
    double sum = 0;
    for (const Term& term : terms) sum += static_cast<double>(term.count) * term.femtojoules;
    if (!(sum < 4e18)) throw std::overflow_error("energy");
    return Femtojoules(std::llround(sum));
}

MilliSquareMicrometres area(double count, double squareMicrometres) {
    return MilliSquareMicrometres(std::llround(count * std::round(squareMicrometres * 1000)));
}

[[noreturn]] void failTooLarge(const std::string& layer) {
    throw Error("layer \"" + layer +
                "\": sizes are too large to count in 64 bits; give a smaller batch or product");
}

void checkSizes(const MatrixProduct& p) {
    const auto check = [&p](const char* what, std::int64_t value, std::int64_t least) {
        if (value >= least) return;
        throw UsageError("layer \"" + p.name + "\": " + what + " = " + std::to_string(value) +
                         " is too small; give " + std::to_string(least) + " or more");
    };
    check("m", p.m, 1);
    check("k", p.k, 1);
    check("n", p.n, 1);
    check("groups", p.groups, 1);
    check("inputElements", p.inputElements, 0);
    check("postOperations", p.postOperations, 0);
    check("outputBits", p.outputBits, 0);
}

struct ProductResult {
    Cost cost;
    std::int64_t folds = 0;
    Tiling tiling;
};

/// Everything of a product but its name, widths rounded up to modes.
using Key = std::array<std::int64_t, 10>;

/// Throws UsageError for a width beyond the hardware.
Key keyOf(const Accelerator& a, const MatrixProduct& p) {
    const int outputBits = p.outputBits == 0 ? p.activationBits : p.outputBits;
    return {p.m,
            p.k,
            p.n,
            p.groups,
            modeFor(p.weightBits, a.weightModes, p.name, "weight"),
            modeFor(p.activationBits, a.activationModes, p.name, "activation"),
            modeFor(outputBits, a.activationModes, p.name, "output"),
            p.operandIsActivation ? 1 : 0,
            p.inputElements,
            p.postOperations};
}

}  // namespace

struct Simulator::Impl {
    Accelerator accelerator;
    Technology technology;
    std::int64_t batch;
    Dataflow dataflow;
    bool overlap;
    mutable std::shared_mutex mutex{};
    mutable std::map<Key, ProductResult> known{};

    Impl(Accelerator a, const SimulationOptions& options)
        : accelerator(std::move(a)),
          technology(accelerator),
          batch(options.batch.value_or(accelerator.batch)),
          dataflow(options.dataflow.value_or(accelerator.dataflow)),
          overlap(options.overlap.value_or(accelerator.overlap)) {
        if (batch < 1) {
            throw UsageError("batch " + std::to_string(batch) + " is too small; give 1 or more");
        }
    }

    const ProductResult& product(const MatrixProduct& p) const;
    ProductResult estimate(const MatrixProduct& p) const;
    Tiling tile(const MatrixProduct& p, const Mapping& map, std::int64_t m, int outputBits,
                std::int64_t shared) const;
};

Tiling Simulator::Impl::tile(const MatrixProduct& p, const Mapping& map, std::int64_t m,
                             int outputBits, std::int64_t shared) const {
    const std::int64_t all = checkedProduct({m, p.k});
    TilingProblem problem;
    problem.m = m;
    problem.k = p.k;
    problem.n = p.n;
    problem.inputElements =
        p.inputElements == 0 ? all : std::min(all, checkedProduct({p.inputElements, shared}));
    problem.weightBits = map.weightBits;
    problem.inputBits = map.activationBits;
    problem.outputBits = outputBits;
    problem.partialBits = technology.partialBits;
    problem.weightCapacity = accelerator.weights.usableBits();
    problem.inputCapacity = accelerator.inputs.usableBits();
    problem.outputCapacity = accelerator.outputs.usableBits();
    problem.leastM = map.leastM;
    problem.leastK = map.leastK;
    problem.leastN = map.leastN;
    return bestTiling(problem);
}

ProductResult Simulator::Impl::estimate(const MatrixProduct& p) const {
    checkSizes(p);
    // A batch lengthens the products of a layer with weights and multiplies those without.
    const std::int64_t shared = p.operandIsActivation ? 1 : batch;
    const std::int64_t m = checkedProduct({p.m, shared});
    const std::int64_t times = checkedProduct({p.groups, p.operandIsActivation ? batch : 1});
    const Mapping map = mapProduct(accelerator, p, m, dataflow, overlap);
    const int outputBits = modeFor(p.outputBits == 0 ? p.activationBits : p.outputBits,
                                   accelerator.activationModes, p.name, "output");
    const Tiling t = tile(p, map, m, outputBits, shared);
    const auto all = [times](std::int64_t one) { return checkedProduct({one, times}); };

    ProductResult result;
    result.folds = all(map.folds);
    result.tiling = t;
    Cost& cost = result.cost;
    cost.macs = all(checkedProduct({m, p.k, p.n}));
    cost.peakMacs = all(map.peakMacs);

    TrafficBits& traffic = cost.traffic;
    traffic.weights = all(t.weightReads);
    traffic.inputs = all(t.inputReads);
    traffic.outputs = all(checkedSum({t.outputWrites, t.partialWrites, t.partialReads}));
    traffic.dramRead = all(checkedSum({t.weightReads, t.inputReads, t.partialReads}));
    traffic.dramWrite = all(checkedSum({t.outputWrites, t.partialWrites}));

    const Technology& tech = technology;
    const std::int64_t compute = all(map.computeCycles);
    const std::int64_t memory =
        ceilDiv(checkedSum({traffic.dramRead, traffic.dramWrite}), tech.bandwidth);
    const std::int64_t stall =
        checkedSum({std::max<std::int64_t>(0, memory - compute), ceilDiv(t.fill, tech.bandwidth),
                    ceilDiv(t.drain, tech.bandwidth)});
    cost.computeCycles = Cycles(compute);
    cost.stallCycles = Cycles(stall);
    cost.cycles = Cycles(checkedSum({compute, stall}));

    const std::int64_t outputs = all(checkedProduct({m, p.n}));
    const std::int64_t weightReads =
        all(checkedProduct({map.weightWords, map.pack, map.weightBits}));
    const std::int64_t inputReads = all(checkedProduct({map.inputWords, map.activationBits}));
    const std::int64_t partials = all(checkedProduct({map.partialSums, tech.partialBits}));
    const std::int64_t finals = all(t.outputWrites);
    const std::int64_t spilled = all(t.partialWrites);
    // To the grid and to DRAM; what DRAM delivers is written first.
    const std::int64_t outputReads = checkedSum({partials, finals, spilled});
    const std::int64_t outputWrites = outputReads;
    traffic.sramRead = checkedSum({weightReads, inputReads, outputReads});
    traffic.sramWrite = checkedSum({traffic.weights, traffic.inputs, outputWrites});

    EnergyParts& parts = cost.energy;
    parts.compute = energy({{all(map.activeCycles), tech.activeCycle(accelerator, map)}});
    parts.decode = energy({{all(checkedSum({map.weightWords, map.inputWords})), tech.decode}});
    parts.encode = energy({{outputs, tech.encode}});
    parts.post =
        energy({{checkedSum({outputs, checkedProduct({p.postOperations, batch})}), tech.post}});
    parts.sram = energy({{weightReads, tech.weights.read},
                         {traffic.weights, tech.weights.write},
                         {inputReads, tech.inputs.read},
                         {traffic.inputs, tech.inputs.write},
                         {outputReads, tech.outputs.read},
                         {outputWrites, tech.outputs.write}});
    parts.dram = energy({{traffic.dramRead, tech.dramRead},
                         {traffic.dramWrite, tech.dramWrite},
                         {cost.cycles.value, tech.staticPerCycle}});
    parts.leakage = energy({{cost.cycles.value, tech.leakagePerCycle}});
    checkedSum({parts.compute.value, parts.decode.value, parts.encode.value, parts.post.value,
                parts.sram.value, parts.dram.value, parts.leakage.value});
    return result;
}

const ProductResult& Simulator::Impl::product(const MatrixProduct& p) const {
    const Key key = keyOf(accelerator, p);
    {
        const std::shared_lock lock(mutex);
        const auto found = known.find(key);
        if (found != known.end()) return found->second;
    }
    try {
        const ProductResult result = estimate(p);
        const std::unique_lock lock(mutex);
        // A map never moves its nodes, so the reference outlives the lock.
        return known.try_emplace(key, result).first->second;
    } catch (const std::overflow_error&) {
        failTooLarge(p.name);
    }
}

double Cost::utilization() const {
    return peakMacs == 0 ? 0 : static_cast<double>(macs) / static_cast<double>(peakMacs);
}

Cost& Cost::operator+=(const Cost& other) {
    const auto add = [](std::int64_t& to, std::int64_t more) { to = checkedSum({to, more}); };
    try {
        add(cycles.value, other.cycles.value);
        add(computeCycles.value, other.computeCycles.value);
        add(stallCycles.value, other.stallCycles.value);
        add(macs, other.macs);
        add(peakMacs, other.peakMacs);
        add(energy.compute.value, other.energy.compute.value);
        add(energy.decode.value, other.energy.decode.value);
        add(energy.encode.value, other.energy.encode.value);
        add(energy.post.value, other.energy.post.value);
        add(energy.sram.value, other.energy.sram.value);
        add(energy.dram.value, other.energy.dram.value);
        add(energy.leakage.value, other.energy.leakage.value);
        add(traffic.weights, other.traffic.weights);
        add(traffic.inputs, other.traffic.inputs);
        add(traffic.outputs, other.traffic.outputs);
        add(traffic.dramRead, other.traffic.dramRead);
        add(traffic.dramWrite, other.traffic.dramWrite);
        add(traffic.sramRead, other.traffic.sramRead);
        add(traffic.sramWrite, other.traffic.sramWrite);
    } catch (const std::overflow_error&) {
        throw Error("the network's totals are too large to count in 64 bits; give a smaller batch");
    }
    return *this;
}

Simulator::Simulator(Accelerator accelerator, const SimulationOptions& options)
    : impl_(std::make_unique<Impl>(std::move(accelerator), options)) {}

Simulator::~Simulator() = default;

const Accelerator& Simulator::accelerator() const {
    return impl_->accelerator;
}

Cost Simulator::total(const Workload& workload) const {
    Cost total;
    for (const MatrixProduct& product : workload.products) total += impl_->product(product).cost;
    return total;
}

double Simulator::seconds(Cycles cycles) const {
    return static_cast<double>(cycles.value) / impl_->technology.clock;
}

AreaParts Simulator::area() const {
    const Accelerator& a = impl_->accelerator;
    const auto banks = [&a](std::string_view key, const Buffer& buffer) {
        return lpstudio::area(static_cast<double>(buffer.banks), a.value(key));
    };
    AreaParts parts;
    parts.pe = lpstudio::area(static_cast<double>(a.rows) * a.columns, a.value("pe.area"));
    parts.decoders = lpstudio::area(a.value("decoder.count"), a.value("decoder.area"));
    parts.encoder = lpstudio::area(a.value("encoder.count"), a.value("encoder.area"));
    parts.post = lpstudio::area(a.value("post.lanes"), a.value("post.area"));
    parts.sram = banks("sram.weights.area", a.weights) + banks("sram.inputs.area", a.inputs) +
                 banks("sram.outputs.area", a.outputs);
    return parts;
}

SimulationResult Simulator::run(const Workload& workload) const {
    SimulationResult result;
    result.hardware = impl_->accelerator.name;
    result.workload = workload.name;
    result.batch = static_cast<int>(impl_->batch);
    for (const MatrixProduct& product : workload.products) {
        const ProductResult& one = impl_->product(product);
        result.layers.push_back({product.name, one.cost, one.folds, one.tiling});
        result.totals += one.cost;
    }
    result.area = area();
    const double operations = 2 * static_cast<double>(result.totals.macs);
    result.seconds = seconds(result.totals.cycles);
    if (result.seconds > 0) result.gops = operations / result.seconds / 1e9;
    // 1e-3 um^2 are 1e-9 mm^2, 1 fJ is 1e-15 J.
    const double computeMm2 = static_cast<double>(result.area.compute().value) * 1e-9;
    if (computeMm2 > 0) result.topsPerMm2 = result.gops / 1000 / computeMm2;
    const double joules = static_cast<double>(result.totals.energy.total().value) * 1e-15;
    if (joules > 0) result.topsPerW = operations / joules / 1e12;
    return result;
}

SimulationResult simulate(const Accelerator& accelerator, const Workload& workload,
                          const SimulationOptions& options) {
    return Simulator(accelerator, options).run(workload);
}

}  // namespace lpstudio
