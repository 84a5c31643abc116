#include "hw/simulate.h"

#include <array>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <utility>

#include "core/base/error.h"
#include "core/base/text.h"
#include "hw/mapping.h"
#include "hw/technology.h"

namespace lpstudio {
namespace {

[[noreturn]] void failTooLarge(const std::string& layer) {
    throw Error("layer \"" + shortened(layer) +
                "\": sizes are too large to count in 64 bits; give a smaller batch or product");
}

struct ProductResult {
    Cost cost;
    Activity activity;
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
    ArrayUse use;
    mutable std::shared_mutex mutex{};
    mutable std::map<Key, ProductResult> known{};

    Impl(Accelerator a, const SimulationOptions& options)
        : accelerator(std::move(a)),
          technology(accelerator),
          use{options.batch.value_or(accelerator.batch),
              options.dataflow.value_or(accelerator.dataflow),
              options.overlap.value_or(accelerator.overlap)} {
        if (use.batch < 1) {
            throw UsageError("batch " + std::to_string(use.batch) +
                             " is too small; give 1 or more");
        }
    }

    const ProductResult& product(const MatrixProduct& p) const;
};

const ProductResult& Simulator::Impl::product(const MatrixProduct& p) const {
    const Key key = keyOf(accelerator, p);
    {
        const std::shared_lock lock(mutex);
        const auto found = known.find(key);
        if (found != known.end()) return found->second;
    }
    try {
        const Activity activity = activityOf(accelerator, p, use);
        const Cost cost = technology.cost(activity);
        const std::unique_lock lock(mutex);
        // A map never moves its nodes, so the reference outlives the lock.
        return known.try_emplace(key, ProductResult{cost, activity}).first->second;
    } catch (const std::overflow_error&) {
        failTooLarge(p.name);
    }
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

Cost Simulator::cost(const MatrixProduct& product) const {
    return impl_->product(product).cost;
}

double Simulator::seconds(Cycles cycles) const {
    return impl_->technology.seconds(cycles);
}

AreaParts Simulator::area() const {
    return areaOf(impl_->accelerator);
}

SimulationResult Simulator::run(const Workload& workload) const {
    SimulationResult result;
    result.hardware = impl_->accelerator.name;
    result.workload = workload.name;
    result.batch = static_cast<int>(impl_->use.batch);
    for (const MatrixProduct& product : workload.products) {
        const ProductResult& one = impl_->product(product);
        result.layers.push_back({product.name, one.cost, one.activity});
        result.totals += one.cost;
    }
    result.area = area();
    const double operations = 2 * static_cast<double>(result.totals.macs);
    result.seconds = seconds(result.totals.cycles);
    if (result.seconds > 0) result.gops = operations / result.seconds / 1e9;
    const double computeMm2 = result.area.compute().squareMillimetres();
    if (computeMm2 > 0) result.topsPerMm2 = result.gops / 1000 / computeMm2;
    const double joules = result.totals.energy.total().joules();
    if (joules > 0) result.topsPerW = operations / joules / 1e12;
    return result;
}

SimulationResult simulate(const Accelerator& accelerator, const Workload& workload,
                          const SimulationOptions& options) {
    return Simulator(accelerator, options).run(workload);
}

}  // namespace lpstudio
