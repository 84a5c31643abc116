#include "hw/uncertainty.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "hw/technology.h"

namespace lpstudio {
namespace {

struct Totals {
    EnergyParts energy;
    AreaParts area;
    double seconds = 0;

    double joules() const { return energy.total().joules(); }
    double squareMicrometres() const {
        return static_cast<double>(area.total().value) * MilliSquareMicrometres::kSquareMicrometres;
    }
    double computeSquareMicrometres() const {
        return static_cast<double>(area.compute().value) *
               MilliSquareMicrometres::kSquareMicrometres;
    }
};

/// Constants that change what happens, not only what it costs.
bool changesCounts(std::string_view key) {
    constexpr std::array<std::string_view, 2> keys{"partial_sum.bits", "dram.bandwidth"};
    return std::ranges::find(keys, key) != keys.end();
}

class Evaluator {
public:
    Evaluator(const Accelerator& accelerator, const Workload& workload,
              const SimulationOptions& options)
        : accelerator_(accelerator), workload_(workload), options_(options) {
        count(accelerator, counts_);
    }

    Totals at(const Accelerator& variant) const {
        const bool recount = std::ranges::any_of(variant.constants, [&](const Constant& constant) {
            return changesCounts(constant.key) &&
                   constant.value != accelerator_.value(constant.key);
        });
        if (!recount) return totals(variant, counts_);
        std::vector<Activity> counts;
        count(variant, counts);
        return totals(variant, counts);
    }

private:
    void count(const Accelerator& variant, std::vector<Activity>& counts) const {
        // The simulator knows equal layers.
        for (const LayerResult& layer : Simulator(variant, options_).run(workload_).layers) {
            counts.push_back(layer.activity);
        }
    }

    static Totals totals(const Accelerator& variant, const std::vector<Activity>& counts) {
        const Technology technology(variant);
        Cost sum;
        try {
            for (const Activity& layer : counts) sum += technology.cost(layer);
        } catch (const std::overflow_error&) {
            throw Error(
                "the network's energy is too large to count in 64 bits; give a smaller "
                "batch or narrower ranges of constants");
        }
        return {sum.energy, areaOf(variant), technology.seconds(sum.cycles)};
    }

    const Accelerator& accelerator_;
    const Workload& workload_;
    SimulationOptions options_;
    std::vector<Activity> counts_;
};

/// One constant's totals at values of its range, its own value among them.
struct Trials {
    std::size_t constant;
    std::vector<std::pair<double, Totals>> seen;
};

/// The values that can be extremes. Totals are monotone in every constant but the width of partial
/// sums, where a narrower one may choose larger tiles with a longer fill: all its values are tried.
std::vector<double> candidates(const Constant& constant) {
    if (constant.key != "partial_sum.bits") return {constant.low, constant.value, constant.high};
    std::vector<double> all{constant.value};
    // The rule of the constant allows 8..64 bits.
    const int most = static_cast<int>(constant.high);
    for (int bits = static_cast<int>(std::ceil(constant.low)); bits <= most; ++bits)
        all.push_back(bits);
    return all;
}

template <class Quantity>
auto extremes(const Trials& trials, const Quantity& quantity) {
    return std::ranges::minmax_element(
        trials.seen, {}, [&quantity](const auto& trial) { return quantity(trial.second); });
}

/// The design with every constant at the value that `quantity` is least (greatest) at.
template <class Quantity>
Accelerator corner(Accelerator accelerator, const std::vector<Trials>& all, bool most,
                   const Quantity& quantity) {
    for (const Trials& trials : all) {
        const auto [least, greatest] = extremes(trials, quantity);
        // What does not matter keeps its value.
        if (quantity(least->second) == quantity(greatest->second)) continue;
        accelerator.constants[trials.constant].value = (most ? greatest : least)->first;
    }
    return accelerator;
}

template <class Quantity>
Interval around(const Trials& trials, const Totals& value, const Quantity& quantity) {
    const auto [least, greatest] = extremes(trials, quantity);
    return {quantity(least->second), quantity(value), quantity(greatest->second)};
}

}  // namespace

Uncertainty uncertaintyOf(const Accelerator& accelerator, const Workload& workload,
                          const SimulationOptions& options, const std::stop_token& stop) {
    const Evaluator evaluator(accelerator, workload, options);
    const Totals value = evaluator.at(accelerator);
    const auto joules = [](const Totals& t) { return t.joules(); };
    const auto seconds = [](const Totals& t) { return t.seconds; };
    const auto area = [](const Totals& t) { return t.squareMicrometres(); };
    const auto computeArea = [](const Totals& t) { return t.computeSquareMicrometres(); };

    Uncertainty result;
    std::vector<Trials> all;
    for (std::size_t i = 0; i < accelerator.constants.size(); ++i) {
        const Constant& constant = accelerator.constants[i];
        if (constant.low == constant.high) continue;
        Trials trials{i, {}};
        Accelerator variant = accelerator;
        for (const double trial : candidates(constant)) {
            if (stop.stop_requested()) throw Cancelled();
            variant.constants[i].value = trial;
            trials.seen.emplace_back(trial, evaluator.at(variant));
        }
        result.influences.push_back({constant.key, constant.sourceType,
                                     around(trials, value, joules), around(trials, value, seconds),
                                     around(trials, value, area)});
        all.push_back(std::move(trials));
    }
    std::ranges::stable_sort(result.influences, [](const Influence& a, const Influence& b) {
        return a.energy.high - a.energy.low > b.energy.high - b.energy.low;
    });

    const auto interval = [&](const auto& quantity, Totals& least, Totals& most) {
        least = evaluator.at(corner(accelerator, all, false, quantity));
        most = evaluator.at(corner(accelerator, all, true, quantity));
        return Interval{quantity(least), quantity(value), quantity(most)};
    };
    Totals least, most;
    result.latency = interval(seconds, least, most);
    result.computeArea = interval(computeArea, least, most);
    result.energy = interval(joules, least, most);
    result.leastEnergy = least.energy;
    result.mostEnergy = most.energy;
    result.area = interval(area, least, most);
    result.leastArea = least.area;
    result.mostArea = most.area;
    return result;
}

}  // namespace lpstudio
