#include "core/study/setting_table.h"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

#include "core/base/error.h"

namespace lpstudio {
namespace {

template <auto First, auto... Rest>
constexpr auto& at(auto& object) {
    if constexpr (sizeof...(Rest) == 0)
        return object.*First;
    else
        return at<Rest...>(object.*First);
}

/// A member by its path: &SearchSettings::common, &CommonSettings::seed.
template <auto... Path>
constexpr auto member() {
    using T = std::remove_reference_t<decltype(at<Path...>(std::declval<SearchSettings&>()))>;
    return SettingMember<T>{[](const SearchSettings& s) -> const T& { return at<Path...>(s); },
                            [](SearchSettings& s) -> T& { return at<Path...>(s); }};
}

template <auto Member, auto Name, auto Parse>
ChoiceMember choice(std::vector<SettingChoice> choices) {
    return {std::move(choices), [](const SearchSettings& s) { return Name(s.*Member); },
            [](SearchSettings& s, std::string_view name) { s.*Member = Parse(name); }};
}

constexpr double kAnyNumber = std::numeric_limits<int>::max();

std::vector<Setting> makeTable() {
    using S = SearchSettings;
    using Common = CommonSettings;
    return {
        {.key = "algorithm",
         .value = choice<&S::algorithm, algorithmName, parseAlgorithm>(
             {{"lpq", algorithmTitle(Algorithm::Lpq)},
              {"nsga2", algorithmTitle(Algorithm::Nsga2)}}),
         .label = "Algorithm",
         .option = "--algorithm",
         .help = "lpq (the paper's) or nsga2 (a Pareto search over score, energy, latency and "
                 "model size)",
         .helpPlace = 1,
         .reportPlace = 1},
        {.key = "seed",
         .value = member<&S::common, &Common::seed>(),
         .label = "Seed",
         .option = "--seed",
         .alwaysGiven = true,
         .helpPlace = 3},
        {.key = "population",
         .value = member<&S::common, &Common::population>(),
         .label = "Population size",
         .range = Common::kPopulation,
         .option = "--population",
         .help = "K (100 for nsga2 unless given)",
         .helpPlace = 4,
         .reportPlace = 15},
        {.key = "generations",
         .value = member<&S::nsga2, &Nsga2Settings::generations>(),
         .scope = SettingScope::Nsga2,
         .label = "Generations",
         .range = Nsga2Settings::kGenerations,
         .option = "--generations",
         .help = "nsga2 only; each scores as many candidates as the population",
         .helpPlace = 2,
         .reportPlace = 16},
        {.key = "passes",
         .value = member<&S::lpq, &LpqSettings::passes>(),
         .scope = SettingScope::Lpq,
         .label = "Passes",
         .range = LpqSettings::kPasses,
         .option = "--passes",
         .help = "P, over all blocks",
         .helpPlace = 5,
         .reportPlace = 17},
        {.key = "cycles",
         .value = member<&S::lpq, &LpqSettings::cycles>(),
         .scope = SettingScope::Lpq,
         .label = "Cycles per block",
         .range = LpqSettings::kCycles,
         .option = "--cycles",
         .help = "C, per block and pass",
         .helpPlace = 6,
         .reportPlace = 18},
        {.key = "diversity",
         .value = member<&S::lpq, &LpqSettings::diversity>(),
         .scope = SettingScope::Lpq,
         .label = "Diversity parents",
         .range = LpqSettings::kDiversity,
         .option = "--diversity",
         .help = "D, random parents per cycle",
         .helpPlace = 7,
         .reportPlace = 19},
        {.key = "target_bits",
         .value = member<&S::common, &Common::targetBits>(),
         .label = "Target mean width",
         .unit = "bit",
         .range = Common::kTargetBits,
         .option = "--target-bits",
         .help = "largest mean weight width of the result",
         .helpShowsDefault = false,
         .offByDefault = true,
         .helpPlace = 15,
         .reportPlace = 7},
        {.key = "objective",
         .value = choice<&S::scoreFunction, scoreFunctionName, parseScoreFunction>(
             {{"global-local", "global-local"},
              {"global", "global"},
              {"kl", "kl"},
              {"mse", "mse"}}),
         .label = "Objective",
         .option = "--objective",
         .help = "global-local, global, kl or mse (default: mse with --target-bits, else "
                 "global-local)",
         .helpShowsDefault = false,
         .helpPlace = 11,
         .reportPlace = 2},
        {.key = "cost",
         .value = choice<&S::cost, costName, parseCost>({{"bits", "weight bits"},
                                                         {"energy", "energy"},
                                                         {"latency", "latency"},
                                                         {"edp", "energy-delay product"}}),
         .label = "Cost",
         .option = "--cost",
         .help = "bits, energy, latency or edp",
         .helpPlace = 12,
         .reportPlace = 5},
        {.key = "hardware",
         .value = member<&S::hardware>(),
         .label = "Accelerator",
         .option = "--hardware",
         .help = "accelerator preset or JSON file",
         .helpPlace = 13},
        {.key = "images",
         .value = member<&S::images>(),
         .label = "Calibration images",
         .range = {2, 100000},
         .option = "--images",
         .help = "number of calibration images",
         .helpPlace = 8,
         .reportPlace = 8},
        {.key = "lambda",
         .value = member<&S::common, &Common::lambda>(),
         .label = "Cost exponent lambda",
         .range = Common::kLambda,
         .option = "--lambda",
         .help = "exponent of the compression term",
         .helpPlace = 9,
         .reportPlace = 6},
        {.key = "temperature",
         .value = member<&S::temperature>(),
         .label = "Temperature tau",
         .range = {0.001, 100},
         .option = "--temperature",
         .help = "tau of the contrastive score",
         .helpPlace = 10,
         .reportPlace = 4},
        {.key = "widths",
         .value = member<&S::widths>(),
         .label = "Allowed widths",
         .unit = "bit",
         .range = {2, 8},
         .option = "--widths",
         .help = "allowed weight widths, for example 2,4,8",
         .helpPlace = 14,
         .reportPlace = 9},
        {.key = "es_max",
         .value = member<&S::maxExponentSize>(),
         .label = "Largest es",
         .unit = "bit",
         .option = "--es-max",
         .helpPlace = 16,
         .reportPlace = 10},
        {.key = "rs_max",
         .value = member<&S::maxRegime>(),
         .label = "Largest rs",
         .option = "--rs-max",
         .helpPlace = 17,
         .reportPlace = 11},
        {.key = "sf_range",
         .value = member<&S::sfRange>(),
         .label = "Range of sf",
         .unit = "octaves",
         .option = "--sf-range",
         .help = "sf lies within +- this of -log2(rms(w))",
         .sign = "±",
         .helpPlace = 18,
         .reportPlace = 12},
        {.key = "pooling",
         .value = choice<&S::pooling, poolingName, parsePooling>(
             {{"kurtosis-3", "kurtosis-3"}, {"mean", "mean"}}),
         .label = "Pooling",
         .note = "The run pooled by the %1, for which the command line has no option.",
         .reportPlace = 3},
        {.key = "start",
         .value = choice<&S::start, startName, parseStart>(
             {{"informed", "informed"}, {"random", "random"}}),
         .label = "Initial population",
         .option = "--start",
         .help = "informed (half the population from layer sensitivity) or random",
         .before = "random",
         .helpPlace = 20,
         .reportPlace = 13},
        {.key = "bias_correction",
         .value = member<&S::biasCorrection>(),
         .label = "Bias correction",
         .option = "--bias-correction",
         .help = "shift each output channel so that its mean over the calibration images is that "
                 "of the float network",
         .helpPlace = 21,
         .reportPlace = 14},
        {.key = "pins",
         .value = member<&S::locks>(),
         .label = "Locked layers",
         .option = "--pin",
         .help = "LAYER=SPEC: lock a layer to this LP format (repeatable)",
         .helpShowsDefault = false,
         .offByDefault = true,
         .helpPlace = 19,
         .reportPlace = 22},
        {.key = "batch",
         .value = member<&S::batch>(),
         .label = "Images at once",
         .note = "The run executed %1 images at once, for which the command line has no option; "
                 "rounding may differ."},
        {.key = "cache_mib",
         .value = member<&S::cacheMebibytes>(),
         .label = "Cache",
         .unit = "MiB",
         .range = {0, 1 << 20},
         .option = "--cache-mib",
         .help = "memory for quantized weights, and as much again for activations kept to "
                 "resume from",
         .optionChecksRange = true,
         .changesResult = false,
         .helpPlace = 22},
        {.key = "measure",
         .value = choice<&S::measure, top1ScopeName, parseTop1Scope>(
             {{"none", "nothing"}, {"best", "the best"}, {"front", "the front"}}),
         .label = "Top-1 measured of",
         .option = "--measure",
         .help = "top-1 on the evaluation images after the search: none, best or front (every "
                 "candidate of the front, which may take longer than the search)",
         .changesResult = false,
         .helpPlace = 25},
        {.key = "max_candidates",
         .value = member<&S::common, &Common::maxCandidates>(),
         .label = "Max. candidates",
         .range = {0, kAnyNumber},
         .option = "--max-candidates",
         .help = "stop after this many",
         .helpShowsDefault = false,
         .offByDefault = true,
         .changesResult = false,
         .helpPlace = 23,
         .reportPlace = 20},
        {.key = "time_limit",
         .value = member<&S::common, &Common::timeLimitSeconds>(),
         .label = "Time limit",
         .unit = "s",
         .range = {0, 1e7},
         .option = "--time-limit",
         .help = "stop after this many seconds",
         .helpShowsDefault = false,
         .offByDefault = true,
         .changesResult = false,
         .helpPlace = 24,
         .reportPlace = 21},
    };
}

}  // namespace

const std::vector<Setting>& settingTable() {
    static const std::vector<Setting> table = makeTable();
    return table;
}

const Setting& settingOf(std::string_view key) {
    for (const Setting& setting : settingTable())
        if (setting.key == key) return setting;
    throw Error("there is no setting \"" + std::string(key) + "\" of a search");
}

std::vector<const Setting*> settingsInOrder(int Setting::*place) {
    std::vector<const Setting*> rows;
    for (const Setting& setting : settingTable())
        if (setting.*place > 0) rows.push_back(&setting);
    std::stable_sort(rows.begin(), rows.end(),
                     [place](const Setting* a, const Setting* b) { return a->*place < b->*place; });
    return rows;
}

bool applies(const Setting& setting, Algorithm algorithm) {
    return setting.scope == SettingScope::Both ||
           (setting.scope == SettingScope::Nsga2) == (algorithm == Algorithm::Nsga2);
}

}  // namespace lpstudio
